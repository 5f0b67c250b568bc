"""Tells pages that lead to articles from articles: what the page declares, its address, its cards and its prose.

The figures were chosen on the sets of `maintext`, and on the development part of
Murrough-Foley/web-content-extraction-benchmark.
"""

import re
from urllib.parse import urlsplit

from monitor.extract.document import Document
from monitor.extract.maintext import MainText

# A story's address says what it tells, or has a number; a section's is a word or two.
_STORY = re.compile(r"(?:[^/_-]+[_-]){3,}[^/]|\d{4,}")
# Blogs keep a story below its month, without a number.
_DATED = re.compile(r"/(?:19|20)\d\d/[01]?\d/(?:[0-3]?\d/)?[^/]*[a-z]{2}[^/]*$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|&)\w+=\d{3,}(?:&|$)")
_LINKED_LINES, _WORDS_A_LINE = 6, 6
_TITLES, _WORDS_A_TITLE = 8, 3
_CARDS, _WORDS_A_CARD = 12, 12
_LINE, _FEW_WORDS = 50, 40
# Teasers are shorter.
_LONG_PARAGRAPH, _LONG_LINKED, _AT_LENGTH = 40, 0.15, 300


def is_listing(document: Document, found: MainText, date: str | None) -> bool:
    """Tell a page that lists others, or says hardly anything; `date` is that of its publication, if it gives one.

    A page that declares itself an article is none: closed articles show a line or two. One that has a story's
    address is none but where it says a line at most and the rest leads elsewhere. Nor is one that tells at length
    in paragraphs longer than teasers, however long its menus. Any other is one where links outweigh its words,
    or where it says a line at most and gives no date, as pages that ask for consent.
    """
    if _declared(document):
        return False
    leads = (
        found.only_cards
        or (len(found.related) > _LINKED_LINES and found.words < _WORDS_A_LINE * len(found.related))
        or (found.titles >= _TITLES and found.words < _WORDS_A_TITLE * found.titles)
    )
    story = _looks_like_story(document.url)
    called = document.meta.get("og:type", "").lower() == "article"
    if story and called:
        return leads and found.words < _LINE
    if story:
        return found.words < _FEW_WORDS and (leads or not date)
    if _tells_at_length(found):
        return False
    wall = found.cards >= _CARDS and found.words < _WORDS_A_CARD * found.cards and not (called and date)
    return leads or wall or (found.words < _LINE and not date)


def _tells_at_length(found: MainText) -> bool:
    said = sum(
        block.words for block in found.text if block.words >= _LONG_PARAGRAPH and block.linked < _LONG_LINKED
    )
    return said >= _AT_LENGTH and not found.only_cards and len(found.related) <= _LINKED_LINES


def _declared(document: Document) -> bool:
    # Sections call themselves og:type article too, but do not give a date of publication.
    return bool(document.jsonld) or "article:published_time" in document.meta


def _looks_like_story(url: str) -> bool:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    return bool(
        _STORY.search(path.rpartition("/")[2]) or _DATED.search(path) or _NUMBERED.search(parts.query)
    )
