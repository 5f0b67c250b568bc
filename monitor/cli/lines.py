"""Filters: JSON lines in, JSON lines out, in order; a bad line yields its error and the rest goes on."""

import logging
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing.pool import AsyncResult, Pool
from typing import Any, BinaryIO

import msgspec
import typer

from monitor.errors import BadInput, MonitorError

log = logging.getLogger(__name__)

Step = Callable[[dict[str, Any]], Any]
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
    waiting: deque[AsyncResult[tuple[bytes, bool]]] = deque()
    # Forking would copy whatever threads and locks the libraries hold.
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for number, line in lines:
            if not line.strip():
                continue
            waiting.append(_given(pool, step, number, line))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()


def _given(pool: Pool, step: Step, number: int, line: bytes) -> "AsyncResult[tuple[bytes, bool]]":
    return pool.apply_async(answer, (step, number, line))
