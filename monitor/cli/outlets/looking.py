"""Looks at a site as a crawl would, without storing: the page asked for, and the first article that it names."""

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor import extract
from monitor.cli.process import run
from monitor.discover import documents, feeds, sections, sitemaps
from monitor.errors import Dropped, MonitorError
from monitor.extract.document import Document
from monitor.extract.generic import GenericPage
from monitor.extract.page import fitting
from monitor.fetch.groups import product
from monitor.fetch.page import content_type, headers
from monitor.fetch.reservations import in_headers, in_page
from monitor.fetch.robots import Robots
from monitor.fetch.trouble import told
from monitor.items import Entry, NewsArticle
from monitor.normalise import normalise

_OWN: Mapping[str, Any] = {
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {"monitor.fetch.pace.Pace": 0, "scrapy.extensions.throttle.AutoThrottle": None},
}
"""Settings of a look: it stores nothing."""
_TRIES = 3
"""Entries of a listing that are looked at until one is an article, and feeds until one names any."""


@dataclass(slots=True)
class Seen:
    """A page as it was read; `layout` is the page object's name, `reserved` the words that reserve it."""

    url: str
    document: Document
    layout: str
    article: NewsArticle | None
    reason: str | None
    reserved: str | None


@dataclass(slots=True)
class Look:
    """What was found at an address: entries of a listing, or of its feeds, with the first article, or an article."""

    url: str
    generic: bool = False
    timezone: str = "UTC"
    entries: list[Entry] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    page: Seen | None = None
    error: str | None = None


class Looker(scrapy.Spider):
    """Asks for one address, and for the first article that it names."""

    name = "look"
    look: Look
    _tried = 0
    _feeds_asked = 0

    async def start(self) -> AsyncIterator[Request]:
        """Ask."""
        yield Request(self.look.url, self.front, errback=self.failed, dont_filter=True)

    async def front(self, response: Response) -> AsyncIterator[Request]:
        """Read an article, else a listing."""
        kind = documents.kind_of(response.body)
        if kind == "sitemap":
            found = sitemaps.read(response.body, response.url)
            self.look.entries = found.entries
            self.look.sitemaps = [child.url for child in found.children]
        elif kind == "feed":
            self.look.entries = feeds.entries(response.body, response.url)
        else:
            seen = self._seen(response)
            if seen.article:
                self.look.page = seen
                return
            html = extract.decode(response.body, content_type(response))
            self.look.entries = sections.entries(html, response.url)
            self.look.feeds = sections.feeds(html, response.url)
            robots = self.crawler.get_downloader_middleware(Robots)
            self.look.sitemaps = robots.sitemaps(response.url) if isinstance(robots, Robots) else []
            if not self.look.entries:
                self.look.page = seen
        for request in self._next():
            yield request

    def feed(self, response: Response) -> Iterator[Request]:
        """Read a feed that a page names which names no articles itself."""
        self.look.entries = feeds.entries(response.body, response.url)
        yield from self._next()

    def article(self, response: Response) -> Iterator[Request]:
        """Read the first page that is an article; of few that are none, the last."""
        self.look.page = self._seen(response)
        if self.look.page.article is None:
            yield from self._next()

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Note why nothing came."""
        self.look.error = told(failure.value, failure.request.url)  # type: ignore[attr-defined]  # Scrapy sets it
        yield from self._next()

    def _next(self) -> Iterator[Request]:
        if not self.look.entries and self._feeds_asked < min(len(self.look.feeds), _TRIES):
            url = self.look.feeds[self._feeds_asked]
            self._feeds_asked += 1
            yield Request(url, self.feed, errback=self.failed, dont_filter=True)
        elif self._tried < min(len(self.look.entries), _TRIES):
            url = self.look.entries[self._tried].url
            self._tried += 1
            yield Request(url, self.article, errback=self.failed, dont_filter=True)

    def _seen(self, response: Response) -> Seen:
        document = Document(extract.utf8(response.body, content_type(response)), response.url)
        layout, part = (None if self.look.generic else fitting(document)) or (GenericPage, document)
        article, reason = None, None
        try:
            article = normalise(layout.article(part, ""), timezone=self.look.timezone)
        except Dropped as dropped:
            reason = str(dropped)
        token = product(self.settings["USER_AGENT"])
        reserved = in_headers(headers(response), token, datetime.now(UTC)) or in_page(response.body)
        return Seen(response.url, document, layout.__name__, article, reason, reserved)


def look(url: str, *, generic: bool = False, timezone: str = "UTC") -> Look:
    """Look at an address; raises `MonitorError` when it gives nothing."""
    extract.load("spiders")
    made = Look(url, generic=generic, timezone=timezone)
    # Who looks reads the answer; what a crawl says of its way there would stand before it.
    if logging.getLogger().level == logging.INFO:
        logging.getLogger("monitor").setLevel(logging.WARNING)
    run(Looker, {"look": made}, _OWN)
    if made.page is None and not made.entries and not made.sitemaps:
        raise MonitorError(f"{url} cannot be looked at: {made.error or 'it names no page'}.")
    return made
