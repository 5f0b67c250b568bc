"""Replay: the articles of archives made again, in the order of the archives, by today's parsers.

No discovery, no look at what was seen, no robots.txt, no delay, no new archive, and no socket but the
database's. The clock is the archive's (WARC-Date), so that a page of last year is read as it was then.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from monitor.cite.tagger import Tagger
from monitor.errors import BadInput, Dropped, MonitorError
from monitor.fetch.page import Page
from monitor.fetch.replay import Reader
from monitor.fetch.reservations import in_page
from monitor.fetch.revisit import leads_home
from monitor.items import NewsArticle
from monitor.pipelines import flow
from monitor.repeats import Repeats
from monitor.site import outlet_named, spider_of
from monitor.spider import ALL, OutletSpider
from monitor.store import Store
from monitor.store.writing import Stored
from monitor.urls import canonical, outlet_of

log = logging.getLogger(__name__)

UNDER_WAY = 64
"""Articles that wait for the database, at most."""


@dataclass(slots=True)
class Replay:
    """Makes articles again and stores them; `spiders` are the outlets' by domain, `counts` what was done.

    `section` stands in for the one that each archive names. With `obey_reservations` pages that say in themselves
    that they are reserved are passed over.
    """

    store: Store
    tagger: Tagger
    spiders: Mapping[str, type[OutletSpider]]
    run: str
    section: str | None = None
    obey_reservations: bool = True
    counts: Counter[str] = field(default_factory=Counter)
    _sites: dict[str, type[OutletSpider]] = field(default_factory=dict)
    _writing: deque["asyncio.Task[Stored]"] = field(default_factory=deque)
    _repeats: Repeats = field(init=False)

    def __post_init__(self) -> None:
        """Learn from the pages of this replay, too."""
        self._repeats = Repeats(self.store)

    async def replay(self, files: Iterable[Path]) -> None:
        """Replay archives, one after the other.

        Cancelled, it ends what it has in hand. Raises `BadInput` for a file that is no archive, before anything is
        stored; `StoreAway`.
        """
        reader = Reader()
        try:
            for page in reader.visits(files):
                if page.status == HTTPStatus.OK:
                    self.counts["pages"] += 1
                    await self._page(page)
                else:
                    await self._there(page, gone=page.status != HTTPStatus.NOT_MODIFIED)
                # Who ends us is heard between two pages.
                await asyncio.sleep(0)
            await self._all_written()
        except asyncio.CancelledError:
            await self._all_written()
            raise
        finally:
            for task in self._writing:
                task.cancel()
        self.counts.update({name: count for name, count in reader.skipped.items() if name != "notPage"})

    async def _page(self, page: Page) -> None:
        article = await self._article(page)
        if article is None:
            if page.entry and leads_home(page.entry.url, page.url):
                await self._there(page, gone=True)
            return
        storing = self.store.articles.store(article, cause="replay", run=self.run, now=page.capture.date)
        self._writing.append(asyncio.create_task(storing))
        # The task must begin now: articles are stored in their order.
        await asyncio.sleep(0)
        while len(self._writing) >= UNDER_WAY:
            await self._written()

    async def _there(self, page: Page, *, gone: bool) -> None:
        """Mark the article of a page as removed from its site, or as there again."""
        await self._all_written()
        articles, url = self.store.articles, canonical(page.entry.url if page.entry else page.url)
        await (articles.remove(url, page.capture.date) if gone else articles.bring_back(url))

    async def _article(self, page: Page) -> NewsArticle | None:
        words = in_page(page.body)
        if words and self.obey_reservations:
            self.counts["Reserved"] += 1
            return None
        try:
            spider = self._spider(page.url)
            read = spider.read(page, self.section or page.section or ALL)
            return flow(await self._repeats.without(read), self.tagger, spider.timezone)
        except Dropped as reason:
            self.counts[type(reason).__name__] += 1
        except BadInput as error:
            # Another crawler's archive may say anything of where its pages come from.
            log.warning("page failed offset=%s reason=%s", page.capture.offset, error)
            self.counts["failed"] += 1
        except MonitorError:
            raise
        except Exception:
            # As in a crawl: a page that a parser chokes on must not keep the others waiting.
            log.exception("page failed url=%s offset=%s", page.url, page.capture.offset)
            self.counts["failed"] += 1
        return None

    def _spider(self, url: str) -> type[OutletSpider]:
        filed = self.spiders.get(outlet_of(url, self.spiders))
        if filed:
            return filed
        outlet = outlet_named(url, self.tagger.gazetteer.domains)
        if outlet not in self._sites:
            self._sites[outlet] = spider_of(url, self.tagger.gazetteer.domains)
        return self._sites[outlet]

    async def _all_written(self) -> None:
        while self._writing:
            await self._written()

    async def _written(self) -> None:
        # What is under way is written, and counted, also when we are cancelled here.
        stored = await asyncio.shield(self._writing[0])
        self._writing.popleft()
        kinds = set(stored.events)
        self.counts["new" if "new" in kinds else "revised" if kinds else "unchanged"] += 1
        if kinds:
            await self.store.unlisted.add([(stored.article, self.tagger.candidates(stored.article))])
            self.counts["copies"] += stored.article.copyOf is not None
            self.counts["foreign"] += stored.article.foreign is True
