"""The outbox: each alert to each channel is a row, and stays one until its channel took it.

A row's `_id` is `<topic>:<event>:<channel>`, so that no alert can be written twice. Its states:

    due     to be sent at `nextAttempt`
    failed  was tried, will be tried again at `nextAttempt`
    sent    the channel took it
    dead    given up; `monitor alert retry` makes it due again

Who sends rows claims them first: in one step `attempts` goes up and `nextAttempt` moves behind the
lease, so that nobody else finds them due until it ends. A deliverer that dies leaves rows that fall
due again by themselves. `key` is the idempotency key: the `_id` of the first row in the message. It is
set once, with the rows that go together, and stays over all attempts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Literal

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.errors import Unknown
from monitor.store.transaction import patiently, transaction

State = Literal["due", "failed", "sent", "dead"]
LEASE = timedelta(minutes=2)
LARGEST_DIGEST = 100
"""Alerts in one message, at most; the others follow in the next."""
_OPEN = {"$in": ["due", "failed"]}
_ORDER = [("nextAttempt", ASCENDING), ("at", ASCENDING), ("_id", ASCENDING)]

INDEXES = {
    "outbox": [
        IndexModel([("state", ASCENDING), ("nextAttempt", ASCENDING)], name="due"),
        IndexModel([("topic", ASCENDING), ("article", ASCENDING)], name="story"),
        IndexModel([("key", ASCENDING)], name="key"),
        IndexModel([("at", DESCENDING)], name="newest"),
    ]
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An alert on its way to a channel; `said` is what its message says, as plain data."""

    id: str
    topic: str
    topicName: str
    event: str
    article: str
    channel: str
    at: datetime
    state: State
    attempts: int
    nextAttempt: datetime
    digest: bool
    said: dict[str, Any]
    key: str | None = None
    lastError: str | None = None
    sentAt: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Rows that make one message, and the right to send it until the lease ends."""

    key: str
    token: str
    rows: tuple[Row, ...]


class Outbox:
    """The collection `outbox`; `settle` writes its rows."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._rows = database["outbox"]
        self._client = database.client

    async def channels_due(self, now: datetime) -> list[str]:
        """Ids of the channels on which something is due."""
        due = {"state": _OPEN, "nextAttempt": {"$lte": now}}
        return sorted(await patiently(lambda: self._rows.distinct("channel", due)))

    async def claim(
        self, channel: str, now: datetime, *, lease: timedelta = LEASE, held: Collection[str] = ()
    ) -> Claim | None:
        """Take what is due on a channel: one alert, or a digest; topics in `held` wait."""
        due = {
            "channel": channel,
            "state": _OPEN,
            "nextAttempt": {"$lte": now},
            "topic": {"$nin": list(held)},
        }

        async def body(session: AsyncClientSession) -> Claim | None:
            first = await self._rows.find_one(due, sort=_ORDER, session=session)
            if first is None:
                return None
            found = self._rows.find(_together(first, due), sort=_ORDER, limit=LARGEST_DIGEST, session=session)
            rows = await found.to_list()
            key, token = first["key"] or first["_id"], token_hex(8)
            await self._rows.update_many(
                {"_id": {"$in": [row["_id"] for row in rows]}},
                {"$set": {"key": key, "token": token, "nextAttempt": now + lease}, "$inc": {"attempts": 1}},
                session=session,
            )
            claimed = [{**row, "key": key, "attempts": row["attempts"] + 1} for row in rows]
            return Claim(key=key, token=token, rows=tuple(map(_row, claimed)))

        return await transaction(self._client, body)

    async def sent(self, claim: Claim, now: datetime) -> bool:
        """Close the rows of a claim; false when the lease had ended and another took them."""
        return await self._close(claim, {"state": "sent", "sentAt": now, "lastError": None})

    async def failed(self, claim: Claim, error: str, *, again: datetime | None) -> bool:
        """Say why a channel did not take a claim, and when to try again; never makes it dead."""
        state = {"state": "dead"} if again is None else {"state": "failed", "nextAttempt": again}
        return await self._close(claim, {**state, "lastError": error})

    async def postpone(self, channel: str, now: datetime, until: datetime) -> None:
        """Let what is due on a channel wait: it did not take another message just now."""
        due = {"channel": channel, "state": _OPEN, "nextAttempt": {"$lte": now}}
        await patiently(lambda: self._rows.update_many(due, {"$set": {"nextAttempt": until}}))

    async def retry(self, ids: Sequence[str] | None, now: datetime) -> int:
        """Make rows that failed or are dead due now, all of them for None; give their number.

        Rows of one message go together. Raises `Unknown` for an id that is not in the outbox, or sent.
        """
        chosen: dict[str, Any] = {"state": {"$in": ["failed", "dead"]}}
        if ids is not None:
            chosen["$or"] = [{"_id": {"$in": list(ids)}}, {"key": {"$in": await self._keys(ids)}}]
        again = {"$set": {"state": "due", "attempts": 0, "nextAttempt": now}}
        return (await patiently(lambda: self._rows.update_many(chosen, again))).modified_count

    async def list(
        self, *, topic: str | None = None, state: State | None = None, limit: int = 100
    ) -> list[Row]:
        """Rows, newest first, of one topic (by name) or state where given."""
        wanted = {name: value for name, value in (("topicName", topic), ("state", state)) if value}
        newest = [("at", DESCENDING), ("_id", ASCENDING)]
        rows = await patiently(lambda: self._rows.find(wanted).sort(newest).limit(limit).to_list())
        return [_row(row) for row in rows]

    async def count(self, state: State, *, topic: str | None = None) -> int:
        """Count the rows in a state, of one topic (by name) where given."""
        wanted = {"state": state} | ({"topicName": topic} if topic else {})
        return await patiently(lambda: self._rows.count_documents(wanted))

    async def _close(self, claim: Claim, facts: Mapping[str, Any]) -> bool:
        own = {"key": claim.key, "token": claim.token}
        closed = await patiently(lambda: self._rows.update_many(own, {"$set": facts}))
        return closed.matched_count > 0

    async def _keys(self, ids: Sequence[str]) -> Sequence[str]:
        """Give the keys of the messages that rows went out in."""
        unsent = {"_id": {"$in": list(ids)}, "state": {"$ne": "sent"}}
        rows = await patiently(lambda: self._rows.find(unsent, {"key": 1}).to_list())
        missing = set(ids) - {row["_id"] for row in rows}
        if missing:
            raise Unknown(
                f'No alert waits under "{min(missing)}"; "monitor alert list --state dead" gives the ids.'
            )
        return [row["key"] for row in rows if row["key"]]


def _together(first: Mapping[str, Any], due: Mapping[str, Any]) -> dict[str, Any]:
    """Say which rows go in one message with the first that is due."""
    if first["key"]:  # it was tried, and goes out again as it was
        return {"key": first["key"], "state": _OPEN}
    if first["digest"]:
        return {**due, "topic": first["topic"], "digest": True, "key": None}
    return {"_id": first["_id"]}


def _row(row: Mapping[str, Any]) -> Row:
    return msgspec.convert({"id": row["_id"], **row}, Row)
