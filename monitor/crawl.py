"""One crawl: the outlet's lease, the run, what it counts, and how each page ended.

A Scrapy extension, so that `scrapy crawl` and `monitor crawl` do the same. The database is opened with
the first stage that needs it, before any page is asked for. A failure that no later page could mend (no
database, no room for the archive, a lost lease) ends the crawl; its sentence is in `error`.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured

from monitor.cite import gazetteer
from monitor.cite.gazetteer import Gazetteer
from monitor.cite.tagger import Tagger
from monitor.errors import Dropped, MonitorError
from monitor.fetch.archive import file_name
from monitor.items import Cause, NewsArticle
from monitor.memory import collect_seldom
from monitor.repeats import Repeats
from monitor.store import Store, open_store
from monitor.store.health import Health
from monitor.store.leases import Lease, this_process
from monitor.store.runs import Run, new_id
from monitor.store.writing import Stored
from monitor.times import cut

if TYPE_CHECKING:
    from monitor.spider import OutletSpider

log = logging.getLogger(__name__)
# Scrapy opens every logger for DEBUG: pymongo would describe each command, for nobody, in a tenth of a crawl's time.
logging.getLogger("pymongo").setLevel(logging.WARNING)

FAILED = "failed"
_ENDED_EARLY = frozenset({"shutdown", "cancelled"})


class Crawl:
    """The crawl that a Scrapy process makes; `counts` is what its summary says."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._stack = AsyncExitStack()
        self._renewing: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None
        self.counts: Counter[str] = Counter()
        self.error: MonitorError | None = None
        self._reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.store: Store
        self.repeats: Repeats
        self.run: Run | None = None
        self.lease: Lease | None = None
        self.health: Health | None = None
        self.ended_well: list[Callable[[], Awaitable[None]]] = []
        """Called when the crawl has ended well, before the database is left."""
        table: str | None = crawler.settings["OUTLETS"]
        self.tagger = _tagger(Path(table) if table else None)
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension."""
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Give the crawl of a Scrapy process."""
        found = crawler.get_extension(cls)
        if found is None:
            raise NotConfigured("EXTENSIONS lacks monitor.crawl.Crawl.")
        return found

    @property
    def spider(self) -> "OutletSpider":
        """The spider that crawls."""
        spider: OutletSpider = self._crawler.spider  # type: ignore[assignment]  # our spiders are such
        return spider

    @property
    def cause(self) -> Cause:
        """Why pages are fetched: what is new, or what was before."""
        return "backfill" if self.spider.since else "crawl"

    async def open(self) -> None:
        """Open the store, take the lease, begin the run; ends the crawl when it cannot."""
        settings, spider = self._crawler.settings, self.spider
        if not hasattr(spider, "outlet"):
            return  # `scrapy fetch` has a spider of Scrapy's own, and stores nothing
        now = datetime.now(UTC)
        try:
            self.store = await self._stack.enter_async_context(
                open_store(
                    settings["MONGO_URI"],
                    settings["MONGO_DATABASE"],
                    Path(settings["DATA_DIR"]),
                    agencies=self.tagger.gazetteer.agencies,
                )
            )
            self.repeats = Repeats(self.store)
            self.lease = await self.store.leases.take(spider.outlet, this_process())
            self.run = Run(
                id=new_id(now),
                outlet=spider.outlet,
                spider=spider.name,
                section=spider.section,
                cause=self.cause,
                started=cut(now),
            )
            await self.store.runs.start(self.run, self.lease)
        except MonitorError as error:
            self._note(error)
            raise CloseSpider(FAILED) from None
        spider.run = self.run.id
        self._renewing = asyncio.create_task(self._renew(self.lease))
        collect_seldom()

    async def close(self, reason: str) -> None:
        """Say how the run ended, set the outlet free, leave the database."""
        if self._renewing:
            self._renewing.cancel()
        try:
            if self.run and self.lease:
                await self._finish(self.run, self.lease, reason)
        except MonitorError as error:
            self._note(error)
        except Exception:
            log.exception("crawl cannot be closed outlet=%s", self.spider.outlet)
            self._note(MonitorError("The crawl could not be closed; the log says why."))
        finally:
            await self._stack.aclose()

    async def put(self, article: NewsArticle) -> Stored:
        """Store an article of this crawl and count it."""
        stored = await self.store.articles.store(
            article,
            cause=self.cause,
            run=self.spider.run,
            now=cut(datetime.now(UTC)),
            lease=self.lease,
        )
        if stored.events:
            await self.store.unlisted.add([(stored.article, self.tagger.candidates(stored.article))])
            self.counts["new" if "new" in stored.events else "revised"] += 1
            self.counts["copies"] += stored.article.copyOf is not None
            self.counts["foreign"] += stored.article.foreign is True
        return stored

    def dropped(self, reason: Dropped) -> None:
        """Count an article that left the flow."""
        name = type(reason).__name__
        self.counts["unchanged" if name == "Unchanged" else name] += 1

    def lost(self, kind: str, why: str) -> None:
        """Count a listing or a page that did not come, under a name of `counts`, and why not."""
        self.counts[kind] += 1
        self._reasons[kind][why] += 1

    @contextmanager
    def ending_on_failure(self) -> Iterator[None]:
        """When what is done here fails for good, end the crawl, and go on behind it."""
        try:
            yield
        except MonitorError as error:
            self.fail(error)

    def fail(self, error: MonitorError) -> None:
        """End the crawl: nothing that would follow could be kept."""
        if self.error is None:
            self._note(error)
            self._closing = asyncio.create_task(self._crawler.engine.close_spider_async(reason=FAILED))

    def _note(self, error: MonitorError) -> None:
        self.error = self.error or error
        log.error("crawl failed spider=%s reason=%s", self.spider.name, error)

    async def _renew(self, lease: Lease) -> None:
        with self.ending_on_failure():
            await self.store.leases.keep(lease)

    async def _finish(self, run: Run, lease: Lease, reason: str) -> None:
        self.error = self.error or self._shortfall(run.outlet, reason)
        if self.error is None:
            for call in self.ended_well:
                await call()
        ended = run.ended_with(self.counts, self.error, cut(datetime.now(UTC)), self._archive(run))
        self.run = replace(ended, health=self.health)
        await self.store.runs.finish(self.run)
        await self.store.leases.release(lease)

    def _archive(self, run: Run) -> str | None:
        """Name the run's archive, if anything was written to it."""
        name = file_name(run.outlet, run.id)
        return name if Path(self._crawler.settings["ARCHIVE_DIR"], name).exists() else None

    def _shortfall(self, outlet: str, reason: str) -> MonitorError | None:
        """Say why a crawl that nothing stopped is a failure all the same."""
        counts = self.counts
        if reason in _ENDED_EARLY:
            return MonitorError("The crawl was ended before it was done; what it stored stays.")
        if not counts["listings"] and not counts["listingsFailed"]:
            return MonitorError(
                f"No listing of {outlet} was asked for: its file names none, or the log says why."
            )
        if counts["listingsFailed"] and not counts["listings"]:
            why = self._commonest("listingsFailed")
            return MonitorError(f"None of the listings of {outlet} could be read: {why}.")
        if counts["failed"] and not any(counts[kind] for kind in ("new", "revised", "unchanged")):
            many = f"{counts['failed']} failed, {self._commonest('failed')}"
            return MonitorError(f"None of the pages of {outlet} gave an article: {many}.")
        return None

    def _commonest(self, kind: str) -> str:
        ((why, _),) = self._reasons[kind].most_common(1)
        return why


class Part:
    """What Scrapy makes for a crawl beside it: an extension, or a stage of the pipelines."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the part."""
        return cls(crawler)

    @cached_property
    def crawl(self) -> Crawl:
        """The crawl; known when all extensions are made."""
        return Crawl.of(self.crawler)


@cache
def known_outlets(table: Path | None) -> Gazetteer:
    """Read the outlets, with those of the user's table: once in a process that crawls."""
    return gazetteer.load(table)


@cache
def _tagger(table: Path | None) -> Tagger:
    # It takes time to make, and one process may crawl many outlets.
    return Tagger(known_outlets(table))
