"""Files of JSON lines: each message one line, on the disk before it counts as sent.

A process killed in the middle of a line leaves it torn. Its message will come again, so a torn line of
ours is cut off before the next is added; other text without an end of line gets one and stays.
"""

import fcntl
import json
import os
from pathlib import Path

from monitor import items
from monitor.alert.digest import Message
from monitor.errors import DeliveryFailed

_OURS = b'{"key":'
_STEP = 1 << 16


def append(path: Path, message: Message) -> None:
    """Add a message to a file and wait until it is on the disk; raises `DeliveryFailed`."""
    line = items.as_json(message.body).encode() + b"\n"
    try:
        made = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            _mend(descriptor)
            _write(descriptor, line)
        finally:
            os.close(descriptor)
        if made:
            _sync(path.parent)
    except OSError as error:
        raise DeliveryFailed(f"{path} cannot be written: {error.strerror}.") from None


def _write(descriptor: int, line: bytes) -> None:
    before = os.fstat(descriptor).st_size
    try:
        rest = memoryview(line)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, before)  # a full disk must not leave half a line
        raise


def _mend(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    if not size or os.pread(descriptor, 1, size - 1) == b"\n":
        return
    start = _last_line(descriptor, size)
    tail = os.pread(descriptor, size - start, start)
    if tail.startswith(_OURS[: len(tail)]) and not _whole(tail):
        os.ftruncate(descriptor, start)
    else:
        os.write(descriptor, b"\n")


def _last_line(descriptor: int, size: int) -> int:
    end = size
    while end > 0:
        start = max(end - _STEP, 0)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
