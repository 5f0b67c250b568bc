"""Filters: JSON lines in, JSON lines out, in order; a bad line yields its error and the rest goes on."""

import logging
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, BinaryIO

import msgspec
import typer

from monitor.errors import BadInput, MonitorError

log = logging.getLogger(__name__)

Step = Callable[[dict[str, Any]], Any]
Answer = Future[tuple[bytes, bool]]
# Lines under way for each process: enough to keep it busy, few enough for memory.
_AHEAD = 8


def run_filter(step: Step, *, jobs: int = 1, source: BinaryIO | None = None) -> None:
    """Give each line of stdin to `step`, as an object, and write what it returns.

    A line that is no JSON object, or for which `step` raises a `MonitorError`, yields
    `{"id": …, "error": …}`, with the line's number where it has no id; so does one for which it has a fault, which
    is logged. Exit code 1 at the end if any did.
    """
    lines = enumerate(source or sys.stdin.buffer, 1)
    answers = _in_turn(step, lines) if jobs == 1 else _side_by_side(step, lines, jobs)
    failed = False
    for answer, bad in answers:
        failed |= bad
        sys.stdout.buffer.write(answer + b"\n")
    sys.stdout.buffer.flush()
    if failed:
        raise typer.Exit(1)


def answer(step: Step, number: int, line: bytes) -> tuple[bytes, bool]:
    """Answer one line; True when it is bad.

    >>> answer(dict, 1, b'{"id": "a"}')
    (b'{"id":"a"}', False)
    >>> answer(dict, 7, b'[')
    (b'{"id":7,"error":"Line 7 is no JSON object: Input data was truncated."}', True)
    """
    name: Any = number
    try:
        given = _object(line, number)
        name = given.get("id", number)
        return msgspec.json.encode(step(given)), False
    except msgspec.ValidationError as error:
        return _error(name, f"Line {number}: {error}."), True
    except MonitorError as error:
        return _error(name, str(error)), True
    except Exception:
        # One page of thousands must not end a night's work.
        log.exception("line cannot be read line=%d", number)
        return _error(name, f"Line {number} cannot be read, by a fault of ours; the log says why."), True


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInput(f"Line {number} is no JSON object: {error}.") from None
    if not isinstance(given, dict):
        raise BadInput(f"Line {number} is no JSON object.")
    return given


def _error(name: Any, sentence: str) -> bytes:
    return msgspec.json.encode({"id": name, "error": sentence})


def _in_turn(step: Step, lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[bytes, bool]]:
    for number, line in lines:
        if line.strip():
            yield answer(step, number, line)


def _side_by_side(step: Step, lines: Iterator[tuple[int, bytes]], jobs: int) -> Iterator[tuple[bytes, bool]]:
    workers = _Workers(step, jobs)
    try:
        for number, line in lines:
            if line.strip():
                workers.give(number, line)
            if workers.given >= jobs * _AHEAD:
                yield from workers.next()
        while workers.given:
            yield from workers.next()
    finally:
        workers.end()


class _Workers:
    """Processes that answer lines, in their order. When one is killed, as for its memory, all are made anew."""

    def __init__(self, step: Step, jobs: int) -> None:
        self._step, self._jobs = step, jobs
        self._waiting: deque[tuple[int, bytes, Answer]] = deque()
        self._pool = self._made()

    @property
    def given(self) -> int:
        """How many lines wait for their answers."""
        return len(self._waiting)

    def give(self, number: int, line: bytes) -> None:
        """Let a line be answered."""
        try:
            given = self._pool.submit(answer, self._step, number, line)
        except BrokenProcessPool as broken:
            given = Future()
            given.set_exception(broken)
        self._waiting.append((number, line, given))

    def next(self) -> Iterator[tuple[bytes, bool]]:
        """Wait for the oldest line's answer; where a process was killed, for those of all, given anew one by one."""
        number, line, given = self._waiting[0]
        try:
            found = given.result()
        except BrokenProcessPool:
            self._renew()
            while self._waiting:
                number, line, _ = self._waiting.popleft()
                yield self._alone(number, line)
            return
        self._waiting.popleft()
        yield found

    def end(self) -> None:
        """End the processes; nobody waits for lines that have not begun."""
        self._pool.shutdown(cancel_futures=True)

    def _alone(self, number: int, line: bytes) -> tuple[bytes, bool]:
        try:
            return self._pool.submit(answer, self._step, number, line).result()
        except BrokenProcessPool:
            self._renew()
        log.error("process killed line=%d", number)
        sentence = (
            f"Line {number} cannot be read: the process that read it was killed, perhaps for its memory."
        )
        return _error(_name(number, line), sentence), True

    def _renew(self) -> None:
        self.end()
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        # Forking would copy whatever threads and locks the libraries hold. Ctrl-C is for the process that reads.
        return ProcessPoolExecutor(
            self._jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=signal.signal,
            initargs=(signal.SIGINT, signal.SIG_IGN),
        )


def _name(number: int, line: bytes) -> Any:
    try:
        return _object(line, number).get("id", number)
    except BadInput:
        return number
