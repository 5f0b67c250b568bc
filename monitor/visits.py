"""How each page ended: kept in `pages`, so that only what is new or due is fetched again.

A Scrapy extension. What becomes of an article is known when it has left the pipelines; until then its page is
noted as asked for, so that the next crawl fetches it when this one is killed, also when no listing names it any more.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from monitor.crawl import Part
from monitor.errors import Dropped, MonitorError, NotArticle, OutOfSection, Reserved, Unchanged
from monitor.fetch.archive import NOT_MODIFIED
from monitor.fetch.page import header
from monitor.fetch.reserving import IsReserved
from monitor.fetch.revisit import GONE, leads_home, next_visit, wait_after
from monitor.fetch.robots import Disallowed
from monitor.fetch.trouble import told
from monitor.items import Entry, NewsArticle, PageOutcome
from monitor.store.pages import Page
from monitor.times import cut

log = logging.getLogger(__name__)


class Leaves(DropItem):
    """An article leaves the flow for `reason`; without one, because the crawl ends."""

    def __init__(self, reason: Dropped | None, sentence: str = "") -> None:
        super().__init__(str(reason or sentence), log_level="DEBUG")
        self.reason = reason


class Visits(Part):
    """The pages of a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._first: set[str] = set()
        crawler.signals.connect(self.stored, signals.item_scraped)
        crawler.signals.connect(self.dropped, signals.item_dropped)
        crawler.signals.connect(self.broken, signals.item_error)

    async def due(self, listed: Mapping[str, datetime | None]) -> dict[str, Page | None]:
        """Give those of the pages listed that are to be fetched now, with what is known of them.

        `listed` says of canonical URLs when they changed, as far as listings tell. When the crawl has
        failed, no page is to be fetched.
        """
        now, section = datetime.now(UTC), self.crawl.spider.section
        with self.crawl.ending_on_failure():
            known = await self.crawl.store.pages.known(listed)
            self._first.update(listed.keys() - known.keys())
            # What was purged would only be archived anew.
            purged = await self.crawl.store.tombstones.among(listed)
            return {
                url: known.get(url)
                for url, modified in listed.items()
                if url not in purged
                if url not in known or known[url].due(now, modified, section)
            }
        return {}

    def is_first(self, article: NewsArticle) -> bool:
        """Tell whether no page of the article was visited before this crawl."""
        return not self._first.isdisjoint(article.urls)

    async def ask(self, entries: Mapping[str, Entry]) -> None:
        """Note the pages, by their canonical URLs, that are about to be fetched; a backfill is given again."""
        crawl = self.crawl
        if crawl.cause == "backfill":
            return
        with crawl.ending_on_failure():
            await crawl.store.pages.ask(
                entries,
                cut(datetime.now(UTC)),
                outlet=crawl.spider.outlet,
                section=crawl.spider.section,
                run=crawl.spider.run,
            )

    async def revisits(self) -> list[Page]:
        """Give the pages of the outlet and section whose visit is due; none in a backfill."""
        if self.crawl.cause == "backfill":
            return []
        spider, store = self.crawl.spider, self.crawl.store
        with self.crawl.ending_on_failure():
            due = await store.pages.due(spider.outlet, spider.section, datetime.now(UTC))
            purged = await store.tombstones.among(page.url for page in due)
            return [page for page in due if page.url not in purged]
        return []

    async def stored(self, item: NewsArticle, response: Response) -> None:
        """Remember the page of an article that was stored."""
        await self._remember(_request(response), "article", response, item)

    async def dropped(self, item: NewsArticle, response: Response, exception: DropItem) -> None:
        """Count an article that left the flow, and remember its page."""
        reason = getattr(exception, "reason", None)
        if reason:
            await self.left(response, reason, item)

    async def broken(self, response: Response) -> None:
        """Remember a page that its parser or a stage choked on; the log has the traceback."""
        await self._failed(_request(response), "its pages cannot be read; see the log", response.status)

    async def lost(self, failure: Failure) -> None:
        """Remember a page that did not come."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        if isinstance(error, MonitorError):
            self.crawl.fail(error)
        elif isinstance(error, Disallowed):
            self.crawl.counts["forbidden"] += 1
            with self.crawl.ending_on_failure():
                await self.crawl.store.pages.forget(request.meta["page"])
        elif isinstance(error, IsReserved):
            await self.reserved(request, str(error))
        else:
            status = error.response.status if isinstance(error, HttpError) else None
            wait = getattr(error, "seconds", 0.0)
            await self._failed(request, told(error, request.url), status, wait)

    async def left(self, response: Response, reason: Dropped, article: NewsArticle | None = None) -> None:
        """Count a page whose article left the flow, and remember it."""
        if isinstance(reason, NotArticle) and leads_home(_request(response).meta["page"], response.url):
            await self._failed(_request(response), "its pages lead to the front page", HTTPStatus.GONE)
            return
        log.debug("article dropped reason=%s sentence=%s", type(reason).__name__, reason)
        self.crawl.dropped(reason)
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
        self.crawl.dropped(Reserved(f"{request.url} is reserved: {words}."))
        await self._remember(request, "reserved")

    async def _failed(self, request: Request, why: str, status: int | None = None, wait: float = 0.0) -> None:
        """Count a page that could not be read, and remember it; `wait` seconds is what its host asked for."""
        log.warning("page failed url=%s reason=%s", request.url, why)
        self.crawl.lost("gone" if status in GONE else "failed", why)
        now = cut(datetime.now(UTC))
        least = max(timedelta(seconds=wait), wait_after(status or 0))
        with self.crawl.ending_on_failure():
            known = await self.crawl.store.pages.get(request.meta["page"])
            failures = (known.failures if known else 0) + 1
            await self.crawl.store.pages.remember(
                request.meta["page"],
                outcome="failed",
                now=now,
                status=status,
                nextVisit=next_visit("failed", now, failures=failures, wait=least),
                run=self.crawl.spider.run,
                section=self.crawl.spider.section,
                outlet=self.crawl.spider.outlet,
                entry=request.meta["entry"],
            )
        if status in GONE:
            await self._there(request, gone=True)

    async def _there(self, request: Request, *, gone: bool) -> None:
        """Mark the article of a page as removed from its site, or as there again."""
        articles, url, capture = self.crawl.store.articles, request.meta["page"], request.meta.get("capture")
        at = capture.date if capture else cut(datetime.now(UTC))
        with self.crawl.ending_on_failure():
            await (articles.remove(url, at) if gone else articles.bring_back(url))

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
        with self.crawl.ending_on_failure():
            await self.crawl.store.pages.remember(
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
                run=self.crawl.spider.run,
                section=self.crawl.spider.section,
                outlet=self.crawl.spider.outlet,
                published=published,
                entry=request.meta["entry"],
                reservation=request.meta.get("reservation"),
            )


def _request(response: Response) -> Request:
    request: Request = response.request  # type: ignore[assignment]  # all of ours have one
    return request


def _newest(listed: datetime | None, article: NewsArticle | None) -> datetime | None:
    told = [listed, article.dateModified, article.datePublished] if article else [listed]
    return max((when for when in told if when), default=None)
