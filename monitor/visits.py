"""How each page ended: kept in `pages`, so that only what is new or due is fetched again.

A Scrapy extension. What becomes of an article is known when it has left the pipelines; only then is its
page remembered, so that a crawl that is killed in between fetches it again.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response

from monitor.crawl import Crawl
from monitor.errors import Dropped, MonitorError, OutOfSection, Unchanged
from monitor.fetch.revisit import next_visit, wait_after
from monitor.items import NewsArticle, PageOutcome
from monitor.store.pages import Page
from monitor.times import cut

log = logging.getLogger(__name__)


class Leaves(DropItem):
    """An article leaves the flow for `reason`; without one, because the crawl ends."""

    def __init__(self, reason: Dropped | None, sentence: str = "") -> None:
        super().__init__(str(reason or sentence), log_level="DEBUG")
        self.reason = reason


class Visits:
    """The pages of a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.stored, signals.item_scraped)
        crawler.signals.connect(self.dropped, signals.item_dropped)
        crawler.signals.connect(self.broken, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension."""
        return cls(crawler)

    @property
    def _crawl(self) -> Crawl:
        return Crawl.of(self._crawler)

    async def due(self, listed: Mapping[str, datetime | None]) -> dict[str, Page | None]:
        """Give those of the pages listed that are to be fetched now, with what is known of them.

        `listed` says of canonical URLs when they changed, as far as listings tell. When the crawl has
        failed, no page is to be fetched.
        """
        try:
            known = await self._crawl.store.pages.known(listed)
        except MonitorError as error:
            self._crawl.fail(error)
            return {}
        now = datetime.now(UTC)
        return {
            url: known.get(url)
            for url, modified in listed.items()
            if url not in known or known[url].due(now, modified, self._crawl.spider.section)
        }

    async def stored(self, item: NewsArticle, response: Response) -> None:
        """Remember the page of an article that was stored."""
        await self._remember(response, "article", item)

    async def dropped(self, item: NewsArticle, response: Response, exception: DropItem) -> None:
        """Count an article that left the flow, and remember its page."""
        reason = getattr(exception, "reason", None)
        if reason:
            await self.left(response, reason, item)

    async def broken(self, response: Response) -> None:
        """Remember the page of an article on which a stage failed; the log has the traceback."""
        await self.failed(_request(response), response.status)

    async def left(self, response: Response, reason: Dropped, article: NewsArticle | None = None) -> None:
        """Count a page whose article left the flow, and remember it."""
        log.debug("article dropped reason=%s sentence=%s", type(reason).__name__, reason)
        self._crawl.dropped(reason)
        outcome: PageOutcome = "notArticle"
        if isinstance(reason, Unchanged):
            outcome = "article"
        elif isinstance(reason, OutOfSection):
            outcome = "outOfSection"
        await self._remember(response, outcome, article)

    async def failed(self, request: Request, status: int | None = None, wait: float = 0.0) -> None:
        """Remember a page that could not be read; `wait` seconds is what its host asked for."""
        log.warning("page failed url=%s status=%s", request.url, status or "none")
        self._crawl.counts["failed"] += 1
        now = cut(datetime.now(UTC))
        least = max(timedelta(seconds=wait), wait_after(status or 0))
        try:
            known = await self._crawl.store.pages.get(request.meta["page"])
            failures = (known.failures if known else 0) + 1
            await self._crawl.store.pages.remember(
                request.meta["page"],
                outcome="failed",
                now=now,
                status=status,
                nextVisit=next_visit("failed", now, failures=failures, wait=least),
                run=self._run,
                section=self._crawl.spider.section,
            )
        except MonitorError as error:
            self._crawl.fail(error)

    async def _remember(self, response: Response, outcome: PageOutcome, article: NewsArticle | None) -> None:
        now = cut(datetime.now(UTC))
        request = _request(response)
        try:
            await self._crawl.store.pages.remember(
                request.meta["page"],
                outcome=outcome,
                now=now,
                status=response.status,
                etag=_header(response, "ETag"),
                lastModified=_header(response, "Last-Modified"),
                nextVisit=next_visit(outcome, now, published=article.datePublished if article else None),
                modified=_newest(request.meta["modified"], article),
                run=self._run,
                section=self._crawl.spider.section,
            )
        except MonitorError as error:
            self._crawl.fail(error)

    @property
    def _run(self) -> str | None:
        return self._crawl.run.id if self._crawl.run else None


def _request(response: Response) -> Request:
    request: Request = response.request  # type: ignore[assignment]  # all of ours have one
    return request


def _newest(listed: datetime | None, article: NewsArticle | None) -> datetime | None:
    told = [listed, article.dateModified, article.datePublished] if article else [listed]
    return max((when for when in told if when), default=None)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
