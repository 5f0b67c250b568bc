"""The run of a command that is no crawl, a replay or a retag: kept while it works, closed however it ends.

It has a lease of its own, so that one that is killed is not taken for running; any number may run at once.
"""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime

from monitor.errors import MonitorError
from monitor.memory import collect_seldom
from monitor.store import Store
from monitor.store.leases import this_process
from monitor.store.runs import Run
from monitor.times import cut

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@asynccontextmanager
async def running(store: Store, run: Run, counts: Counter[str]) -> AsyncIterator[None]:
    """Write that a run has begun, and at the end of the block how it ended, with what was counted.

    Ctrl-C and SIGTERM cancel the block, which may finish what it has in hand; then `MonitorError` is raised. A
    second signal ends the process at once.
    """
    early = MonitorError(f"The {run.cause} was ended before it was done; what it stored stays.")
    lease = await store.leases.take(f"run {run.id}", this_process())
    await store.runs.start(run, lease)
    keeping = asyncio.create_task(store.leases.keep(lease))
    error: MonitorError | None = early
    collect_seldom()
    try:
        with _signals_cancel():
            yield
        error = None
    except asyncio.CancelledError:
        raise early from None
    except MonitorError as raised:
        error = raised
        raise
    finally:
        keeping.cancel()
        await store.runs.finish(run.ended_with(counts, error, cut(datetime.now(UTC))))
        await store.leases.forget(lease)


@contextmanager
def _signals_cancel() -> Iterator[None]:
    """Let the first signal cancel the task at hand; what follows it does as it always does."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def restore() -> None:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)

    def cancel() -> None:
        restore()
        if task:
            task.cancel()

    for number in _SIGNALS:
        loop.add_signal_handler(number, cancel)
    try:
        yield
    finally:
        restore()
