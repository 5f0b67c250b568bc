"""Listings of articles as sites write them: RSS, sitemaps, a section page, robots.txt.

An article is a mapping with `url` and, as far as it has them, `headline`, `description`, `articleSection`,
`datePublished`, `dateModified` (ISO 8601).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any

Article = Mapping[str, Any]
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def feed(articles: Iterable[Article], origin: str) -> bytes:
    """Write an RSS 2.0 feed."""
    items = "".join(
        "<item>"
        + _tag("title", article.get("headline"))
        + _tag("link", article["url"])
        + _tag("guid", article["url"])
        + _tag("category", article.get("articleSection"))
        + _tag("pubDate", _rfc822(article.get("datePublished")))
        + _tag("description", article.get("description"))
        + "</item>\n"
        for article in articles
    )
    head = _tag("title", origin) + _tag("link", origin) + _tag("description", origin)
    return f'{_XML}<rss version="2.0"><channel>{head}\n{items}</channel></rss>\n'.encode()


def sitemap(articles: Iterable[Article]) -> bytes:
    """Write a sitemap, with the days on which the articles last changed."""
    return _urlset(_tag("loc", article["url"]) + _tag("lastmod", _changed(article)) for article in articles)


def news_sitemap(articles: Iterable[Article], origin: str) -> bytes:
    """Write a sitemap in Google's format for news."""
    return _urlset(
        _tag("loc", article["url"])
        + _tag("lastmod", _changed(article))
        + "<news:news>"
        + f"<news:publication>{_tag('news:name', origin)}</news:publication>"
        + _tag("news:publication_date", article.get("datePublished"))
        + _tag("news:title", article.get("headline"))
        + "</news:news>"
        for article in articles
    )


def index(children: Mapping[str, Sequence[Article]]) -> bytes:
    """Write an index of sitemaps: the articles of each by its URL."""
    named = "".join(
        f"<sitemap>{_tag('loc', url)}{_tag('lastmod', max(map(_changed, articles)))}</sitemap>\n"
        for url, articles in children.items()
    )
    return f'{_XML}<sitemapindex xmlns="{_SITEMAP}">\n{named}</sitemapindex>\n'.encode()


def section(articles: Iterable[Article]) -> bytes:
    """Write a section page: headlines that link to the articles."""
    items = "".join(
        f'<article><h2><a href="{escape(article["url"])}">'
        f"{escape(article.get('headline') or article['url'])}</a></h2></article>\n"
        for article in articles
    )
    return f'<!DOCTYPE html><meta charset="utf-8"><title>Section</title>\n<main>\n{items}</main>\n'.encode()


def robots(disallow: Iterable[str], sitemaps: Iterable[str]) -> bytes:
    r"""Write a robots.txt for all robots.

    >>> robots(["/private"], [])
    b'User-agent: *\nDisallow: /private\n'
    """
    rules = [f"Disallow: {path}" for path in disallow] or ["Disallow:"]
    return "\n".join(["User-agent: *", *rules, *(f"Sitemap: {url}" for url in sitemaps), ""]).encode()


def _urlset(entries: Iterable[str]) -> bytes:
    urls = "".join(f"<url>{entry}</url>\n" for entry in entries)
    return f'{_XML}<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{urls}</urlset>\n'.encode()


def _tag(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text, quote=False)}</{name}>" if text else ""


def _changed(article: Article) -> str:
    return article.get("dateModified") or article.get("datePublished") or ""


def _rfc822(date: str | None) -> str | None:
    return format_datetime(datetime.fromisoformat(date)) if date else None
