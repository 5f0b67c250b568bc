"""Sitemaps (https://www.sitemaps.org/protocol.html), Google's news sitemaps, and sitemap indexes.

>>> read(b'<urlset><url><loc>/a</loc><lastmod>2026-11-01</lastmod></url></urlset>', "https://example.org/s.xml")
Sitemap(entries=[Entry(url='https://example.org/a', headline=None, datePublished=None, \
dateModified='2026-11-01', articleSection=None)], children=[])
"""

import logging
import re
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from monitor.discover.documents import is_html, root, unpacked
from monitor.items import Entry
from monitor.urls import resolved

log = logging.getLogger(__name__)

MOST = 100_000
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_/]?(0[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names, with its last change as written."""

    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one document names: articles, or further sitemaps."""

    entries: list[Entry] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)


def read(body: bytes, url: str) -> Sitemap:
    """Read a sitemap or an index, at most 100,000 names, each once; relative links are resolved.

    A document that is neither yields nothing, a broken one what can be read; each is logged once.
    """
    content = unpacked(body)
    document = None if is_html(content) else root(content)
    if document is None:
        log.warning("listing is no sitemap url=%s", url)
        return Sitemap()
    entries: dict[str, Entry] = {}
    children: dict[str, Child] = {}
    for element in document.iter("{*}url", "{*}sitemap"):
        target = resolved(url, _text(element, "loc") or "")
        if target is None:
            continue
        if etree.QName(element).localname == "sitemap":
            children.setdefault(target, Child(target, _text(element, "lastmod")))
        else:
            entries.setdefault(target, _entry(element, target))
        if len(entries) + len(children) >= MOST:
            log.warning("sitemap cut short url=%s entries=%d", url, MOST)
            break
    if not entries and not children:
        log.warning("sitemap names nothing url=%s", url)
    return Sitemap(list(entries.values()), list(children.values()))


def month_of(child: Child) -> tuple[int, int] | None:
    """Give the year and month that an index's child covers, by its address.

    >>> month_of(Child("https://atlantico.fr/sitemaps/2025-11.xml"))
    (2025, 11)
    """
    found = _MONTH.search(child.url)
    return (int(found[1]), int(found[2])) if found else None


def covers(child: Child, since: date) -> bool:
    """Tell whether a child can name articles since a day; one that does not say may."""
    month = month_of(child)
    if month is not None:
        return month >= (since.year, since.month)
    try:
        return child.lastmod is None or date.fromisoformat(child.lastmod[:10]) >= since
    except ValueError:
        return True


def _entry(element: etree._Element, target: str) -> Entry:
    return Entry(
        url=target,
        headline=_text(element, "news/{*}title"),
        datePublished=_text(element, "news/{*}publication_date"),
        dateModified=_text(element, "lastmod"),
        articleSection=None,
    )


def _text(element: etree._Element, path: str) -> str | None:
    # A child belongs to the protocol whatever namespace a careless site gave it.
    found = element.find(
        "/".join(step if step.startswith("{") else f"{{*}}{step}" for step in path.split("/"))
    )
    if found is None:
        return None
    text = "".join(found.itertext()).strip()
    return text or None
