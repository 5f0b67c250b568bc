"""The deliverer: takes due rows from the outbox and hands their messages to channels.

The outbox decides when and whether, a channel only carries. Each alert is sent at least once: a process
that dies between sending and noting it leaves a row that is sent again, under the same key, when its
lease ends. What a channel does not take is tried again, later and later, for about a day; then it is
dead until somebody says `monitor alert retry`.
"""

import asyncio
import logging
import math
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alert.carry import carry
from monitor.alert.channels import redacted
from monitor.alert.clock import Clock, clock, pause
from monitor.alert.digest import compose
from monitor.alert.matcher import Matcher
from monitor.errors import DeliveryFailed, StoreAway
from monitor.store.connection import Store
from monitor.store.outbox import Claim

POLL = 2.0
"""Seconds between two looks into the outbox."""
MOST_ATTEMPTS = 14
TURN = 30.0
"""Seconds that a channel with many messages may keep the others waiting for the next look."""
_LONGEST_POSTPONEMENT = timedelta(minutes=1)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What was done: events matched, alerts found, messages sent, failed and given up."""

    events: int = 0
    alerts: int = 0
    sent: int = 0
    failed: int = 0
    dead: int = 0


async def run(store: Store, stop: asyncio.Event, *, poll: float = POLL) -> None:
    """Deliver what is due until `stop`; a message on its way is finished first."""
    while not stop.is_set():
        try:
            await Deliverer(store).deliver_due(stop)
        except StoreAway as error:
            log.warning("delivery waits for the database reason=%s", error)
        await pause(stop, poll)


async def drain(
    store: Store, now: datetime | None = None, *, outlets: Mapping[str, str] | None = None
) -> Tally:
    """Match every event that waits, then deliver everything that is due, once; `now` stands in for the clock."""
    told: Clock = (lambda: now) if now else clock
    events, alerts = await Matcher(store, outlets or {}, told).match_waiting()
    tally = await Deliverer(store, told, turn=math.inf).deliver_due()
    tally.events, tally.alerts = events, alerts
    return tally


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 11 s, 26 s, 91 s, … 8 hours; together about a day.

    >>> wait_after(2)
    datetime.timedelta(seconds=26)
    """
    return timedelta(seconds=attempts**4 + 10)


class Deliverer:
    """Sends what is due in a store's outbox, channel by channel at one time."""

    def __init__(self, store: Store, told: Clock = clock, *, turn: float = TURN) -> None:
        self._outbox = store.outbox
        self._topics = store.topics
        self._told = told
        self._turn = turn

    async def deliver_due(self, stop: asyncio.Event | None = None) -> Tally:
        """Send what is due; one channel's messages keep their order, and no channel waits for another."""
        tally = Tally()
        due = await self._outbox.channels_due(self._told())
        # Read after the outbox: a topic that is newer than one of its rows must not be missed.
        topics = await self._topics.list()
        held = {topic.id for topic in topics if topic.paused}
        addresses = {channel.id: channel.to for topic in topics for channel in topic.channels}
        lanes = [self._lane(each, addresses[each], held, tally, stop) for each in due if each in addresses]
        # All lanes end before an error goes on: none may be left behind in the loop.
        for outcome in await asyncio.gather(*lanes, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
        return tally

    async def _lane(
        self, channel: str, to: str, held: Collection[str], tally: Tally, stop: asyncio.Event | None
    ) -> None:
        until = time.monotonic() + self._turn
        while time.monotonic() < until and not (stop and stop.is_set()):
            claim = await self._outbox.claim(channel, self._told(), held=held)
            if claim is None:
                return
            message = compose(claim.key, [row.said for row in claim.rows])
            try:
                await carry(to, message)
            except DeliveryFailed as error:
                await self._failed(channel, claim, error, tally)
                continue
            tally.sent += 1
            if await self._outbox.sent(claim, self._told()):
                log.info("alert sent channel=%s key=%s alerts=%d", redacted(to), claim.key, len(claim.rows))
            else:
                log.warning("alert sent after its lease channel=%s key=%s", redacted(to), claim.key)

    async def _failed(self, channel: str, claim: Claim, error: DeliveryFailed, tally: Tally) -> None:
        now, attempts = self._told(), claim.rows[0].attempts
        if error.final or attempts >= MOST_ATTEMPTS:
            tally.dead += 1
            await self._outbox.failed(claim, str(error), again=None)
            log.error("alert given up key=%s attempts=%d reason=%s", claim.key, attempts, error)
            return
        tally.failed += 1
        wait = max(wait_after(attempts), timedelta(seconds=error.wait))
        await self._outbox.failed(claim, str(error), again=now + wait)
        # The channel is likely down: the others on it wait a little, but one message that a channel
        # chokes on must not hold them up for long.
        await self._outbox.postpone(channel, now, now + min(wait, _LONGEST_POSTPONEMENT))
        log.warning("alert failed key=%s attempts=%d again_in=%s reason=%s", claim.key, attempts, wait, error)
