"""Purging: the text of old articles is taken away; that they were there, and whom they cite, is kept or not.

Text is what a reader reads, and every quotation of it: in the article, its revisions, the evidence of its
citations, in alerts and in what people decided. A tombstone keeps it from coming back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.store.arranging import Arranging, take_turn
from monitor.store.fingerprints import Fingerprints
from monitor.store.relating import Relating
from monitor.store.tombstones import Tombstones
from monitor.store.transaction import PATIENCE, patiently, transaction

INDEXES = {
    "articles": [IndexModel([("capture.file", ASCENDING)], name="archive")],
    "revisions": [IndexModel([("capture.file", ASCENDING)], name="archive")],
}
TOGETHER = 100
"""Articles in one transaction."""
_TEXT: dict[str, Any] = {
    "headline": "",
    "alternativeHeadline": None,
    "description": None,
    "articleBody": "",
    "dateline": None,
    "credit": None,
    "keywords": [],
    "links": [],
    "relatedLinks": [],
    "fingerprint": [],
}
# Behind the digest of a short text stands its headline.
_DIGEST = {"bodyDigest": {"$substrCP": ["$bodyDigest", 0, 32]}}
_CITED = ("citations", "mentions")
_OPEN = ("due", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to purge: what is older than `before`, of one outlet where one is named."""

    before: datetime
    outlet: str | None = None
    drop_edges: bool = False
    keep_archive: bool = False

    def filter(self, since: datetime | None = None) -> dict[str, Any]:
        """Give the filter of what is meant and not purged yet; where edges are dropped, of what was, too."""
        time = {"$lt": self.before, **({"$gte": since} if since else {})}
        purged = {} if self.drop_edges else {"purged": None}
        return {"time": time, **({"outlet": self.outlet} if self.outlet else {}), **purged}


@dataclass(frozen=True, slots=True)
class Purged:
    """How many articles were purged, and the time of the newest of them."""

    count: int
    until: datetime


