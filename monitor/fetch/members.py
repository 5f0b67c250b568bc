"""Walks the gzip members of a WARC file: whole ones only, and on past damaged ones.

>>> import gzip, io
>>> file = io.BytesIO(gzip.compress(b"WARC/1.1 a") + b"rubbish" + gzip.compress(b"WARC/1.1 b"))
>>> [(member.offset, member.content) for member in members(file)]
[(0, b'WARC/1.1 a'), (30, None), (37, b'WARC/1.1 b')]
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MAGIC = b"\x1f\x8b\x08"
LARGEST = 64 * 1024 * 1024
"""Bytes of a member that are read; a larger one holds no page."""
_BLOCK = 1 << 16
_GZIP = 31


@dataclass(frozen=True, slots=True)
class Member:
    """A member's place in the file and what it holds: nothing when it is damaged or cut short."""

    offset: int
    content: bytes | None


def members(file: IO[bytes], start: int = 0) -> Iterator[Member]:
    """Yield each member from an offset on, a damaged stretch as one without content."""
    offset: int | None = start
    while offset is not None:
        file.seek(offset)
        content, length = _read(file)
        if content is None:
            yield Member(offset, None)
            offset = _next(file, offset + 1)
        elif length:
            yield Member(offset, content)
            offset += length
        else:
            return


def _read(file: IO[bytes]) -> tuple[bytes | None, int]:
    """Read one member: its content, and its length in the file, 0 at the end of it."""
    inflate = zlib.decompressobj(_GZIP)
    parts: list[bytes] = []
    size = taken = 0
    while not inflate.eof:
        block = file.read(_BLOCK)
        if not block:
            return (b"" if not taken else None), 0
        taken += len(block)
        try:
            part = inflate.decompress(block)
        except zlib.error:
            return None, 0
        size += len(part)
        if size <= LARGEST:
            parts.append(part)
    return b"".join(parts), taken - len(inflate.unused_data)


def _next(file: IO[bytes], start: int) -> int | None:
    """Find the next member that starts a WARC record."""
    file.seek(start)
    window, at = b"", start
    while block := file.read(_BLOCK):
        window += block
        found = window.find(MAGIC)
        while found >= 0:
            if _starts_record(window[found : found + _BLOCK] + _peek(file)):
                return at + found
            found = window.find(MAGIC, found + 1)
        at += len(window) - len(MAGIC) + 1
        window = window[1 - len(MAGIC) :]
    return None


def _peek(file: IO[bytes]) -> bytes:
    here = file.tell()
    ahead = file.read(_BLOCK)
    file.seek(here)
    return ahead


def _starts_record(compressed: bytes) -> bool:
    try:
        return zlib.decompressobj(_GZIP).decompress(compressed, 5) == b"WARC/"
    except zlib.error:
        return False
