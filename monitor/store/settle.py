"""Settling an event: it is marked as matched, and its alerts are in the outbox, both or neither.

A topic is told of a story once. Whether it was is a look-up in the outbox over the members that the
story's cluster has now, so that clusters may merge and nothing is sent again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.store.events import Events
from monitor.store.topics import Topic
from monitor.store.transaction import transaction

Once = Literal["story", "article", "event"]
_MONDAY = datetime(1970, 1, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """That a topic is to be told of an event, and what; `once` for what it is told one time only."""

    topic: Topic
    said: dict[str, Any]
    once: Once = "story"


async def settle(
    database: AsyncDatabase[dict[str, Any]], event: Mapping[str, Any], alerts: Sequence[Alert], now: datetime
) -> int:
    """Mark an event as matched and write the rows of its alerts; give the number of topics told.

    A topic that was told already, of what its alert names by `once`, is not told again. Nothing is
    written when another matcher had the event, or for a topic that is gone.
    """

    async def body(session: AsyncClientSession) -> int:
        if not await Events(database).mark(session, [event["_id"]], now):
            return 0
        told = 0
        for alert in alerts:
            if await _told(database, alert, event["article"], session):
                continue
            # Two matchers that have two copies of a story at one time meet at this document: the
            # second is started again, and then sees the rows of the first.
            counted = await database["topics"].update_one(
                {"_id": alert.topic.id}, {"$inc": {"alerts": 1}}, session=session
            )
            if counted.matched_count:
                await database["outbox"].insert_many(_rows(event, alert, now), session=session)
                told += 1
        return told

    return await transaction(database.client, body)


def next_turn(every: int | None, now: datetime) -> datetime:
    """When a topic of this rhythm, in seconds, sends next: now, or its next full turn since a Monday, UTC.

    >>> next_turn(3600, datetime(2026, 11, 24, 9, 12, tzinfo=UTC)).time()
    datetime.time(10, 0)
    >>> f"{next_turn(7 * 86400, datetime(2026, 11, 24, 9, 12, tzinfo=UTC)):%A %H:%M}"
    'Monday 00:00'
    """
    if every is None:
        return now
    turn = timedelta(seconds=every)
    return _MONDAY + ((now - _MONDAY) // turn + 1) * turn


async def _told(
    database: AsyncDatabase[dict[str, Any]], alert: Alert, article: str, session: AsyncClientSession
) -> bool:
    if alert.once == "event":
        return False
    members = [article]
    if alert.once == "story":
        articles = database["articles"]
        stored = await articles.find_one({"_id": article}, {"cluster": 1}, session=session)
        if stored and stored["cluster"]:
            found = articles.find({"cluster": stored["cluster"]}, {"_id": 1}, session=session)
            members += [member["_id"] async for member in found]
    seen = {"topic": alert.topic.id, "article": {"$in": members}}
    return await database["outbox"].find_one(seen, {"_id": 1}, session=session) is not None


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
            "token": None,
            "lastError": None,
            "sentAt": None,
        }
        for channel in topic.channels
    ]
