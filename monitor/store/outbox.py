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

from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Literal, TypeVar

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.errors import Unknown
from monitor.store.topics import Topic

T = TypeVar("T")
State = Literal["due", "failed", "sent", "dead"]
OPEN = ["due", "failed"]
LEASE = timedelta(minutes=2)
LARGEST_DIGEST = 100
"""Alerts in one message, at most; the others follow in the next."""

INDEXES = {
    "outbox": [
        IndexModel([("state", ASCENDING), ("nextAttempt", ASCENDING)], name="due"),
        IndexModel([("topic", ASCENDING), ("article", ASCENDING)], name="story"),
        IndexModel([("key", ASCENDING)], name="key"),
        IndexModel([("at", DESCENDING)], name="newest"),
    ]
}


Once = Literal["story", "article", "event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """That a topic is to be told of an event, and what; `once` for what it is told one time only."""

    topic: Topic
    said: dict[str, Any]
    once: Once = "story"


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
    """The collection `outbox`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._rows = database["outbox"]
        self._topics = database["topics"]
        self._events = database["events"]
        self._articles = database["articles"]
        self._client = database.client

    async def waiting(self, limit: int, *, without: Collection[str] = ()) -> list[dict[str, Any]]:
        """Events that no matcher has settled, oldest first, but for those whose ids are in `without`."""
        unmatched = {"matchedAt": None, "_id": {"$nin": list(without)}}
        oldest = [("at", ASCENDING), ("_id", ASCENDING)]
        return await self._events.find(unmatched).sort(oldest).limit(limit).to_list()

    async def pass_over(self, events: Sequence[str], now: datetime) -> int:
        """Mark events that no topic hears as matched; give the number that were not."""
        marked = await self._events.update_many(
            {"_id": {"$in": list(events)}, "matchedAt": None}, {"$set": {"matchedAt": now}}
        )
        return marked.modified_count

    async def settle(self, event: Mapping[str, Any], alerts: Sequence[Alert], now: datetime) -> list[str]:
        """Mark an event matched and write the rows of its alerts, both or neither.

        Gives the names of the topics told. A topic that was told of the story already, by the article
        or by a member of its cluster, is not told again, unless its alert says otherwise by `once`.
        Nothing is written when another matcher had the event.
        """

        async def body(session: AsyncClientSession) -> list[str]:
            marked = await self._events.update_one(
                {"_id": event["_id"], "matchedAt": None}, {"$set": {"matchedAt": now}}, session=session
            )
            if not marked.modified_count:
                return []
            told = []
            for alert in alerts:
                if await self._told(alert, event["article"], session):
                    continue
                # Two matchers that have two copies of a story at one time meet at this document: the
                # second is started again, and then sees the rows of the first.
                counted = await self._topics.update_one(
                    {"_id": alert.topic.id}, {"$inc": {"alerts": 1}}, session=session
                )
                if not counted.matched_count:
                    continue  # removed in the meantime
                await self._rows.insert_many(_rows(event, alert, now), session=session)
                told.append(alert.topic.name)
            return told

        return await self._transaction(body)

    async def claim(
        self, channel: str, now: datetime, *, lease: timedelta = LEASE, held: Collection[str] = ()
    ) -> Claim | None:
        """Take what is due on a channel: one alert, or a digest; topics in `held` wait."""
        due = {
            "channel": channel,
            "state": {"$in": OPEN},
            "nextAttempt": {"$lte": now},
            "topic": {"$nin": list(held)},
        }

        async def body(session: AsyncClientSession) -> Claim | None:
            order = [("nextAttempt", ASCENDING), ("at", ASCENDING), ("_id", ASCENDING)]
            first = await self._rows.find_one(due, sort=order, session=session)
            if first is None:
                return None
            # A message that was tried goes out again as it was; a new digest takes all that is due.
            if first["key"]:
                together: dict[str, Any] = {"key": first["key"], "state": {"$in": OPEN}}
            elif first["digest"]:
                together = {**due, "topic": first["topic"], "digest": True, "key": None}
            else:
                together = {"_id": first["_id"]}
            found = self._rows.find(together, sort=order, limit=LARGEST_DIGEST, session=session)
            rows = await found.to_list()
            key, token = first["key"] or first["_id"], token_hex(8)
            await self._rows.update_many(
                {"_id": {"$in": [row["_id"] for row in rows]}},
                {
                    "$set": {"key": key, "token": token, "nextAttempt": now + lease},
                    "$inc": {"attempts": 1},
                },
                session=session,
            )
            claimed = [{**row, "key": key, "attempts": row["attempts"] + 1} for row in rows]
            return Claim(key=key, token=token, rows=tuple(map(_row, claimed)))

        return await self._transaction(body)

    async def sent(self, claim: Claim, now: datetime) -> bool:
        """Close the rows of a claim; false when the lease had ended and another took them."""
        closed = await self._rows.update_many(
            {"key": claim.key, "token": claim.token},
            {"$set": {"state": "sent", "sentAt": now, "lastError": None}, "$unset": {"token": ""}},
        )
        return closed.matched_count > 0

    async def failed(self, claim: Claim, error: str, *, again: datetime | None) -> None:
        """Say why a channel did not take a claim, and when to try again; never makes it dead."""
        state = {"state": "dead"} if again is None else {"state": "failed", "nextAttempt": again}
        await self._rows.update_many(
            {"key": claim.key, "token": claim.token},
            {"$set": {**state, "lastError": error}, "$unset": {"token": ""}},
        )

    async def postpone(self, channel: str, now: datetime, until: datetime) -> None:
        """Let what is due on a channel wait: it did not take another message just now."""
        await self._rows.update_many(
            {"channel": channel, "state": {"$in": OPEN}, "nextAttempt": {"$lte": now}},
            {"$set": {"nextAttempt": until}},
        )

    async def retry(self, ids: Sequence[str] | None, now: datetime) -> int:
        """Make rows that failed or are dead due now, all of them for None; give their number.

        Rows of one message go together. Raises `Unknown` for an id that is not in the outbox, or sent.
        """
        chosen: dict[str, Any] = {"state": {"$in": ["failed", "dead"]}}
        if ids is not None:
            wanted = await self._rows.find({"_id": {"$in": list(ids)}, "state": {"$ne": "sent"}}).to_list()
            missing = set(ids) - {row["_id"] for row in wanted}
            if missing:
                raise Unknown(
                    f'No alert waits under "{min(missing)}"; "monitor alert list --state dead" gives the ids.'
                )
            keys = [row["key"] for row in wanted if row["key"]]
            chosen = {"$and": [chosen, {"$or": [{"_id": {"$in": list(ids)}}, {"key": {"$in": keys}}]}]}
        changed = await self._rows.update_many(
            chosen, {"$set": {"state": "due", "attempts": 0, "nextAttempt": now}, "$unset": {"token": ""}}
        )
        return changed.modified_count

    async def channels_due(self, now: datetime) -> list[str]:
        """Ids of the channels on which something is due."""
        due = {"state": {"$in": OPEN}, "nextAttempt": {"$lte": now}}
        return sorted(await self._rows.distinct("channel", due))

    async def list(
        self, *, topic: str | None = None, state: State | None = None, limit: int = 100
    ) -> list[Row]:
        """Rows, newest first, of one topic (by name) or state where given."""
        wanted = {name: value for name, value in (("topicName", topic), ("state", state)) if value}
        found = self._rows.find(wanted).sort([("at", DESCENDING), ("_id", ASCENDING)]).limit(limit)
        return [_row(row) async for row in found]

    async def count(self, state: State) -> int:
        """Count the rows in a state."""
        return await self._rows.count_documents({"state": state})

    async def _told(self, alert: Alert, article: str, session: AsyncClientSession) -> bool:
        if alert.once == "event":
            return False
        members = [article]
        if alert.once == "story":
            stored = await self._articles.find_one({"_id": article}, {"cluster": 1}, session=session)
            if stored and stored.get("cluster"):
                found = self._articles.find({"cluster": stored["cluster"]}, {"_id": 1}, session=session)
                members += [member["_id"] async for member in found]
        seen = {"topic": alert.topic.id, "article": {"$in": members}}
        return await self._rows.find_one(seen, {"_id": 1}, session=session) is not None

    async def _transaction(self, body: Callable[[AsyncClientSession], Coroutine[Any, Any, T]]) -> T:
        async with self._client.start_session() as session:
            return await session.with_transaction(body)


def next_turn(every: int | None, now: datetime) -> datetime:
    """When a topic of this rhythm sends next: now, or the next multiple of it in UTC.

    >>> from datetime import UTC, datetime
    >>> next_turn(3600, datetime(2026, 11, 24, 9, 12, tzinfo=UTC)).time()
    datetime.time(10, 0)
    """
    if every is None:
        return now
    seconds = (int(now.timestamp()) // every + 1) * every
    return datetime.fromtimestamp(seconds, now.tzinfo)


def _rows(event: Mapping[str, Any], alert: Alert, now: datetime) -> list[dict[str, Any]]:
    topic = alert.topic
    return [
        {
            "_id": f"{topic.id}:{event['_id']}:{channel.id}",
            "topic": topic.id,
            "topicName": topic.name,
            "event": event["_id"],
            "article": event["article"],
            "channel": channel.id,
            "at": event["at"],
            "state": "due",
            "attempts": 0,
            "nextAttempt": next_turn(topic.every, now),
            "digest": topic.every is not None,
            "said": alert.said,
            "key": None,
            "lastError": None,
            "sentAt": None,
        }
        for channel in topic.channels
    ]


def _row(row: Mapping[str, Any]) -> Row:
    return msgspec.convert({"id": row["_id"], **row}, Row)
