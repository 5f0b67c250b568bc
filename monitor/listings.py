"""The listings of a crawl: each is asked for once, and only if it has changed since it was read to its end.

A Scrapy extension. A listing is remembered when the crawl has ended well: until then nobody knows whether all
that it names was read.
"""

import logging
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.crawl import Part
from monitor.errors import MonitorError
from monitor.fetch.archive import NOT_MODIFIED
from monitor.fetch.page import header
from monitor.fetch.trouble import told
from monitor.frontier import validators
from monitor.store.pages import Page
from monitor.times import cut
from monitor.urls import canonical

log = logging.getLogger(__name__)

_FIRST = 10
_MOST = 5_000
"""Listings that one crawl reads: an index that names itself, or ever new ones, must end."""
Parse = Callable[[Response], AsyncIterator[Request]]


class Listings(Part):
    """The listings of a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: set[str] = set()
        self._read: dict[str, Response] = {}
        crawler.signals.connect(self._opened, signals.spider_opened)

    def _opened(self) -> None:
        self.crawl.ended_well.append(self.keep)

    async def ask(self, urls: Iterable[str], parse: Parse) -> AsyncIterator[Request]:
        """Ask for listings; `parse` gives the pages and listings that one names."""
        new = [url for url in dict.fromkeys(urls) if url not in self._asked]
        taken = new[: max(_MOST - len(self._asked), 0)]
        if len(taken) < len(new):
            outlet = self.crawl.spider.outlet
            log.warning("listings left out outlet=%s listings=%d", outlet, len(new) - len(taken))
        self._asked.update(taken)
        known = await self._known(taken)
        for url in taken:
            yield Request(
                url,
                self._reading(parse),
                errback=self.failed,
                headers=validators(known.get(url)),
                priority=_FIRST,
                meta={"listing": url, "handle_httpstatus_list": [NOT_MODIFIED]},
                dont_filter=True,
            )

    def failed(self, failure: Failure) -> None:
        """Count a listing that did not come."""
        if isinstance(failure.value, MonitorError):
            self.crawl.fail(failure.value)
            return
        url = failure.request.url  # type: ignore[attr-defined]  # Scrapy sets it
        self._lost(url, told(failure.value, url))

    async def keep(self) -> None:
        """Remember the listings that were read; raises `StoreAway`."""
        crawl = self.crawl
        if crawl.cause == "backfill" or crawl.spider.limit is not None:
            return
        for url, response in self._read.items():
            await crawl.store.pages.remember(
                url,
                outcome="listing",
                now=cut(datetime.now(UTC)),
                status=response.status,
                etag=header(response, "ETag"),
                lastModified=header(response, "Last-Modified"),
                run=crawl.spider.run,
                section=crawl.spider.section,
                outlet=crawl.spider.outlet,
            )

    async def _known(self, urls: Iterable[str]) -> dict[str, Page]:
        """Give what is known of listings that a crawl of this section has read to the end."""
        if self.crawl.cause == "backfill":
            return {}
        names = {canonical(url): url for url in urls}
        section = self.crawl.spider.section
        with self.crawl.ending_on_failure():
            known = await self.crawl.store.pages.known(names)
            return {
                names[url]: page
                for url, page in known.items()
                if page.outcome == "listing" and page.section == section
            }
        return {}

    def _reading(self, parse: Parse) -> Parse:
        """Give a callback that also counts, and notes what was read to its end."""

        async def read(response: Response) -> AsyncIterator[Request]:
            counts, leads_on = self.crawl.counts, False
            if response.status == NOT_MODIFIED:
                counts.update(listings=1, listingsUnchanged=1)
                return
            try:
                async for request in parse(response):
                    leads_on |= "listing" in request.meta
                    yield request
            except Exception:
                log.exception("listing cannot be read url=%s", response.url)
                self._lost(response.url, f"{response.url} cannot be read")
                return
            counts["listings"] += 1
            # What other listings name may change while this one does not.
            validated = header(response, "ETag") or header(response, "Last-Modified")
            if validated and not leads_on and response.request:
                self._read[canonical(response.request.meta["listing"])] = response

        return read

    def _lost(self, url: str, why: str) -> None:
        self.crawl.lost("listingsFailed", why)
        log.warning("listing failed url=%s reason=%s", url, why)
