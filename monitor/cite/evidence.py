"""The words that prove a citation: as little of the sentence as shows the name and the cue."""

import re

from monitor.cite.judge import Verdict
from monitor.cite.notation import END, REACH
from monitor.cite.sentence import Sentence
from monitor.items import NewsArticle

_LONGEST = 320
_AROUND = 160
_BREAKS = frozenset(",;:-")
_EDGES = " \t\n,;:–—-"
_SPACE = re.compile(r"\s")

Span = tuple[int, int]


def span(sentence: Sentence, verdict: Verdict) -> Span:
    """Give start and end, in the text, of the quotation for a verdict.

    `clause` runs from the mark before to the mark after what the rule covers, `before` from the
    start of the sentence, `after` to its end, `line` over all of it.
    """
    final = len(sentence.signs) - 2
    first, last = min(max(verdict.first, 1), final), max(1, min(verdict.last, final))
    quote = verdict.rule.quote
    low = _back(sentence, first) if quote in {"clause", "after"} else 1
    high = _forth(sentence, last) if quote in {"clause", "before"} else final
    outer = sentence.spans[min(low, first)][0], sentence.spans[max(high, last)][1]
    core = sentence.spans[first][0], sentence.spans[last][1]
    return trimmed(sentence.text.whole, *_shortened(sentence.text.whole, outer, core, _LONGEST))


def around(text: str, core: Span, outer: Span) -> Span:
    """Give the words around a name that is only mentioned."""
    start, end = trimmed(text, *_shortened(text, outer, core, _AROUND))
    return min(start, core[0]), max(end, core[1])


def _back(sentence: Sentence, at: int) -> int:
    if sentence.signs[at] in _BREAKS:
        return at + 1
    least = max(1, at - REACH)
    while at > least and sentence.signs[at - 1] not in _BREAKS:
        at -= 1
    return at


def _forth(sentence: Sentence, at: int) -> int:
    if sentence.signs[at] in _BREAKS or sentence.signs[at] == END:
        return at - 1
    most = min(at + REACH, len(sentence.signs) - 2)
    while at < most and sentence.signs[at + 1] not in _BREAKS:
        at += 1
    return at


def _shortened(text: str, outer: Span, core: Span, most: int) -> Span:
    """Keep a quotation within bounds, cut between words, never into its core."""
    start, end = outer
    if core[0] - start > most:
        cut = _SPACE.search(text, core[0] - most, core[0])
        start = cut.end() if cut else core[0]
    if end - core[1] > most:
        cut = _SPACE.search(text, core[1] + most, end)
        end = cut.start() if cut else core[1]
    return start, end


def trimmed(text: str, start: int, end: int) -> Span:
    """Leave out blanks and marks that belong to what is around.

    >>> trimmed("– écrit Le Monde, ", 0, 18)
    (2, 16)
    """
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES + ".":
        end -= 1
    return start, end


def text_of(article: NewsArticle, field: str) -> str:
    """Give the text that evidence names by `field`: a field of the article, or `links.<number>.text`."""
    if not field.startswith("links."):
        return getattr(article, field) or ""
    number = int(field.split(".")[1])
    return article.links[number].text if number < len(article.links) else ""
