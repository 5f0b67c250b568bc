"""What `monitor up` runs until it is told to stop: database, scheduler, matcher, deliverer.

Each part goes on by itself: one that fails is started again, and a database that is away is waited for.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

from monitor.alert import deliver, matcher
from monitor.alert.clock import pause
from monitor.cite import gazetteer
from monitor.config import Config
from monitor.errors import StoreAway
from monitor.schedule.scheduler import AT_ONCE, CRAWL, Scheduler
from monitor.store.connection import Store, open_store
from monitor.store.embedded import Embedded

AGAIN = 5.0
"""Seconds before something that failed is tried again."""
PATIENCE = 60.0
"""Seconds that a database may take to come up at our start."""

log = logging.getLogger(__name__)


async def run(
    config: Config, stop: asyncio.Event, *, at_once: int = AT_ONCE, crawl_command: Sequence[str] = CRAWL
) -> None:
    """Run everything until `stop`, with so many crawls at one time; cancelled, it kills the crawls.

    Raises `StoreAway` when there is no database to begin with.
    """
    outlets = gazetteer.load(config.outlets).names
    async with AsyncExitStack() as stack:
        store = await _reach(config, stop, stack)
        if store is None:
            return
        schedules, topics = await store.schedules.list(), await store.topics.list()
        log.info("up database=%s schedules=%d topics=%d", store.db.name, len(schedules), len(topics))
        scheduler = Scheduler(store, at_once=at_once, crawl_command=crawl_command)
        async with asyncio.TaskGroup() as parts:
            parts.create_task(_steadily("scheduler", lambda: scheduler.run(stop), stop))
            parts.create_task(_steadily("matcher", lambda: matcher.run(store, stop, outlets=outlets), stop))
            parts.create_task(_steadily("deliverer", lambda: deliver.run(store, stop), stop))
            if config.mongo_uri is None:
                parts.create_task(_steadily("database", lambda: _keep(Embedded(config.data), stop), stop))
    log.info("stopped")


async def _reach(config: Config, stop: asyncio.Event, stack: AsyncExitStack) -> Store | None:
    """Open the store; one that others run may come up after us. None when we are stopped before."""
    deadline = time.monotonic() + PATIENCE
    while not stop.is_set():
        try:
            return await stack.enter_async_context(
                open_store(config.mongo_uri, config.mongo_database, config.data)
            )
        except StoreAway as error:
            if config.mongo_uri is None or time.monotonic() > deadline:
                raise
            log.warning("database waited for reason=%s", error)
            await pause(stop, AGAIN)
    return None


async def _steadily(part: str, run: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Run a part until `stop`, and start it again when it fails."""
    while not stop.is_set():
        try:
            await run()
        except StoreAway as error:
            log.warning("%s waits for the database reason=%s", part, error)
            await pause(stop, AGAIN)
        except Exception:
            log.exception("%s failed, is started again", part)
            await pause(stop, AGAIN)


async def _keep(database: Embedded, stop: asyncio.Event) -> None:
    """Start the embedded database again when it has ended."""
    while not stop.is_set():
        await database.start()
        await pause(stop, AGAIN)
