"""Runs: each crawl, replay or retag, with how it ended and what it counted.

A document is a `Run` as it stands, `_id` for `id`, and `lease`, `{outlet, token}`, under which it works.
A process that was killed cannot say so: its run is read as failed once its lease has ended, one without lease at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_hex
from typing import Any, Literal

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.database import AsyncDatabase

from monitor.errors import Unknown
from monitor.items import Cause, as_dict
from monitor.store.health import Health
from monitor.store.leases import Lease
from monitor.store.transaction import PATIENCE, patiently

RunState = Literal["running", "done", "failed"]

INDEXES = {
    "runs": [
        IndexModel([("started", DESCENDING), ("_id", ASCENDING)], name="newest"),
        IndexModel([("outlet", ASCENDING), ("started", DESCENDING)], name="outlet"),
    ]
}
_NEWEST = {"started": DESCENDING, "_id": ASCENDING}
_ENDING = frozenset({"outlet", "state", "ended", "counts", "error", "file", "health"})
_GONE = "Its process ended without a word: it was killed, or the machine stopped."


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run; `file` is the archive it wrote, `error` why it failed, in one sentence, `health` what it could read.

    `counts`: found listings listingsUnchanged listingsFailed pages new revised unchanged copies foreign
    forbidden gone failed, and one for each class of `errors.Dropped` by its name.
    """

    id: str
    outlet: str
    spider: str
    section: str
    cause: Cause
    started: datetime
    state: RunState = "running"
    ended: datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)
    error: str | None = None
    file: str | None = None
    health: Health | None = None

    def ended_with(
        self, counts: Mapping[str, int], error: Exception | None, at: datetime, file: str | None = None
    ) -> "Run":
        """Give the run as it ended: failed when there is an error; counts of zero are left out."""
        return replace(
            self,
            state="failed" if error else "done",
            ended=at,
            counts={name: count for name, count in counts.items() if count},
            error=str(error) if error else None,
            file=file,
        )


def new_id(started: datetime) -> str:
    """Give a run that begins now an id: ids sort by the time, and two of one second differ."""
    return f"{started:%Y%m%dT%H%M%S}-{token_hex(3)}"


class Runs:
    """The collection `runs`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], patience: float = PATIENCE) -> None:
        self._rows = database["runs"]
        self.patience = patience

    async def start(self, run: Run, lease: Lease | None = None) -> None:
        """Write that a run has begun, under its lease; or, without one, how it ended."""
        row = as_dict(run)
        row["_id"] = row.pop("id")
        row["lease"] = {"outlet": lease.outlet, "token": lease.token} if lease else None
        await patiently(
            lambda: self._rows.replace_one({"_id": row["_id"]}, row, upsert=True), patience=self.patience
        )

    async def finish(self, run: Run) -> None:
        """Write how a run ended, and what it counted."""
        facts = {name: value for name, value in as_dict(run).items() if name in _ENDING}
        await patiently(
            lambda: self._rows.update_one({"_id": run.id}, {"$set": facts}), patience=self.patience
        )

    async def examine(self, id: str, health: Health) -> None:  # noqa: A002 - the field's name
        """Write what a run could read."""
        change = {"$set": {"health": as_dict(health)}}
        await patiently(lambda: self._rows.update_one({"_id": id}, change), patience=self.patience)

    async def get(self, id: str) -> Run:  # noqa: A002 - the field's name
        """Give a run; raises `Unknown`."""
        found = await self._read([{"$match": {"_id": id}}])
        if not found:
            raise Unknown(f'There is no run "{id}"; "monitor run list" gives the ids.')
        return found[0]

    async def _read(self, stages: list[dict[str, Any]]) -> list[Run]:
        async def once() -> list[dict[str, Any]]:
            return await (await self._rows.aggregate([*stages, *_WITH_THE_DEAD])).to_list()

        return [_run(row) for row in await patiently(once, patience=self.patience)]

    async def list(self, *, outlet: str | None = None, limit: int = 50) -> list[Run]:
        """Runs, newest first, of one outlet where given."""
        wanted = {"outlet": outlet} if outlet else {}
        return await self._read([{"$match": wanted}, {"$sort": _NEWEST}, {"$limit": limit}])

    async def examined(self, outlet: str, section: str, *, limit: int) -> Sequence[Run]:
        """Give the last crawls of an outlet's section whose articles were looked at, newest first."""
        wanted = {"outlet": outlet, "section": section, "cause": "crawl", "health": {"$ne": None}}
        return await self._read([{"$match": wanted}, {"$sort": _NEWEST}, {"$limit": limit}])

    async def ended(self, outlet: str, section: str) -> Run | None:
        """Give the last crawl of an outlet's section that has ended, well or not."""
        wanted = {"outlet": outlet, "section": section, "cause": "crawl"}
        # An outlet has one crawl at a time that still runs.
        found = await self._read([{"$match": wanted}, {"$sort": _NEWEST}, {"$limit": 2}])
        return next((run for run in found if run.state != "running"), None)

    async def sections(self, outlet: str | None = None) -> Sequence[tuple[str, str]]:
        """Give the outlets and sections that were crawled, of one outlet where given."""
        wanted = {"cause": "crawl"} | ({"outlet": outlet} if outlet else {})
        stages: list[dict[str, Any]] = [
            {"$match": wanted},
            {"$group": {"_id": {"outlet": "$outlet", "section": "$section"}}},
            {"$sort": {"_id": ASCENDING}},
        ]

        async def once() -> list[dict[str, Any]]:
            return await (await self._rows.aggregate(stages)).to_list()

        rows = await patiently(once, patience=self.patience)
        return [(row["_id"]["outlet"], row["_id"]["section"]) for row in rows]


# A lease that was renewed late is the same lease: only its newest token says whose it is.
_OURS = {"$eq": ["$held.token", "$lease.token"]}
_DEAD = {
    "$and": [
        {"$eq": ["$state", "running"]},
        {"$not": [{"$and": [_OURS, {"$gt": ["$held.until", "$$NOW"]}]}]},
    ]
}
_WITH_THE_DEAD: list[dict[str, Any]] = [
    {"$lookup": {"from": "leases", "localField": "lease.outlet", "foreignField": "_id", "as": "held"}},
    {"$set": {"held": {"$first": "$held"}}},
    {"$set": {"dead": _DEAD, "until": {"$cond": [_OURS, "$held.until", None]}}},
]


def _run(row: Mapping[str, Any]) -> Run:
    dead = {"state": "failed", "ended": row.get("until"), "error": _GONE} if row["dead"] else {}
    return msgspec.convert({"id": row["_id"], **row, **dead}, Run)
