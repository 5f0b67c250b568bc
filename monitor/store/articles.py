"""Articles: each in its present state; its earlier states are in `revisions`.

What a document holds is told in `documents`; a revision is one of the same form, `_id` "<article>:<revision>".
"""

from collections.abc import AsyncGenerator, Collection, Mapping
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.cursor import AsyncCursor
from pymongo.asynchronous.database import AsyncDatabase

from monitor.errors import Unknown
from monitor.items import Cause, NewsArticle
from monitor.store.documents import Given, article_of
from monitor.store.leases import Lease
from monitor.store.queue import Queue
from monitor.store.transaction import PATIENCE, patiently, reaching
from monitor.store.writing import Stored, Writing
from monitor.urls import canonical

INDEXES = {
    "articles": [
        IndexModel([("urls", ASCENDING)], unique=True, name="urls"),
        IndexModel([("time", DESCENDING), ("_id", ASCENDING)], name="newest"),
        IndexModel([("outlet", ASCENDING), ("time", DESCENDING)], name="outlet"),
        IndexModel([("citations.outlet", ASCENDING), ("time", DESCENDING)], name="cites"),
        IndexModel([("foreign", ASCENDING), ("time", DESCENDING)], name="foreign"),
        IndexModel([("relations.other", ASCENDING)], name="related"),
    ],
    "revisions": [IndexModel([("article", ASCENDING), ("revision", ASCENDING)], name="article")],
}
_NEWEST = [("time", DESCENDING), ("_id", ASCENDING)]
_SHORTEST_PREFIX = 6


class Articles:
    """The collections `articles` and `revisions`."""

    def __init__(
        self,
        database: AsyncDatabase[dict[str, Any]],
        *,
        agencies: Collection[str] = frozenset(),
        patience: float = PATIENCE,
    ) -> None:
        self._rows = database["articles"]
        self._revisions = database["revisions"]
        self._queue = Queue(Writing(database, agencies, patience).write)
        self.patience = patience

    async def store(
        self,
        article: NewsArticle,
        *,
        cause: Cause,
        run: str | None,
        now: datetime,
        lease: Lease | None = None,
    ) -> Stored:
        """Write an article, its revision, cluster and event, all or nothing.

        Raises `StoreAway` when the database does not come back in time, `LeaseHeld` when another process
        has the outlet now.
        """
        return await self._queue.put(Given(article, cause, run, now, lease))

    async def holds(self, article: NewsArticle) -> bool:
        """Tell whether the article is stored in this very state, at all of its URLs, and not marked as removed."""
        same = {
            "urls": {"$all": list(article.urls)},
            "contentDigest": article.contentDigest,
            "removed": None,
        }
        found = await patiently(lambda: self._rows.find_one(same, {"_id": 1}), patience=self.patience)
        return found is not None

    async def remove(self, url: str, at: datetime) -> None:
        """Mark the article at a canonical URL as gone from its site; it is kept, and the mark goes when it comes back."""
        there = {"urls": url, "removed": None}
        change = {"$set": {"removed": at}}
        await patiently(lambda: self._rows.update_one(there, change), patience=self.patience)

    async def bring_back(self, url: str) -> None:
        """Take the mark away: the page is there again, as it was."""
        gone = {"urls": url, "removed": {"$ne": None}}
        change = {"$set": {"removed": None}}
        await patiently(lambda: self._rows.update_one(gone, change), patience=self.patience)

    async def get(self, name: str) -> NewsArticle | None:
        """Give an article by its id."""
        row = await patiently(lambda: self._rows.find_one({"_id": name}), patience=self.patience)
        return article_of(row) if row else None

    async def named(self, name: str) -> NewsArticle:
        """Give an article by its id, the start of one, or any of its URLs; raises `Unknown`."""
        if "://" in name:
            wanted: dict[str, Any] = {"urls": canonical(name)}
        elif len(name) >= _SHORTEST_PREFIX and name.isalnum():
            wanted = {"_id": {"$gte": name, "$lt": name + "g"}}
        else:
            wanted = {"_id": name}
        rows = await patiently(lambda: self._rows.find(wanted).limit(2).to_list(), patience=self.patience)
        if len(rows) == 1:
            return article_of(rows[0])
        if rows:
            raise Unknown(f'Several articles start with "{name}"; write more of the id.')
        raise Unknown(f'There is no article "{name}"; "monitor article list" gives ids and addresses.')

    async def revisions(self, name: str) -> list[NewsArticle]:
        """Give the earlier states of an article, oldest first."""
        rows = await patiently(
            lambda: self._revisions.find({"article": name}).sort("revision").to_list(),
            patience=self.patience,
        )
        return [article_of({**row, "_id": name}) for row in rows]

    async def find(
        self, wanted: Mapping[str, Any], *, limit: int | None = None
    ) -> AsyncGenerator[NewsArticle]:
        """Yield the articles that fit a MongoDB filter, newest first; raises `StoreAway`."""
        async with self._rows.find(dict(wanted)).sort(_NEWEST).limit(limit or 0) as rows:
            while row := await _next(rows):
                yield article_of(row)

    async def count(self, wanted: Mapping[str, Any]) -> int:
        """Count the articles that fit a MongoDB filter."""
        return await patiently(lambda: self._rows.count_documents(dict(wanted)), patience=self.patience)


async def _next(rows: AsyncCursor[dict[str, Any]]) -> dict[str, Any] | None:
    async with reaching():
        return await anext(rows, None)
