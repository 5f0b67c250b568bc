"""The matcher: finds the topics that an event is for, and writes their alerts into the outbox.

An event waits, with `matchedAt` null, until a matcher settles it: rows and mark are written in one
transaction, so that a kill at any moment loses no alert and writes none twice. The change stream only
wakes the matcher. Whether a topic hears of an event depends on the event's time and cause, never on
when the matcher runs: without `monitor up` events wait for as long as it takes.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitor.alert import layout
from monitor.alert.clock import Clock, clock, pause
from monitor.alert.match import alerts_of
from monitor.alert.readings import Readings
from monitor.errors import StoreAway
from monitor.items import NewsArticle
from monitor.store.connection import Store
from monitor.store.settle import Alert, settle
from monitor.store.topics import Topic

POLL = 5.0
"""Seconds between two looks for events when nothing wakes the matcher."""
_BATCH = 200

log = logging.getLogger(__name__)


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
        readings = Readings(self.outlets)
        while not (stop and stop.is_set()):
            events = await self.store.events.unmatched(_BATCH, without=self._stuck)
            if not events:
                break
            # Read after the events: a topic that is older than one of these must not be missed.
            topics = await self.store.topics.list()
            heard = {event["_id"]: _hearing(topics, event) for event in events}
            if unheard := [name for name, hearing in heard.items() if not hearing]:
                settled += await self.store.events.pass_over(unheard, self.clock())
            for event in events:
                if hearing := heard[event["_id"]]:
                    told = await self._settle(event, hearing, readings)
                    settled += told is not None
                    alerts += told or 0
        if settled:
            level = logging.INFO if alerts else logging.DEBUG
            log.log(level, "events matched events=%d alerts=%d", settled, alerts)
        return settled, alerts

    async def _settle(
        self, event: Mapping[str, Any], topics: Sequence[Topic], readings: Readings
    ) -> int | None:
        """Settle one event and give the number of its alerts; None when it cannot be settled."""
        try:
            alerts = await self._alerts(event, topics, readings)
            return await settle(self.store.db, event, alerts, self.clock())
        except StoreAway:
            raise
        except Exception:
            # An article that cannot be matched must not keep the others waiting. Its event stays, and
            # the next process that matches tries it again.
            log.exception("event cannot be matched event=%s", event["_id"])
            self._stuck.add(event["_id"])
            return None

    async def _alerts(
        self, event: Mapping[str, Any], topics: Sequence[Topic], readings: Readings
    ) -> list[Alert]:
        states = await states_of(self.store, event)
        if not states:
            log.warning("event of an article that is gone event=%s", event["_id"])
            return []
        return alerts_of(event, readings.of(topics, event["at"]), *states)


async def states_of(store: Store, event: Mapping[str, Any]) -> list[NewsArticle]:
    """Give the article as the event left it, and as it was before; nothing when it is gone.

    Of a change of layout it is the notice of it.
    """
    if event["kind"] == layout.KIND:
        return [layout.notice(await store.runs.get(event["run"]))]
    article = await store.articles.get(event["article"])
    if article is None:
        return []
    if event["revision"] == 1 == article.revision:
        return [article]
    states = [*await store.articles.revisions(event["article"]), article]
    place = next(
        (n for n, state in enumerate(states) if state.revision == event["revision"]), len(states) - 1
    )
    return [states[place], *states[max(place - 1, 0) : place]]


def _hearing(topics: Sequence[Topic], event: Mapping[str, Any]) -> list[Topic]:
    return [topic for topic in topics if topic.hears(event["cause"], event["at"])]
