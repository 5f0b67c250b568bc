"""The scheduler: makes the turns of schedules that are due, each crawl in a child process.

Any number of schedulers may run, on one machine or several: a turn is claimed in the database, and the
crawl takes its outlet's lease itself. A turn that was interrupted stays due; a crawl that failed is
recorded, and made again at the next turn.
"""

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from datetime import datetime

from monitor.alert.clock import Clock, clock, pause
from monitor.errors import MonitorError, StoreAway
from monitor.schedule.child import Child
from monitor.schedule.due import following
from monitor.store.connection import Store
from monitor.store.runs import Run, new_id
from monitor.store.schedules import Turn

CRAWL = (sys.executable, "-m", "monitor", "crawl")
AT_ONCE = 8
"""Crawls at one time; each is a process of some 100 MB that mostly waits."""
PATIENCE = 30.0
"""Seconds in which a crawl may end by itself when it is told to."""
POLL = 1.0
_KEEP = 20.0

log = logging.getLogger(__name__)


class Scheduler:
    """Makes the turns of a store's schedules; `crawl_command` is called with a spider's name or a page's address."""

    def __init__(  # noqa: PLR0913 - one argument a rule
        self,
        store: Store,
        *,
        crawl_command: Sequence[str] = CRAWL,
        at_once: int = AT_ONCE,
        patience: float = PATIENCE,
        poll: float = POLL,
        clock: Clock = clock,
    ) -> None:
        self.store = store
        self.crawl_command = crawl_command
        self.at_once = at_once
        self.patience = patience
        self.poll = poll
        self.clock = clock
        self._busy: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Make turns until `stop`, then end the crawls; cancelled, it kills them."""
        async with asyncio.TaskGroup() as crawls:
            while not stop.is_set():
                try:
                    while turn := await self._due():
                        self._busy.add(turn.schedule.outlet)
                        crawls.create_task(self._make(turn, stop))
                except StoreAway as error:
                    log.warning("schedules wait for the database reason=%s", error)
                await pause(stop, self.poll)
            if self._busy:
                log.info("stopping crawls=%d patience=%.0fs", len(self._busy), self.patience)

    async def _due(self) -> Turn | None:
        """Claim a turn that can be made now: never two of one outlet, whoever makes the other."""
        if len(self._busy) >= self.at_once:
            return None
        held = await self.store.leases.held()
        return await self.store.schedules.claim(self.clock(), busy=self._busy | held)

    async def _make(self, turn: Turn, stop: asyncio.Event) -> None:
        schedule, started = turn.schedule, self.clock()
        section = ["--section", schedule.section] if schedule.section else []
        try:
            child = await Child.start(
                schedule.id, [*self.crawl_command, schedule.url or schedule.spider, *section]
            )
            log.info("crawl started schedule=%s process=%d", schedule.id, child.process.pid)
            interrupted = await self._watch(child, turn, stop)
            await self._close(turn, child, started, interrupted=interrupted)
        except StoreAway as error:
            log.warning("turn stays due schedule=%s reason=%s", schedule.id, error)
        except Exception:
            # One schedule's fault must not end the crawls of the others.
            log.exception("turn stays due schedule=%s", schedule.id)
        finally:
            self._busy.discard(schedule.outlet)

    async def _watch(self, child: Child, turn: Turn, stop: asyncio.Event) -> bool:
        """Keep the turn while the crawl runs; tell whether it was interrupted, at `stop`; cancelled, kill it."""
        try:
            while not await child.ended(stop, _KEEP):
                if stop.is_set():
                    await child.interrupt(self.patience)
                    return True
                await self._keep(turn)
            return False
        finally:
            child.kill()

    async def _keep(self, turn: Turn) -> None:
        try:
            await self.store.schedules.keep(turn)
        except StoreAway as error:
            # The crawl waits for the database by itself; a turn that is lost meanwhile finds its lease held.
            log.warning("turn cannot be kept schedule=%s reason=%s", turn.schedule.id, error)

    async def _close(self, turn: Turn, child: Child, started: datetime, *, interrupted: bool) -> None:
        """Say how a crawl ended, and settle its turn, or leave it due."""
        schedule, code = turn.schedule, await child.code()
        if interrupted:
            log.info("crawl interrupted schedule=%s: its turn stays due", schedule.id)
            await self.store.schedules.give_back(turn)
            return
        newest = await self.store.runs.list(outlet=schedule.outlet, limit=1)
        run = newest[0] if newest and newest[0].started >= started else None
        silent = run is None or run.state == "running"
        if code > 0 and silent and schedule.outlet in await self.store.leases.held():
            log.info("crawl waits schedule=%s: another process crawls %s", schedule.id, schedule.outlet)
            await self.store.schedules.give_back(turn)
            return
        if code:
            await self._failed(turn, run, started, _told(code, child.last_line))
        else:
            log.info("crawl done schedule=%s%s", schedule.id, _counted(run))
        await self.store.schedules.settle(turn, following(schedule, self.clock()))

    async def _failed(self, turn: Turn, run: Run | None, started: datetime, error: str) -> None:
        """Keep that a crawl failed, where it could not say so itself."""
        schedule = turn.schedule
        log.error("crawl failed schedule=%s reason=%s", schedule.id, (run and run.error) or error)
        if run is None:
            silent = Run(
                id=new_id(started),
                outlet=schedule.outlet,
                spider=schedule.spider,
                section=schedule.section or schedule.url or "",
                cause="crawl",
                started=started,
            )
            await self.store.runs.start(silent.ended_with({}, MonitorError(error), self.clock()))
        elif run.state == "running":
            await self.store.runs.finish(run.ended_with(run.counts, MonitorError(error), self.clock()))


def _told(code: int, last_line: str) -> str:
    if code < 0:
        return f"The crawl was ended by {signal.Signals(-code).name}."
    return f"The crawl ended with code {code}" + (f": {last_line}" if last_line else ".")


def _counted(run: Run | None) -> str:
    return "".join(f" {name}={count}" for name, count in run.counts.items()) if run else ""
