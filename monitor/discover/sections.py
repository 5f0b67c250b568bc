"""Section pages and home pages: which of a page's links are articles.

With a pattern of the outlet's article URLs, those that fit. Without one, by shape and position: an
article's address ends in a slug, a number or a date, its link carries a headline, and it stands outside
the page's navigation.
"""

import logging
import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.items import Entry
from monitor.urls import canonical, site

log = logging.getLogger(__name__)

MOST = 2_000
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
_NAVIGATION = {"nav", "header", "footer", "aside", "form", "dialog"}
_NAVIGATION_NAME = re.compile(
    r"\b(?:nav(?:bar|igation)?|menu|footer|breadcrumbs?|sidebar|cookie|consent|share|social|tags?|newsletter)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"/(?:19|20)\d{2}[/-](?:0?[1-9]|1[0-2])(?:[/-]|$)")
_NUMBER = re.compile(r"(?:^|[-_/.,a-z])\d{5,}(?:\D|$)|[0-9a-f]{8}-[0-9a-f]{4}-")
_NOT_ARTICLES = re.compile(
    r"^/(?:tags?|topics?|themes?|auteurs?|authors?|author|autor(?:es)?|people|search|recherche|login|account|compte|"
    r"abonnements?|subscribe|newsletters?|contact|about|a-propos|privacy|legal|mentions-legales|cgu|terms|cookies?|"
    r"jobs?|podcasts?|videos?|category|categories|rubrique|section)(?:/|$|\.)",
    re.IGNORECASE,
)
_FILES = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|css|js|xml|zip|ics)$", re.IGNORECASE)
_SLUG_WORDS = 3
_HEADLINE_WORDS = 4
_ENOUGH = 3


def entries(html: str, url: str, article_url: re.Pattern[str] | None = None) -> list[Entry]:
    """List the articles that a page links to, in its order, each once, with the link's words as headline.

    `article_url` is searched in the path of each link; without it, links of the page's own site are
    judged by shape and position. A page without any is logged.
    """
    found: dict[str, Entry] = {}
    tree = LexborHTMLParser(html)
    for node in tree.css("a[href]"):
        target = _target(node, url)
        if target is None:
            continue
        text = " ".join(node.text(deep=True, separator=" ").split())
        path = urlsplit(target).path
        if article_url.search(path) if article_url else _looks_like_article(node, target, text, url):
            _keep(found, target, text)
        if len(found) >= MOST:
            break
    if not found:
        log.warning("page names no article url=%s", url)
    return list(found.values())


def feeds(html: str, url: str) -> list[str]:
    """List the feeds that a page's head names.

    >>> feeds('<link rel="alternate" type="application/rss+xml" href="/rss.xml">', "https://example.org/")
    ['https://example.org/rss.xml']
    """
    found = [
        urljoin(url, node.attributes.get("href") or "")
        for node in LexborHTMLParser(html).css("link[rel~=alternate][href]")
        if (node.attributes.get("type") or "").strip().lower() in _FEED_TYPES
    ]
    return list(dict.fromkeys(found))


def _target(node: LexborNode, url: str) -> str | None:
    try:
        target = urljoin(url, (node.attributes.get("href") or "").strip())
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or _FILES.search(parts.path):
        return None
    return target.partition("#")[0]


def _keep(found: dict[str, Entry], target: str, text: str) -> None:
    # A picture and a headline often link to the same article: the words win.
    key = canonical(target)
    if key not in found or len(text) > len(found[key].headline or ""):
        first = found[key].url if key in found else target
        found[key] = Entry(url=first, headline=text or None)


def _looks_like_article(node: LexborNode, target: str, text: str, url: str) -> bool:
    path = urlsplit(target).path
    if site(target) != site(url) or canonical(target) == canonical(url) or _NOT_ARTICLES.search(path):
        return False
    last = path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or path.rstrip("/").rpartition("/")[2]
    slug = len([word for word in re.split(r"[-_]", last) if word.isalpha()])
    points = 0
    points += 2 * (slug > _SLUG_WORDS) + (slug == _SLUG_WORDS)
    points += bool(_DATE.search(path)) + bool(_NUMBER.search(path))
    points += len(text.split()) >= _HEADLINE_WORDS
    points += _in_headline(node)
    return points >= _ENOUGH and not _in_navigation(node)


def _in_headline(node: LexborNode) -> bool:
    if node.css_first("h1, h2, h3, h4") is not None:
        return True
    above = node.parent
    return above is not None and (above.tag or "") in {"h1", "h2", "h3", "h4"}


def _in_navigation(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.tag not in {None, "body", "html"}:
        if above.tag == "article":
            return False
        names = f"{above.attributes.get('class') or ''} {above.attributes.get('id') or ''}"
        if (
            above.tag in _NAVIGATION
            or above.attributes.get("role") == "navigation"
            or _NAVIGATION_NAME.search(names)
        ):
            return True
        above = above.parent
    return False
