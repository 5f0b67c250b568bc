"""Topics: saved queries with channels and a rhythm.

A document is a `Topic` as it stands, `_id` for `id`. The URL of a channel may hold a password and is
kept nowhere else: the outbox names a channel by its id.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from pymongo import IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from monitor.errors import Taken, Unknown
from monitor.items import Cause, as_dict
from monitor.store.transaction import patiently, transaction

INDEXES = {"topics": [IndexModel("name", unique=True, name="name")]}
_PAUSED = {"pauses": {"$elemMatch": {"until": None}}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where alerts go: `to` is its URL, `id` a digest of it that gives nothing away."""

    id: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch of time in which a topic hears nothing; `until` is null while it lasts."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A saved query and what is to be done with its matches.

    `every` is the rhythm in seconds, null for at once; `everyCopy` sends each copy of a story;
    `causes` are the causes of events that are heard; `alerts` counts the events alerted.
    """

    id: str
    name: str
    query: str
    channels: tuple[Channel, ...]
    created: datetime
    every: int | None = None
    everyCopy: bool = False
    causes: tuple[Cause, ...] = ("crawl",)
    pauses: tuple[Pause, ...] = ()
    alerts: int = 0

    @property
    def paused(self) -> bool:
        """Whether it is paused now."""
        return bool(self.pauses) and self.pauses[-1].until is None

    def hears(self, cause: str, at: datetime) -> bool:
        """Tell whether an event is for this topic: its cause asked for, after it was added, not in a pause.

        The answer is the same whenever it is asked, so that it does not matter when the matcher runs.
        A replay's clock is the archive's, and tells nothing of what the topic knew: who asks for replays
        hears all of them.
        """
        if cause not in self.causes:
            return False
        if cause == "replay":
            return True
        return at >= self.created and not any(
            pause.since <= at and (pause.until is None or at < pause.until) for pause in self.pauses
        )


class Topics:
    """The collection `topics`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._rows = database["topics"]
        self._outbox = database["outbox"]
        self._client = database.client

    async def add(self, topic: Topic) -> None:
        """Store a topic; raises `Taken` when another has its name."""
        plain = as_dict(topic)
        name = {"_id": plain.pop("id")}
        try:
            await patiently(lambda: self._rows.update_one(name, {"$setOnInsert": plain}, upsert=True))
        except DuplicateKeyError:
            raise Taken(
                f'There is a topic "{topic.name}"; choose another name, or remove it first.'
            ) from None

    async def list(self) -> list[Topic]:
        """All topics by name."""
        return [_topic(row) for row in await patiently(lambda: self._rows.find().sort("name").to_list())]

    async def get(self, name: str) -> Topic:
        """The topic of a name; raises `Unknown`, with the names there are."""
        row = await patiently(lambda: self._rows.find_one({"name": name}))
        if row is None:
            names = ", ".join(topic.name for topic in await self.list())
            there = f"there are: {names}" if names else 'add one with "monitor topic add"'
            raise Unknown(f'There is no topic "{name}"; {there}.')
        return _topic(row)

    async def pause(self, name: str, now: datetime) -> Topic:
        """Hear and send nothing from now on; a paused topic stays as it is."""
        running = {"name": name, "pauses": {"$not": _PAUSED["pauses"]}}
        pause = {"$push": {"pauses": as_dict(Pause(since=now))}}
        await patiently(lambda: self._rows.update_one(running, pause))
        return await self.get(name)

    async def resume(self, name: str, now: datetime) -> Topic:
        """Hear again what happens from now on, and send what waited."""
        paused, end = {"name": name, **_PAUSED}, {"$set": {"pauses.$.until": now}}
        await patiently(lambda: self._rows.update_one(paused, end))
        return await self.get(name)

    async def remove(self, name: str) -> int:
        """Delete a topic and its alerts that are not sent; give their number. Sent ones stay as history."""
        topic = await self.get(name)
        unsent = {"topic": topic.id, "state": {"$ne": "sent"}}

        async def both(session: AsyncClientSession) -> int:
            await self._rows.delete_one({"_id": topic.id}, session=session)
            return (await self._outbox.delete_many(unsent, session=session)).deleted_count

        return await transaction(self._client, both)


def _topic(row: dict[str, Any]) -> Topic:
    return msgspec.convert({"id": row["_id"], **row}, Topic)
