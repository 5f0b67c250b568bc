"""Events: what happened to articles, written in the transactions that made it happen.

A document is `{_id: "<article>:<revision>:<kind>", article, revision, kind, cause, run, at, matchedAt}`;
`matchedAt` is null until the matcher has settled it; behind the `_id` of what a retag did stands its run.
"""

import asyncio
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.change_stream import AsyncCollectionChangeStream
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from monitor.errors import StoreAway
from monitor.items import Cause, EventKind
from monitor.store.transaction import patiently, transaction

INDEXES = {
    "events": [
        IndexModel(
            [("at", ASCENDING), ("_id", ASCENDING)],
            name="unmatched",
            partialFilterExpression={"matchedAt": None},
        ),
        IndexModel([("article", ASCENDING), ("revision", ASCENDING)], name="article"),
    ]
}
_AWAIT_MS = 500
Event = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened to an article at one time, and made this revision of it."""

    kinds: Sequence[EventKind]
    article: str
    revision: int
    cause: Cause
    run: str | None
    at: datetime

    def rows(self) -> Iterator[Event]:
        """Yield an event for each kind."""
        # A retag changes a revision that has had its events.
        again = f":{self.run}" if self.cause == "retag" else ""
        for kind in self.kinds:
            yield {
                "_id": f"{self.article}:{self.revision}:{kind}{again}",
                "article": self.article,
                "revision": self.revision,
                "kind": kind,
                "cause": self.cause,
                "run": self.run,
                "at": self.at,
                "matchedAt": None,
            }


class Events:
    """The collection `events`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._rows = database["events"]
        self._client = database.client
        self._stream: AsyncCollectionChangeStream[dict[str, Any]] | None = None

    async def add(self, session: AsyncClientSession, happenings: Iterable[Happening]) -> None:
        """Write what happened to articles; what is written already stays as it is."""
        rows = [row for happening in happenings for row in happening.rows()]
        writes = [UpdateOne({"_id": row.pop("_id")}, {"$setOnInsert": row}, upsert=True) for row in rows]
        if writes:
            await self._rows.bulk_write(writes, ordered=False, session=session)

    async def happened(self, happening: Happening) -> None:
        """Write what happened apart from any article; what is written already stays as it is."""
        await transaction(self._client, lambda session: self.add(session, [happening]))

    async def unmatched(self, limit: int, *, without: Collection[str] = ()) -> list[Event]:
        """Events that no matcher has settled, oldest first, but for those of the ids in `without`."""
        waiting = {"matchedAt": None, "_id": {"$nin": list(without)}}
        oldest = [("at", ASCENDING), ("_id", ASCENDING)]
        return await patiently(lambda: self._rows.find(waiting).sort(oldest).limit(limit).to_list())

    async def of(self, article: str) -> list[Event]:
        """What happened to an article, in its order."""
        order = [("revision", ASCENDING), ("at", ASCENDING), ("_id", ASCENDING)]
        return await patiently(lambda: self._rows.find({"article": article}).sort(order).to_list())

    async def mark(self, session: AsyncClientSession, ids: Iterable[str], at: datetime) -> int:
        """Mark events as matched in a transaction; give the number of those that were not."""
        marked = await self._rows.update_many(
            {"_id": {"$in": list(ids)}, "matchedAt": None}, {"$set": {"matchedAt": at}}, session=session
        )
        return marked.modified_count

    async def pass_over(self, ids: Collection[str], at: datetime) -> int:
        """Mark events of which nobody is told as matched; give the number of those that were not."""
        return await transaction(self._client, lambda session: self.mark(session, ids, at))

    async def forget(self, session: AsyncClientSession, articles: Iterable[str]) -> None:
        """Delete what waits of articles that are gone: nobody could be told what they said."""
        await self._rows.delete_many({"article": {"$in": list(articles)}, "matchedAt": None}, session=session)

    async def changed(self, stop: asyncio.Event, seconds: float) -> bool:
        """Wait for an event, for so many seconds at most, or until `stop`; true when there was one.

        What happens between two calls is told by the second. Raises `StoreAway`.
        """
        deadline = time.monotonic() + seconds
        try:
            if self._stream is None:
                inserts = [{"$match": {"operationType": "insert"}}]
                self._stream = await self._rows.watch(inserts, max_await_time_ms=_AWAIT_MS)
            while not stop.is_set() and time.monotonic() < deadline:
                if await self._stream.try_next():
                    return True
        except PyMongoError as error:
            self._stream = None
            raise StoreAway("MongoDB does not tell of events any more: see that it runs.") from error
        return False
