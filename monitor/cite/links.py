"""Links to other outlets' articles: redirectors and AMP caches unwrapped without the network.

>>> unwrap("https://www.google.com/amp/s/www.bbc.com/news/world-1.amp")
'https://www.bbc.com/news/world-1.amp'
>>> unwrap("https://www-bbc-com.cdn.ampproject.org/c/s/www.bbc.com/news/world-1")
'https://www.bbc.com/news/world-1'
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.cite import unlisted
from monitor.cite.gazetteer import Outlet
from monitor.cite.reading import Finding
from monitor.items import NewsArticle
from monitor.urls import host, site

_LISTED = 0.95
_UNLISTED = 0.7

# Hosts that only send the reader on, and the parameter that says where to.
_REDIRECTORS = re.compile(
    r"(?:^|\.)(?:google\.[a-z.]+|facebook\.com|l\.facebook\.com|lm\.facebook\.com|l\.instagram\.com|out\.reddit\.com|"
    r"t\.umblr\.com|href\.li|anrdoezrs\.net|go\.redirectingat\.com|go\.skimresources\.com|shareasale\.com|slack-redir\.net|"
    r"safelinks\.protection\.outlook\.com|urldefense\.com|news\.url\.google\.com|linkedin\.com|vk\.com|steamcommunity\.com|"
    r"duckduckgo\.com|bing\.com|youtube\.com|apple\.news|getpocket\.com)$"
)
_PARAMETERS = (
    "url",
    "u",
    "q",
    "to",
    "target",
    "dest",
    "destination",
    "redirect",
    "link",
    "uddg",
    "murl",
    "ued",
)
_AMP_CACHE = re.compile(r"^https?://[\w-]+\.cdn\.ampproject\.org/(?:[a-z]/)?(?:s/)?([^/]+\.[a-z]+(?:/.*)?)$")
_AMP_VIEWER = re.compile(r"^https?://(?:www\.)?google\.[a-z.]+/amp/(?:s/)?([^/]+\.[a-z]+(?:/.*)?)$")
_WRAPPED = re.compile(r"^https?://(?:web\.archive\.org/web/\d+[a-z_*]*|12ft\.io|href\.li/\?)/?(https?://.+)$")
_DEPTH = 4
# Scholarly papers and data are no reporting, though an outlet's site holds them.
_SCHOLARLY = re.compile(
    r"nature\.com/articles/[sd]\d|science\.org/doi|/doi/10\.|thelancet\.com/journals|nejm\.org|bmj\.com/content|cell\.com/"
)
# A path that names no article: the home page, a section, a subscription, an account.
_NO_ARTICLE = re.compile(
    r"^/?(?:(?:[a-z]{2}(?:-[a-z]{2})?|news|home|index\.(?:html?|php)|accueil)/?)?$"
    r"|^/(?:subscri|abo(?:nnement)?s?\b|newsletter|about|contact|privacy|terms|login|signup|register|author|auteur|people|staff|rss|shop|store|tag|topics?|search|apps?|jobs|careers|advert)[^/]*(?:/[^/]*)?/?$",
    re.IGNORECASE,
)


def unwrap(url: str) -> str:
    """Give the address that a redirector, an AMP cache or an archive's copy stands for."""
    for _ in range(_DEPTH):
        inner = _inner(url)
        if inner is None:
            return url
        url = inner
    return url


def _inner(url: str) -> str | None:
    for wrapper in (_AMP_CACHE, _AMP_VIEWER):
        found = wrapper.match(url)
        if found:
            return f"https://{found.group(1)}"
    found = _WRAPPED.match(url)
    if found:
        return found.group(1)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if not parts.query or not _REDIRECTORS.search(host):
        return None
    asked = dict(parse_qsl(parts.query))
    targets = (unquote(asked[name]) for name in _PARAMETERS if name in asked)
    return next((target for target in targets if target.startswith(("http://", "https://"))), None)


def domain(url: str, domains: Container[str]) -> str | None:
    """Give the gazetteer's domain that a URL's host ends with, the longest; None when there is none.

    >>> domain("https://edition.cnn.com/x", {"cnn.com"}), domain("https://cnn.com.example/x", {"cnn.com"})
    ('cnn.com', None)
    """
    try:
        suffix = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    while "." in suffix:
        if suffix in domains:
            return suffix
        suffix = suffix.partition(".")[2]
    return None


def is_article(url: str) -> bool:
    """Whether a URL may lead to an article: not a home page, a section, a subscription.

    >>> is_article("https://www.bbc.com/"), is_article("https://www.bbc.com/news/world-1")
    (False, True)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if _SCHOLARLY.search(url):
        return False
    return parts.scheme in {"http", "https"} and (_NO_ARTICLE.match(parts.path) is None or bool(parts.query))


@dataclass(frozen=True, slots=True)
class Linked:
    """A link of the body to an outlet's article: its number, the outlet, the address without redirectors."""

    number: int
    outlet: Outlet
    url: str
    listed: bool


def linked(article: NewsArticle, domains: Mapping[str, Outlet]) -> Iterator[Linked]:
    """Yield the links that may lead to an article of an outlet, listed or not."""
    for number, link in enumerate(article.links):
        url = unwrap(link.url)
        if not is_article(url):
            continue
        known = domain(url, domains)
        if known:
            yield Linked(number, domains[known], url, listed=True)
        elif unlisted.looks_like_article(urlsplit(url).path + urlsplit(url).query):
            yield Linked(number, unlisted.outlet(site(url)), url, listed=False)


def findings(article: NewsArticle, found: list[Linked], own: frozenset[str]) -> Iterator[Finding]:
    """Yield the links to others' articles; of unlisted sites only those that call themselves papers."""
    for one in found:
        if one.outlet.domain in own or not (one.listed or unlisted.is_press(host(one.url))):
            continue
        field, start, end = place(article, one.number)
        yield Finding(
            outlet=one.outlet,
            kind="link",
            rule="any.link.body",
            confidence=_LISTED if one.listed else _UNLISTED,
            field=field,
            start=start,
            end=end,
            url=one.url,
        )


def place(article: NewsArticle, number: int) -> tuple[str, int, int]:
    """Where the link's words stand in the body, if they do; else in the list of links."""
    link = article.links[number]
    if link.start is not None and link.end is not None:
        return "articleBody", link.start, link.end
    start = article.articleBody.find(link.text) if link.text else -1
    if start < 0:
        return f"links.{number}.text", 0, len(link.text)
    return "articleBody", start, start + len(link.text)
