"""Tombstones: what was purged and is not to come back, by its URLs.

A document is `{_id: "<canonical URL>", article, at, archives}`; `archives` are the outlets whose archives still
hold its records and are to lose them. A replay that meets the URL stores nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel, ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.store.transaction import PATIENCE, patiently

INDEXES = {"tombstones": [IndexModel([("archives", ASCENDING)], name="archives")]}
_AT_ONCE = 1000


class Tombstones:
    """The collection `tombstones`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], patience: float = PATIENCE) -> None:
        self._rows = database["tombstones"]
        self.patience = patience

    async def put(
        self,
        session: AsyncClientSession,
        rows: Iterable[Mapping[str, Any]],
        at: datetime,
        archives: Collection[str],
    ) -> None:
        """Set one at each URL of articles' documents."""
        stones = [
            {"_id": url, "article": row["_id"], "at": at, "archives": sorted(archives)}
            for row in rows
            for url in row["urls"]
        ]
        writes = [ReplaceOne({"_id": stone["_id"]}, stone, upsert=True) for stone in stones]
        if writes:
            await self._rows.bulk_write(writes, ordered=False, session=session)

    async def among(self, urls: Iterable[str], session: AsyncClientSession | None = None) -> set[str]:
        """Give those of these canonical URLs at which something was purged; in a transaction, or by itself."""
        asked = list(dict.fromkeys(urls))
        found: set[str] = set()
        for start in range(0, len(asked), _AT_ONCE):
            found |= await self._some(asked[start : start + _AT_ONCE], session)
        return found

    async def _some(self, urls: list[str], session: AsyncClientSession | None) -> set[str]:
        async def once() -> list[dict[str, Any]]:
            return await self._rows.find({"_id": {"$in": urls}}, {"_id": 1}, session=session).to_list()

        # A transaction is tried again as a whole.
        rows = await (once() if session else patiently(once, patience=self.patience))
        return {row["_id"] for row in rows}

    async def archives(self) -> list[str]:
        """Name the outlets whose archives still hold what was purged."""
        found = await patiently(lambda: self._rows.distinct("archives"), patience=self.patience)
        # An empty list stands in an index as null.
        return sorted(outlet for outlet in found if outlet)

    async def waiting(self, outlet: str) -> set[str]:
        """Give the URLs that an outlet's archives are to lose."""
        wanted = {"archives": outlet}
        rows = await patiently(lambda: self._rows.find(wanted, {"_id": 1}).to_list(), patience=self.patience)
        return {row["_id"] for row in rows}

    async def cleared(self, outlet: str, urls: Collection[str]) -> None:
        """Note that an outlet's archives hold these URLs no more."""
        lost = list(urls)
        for start in range(0, len(lost), _AT_ONCE):
            await self._clear(outlet, lost[start : start + _AT_ONCE])

    async def _clear(self, outlet: str, urls: list[str]) -> None:
        change = {"$pull": {"archives": outlet}}
        await patiently(
            lambda: self._rows.update_many({"_id": {"$in": urls}}, change), patience=self.patience
        )