class Purging:
    """Takes text away; `agencies` as in `Arranging`."""

    def __init__(
        self,
        database: AsyncDatabase[dict[str, Any]],
        *,
        agencies: Collection[str] = frozenset(),
        patience: float = PATIENCE,
    ) -> None:
        self._database = database
        self._tombstones = Tombstones(database)
        self._relating = Relating(database)
        self._fingerprints = Fingerprints(database)
        self._arranging = Arranging(database, agencies)
        self.patience = patience

    async def count(self, wanted: Wanted) -> dict[str, int]:
        """Count the articles that would be purged, by outlet, the largest first."""
        stages = [
            {"$match": wanted.filter()},
            {"$group": {"_id": "$outlet", "count": {"$sum": 1}}},
            {"$sort": {"count": -1, "_id": 1}},
        ]

        async def read() -> list[dict[str, Any]]:
            return await (await self._database["articles"].aggregate(stages)).to_list()

        return {row["_id"]: row["count"] for row in await patiently(read, patience=self.patience)}

    async def some(self, wanted: Wanted, now: datetime, since: datetime | None = None) -> Purged | None:
        """Purge the oldest of the articles, from a time on, all or nothing; None when there is none left."""

        async def body(session: AsyncClientSession) -> Purged | None:
            await take_turn(self._database, session)
            found = self._database["articles"].find(wanted.filter(since), session=session)
            rows = await found.sort([("time", 1), ("_id", 1)]).limit(TOGETHER).to_list()
            if not rows:
                return None
            await self._purge(session, rows, wanted, now)
            return Purged(len(rows), rows[-1]["time"])

        return await transaction(self._database.client, body, patience=self.patience)

    async def realign(self, file: str, places: Mapping[tuple[str, datetime], int]) -> None:
        """Let the captures in an archive that was written anew point to where their records are now."""

        async def body(session: AsyncClientSession) -> None:
            for name in ("articles", "revisions"):
                found = self._database[name].find({"capture.file": file}, {"capture": 1}, session=session)
                writes = [write async for row in found for write in _moved(row, places)]
                if writes:
                    await self._database[name].bulk_write(writes, ordered=False, session=session)

        await transaction(self._database.client, body, patience=self.patience)

    async def _purge(
        self, session: AsyncClientSession, rows: Sequence[Mapping[str, Any]], wanted: Wanted, now: datetime
    ) -> None:
        ids = [row["_id"] for row in rows]
        of_them = {"article": {"$in": ids}}
        revisions = await self._database["revisions"].find(of_them, {"capture": 1}, session=session).to_list()
        archives = set() if wanted.keep_archive else _archives([*rows, *revisions])
        await self._tombstones.put(session, rows, now, archives)
        await self._forget_quotations(session, rows)
        await self._fingerprints.drop(session, ids)
        if wanted.drop_edges:
            await self._drop(session, rows)
        else:
            change = [{"$set": {**_literal(_TEXT | {"purged": now}), **_without_evidence(), **_DIGEST}}]
            await self._database["articles"].update_many({"_id": {"$in": ids}}, change, session=session)
            await self._database["revisions"].update_many(of_them, change, session=session)

    async def _drop(self, session: AsyncClientSession, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take the articles away altogether."""
        ids = [row["_id"] for row in rows]
        await self._relating.disconnect(session, ids)
        await self._database["articles"].delete_many({"_id": {"$in": ids}}, session=session)
        for name in ("revisions", "events", "outbox"):
            await self._database[name].delete_many({"article": {"$in": ids}}, session=session)
        await self._arranging.arrange(session, {row["cluster"] for row in rows if row["cluster"]}, [])

    async def _forget_quotations(
        self, session: AsyncClientSession, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Take away what was quoted of articles elsewhere; what waits to be sent is sent no more."""
        of_them = {"article": {"$in": [row["_id"] for row in rows]}}
        outbox = self._database["outbox"]
        await outbox.delete_many({**of_them, "state": {"$in": _OPEN}}, session=session)
        said: dict[str, Any] = {
            "said.article.headline": "",
            "said.article.credit": None,
            "said.citations": [],
            "said.matched": [],
        }
        await outbox.update_many(of_them, {"$set": said}, session=session)
        await self._database["events"].delete_many({**of_them, "matchedAt": None}, session=session)
        await self._database["unlisted"].delete_many(of_them, session=session)
        at_them = {"$in": [url for row in rows for url in row["urls"]]}
        await self._database["verdicts"].update_many(
            {"urls": at_them}, [{"$set": _without_evidence(("citations",))}], session=session
        )
        listed = {"_id": at_them, "entry": {"$ne": None}}
        await self._database["pages"].update_many(listed, {"$set": {"entry.headline": None}}, session=session)


def _archives(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Name the outlets in whose archives the captures are: a file is `<outlet>-<run>.warc.gz`."""
    files = {row["capture"]["file"] for row in rows if row["capture"] and row["capture"]["file"]}
    return {file.rsplit("-", 2)[0] for file in files if file.count("-") > 1}


def _moved(row: Mapping[str, Any], places: Mapping[tuple[str, datetime], int]) -> Iterator[UpdateOne]:
    capture = row["capture"]
    place = places.get((capture["targetUri"], capture["date"]))
    if place != capture["offset"]:
        # The record of a purged text is nowhere.
        now = (
            {"capture.offset": place} if place is not None else {"capture.file": None, "capture.offset": None}
        )
        yield UpdateOne({"_id": row["_id"]}, {"$set": now})


def _literal(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {"$literal": value} for name, value in values.items()}


def _without_evidence(fields: Sequence[str] = _CITED) -> dict[str, Any]:
    return {
        field: {"$map": {"input": f"${field}", "in": {"$mergeObjects": ["$$this", {"evidence": []}]}}}
        for field in fields
    }
