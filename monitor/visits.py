"""How each page ended: kept in `pages`, so that only what is new or due is fetched again.

A Scrapy extension. What becomes of an article is known when it has left the pipelines; only then is its
page remembered, so that a crawl that is killed in between fetches it again. Listings are remembered when the
crawl has ended well: until then nobody knows whether all that they name was read.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response

from monitor.crawl import Crawl
from monitor.errors import Dropped, MonitorError, NotArticle, OutOfSection, Reserved, Unchanged
from monitor.fetch.archive import NOT_MODIFIED
from monitor.fetch.page import header
from monitor.fetch.revisit import GONE, leads_home, next_visit, wait_after
from monitor.items import NewsArticle, PageOutcome
from monitor.store.pages import Page
from monitor.times import cut
from monitor.urls import canonical

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
        self._read: dict[str, Response] = {}
        crawler.signals.connect(self.stored, signals.item_scraped)
        crawler.signals.connect(self.dropped, signals.item_dropped)
        crawler.signals.connect(self.broken, signals.item_error)
        crawler.signals.connect(self._opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension."""
        return cls(crawler)

    def _opened(self) -> None:
        self._crawl.ended_well.append(self.keep_listings)

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
            # What was purged would only be archived anew.
            purged = await self._crawl.store.tombstones.among(listed)
        except MonitorError as error:
            self._crawl.fail(error)
            return {}
        now = datetime.now(UTC)
        return {
            url: known.get(url)
            for url, modified in listed.items()
            if url not in purged
            if url not in known or known[url].due(now, modified, self._crawl.spider.section)
        }

    async def revisits(self) -> list[Page]:
        """Give the pages of the outlet and section whose visit is due; none in a backfill."""
        if self._crawl.cause == "backfill":
            return []
        spider, store = self._crawl.spider, self._crawl.store
        try:
            due = await store.pages.due(spider.outlet, spider.section, datetime.now(UTC))
            purged = await store.tombstones.among(page.url for page in due)
        except MonitorError as error:
            self._crawl.fail(error)
            return []
        return [page for page in due if page.url not in purged]

    async def listings(self, urls: Iterable[str]) -> dict[str, Page]:
        """Give what is known of listings that a crawl of this section has read to the end."""
        if self._crawl.cause == "backfill":
            return {}
        names = {canonical(url): url for url in urls}
        try:
            known = await self._crawl.store.pages.known(names)
        except MonitorError as error:
            self._crawl.fail(error)
            return {}
        section = self._crawl.spider.section
        return {
            names[url]: page
            for url, page in known.items()
            if page.outcome == "listing" and page.section == section
        }

    def listing_read(self, response: Response) -> None:
        """Note a listing whose pages are all asked for: it is remembered if the crawl ends well."""
        request = _request(response)
        if header(response, "ETag") or header(response, "Last-Modified"):
            self._read[canonical(request.meta["listing"])] = response

    async def keep_listings(self) -> None:
        """Remember the listings that were read; raises `StoreAway`."""
        if self._crawl.cause == "backfill" or self._crawl.spider.limit is not None:
            return
        for url, response in self._read.items():
            await self._crawl.store.pages.remember(
                url,
                outcome="listing",
                now=cut(datetime.now(UTC)),
                status=response.status,
                etag=header(response, "ETag"),
                lastModified=header(response, "Last-Modified"),
                run=self._run,
                section=self._crawl.spider.section,
                outlet=self._crawl.spider.outlet,
            )

    async def stored(self, item: NewsArticle, response: Response) -> None:
        """Remember the page of an article that was stored."""
        await self._remember(_request(response), "article", response, item)

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
        if isinstance(reason, NotArticle) and leads_home(_request(response).meta["page"], response.url):
            await self.failed(_request(response), HTTPStatus.GONE)
            return
        log.debug("article dropped reason=%s sentence=%s", type(reason).__name__, reason)
        self._crawl.dropped(reason)
        outcome: PageOutcome = "notArticle"
        if isinstance(reason, Unchanged):
            outcome = "article"
        elif isinstance(reason, OutOfSection):
            outcome = "outOfSection"
        elif isinstance(reason, Reserved):
            outcome = "reserved"
        await self._remember(_request(response), outcome, response, article)
        if response.status == NOT_MODIFIED:
            await self._there(_request(response), gone=False)

    async def reserved(self, request: Request, words: str) -> None:
        """Count a page that its publisher reserves, and remember it."""
        self._crawl.dropped(Reserved(f"{request.url} is reserved: {words}."))
        await self._remember(request, "reserved")

    async def failed(self, request: Request, status: int | None = None, wait: float = 0.0) -> None:
        """Remember a page that could not be read; `wait` seconds is what its host asked for."""
        log.warning("page failed url=%s status=%s", request.url, status or "none")
        self._crawl.counts["gone" if status in GONE else "failed"] += 1
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
                outlet=self._crawl.spider.outlet,
                entry=request.meta["entry"],
            )
        except MonitorError as error:
            self._crawl.fail(error)
        if status in GONE:
            await self._there(request, gone=True)

    async def _there(self, request: Request, *, gone: bool) -> None:
        """Mark the article of a page as removed from its site, or as there again."""
        articles, url, capture = self._crawl.store.articles, request.meta["page"], request.meta.get("capture")
        at = capture.date if capture else cut(datetime.now(UTC))
        try:
            await (articles.remove(url, at) if gone else articles.bring_back(url))
        except MonitorError as error:
            self._crawl.fail(error)

    async def _remember(
        self,
        request: Request,
        outcome: PageOutcome,
        response: Response | None = None,
        article: NewsArticle | None = None,
    ) -> None:
        now = cut(datetime.now(UTC))
        known: Page | None = request.meta.get("seen")
        published = article.datePublished if article else (known.published if known else None)
        try:
            await self._crawl.store.pages.remember(
                request.meta["page"],
                outcome=outcome,
                now=now,
                status=response.status if response else None,
                etag=header(response, "ETag") if response else None,
                lastModified=header(response, "Last-Modified") if response else None,
                nextVisit=next_visit(
                    outcome, now, published=published or (known.firstSeen if known else now)
                ),
                modified=_newest(request.meta["modified"], article),
                run=self._run,
                section=self._crawl.spider.section,
                outlet=self._crawl.spider.outlet,
                published=published,
                entry=request.meta["entry"],
                reservation=request.meta.get("reservation"),
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
