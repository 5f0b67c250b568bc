"""The deliverer: takes due rows from the outbox and hands their messages to channels.

The outbox decides when and whether, a channel only carries. Each alert is sent at least once: a process
that dies between sending and noting it leaves a row that is sent again, under the same key, when its
lease ends. What a channel does not take is tried again, later and later, for about a day; then it is
dead until somebody says `monitor alert retry`.
"""

import asyncio
import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alert import jsonl, relay, webhook
from monitor.alert.channels import path_of, redacted, scheme_of
from monitor.alert.digest import Message, compose
from monitor.alert.matcher import Clock, Matcher, clock, pause
from monitor.errors import DeliveryFailed, StoreAway
from monitor.store.connection import Store
from monitor.store.outbox import Claim

POLL = 2.0
"""Seconds between two looks into the outbox."""
MOST_ATTEMPTS = 14
LIMIT = 60.0
"""Seconds for one message; shorter than the lease of its rows."""
_TURN = timedelta(seconds=30)
"""How long a channel with many messages may keep the others waiting for the next look."""
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
    tally = await Deliverer(store, told).deliver_due()
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

    def __init__(self, store: Store, told: Clock = clock) -> None:
        self._outbox = store.outbox
        self._topics = store.topics
        self._told = told

    async def deliver_due(self, stop: asyncio.Event | None = None) -> Tally:
        """Send what is due; one channel's messages keep their order, and no channel waits for another."""
        topics, tally = await self._topics.list(), Tally()
        held = {topic.id for topic in topics if topic.paused}
        addresses = {channel.id: channel.to for topic in topics for channel in topic.channels}
        lanes = [
            self._lane(channel, addresses.get(channel, ""), held, tally, stop)
            for channel in await self._outbox.channels_due(self._told())
        ]
        # All lanes end before an error goes on: none may be left behind in the loop.
        for outcome in await asyncio.gather(*lanes, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
        return tally

    async def _lane(
        self, channel: str, to: str, held: set[str], tally: Tally, stop: asyncio.Event | None
    ) -> None:
        until = clock() + _TURN
        while clock() < until and not (stop and stop.is_set()):
            claim = await self._outbox.claim(channel, self._told(), held=held)
            if claim is None:
                return
            message = compose(claim.key, [row.said for row in claim.rows])
            try:
                await _send(to, message)
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


async def _send(to: str, message: Message) -> None:
    try:
        async with asyncio.timeout(LIMIT):
            await _carry(to, message)
    except DeliveryFailed:
        raise
    except TimeoutError:
        raise DeliveryFailed(f"{redacted(to)} took longer than {LIMIT:.0f} s.") from None
    except Exception as error:  # noqa: BLE001 - a fault in one channel's code must not stop the others
        # Its words may repeat the URL.
        raise DeliveryFailed(f"{redacted(to)} failed inside ({type(error).__name__}).") from None


async def _carry(to: str, message: Message) -> None:
    match scheme_of(to):
        case "":
            raise DeliveryFailed("The topic of this channel is gone.", final=True)
        case "http" | "https":
            await webhook.send(to, message)
        case "file":
            await asyncio.to_thread(jsonl.append, path_of(to), message)
        case "stdout":
            await asyncio.to_thread(_print, message)
        case _:
            await asyncio.to_thread(relay.send, to, message)


def _print(message: Message) -> None:
    try:
        sys.stdout.write(f"{message.title}\n\n{message.text}\n")
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        raise DeliveryFailed(f"stdout cannot be written ({type(error).__name__}).") from None
