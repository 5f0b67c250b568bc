"""The flow of an article on one page: Unrepeat, Normalise, Deduplicate, Cite, Store; one thin class a stage.

A stage is `NewsArticle -> NewsArticle`, or it raises a subclass of `Dropped` named for the reason. Replay
walks the same way: `flow` is what happens between the page and the store.
"""

from collections.abc import Awaitable
from typing import TypeVar

from monitor import dedup
from monitor.cite.tagger import Tagger
from monitor.crawl import Part
from monitor.errors import Dropped, Unchanged
from monitor.items import NewsArticle
from monitor.normalise import normalise
from monitor.visits import Leaves

T = TypeVar("T")


def flow(article: NewsArticle, tagger: Tagger, timezone: str) -> NewsArticle:
    """Normalise an article, give it its fingerprint, tag whom it cites; raises `Dropped`."""
    return tagger.tag(dedup.fingerprint(normalise(article, timezone=timezone)))


class Stage(Part):
    """A pipeline class only connects: to the crawl that is under way."""

    async def guarded(self, call: Awaitable[T]) -> T:
        """Await the store; when it fails for good, end the crawl, and leave the article to a later one."""
        with self.crawl.ending_on_failure():
            return await call
        raise Leaves(None, str(self.crawl.error))


class Unrepeat(Stage):
    """What the outlet's other pages say too is no part of the article, where no page object reads it."""

    async def process_item(self, item: NewsArticle) -> NewsArticle:
        """Give the article without it."""
        article = await self.guarded(self.crawl.repeats.without(item))
        if article is not item and await self._stands(item):
            raise Leaves(Unchanged(f"{item.url} is stored as it was before its outlet was known so well."))
        return article

    async def _stands(self, item: NewsArticle) -> bool:
        try:
            whole = dedup.fingerprint(normalise(item, timezone=self.crawl.spider.timezone))
        except Dropped:
            return False
        return await self.guarded(self.crawl.store.articles.holds(whole))


class Normalise(Stage):
    """Clean text, zones, dates in UTC, names, language, canonical URLs."""

    def process_item(self, item: NewsArticle) -> NewsArticle:
        """Give the article as we keep it."""
        try:
            return normalise(item, timezone=self.crawl.spider.timezone)
        except Dropped as reason:
            raise Leaves(reason) from None


class Deduplicate(Stage):
    """A fingerprint and a digest of the content; what is stored in this very state goes no further."""

    async def process_item(self, item: NewsArticle) -> NewsArticle:
        """Give the article its fingerprint."""
        article = dedup.fingerprint(item)
        if self.crawl.spider.visits.is_first(article):
            return article
        if await self.guarded(self.crawl.store.articles.holds(article)):
            raise Leaves(Unchanged(f"{article.url} is stored as it is."))
        return article


class Cite(Stage):
    """The outlets whose reporting the article uses, with the words that prove it."""

    def process_item(self, item: NewsArticle) -> NewsArticle:
        """Tag the article."""
        return self.crawl.tagger.tag(item)


class Store(Stage):
    """One transaction writes article, revision, cluster and event."""

    async def open_spider(self) -> None:
        """Open the database, take the outlet's lease, begin the run."""
        await self.crawl.open()

    async def process_item(self, item: NewsArticle) -> NewsArticle:
        """Store the article; give it as it is stored."""
        stored = await self.guarded(self.crawl.put(item))
        if not stored.events:
            raise Leaves(Unchanged(f"{item.url} is stored as it is."))
        return stored.article
