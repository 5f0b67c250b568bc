"""Run by the test of kills: for each step of matching and delivering, a process that is killed there.

A step is a command to the database, sent or answered; the message goes out between two of them. After
each kill another process goes on later, when the lease of what the dead one had claimed is over.
Each article is for one step; where the kill came is printed.
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from pymongo import monitoring

from monitor.alert.deliver import drain
from monitor.store.connection import open_store
from monitor.store.outbox import LEASE
from tests.alert.newsroom import NOW, article, publish
from tests.dedup.prose import prose


class Killer(monitoring.CommandListener):
    """Kills its own process at the step of a number; counts from when it is armed."""

    def __init__(self) -> None:
        self.left = -1

    def started(self, event: Any) -> None:
        """Take a step before the database has the command."""
        self._step(f"before {event.command_name}")

    def succeeded(self, event: Any) -> None:
        """Take a step after the database has answered."""
        self._step(f"after {event.command_name}")

    def failed(self, event: Any) -> None:
        """Take a step after the database has refused."""
        self._step(f"after {event.command_name}")

    def _step(self, where: str) -> None:
        self.left -= 1
        if self.left == 0:
            sys.stdout.write(f"{where}\n")
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)


KILLER = Killer()
monitoring.register(KILLER)


async def die(uri: str, database: str, step: int) -> None:
    """Store an article whose alert is to be sent; match and deliver, and be killed at the step."""
    async with open_store(uri, database, Path()) as store:
        await publish(store, article(f"s{step:03}", prose(step, 80)))
        KILLER.left = step
        await drain(store, NOW + timedelta(minutes=10 * step))
        KILLER.left = -1


async def go_on(uri: str, database: str, step: int) -> None:
    """Match and deliver when the lease of the dead one is over."""
    async with open_store(uri, database, Path()) as store:
        # The server does this itself, once what the dead one had begun is too old.
        await store.client.admin.command("killAllSessions", [])
        await drain(store, NOW + timedelta(minutes=10 * step) + LEASE)


def in_child(work: Any) -> bool:
    """Run a coroutine in a process of its own; true when it was not killed."""
    child = os.fork()
    if child == 0:
        asyncio.run(work)
        os._exit(0)
    work.close()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(status)
    return os.WIFEXITED(status)


def main(uri: str, database: str) -> None:
    """Kill at one step after the other until there is no further step."""
    step, whole = 0, False
    while not whole:
        step += 1
        whole = in_child(die(uri, database, step))
        in_child(go_on(uri, database, step))


if __name__ == "__main__":
    main(*sys.argv[1:])
