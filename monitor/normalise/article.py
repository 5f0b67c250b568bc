"""The step: `NewsArticle -> NewsArticle`, or the article is dropped."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from monitor.errors import NoBody, NoHeadline, NotArticle
from monitor.items import Link, NewsArticle
from monitor.normalise.bylines import names
from monitor.normalise.characters import clean, clean_or_none
from monitor.normalise.dates import read_date
from monitor.normalise.language import detect, stated
from monitor.normalise.paragraphs import Paragraph, cut, join
from monitor.normalise.zones import zones
from monitor.urls import canonical, host, site

# A clock may be wrong by an hour or two, and a zone by half a day; a date beyond that is none.
_AHEAD = timedelta(days=1)
# A pull quote is one or two sentences; fewer words than this recur by chance.
_SHORTEST_QUOTE, _LONGEST_QUOTE = 5, 400
_MOST_PARAGRAPHS = 400
# Shorter lines recur on purpose: cells of tables, steps of recipes, refrains.
_SHORTEST_DOUBLE = 10
_PAGE = re.compile(r"/(?:(?:page|seite|pagina)[-/]?)?\d{1,2}")
_PAGE_NAME = re.compile(r"p|pg|page|seite|pagina")
_QUOTES = "«»“”\"' .…"


def normalise(article: NewsArticle, *, timezone: str | None = None) -> NewsArticle:
    """Give the article clean text, its zones apart, UTC dates, names, language and canonical URLs.

    `timezone` (IANA) is the outlet's, for dates that name none.
    Raises `NoHeadline` or `NoBody` when nothing is left of either, `NotArticle` for a later page of an article.
    """
    # Changes are gathered: to make an article anew takes longer than to read its date.
    changes = _texts(article)
    if not changes["headline"]:
        raise NoHeadline(f"{article.url} has no headline.")
    changes |= _body(article, changes["description"], changes["credit"])
    if not changes["articleBody"]:
        raise NoBody(f"{article.url} has no text.")
    language = stated(article.inLanguage) or detect(f"{changes['headline']}\n{changes['articleBody']}")
    changes |= {"inLanguage": language, **_urls(article), **_dates(article, language, timezone)}
    return replace(article, **changes)


def _texts(article: NewsArticle) -> dict[str, Any]:
    byline = clean_or_none(article.byline)
    return {
        "headline": clean(article.headline),
        "alternativeHeadline": clean_or_none(article.alternativeHeadline),
        "description": clean_or_none(article.description),
        "articleSection": clean_or_none(article.articleSection),
        "dateline": clean_or_none(article.dateline),
        "byline": byline,
        "author": tuple(dict.fromkeys(name for line in _cleaned(article.author) for name in names(line)))
        or names(byline),
        "keywords": _cleaned(article.keywords),
        "credit": "\n".join(filter(None, map(clean, (article.credit or "").splitlines()))) or None,
    }


def _cleaned(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(clean, values))))


def _body(article: NewsArticle, description: str | None, credit: str | None) -> dict[str, Any]:
    found = zones(_without_echo(cut(article.articleBody, article.links), description))
    text, links = join(found.body)
    pointed = tuple(link for paragraph in found.related for link in _links_of(paragraph))
    return {
        "articleBody": text,
        "links": links,
        "relatedLinks": tuple(dict.fromkeys((*article.relatedLinks, *pointed))),
        "credit": credit or found.credit,
    }


def _links_of(paragraph: Paragraph) -> list[Link]:
    links = [replace(link, start=None, end=None) for link in paragraph.links]
    return links or [Link(url="", text=paragraph.text)]


def _without_echo(paragraphs: list[Paragraph], description: str | None) -> list[Paragraph]:
    """Leave out what is said twice: a lead set above the body, a pull quote, a doubled paragraph."""
    texts = [paragraph.text for paragraph in paragraphs]
    kept = [
        paragraph
        for paragraph, later, echoed in zip(paragraphs, _repeated(texts), _quoted(texts), strict=True)
        if not later and not echoed
    ]
    if len(kept) > 1 and kept[0].text == description:
        return kept[1:]
    return kept


def _repeated(texts: list[str]) -> list[bool]:
    first: dict[str, int] = {}
    return [
        first.setdefault(text, place) != place and _words(text) >= _SHORTEST_DOUBLE
        for place, text in enumerate(texts)
    ]


def _quoted(texts: list[str]) -> list[bool]:
    """Tell which paragraphs stand again, word for word, inside a longer one."""
    if len(texts) > _MOST_PARAGRAPHS:
        return [False] * len(texts)
    # The longest first: one search through what stands before the end of those that are longer.
    by_length = sorted(texts, key=len, reverse=True)
    longer: dict[int, int] = {}
    end = 0
    for text in by_length:
        longer.setdefault(len(text), end)
        end += len(text) + 1
    whole = "\n".join(by_length)
    return [
        len(text) <= _LONGEST_QUOTE
        and _words(text) >= _SHORTEST_QUOTE
        and longer[len(text)] > 0
        and whole.find(text.strip(_QUOTES), 0, longer[len(text)]) >= 0
        for text in texts
    ]


def _words(text: str) -> int:
    return text.count(" ") + 1


def _urls(article: NewsArticle) -> dict[str, Any]:
    own = believed = canonical(article.url)
    claimed = own if article.canonicalUrl == article.url else _claimed(article.canonicalUrl) or own
    if claimed != own:
        if _is_later_page(claimed, own):
            raise NotArticle(f"{article.url} is a later page of {article.canonicalUrl}.")
        if _believable(claimed, own):
            believed = claimed
    return {
        "canonicalUrl": believed,
        "urls": tuple(dict.fromkeys((believed, own, *map(canonical, article.urls)))),
    }


def _is_later_page(claimed: str, own: str) -> bool:
    """Tell whether a page says that it belongs to another, and differs from it by a page number only.

    >>> _is_later_page("https://a.example/x", "https://a.example/x/seite-2")
    True
    """
    whole, part = urlsplit(claimed), urlsplit(own)
    if whole.netloc != part.netloc:
        return False
    if whole.path != part.path:
        return part.path.startswith(whole.path) and bool(_PAGE.fullmatch(part.path[len(whole.path) :]))
    more = set(parse_qsl(part.query)) - set(parse_qsl(whole.query))
    return bool(more) and all(_PAGE_NAME.fullmatch(name) and number.isdigit() for name, number in more)


def _claimed(url: str | None) -> str | None:
    try:
        return canonical(url) if url else None
    except ValueError:
        # Pages write addresses that are none, as "http://[".
        return None


def _believable(claimed: str, own: str) -> bool:
    """Believe `rel=canonical` within one outlet only, and never when it points to a listing."""
    if site(claimed) != site(own) or not host(claimed):
        return False
    path, own_path = urlsplit(claimed).path.strip("/"), urlsplit(own).path.strip("/")
    if not path and not urlsplit(claimed).query:
        return False
    return own_path == path or not own_path.startswith(f"{path}/")


def _dates(article: NewsArticle, language: str | None, timezone: str | None) -> dict[str, Any]:
    now = article.capture.date if article.capture else None

    def instant(given: datetime | None, raw: str | None) -> datetime | None:
        found = given or read_date(raw, language=language, timezone=timezone, now=now)
        # A sum would leave the calendar in its last year.
        return None if found and now and found > now and found - now > _AHEAD else found

    return {
        "datePublished": instant(article.datePublished, article.datePublishedRaw),
        "dateModified": instant(article.dateModified, article.dateModifiedRaw),
    }
