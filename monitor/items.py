"""What flows: an article, its citations with their evidence, its links, its capture.

Field names are schema.org's (https://schema.org/NewsArticle), in camelCase, the same from
page to MongoDB to output; our own stand beside them. Items are frozen: a step makes the
next state with `dataclasses.replace`.

>>> article = NewsArticle(url="https://atlantico.fr/article/pepite/x", outlet="atlantico.fr")
>>> article_from(as_dict(article)) == article
True
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

Kind = Literal["credit", "attribution", "link", "mention", "mediaCredit"]
Cause = Literal["crawl", "backfill", "replay", "retag"]
EventKind = Literal["new", "revised", "creditAdded", "creditRemoved", "layoutChanged"]
PageOutcome = Literal["article", "outOfSection", "notArticle", "reserved", "failed", "asked", "listing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a page; `start` and `end` are code points into articleBody, null outside it."""

    url: str
    text: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a listing says of one article; its date and title stand in for the page's own."""

    url: str
    headline: str | None = None
    datePublished: str | None = None
    dateModified: str | None = None
    articleSection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The fetch an article was made from, in WARC's words (ISO 28500).

    `date` is WARC-Date, `payloadDigest` is `sha256:` and the hex digest of the decoded
    payload, `file` and `offset` name the record when the page was archived.
    """

    targetUri: str
    date: datetime
    payloadDigest: str | None = None
    file: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that prove a citation: `article.<field>[start:end] == quote`, in code points.

    `rule` is `<language>.<group>.<name>`, as in cite/grammar; `url` is the target of a link.
    """

    field: str
    start: int
    end: int
    quote: str
    rule: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An edge from the article to an outlet: a citation, or a mention, by its kind.

    `outlet` is a domain, `country` ISO 3166-1 alpha-2, `foreign` null when a country is
    unknown, `via` the domain of the outlet through which the article knows it.
    """

    outlet: str
    name: str
    kind: Kind
    country: str | None = None
    foreign: bool | None = None
    agency: bool = False
    via: str | None = None
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsArticle:
    """The story at one canonical URL in its present state.

    Extract fills the page's own fields with raw text, normalise cleans them, dedup gives
    `fingerprint` and `contentDigest`, cite gives `citations`, `mentions` and `foreign`,
    the store gives `id`, `cluster`, `copyOf`, `source`, `wire`, `firstSeen` and `revision`, and says since when
    the page is gone (`removed`), or its text, which was kept long enough (`purged`).

    Formats: `articleBody` has paragraphs separated by a blank line; dates are aware, UTC,
    whole milliseconds; `datePublishedRaw` and `dateModifiedRaw` are as the page wrote them;
    `inLanguage` is BCP 47, two letters; `byline` is the raw line, `author` its names;
    `fingerprint` holds signed 64-bit numbers; `source` is the domain that the cluster's text comes from.
    """

    url: str
    outlet: str
    id: str | None = None
    urls: tuple[str, ...] = ()
    canonicalUrl: str | None = None
    headline: str = ""
    alternativeHeadline: str | None = None
    description: str | None = None
    articleBody: str = ""
    articleSection: str | None = None
    author: tuple[str, ...] = ()
    byline: str | None = None
    datePublished: datetime | None = None
    datePublishedRaw: str | None = None
    dateModified: datetime | None = None
    dateModifiedRaw: str | None = None
    dateline: str | None = None
    inLanguage: str | None = None
    isAccessibleForFree: bool | None = None
    keywords: tuple[str, ...] = ()
    isBasedOn: tuple[str, ...] = ()
    credit: str | None = None
    links: tuple[Link, ...] = ()
    relatedLinks: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    mentions: tuple[Citation, ...] = ()
    foreign: bool | None = None
    taggerVersion: str | None = None
    fingerprint: tuple[int, ...] = ()
    contentDigest: str | None = None
    cluster: str | None = None
    copyOf: str | None = None
    source: str | None = None
    wire: bool | None = None
    capture: Capture | None = None
    firstSeen: datetime | None = None
    removed: datetime | None = None
    purged: datetime | None = None
    revision: int = 1


def as_dict(item: Any) -> dict[str, Any]:
    """An item as plain data: datetimes stay datetimes, tuples become lists."""
    plain: dict[str, Any] = msgspec.to_builtins(item, builtin_types=(datetime,))
    return plain


def article_from(plain: Mapping[str, Any]) -> NewsArticle:
    """The article in plain data; keys that are no fields are left out.

    Raises `msgspec.ValidationError` that names the field of the wrong type.
    """
    return msgspec.convert(plain, NewsArticle)


def as_json(item: Any) -> str:
    """An item, or plain data, as one line of JSON; dates are RFC 3339."""
    return msgspec.json.encode(item).decode()
