"""Feeds: RSS and Atom, by feedparser."""

import logging
from io import BytesIO
from typing import Any

import feedparser

from monitor.discover.documents import is_html, unpacked
from monitor.items import Entry
from monitor.urls import resolved

log = logging.getLogger(__name__)

MOST = 100_000


def entries(body: bytes, url: str) -> list[Entry]:
    """List what a feed names, in its order, each URL once; relative links are resolved by `url`.

    Dates and titles are as the feed wrote them. A document that is no feed yields nothing, a broken one
    what can be read; each is logged once.
    """
    content = unpacked(body)
    if is_html(content):
        log.warning("listing is a web page, not a feed url=%s", url)
        return []
    parsed = feedparser.parse(
        BytesIO(content),
        response_headers={"content-location": url, "content-type": "application/xml"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    found: dict[str, Entry] = {}
    for item in parsed.entries[:MOST]:
        entry = _entry(item, url)
        if entry:
            found.setdefault(entry.url, entry)
    if not found or parsed.bozo:
        log.warning("feed is broken or empty url=%s entries=%d", url, len(found))
    return list(found.values())


def _entry(item: Any, url: str) -> Entry | None:
    link = (item.get("link") or "").strip()
    if not link and str(item.get("id", "")).startswith(("http://", "https://")):
        link = item["id"]
    target = resolved(url, link)
    if target is None:
        return None
    tags = [tag.get("term") for tag in item.get("tags", []) if tag.get("term")]
    return Entry(
        url=target,
        headline=item.get("title") or None,
        datePublished=item.get("published") or None,
        # `get` would answer with the date of publication.
        dateModified=item["updated"] if "updated" in set(item) else None,
        articleSection=tags[0] if tags else None,
    )
