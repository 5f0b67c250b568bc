"""Schedules: when an outlet, or a section of it, is crawled.

A document is a `Schedule` as it stands, `_id` for `id`, and `turn`, `{by, until}`, while somebody makes
its turn. A turn stays due until it is settled: whoever claims it and dies loses it when `until` has
passed by the server's clock, and the next who looks makes it. However many turns were missed, one is due.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import msgspec
from pymongo import ASCENDING
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from monitor.errors import Taken, Unknown
from monitor.items import as_dict
from monitor.store.transaction import PATIENCE, patiently, reaching

LENGTH = 60.0
"""Seconds that a claim lasts unless it is kept."""
_LONG_AGO = datetime.fromtimestamp(0, UTC)
_NOBODY = {"$lte": [{"$ifNull": ["$turn.until", _LONG_AGO]}, "$$NOW"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a spider crawls its outlet: each `every` seconds, or by a `cron` line in a `timezone` (IANA).

    `id` is the spider's name, or the address of the page that is crawled, `url`, without its scheme; with the
    section where one was asked for; `section` null is the spider's own. `next` is when the next turn is due,
    `last` when one was made.
    """

    id: str
    spider: str
    outlet: str
    next: datetime
    url: str | None = None
    section: str | None = None
    every: int | None = None
    cron: str | None = None
    timezone: str | None = None
    paused: bool = False
    last: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn of a schedule that is ours to make."""

    schedule: Schedule
    by: str


class Schedules:
    """The collection `schedules`."""

    def __init__(
        self, database: AsyncDatabase[dict[str, Any]], length: float = LENGTH, patience: float = PATIENCE
    ) -> None:
        self._rows = database["schedules"]
        self.length = length
        self.patience = patience

    async def add(self, schedule: Schedule) -> None:
        """Store a schedule; raises `Taken` when there is one for the spider and section."""
        row = as_dict(schedule)
        row["_id"] = row.pop("id")
        try:
            async with reaching():
                await self._rows.insert_one(row)
        except DuplicateKeyError:
            raise Taken(
                f'There is a schedule "{schedule.id}"; to change it, '
                f'"monitor schedule remove {schedule.id}" first.'
            ) from None

    async def get(self, name: str) -> Schedule:
        """Give the schedule of a name; raises `Unknown`, with the names there are."""
        row = await patiently(lambda: self._rows.find_one({"_id": name}), patience=self.patience)
        if row is None:
            raise await self._unknown(name)
        return _schedule(row)

    async def pause(self, name: str) -> None:
        """Make no more turns; one that is being made goes on. Raises `Unknown`."""
        await self._change(name, {"paused": True})

    async def resume(self, name: str, following: datetime) -> None:
        """Make turns again, from that one on; those in the pause are not caught up. Raises `Unknown`."""
        await self._change(name, {"paused": False, "next": following})

    async def remove(self, name: str) -> None:
        """Delete a schedule; a turn that is being made goes on. Raises `Unknown`."""
        async with reaching():
            gone = await self._rows.delete_one({"_id": name})
        if not gone.deleted_count:
            raise await self._unknown(name)

    async def claim(self, now: datetime, *, busy: Collection[str] = ()) -> Turn | None:
        """Take the turn that has been due longest, but for those of busy outlets; None when there is none."""
        by = token_hex(8)
        due = {"paused": False, "next": {"$lte": now}, "outlet": {"$nin": list(busy)}, "$expr": _NOBODY}
        turn = {"turn": {"by": by, "until": self._later}, "last": now}
        row = await patiently(
            lambda: self._rows.find_one_and_update(
                due, [{"$set": turn}], sort=[("next", ASCENDING), ("_id", ASCENDING)]
            ),
            patience=self.patience,
        )
        return Turn(schedule=_schedule(row), by=by) if row else None

    async def keep(self, turn: Turn) -> None:
        """Keep a claim for another while."""
        await patiently(
            lambda: self._rows.update_one(_ours(turn), [{"$set": {"turn.until": self._later}}]),
            patience=self.patience,
        )

    async def settle(self, turn: Turn, following: datetime) -> None:
        """Say that a turn was made, and when the next is due."""
        change = {"$set": {"next": following}, "$unset": {"turn": ""}}
        await patiently(lambda: self._rows.update_one(_ours(turn), change), patience=self.patience)

    async def give_back(self, turn: Turn) -> None:
        """Leave a turn due for whoever looks next."""
        await patiently(
            lambda: self._rows.update_one(_ours(turn), {"$unset": {"turn": ""}}), patience=self.patience
        )

    async def list(self) -> list[Schedule]:
        """All schedules by name."""
        rows = await patiently(lambda: self._rows.find().sort("_id").to_list(), patience=self.patience)
        return [_schedule(row) for row in rows]

    @property
    def _later(self) -> dict[str, Any]:
        return {"$add": ["$$NOW", round(1000 * self.length)]}

    async def _change(self, name: str, facts: dict[str, Any]) -> None:
        changed = await patiently(
            lambda: self._rows.update_one({"_id": name}, {"$set": facts}), patience=self.patience
        )
        if not changed.matched_count:
            raise await self._unknown(name)

    async def _unknown(self, name: str) -> Unknown:
        names = ", ".join(schedule.id for schedule in await self.list())
        there = f"there are: {names}" if names else 'add one with "monitor schedule add"'
        return Unknown(f'There is no schedule "{name}"; {there}.')


def _ours(turn: Turn) -> dict[str, Any]:
    return {"_id": turn.schedule.id, "turn.by": turn.by}


def _schedule(row: dict[str, Any]) -> Schedule:
    return msgspec.convert({"id": row["_id"], **row}, Schedule)
