"""Headline, authors and dates of any page: what it says to machines first, then what it shows."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from monitor.extract import jsonld
from monitor.extract.document import Document
from monitor.normalise.bylines import names
from monitor.text import fold
from monitor.urls import host, site

# " | Valdoria Post" at a headline's end.
_SUFFIX = re.compile(r"\s+[|–—•·-]\s+")
_AUTHOR_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_AUTHOR_MARKS = (
    '[itemprop="author"] [itemprop="name"]',
    '[itemprop="author"]',
    'a[rel~="author"]',
    '[class*="author-name"]',
    '[class*="author__name"]',
    '[class*="byline" i]',
    '[class*="author" i]',
    '[class*="autor" i]',
    'a[href*="/author/"], a[href*="/auteur"], a[href*="/autor"], a[href*="/writer/"], a[href*="/journalist"]',
)
_DATE_METAS = (
    *(
        "article:published_time",
        "article:published:time",
        "datepublished",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "dc.date",
    ),
    *("dc.date.issued", "dcterms.created", "sailthru.date", "parsely-pub-date", "article.published"),
    *("og:published_time", "last-modified", "cxenseparse:recs:publishtime", "article:modified_time"),
)
_DATE_MARKS = (
    '[itemprop="datePublished"]',
    "time[datetime]",
    "time",
    '[class*="date" i], [class*="datum" i], [class*="fecha" i], [class*="tarih" i]',
    '[class*="time" i]',
)
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-]([01]\d)[/-]([0-3]\d)(?=[/_.-]|$)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST_OF_STATED, _LONGEST_SUFFIX_DATE = 0.4, 20
_LONGEST_TITLE, _LONGEST_BYLINE, _LONGEST_DATE, _MOST_MARKS = 500, 120, 60, 6


def headline(document: Document) -> str:
    """Give the headline as stated, or as shared where that leaves out a kicker; without the site's name."""
    shown = next(iter(_texts(document, "h1")), "")
    stated = " ".join((jsonld.first(document.jsonld, "headline") or "").split())
    shared = " ".join(document.meta.get("og:title", "").split())
    stated = _without_site(document, stated, (shared, shown))
    shared = _without_site(document, shared, (stated, shown))
    if (
        stated
        and len(shared) > _LEAST_OF_STATED * len(stated)
        and _key(shared) != _key(stated)
        and _key(shared) in _key(stated)
    ):
        return shared
    title = next(iter(_texts(document, "title")), "")
    return stated or shared or shown or _without_site(document, title, ())


def _without_site(document: Document, title: str, others: tuple[str, ...]) -> str:
    """Cut " | Site" off, and a date behind it; or what other headlines do not have."""
    parts = list(_SUFFIX.finditer(title)) if len(title) <= _LONGEST_TITLE else []
    for part in reversed(parts):
        name, tail = title[: part.start()], title[part.end() :]
        if _key(tail) not in _site_names(document) and not any(_key(name) == _key(other) for other in others):
            date = _YEAR.search(tail) and len(tail) <= _LONGEST_SUFFIX_DATE
            if not date:
                break
        title = name
    return title


def _key(text: str) -> str:
    """Give the letters and digits alone, for comparison."""
    return "".join(filter(str.isalnum, fold(text)))


def _site_names(document: Document) -> set[str]:
    own = site(document.url)
    publisher = jsonld.first(document.jsonld, "publisher.name")
    known = (host(document.url), own, own.partition(".")[0], document.meta.get("og:site_name"), publisher)
    return {_key(name) for name in known if name}


def canonical(document: Document) -> str | None:
    """Give the address that the page calls its own, in full; None when that is no address."""
    node = document.tree.css_first('link[rel="canonical"][href]')
    claimed = (node.attributes["href"] if node is not None else None) or document.meta.get("og:url")
    return document.absolute(claimed) if claimed else None


def authors(document: Document) -> tuple[str, ...]:
    """Give the persons that the page's JSON-LD names as its authors, or its meta where that names more."""
    stated = tuple(name for name in jsonld.persons(document.jsonld, "author") if "://" not in name)
    signed = names(_signed(document))
    return signed if stated and set(stated) < set(signed) else stated


def byline(document: Document) -> str | None:
    """Give the line that says who wrote it: from meta, else as shown, else an organisation's name."""
    signed = _signed(document)
    if signed or authors(document):
        return signed
    return (
        _shown_byline(document) or jsonld.first(document.jsonld, "author.name") or document.meta.get("author")
    )


def _signed(document: Document) -> str | None:
    own = _site_names(document)
    said = (document.meta.get(name, "") for name in _AUTHOR_METAS)
    return next(
        (line for line in said if line and "://" not in line and "@" not in line and _key(line) not in own),
        None,
    )


def _shown_byline(document: Document) -> str | None:
    for mark in _AUTHOR_MARKS:
        for node in document.tree.css(mark)[:_MOST_MARKS]:
            line = _line(node)
            if line and len(line) <= _LONGEST_BYLINE:
                return line
    return None


def _line(node: LexborNode) -> str:
    """Give a node's text; " · " stands between elements, unless one of them is but a part of a name."""
    pieces = [" ".join(piece.split()) for piece in node.text(deep=True, separator="\n").split("\n")]
    pieces = list(filter(None, pieces))
    return (" " if any(len(piece.split()) == 1 for piece in pieces[1:]) else " · ").join(pieces)


def published(document: Document) -> str | None:
    """Give the date of publication as the page writes it."""
    stated = jsonld.first(document.jsonld, "datePublished")
    if stated:
        return stated
    for name in _DATE_METAS:
        if said := document.meta.get(name):
            return said
    return _shown_date(document) or _date_in_path(document.path)


def _shown_date(document: Document) -> str | None:
    for mark in _DATE_MARKS:
        for node in document.tree.css(mark)[:_MOST_MARKS]:
            said = node.attributes.get("datetime") or node.attributes.get("content") or _text(node)
            if said and len(said) <= _LONGEST_DATE and _YEAR.search(said):
                return said
    return None


def _date_in_path(path: str) -> str | None:
    found = _IN_PATH.search(path)
    return "-".join(found.groups()) if found else None


def _texts(document: Document, selector: str) -> Iterator[str]:
    return filter(None, map(_text, document.tree.css(selector)[:_MOST_MARKS]))


def _text(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())
