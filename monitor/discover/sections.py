"""Section pages and home pages: which of a page's links are articles.

With a pattern of the outlet's article URLs, those that fit. Without one, by shape and position: an
article's address ends in a slug, a number or a date, its link carries a headline, and it stands outside
the page's navigation. Links that stand where most of the others are articles are articles, too.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import east_asian_width
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.items import Entry
from monitor.urls import canonical, resolved, site

log = logging.getLogger(__name__)

MOST = 2_000
# Of each article and of all, in the head of every WordPress site: what readers say, and under which article.
_COMMENTS = re.compile(r"/comments?/|[?&]feed=comments|comments?-(?:rss|feed)", re.IGNORECASE)
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
_NAVIGATION = {"nav", "header", "footer", "aside", "form", "dialog"}
_NAVIGATION_NAME = re.compile(
    r"\b(?:nav(?:bar|igation)?|menu|footer|breadcrumbs?|sidebar|cookie|consent|share|social|tags?|newsletter)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"/(?:19|20)\d{2}[/-](?:0?[1-9]|1[0-2])(?:[/-]|$)")
_NUMBER = re.compile(r"(?:^|[-_/.,a-z])\d{5,}(?:\D|$)|[0-9a-f]{8}-[0-9a-f]{4}-")
_NUMBERED = re.compile(r"(?:^|&)(?!page|offset|start)\w+=\d{3,}(?:&|$)", re.IGNORECASE)
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
_SAME_PLACE = 3
_STEPS = 4
# Bounds for pages that are made to keep a reader busy: deep nesting costs the square of its depth.
_LARGEST = 3_000_000
_MOST_LINKS = 20_000
_DEEPEST = 64
_Link = tuple[LexborNode, str, str]
"""A link: its element, where it leads, its words."""


def entries(html: str, url: str, article_url: re.Pattern[str] | None = None) -> list[Entry]:
    """List the articles that a page links to, in its order, each once, with the link's words as headline.

    `article_url` is searched in the path of each link; without it, links of the page's own site are
    judged by shape and position. A page without any is logged.
    """
    found: dict[str, Entry] = {}
    tree = LexborHTMLParser(html[:_LARGEST])
    links = list(_links(tree, _base(tree, url)))
    if article_url:
        chosen = [link for link in links if article_url.search(urlsplit(link[1]).path)]
    else:
        chosen = _by_shape_and_position(links, url)
    for _, target, text in chosen:
        _keep(found, target, text)
        if len(found) >= MOST:
            break
    if not found:
        log.warning("page names no article url=%s", url)
    return list(found.values())


def may_be_article(url: str) -> bool:
    """Tell whether an address can be an article's: no file, no tag, author, account or section page.

    >>> may_be_article("https://example.org/world/storm"), may_be_article("https://example.org/tag/storm")
    (True, False)
    """
    path = urlsplit(url).path
    return path not in {"", "/"} and not _FILES.search(path) and not _NOT_ARTICLES.search(path)


def below(url: str, section: str) -> bool:
    """Tell whether a page's address stands below that of a section.

    >>> below("https://www.example.org/world/storm", "https://example.org/world/")
    True
    """
    folder = canonical(section).rstrip("/") + "/"
    return canonical(url).startswith(folder)


def feeds(html: str, url: str) -> list[str]:
    """List the feeds that a page's head names, but for those of comments.

    >>> feeds('<link rel="alternate" type="application/rss+xml" href="/rss.xml">', "https://example.org/")
    ['https://example.org/rss.xml']
    """
    tree = LexborHTMLParser(html[:_LARGEST])
    base = _base(tree, url)
    found = [
        resolved(base, node.attributes.get("href") or "")
        for node in tree.css("link[rel~=alternate][href]")
        if (node.attributes.get("type") or "").strip().lower() in _FEED_TYPES
    ]
    return [feed for feed in dict.fromkeys(found) if feed and not _COMMENTS.search(feed)]


def _base(tree: LexborHTMLParser, url: str) -> str:
    """Give the address that a page's relative links start from."""
    stated = tree.css_first("base[href]")
    return (resolved(url, stated.attributes.get("href") or "") if stated else None) or url


def _target(node: LexborNode, url: str) -> str | None:
    target = resolved(url, node.attributes.get("href") or "")
    if target is None or _FILES.search(urlsplit(target).path):
        return None
    return target.partition("#")[0]


def _keep(found: dict[str, Entry], target: str, text: str) -> None:
    # A picture and a headline often link to the same article: the words win.
    key = canonical(target)
    if key not in found or len(text) > len(found[key].headline or ""):
        first = found[key].url if key in found else target
        found[key] = Entry(url=first, headline=text or None)


def _links(tree: LexborHTMLParser, url: str) -> Iterator[_Link]:
    for node in tree.css("a[href]")[:_MOST_LINKS]:
        target = _target(node, url)
        if target is not None:
            yield node, target, " ".join(node.text(deep=True, separator=" ").split())


def _by_shape_and_position(links: list[_Link], url: str) -> list[_Link]:
    points = [_points(node, target, text, url) for node, target, text in links]
    places = [_place(node) for node, _, _ in links]
    judged = list(zip(links, places, points, strict=True))
    articles = Counter(place for _, place, sure in judged if sure >= _ENOUGH)
    others = Counter(place for _, place, sure in judged if sure < _ENOUGH)
    among = {place for place, count in articles.items() if count >= _SAME_PLACE and count > others[place]}
    return [link for link, place, sure in judged if sure >= _ENOUGH or (sure > 0 and place in among)]


def _points(node: LexborNode, target: str, text: str, url: str) -> int:
    """Say how much a link looks like an article's: 3 is enough, below 1 it cannot be one."""
    if site(target) != site(url) or canonical(target) == canonical(url) or not may_be_article(target):
        return 0
    if _in_navigation(node):
        return 0
    path = urlsplit(target).path
    last = path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or path.rstrip("/").rpartition("/")[2]
    slug = len([word for word in re.split(r"[-_]", last) if word.isalpha()])
    points = 2 * (slug > _SLUG_WORDS) + (slug == _SLUG_WORDS)
    points += bool(_DATE.search(path))
    points += bool(_NUMBER.search(path) or _NUMBERED.search(urlsplit(target).query))
    points += _says_much(text)
    return points + _in_headline(node)


def _says_much(text: str) -> bool:
    # Chinese and Japanese set no spaces; a word of theirs has two letters.
    letters = sum(east_asian_width(letter) == "W" for letter in text)
    return len(text.split()) + letters // 2 >= _HEADLINE_WORDS


def _place(node: LexborNode) -> tuple[str, ...]:
    """Say where a link stands: the elements around it, with their classes."""
    steps: list[str] = []
    above: LexborNode | None = node
    while above is not None and above.tag not in {None, "body", "html"} and len(steps) <= _STEPS:
        steps.append(f"{above.tag}.{above.attributes.get('class') or ''}")
        above = above.parent
    return tuple(steps)


def _in_headline(node: LexborNode) -> bool:
    if node.css_first("h1, h2, h3, h4") is not None:
        return True
    above = node.parent
    return above is not None and (above.tag or "") in {"h1", "h2", "h3", "h4"}


def _in_navigation(node: LexborNode) -> bool:
    above = node.parent
    for _ in range(_DEEPEST):
        if above is None or above.tag in {None, "body", "html", "article"}:
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
