"""The matcher: finds the topics that an event is for, and writes their alerts into the outbox.

An event waits, with `matchedAt` null, until a matcher settles it: rows and mark are written in one
transaction, so that a kill at any moment loses no alert and writes none twice. The change stream only
wakes the matcher. Whether a topic hears of an event depends on the event's time and cause, never on
when the matcher runs: without `monitor up` events wait for as long as it takes.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from monitor.alert.match import Standing, alerts_of
from monitor.errors import StoreAway
from monitor.items import NewsArticle
from monitor.query import read
from monitor.store.connection import Store
from monitor.store.outbox import Alert
from monitor.store.topics import Topic

POLL = 5.0
"""Seconds between two looks for events when nothing wakes the matcher."""
_BATCH = 200

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def clock() -> datetime:
    """Tell the time in UTC."""
    return datetime.now(UTC)


async def run(
    store: Store, stop: asyncio.Event, *, outlets: Mapping[str, str] | None = None, poll: float = POLL
) -> None:
    """Match until `stop`: at each change of the events, and every `poll` seconds whatever happens."""
    matcher = Matcher(store, outlets or {})
    while not stop.is_set():
        try:
            await matcher.match_waiting(stop)
            await store.events.changed(stop, poll)
        except StoreAway as error:
            log.warning("matching waits for the database reason=%s", error)
            await pause(stop, poll)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until `stop`."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


@dataclass(slots=True)
class Matcher:
    """Settles events of a store; `outlets` gives domains by outlets' names, as `query.parse` takes them."""

    store: Store
    outlets: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = clock
    _stuck: set[str] = field(default_factory=set)

    async def match_waiting(self, stop: asyncio.Event | None = None) -> tuple[int, int]:
        """Settle every event that waits; give the number of events, and of alerts."""
        settled = alerts = 0
        while not (stop and stop.is_set()):
            events = await self.store.outbox.waiting(_BATCH, without=self._stuck)
            if not events:
                break
            # Read after the events: a topic that is older than one of these must not be missed.
            topics = await self.store.topics.list()
            heard = [event for event in events if _hearing(topics, event)]
            settled += await self.store.outbox.pass_over(
                [event["_id"] for event in events if event not in heard], self.clock()
            )
            for event in heard:
                told = await self._settle(event, _hearing(topics, event))
                settled += told is not None
                alerts += told or 0
        if settled:
            log.info("events matched events=%d alerts=%d", settled, alerts)
        return settled, alerts

    async def _settle(self, event: Mapping[str, Any], topics: Sequence[Topic]) -> int | None:
        try:
            alerts = await self._alerts(event, topics)
        except StoreAway:
            raise
        except Exception:
            # An article that cannot be matched must not keep the others waiting. Its event stays, and
            # the next process that matches tries it again.
            log.exception("event cannot be matched event=%s", event["_id"])
            self._stuck.add(event["_id"])
            return None
        return len(await self.store.outbox.settle(event, alerts, self.clock()))

    async def _alerts(self, event: Mapping[str, Any], topics: Sequence[Topic]) -> list[Alert]:
        texts = {topic.id: topic.query for topic in topics}
        queries, bad = read(texts, now=event["at"], outlets=self.outlets)
        for topic in topics:
            if topic.id in bad:
                log.error("topic cannot be read topic=%s reason=%s", topic.name, bad[topic.id].args[0])
        standing = [Standing(topic, queries[topic.id]) for topic in topics if topic.id in queries]
        states = await self._states(event)
        return alerts_of(event, standing, *states) if states else []

    async def _states(self, event: Mapping[str, Any]) -> list[NewsArticle]:
        """Give the article as the event left it, and as it was before."""
        article = await self.store.articles.get(event["article"])
        if article is None:
            log.warning("event of an article that is gone event=%s", event["_id"])
            return []
        if event["revision"] == 1 == article.revision:
            return [article]
        states = {state.revision: state for state in await self.store.articles.revisions(event["article"])}
        states[article.revision] = article
        before = states.get(event["revision"] - 1)
        return [states.get(event["revision"], article), *([before] if before else [])]


def _hearing(topics: Sequence[Topic], event: Mapping[str, Any]) -> list[Topic]:
    return [topic for topic in topics if topic.hears(event["cause"], event["at"])]
