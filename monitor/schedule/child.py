"""The process of a crawl, as `monitor up` starts and ends it."""

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress

from monitor.schedule.parent import CHILD

log = logging.getLogger(__name__)

_LONGEST_LINE = 2**20
_LAST_WORDS = 1.0
"""Seconds in which what a process wrote may still be read after its end."""


class Child:
    """A child process; what it says on stderr is said on ours, line by line, after its name."""

    def __init__(self, name: str, process: Process) -> None:
        self.name = name
        self.process = process
        self.last_line = ""
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, name: str, command: Sequence[str]) -> "Child":
        """Start a command; raises `OSError`."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,  # closed by the system when we die: see parent.py
            stdout=DEVNULL,  # a summary, for who called it; ours is in the run
            stderr=PIPE,
            limit=_LONGEST_LINE,
            env=os.environ | {CHILD: "1", "PYTHONUNBUFFERED": "1"},
            # Ctrl-C in the terminal is for us; we tell the child ourselves, once.
            start_new_session=True,
        )
        return cls(name, process)

    async def ended(self, stop: asyncio.Event, seconds: float) -> bool:
        """Wait for its end, for so many seconds at most, or until `stop`; tell whether it has ended."""
        waits = [asyncio.create_task(self.process.wait()), asyncio.create_task(stop.wait())]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return self.process.returncode is not None

    async def interrupt(self, patience: float) -> None:
        """Let it finish the page in hand and end; kill it when that takes longer than `patience` seconds."""
        self.process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(self.process.wait(), patience)
        except TimeoutError:
            log.warning("crawl killed schedule=%s waited=%.0f", self.name, patience)
            self.kill()

    def kill(self) -> None:
        """End it, and whatever it has started, at once."""
        # It may have ended without our having heard of it yet.
        with suppress(ProcessLookupError):
            if self.process.returncode is None:
                os.killpg(self.process.pid, signal.SIGKILL)

    async def code(self) -> int:
        """Read what it wrote to the end, and give its exit code; negative is the number of a signal."""
        await asyncio.wait([self._reading], timeout=_LAST_WORDS)
        self._reading.cancel()
        return await self.process.wait()

    async def _read(self) -> None:
        while line := await self._line():
            text = line.decode(errors="replace").rstrip()
            if text:
                self.last_line = text
                sys.stderr.write(f"{self.name}: {text}\n")

    async def _line(self) -> bytes:
        assert self.process.stderr is not None  # noqa: S101 - a pipe was asked for
        try:
            return await self.process.stderr.readline()
        except ValueError:  # a line longer than the buffer
            return b"(a line too long to show)\n"
