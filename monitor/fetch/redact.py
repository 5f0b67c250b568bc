"""Takes the records of some URLs out of an archive: the file is written anew beside itself, then put in its place.

All other records stay as they are, byte for byte. A `revisit` record that stays and points to a payload that
goes becomes a `response` that has it.
"""

import gzip
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from monitor.errors import ArchiveFailed
from monitor.fetch.archive import VERSION
from monitor.fetch.members import Member, members
from monitor.times import cut

_PAGES = ("response", "revisit")


@dataclass(slots=True)
class Redacted:
    """What became of a file: the number of records that went, where each that stays is by its URL and date."""

    removed: int = 0
    places: dict[tuple[str, datetime], int] = field(default_factory=dict)


def redact(path: Path, gone: Callable[[str], bool]) -> Redacted:
    """Take the records of the URLs that are gone out of a file of ours; it stays as it is when it has none.

    Nobody may write to the file meanwhile. Raises `ArchiveFailed` when the disk does not take the new one.
    """
    beside = path.with_name(f"{path.name}.part")
    try:
        with path.open("rb") as old, beside.open("wb") as new:
            redacted = _copy(old, new, gone)
            new.flush()
            os.fsync(new.fileno())
        if redacted.removed:
            beside.replace(path)
            _bring_to_disk(path.parent)
    except OSError as error:
        raise ArchiveFailed(
            f"The archive {path} cannot be written anew ({error.strerror}); make room, then try again."
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return redacted


def _copy(old: IO[bytes], new: IO[bytes], gone: Callable[[str], bool]) -> Redacted:
    redacted = Redacted()
    payloads: dict[str, int] = {}
    for member, end in _stretches(old):
        record = _record(member)
        url = record.rec_headers.get_header("WARC-Target-URI") if record else None
        digest = record.rec_headers.get_header("WARC-Payload-Digest") if record else None
        old.seek(member.offset)
        raw = old.read(end - member.offset)
        if record and url and gone(url):
            redacted.removed += 1
            if record.rec_type == "response" and digest:
                payloads[digest] = member.offset
            continue
        if record and record.rec_type == "revisit" and digest in payloads:
            raw = _whole(record, old, payloads.pop(digest))
        if record and url and record.rec_type in _PAGES:
            redacted.places[url, _date(record)] = new.tell()
        new.write(raw)
    return redacted


def _stretches(file: IO[bytes]) -> Iterator[tuple[Member, int]]:
    """Yield each member with the offset at which it ends."""
    before: Member | None = None
    for member in members(file):
        if before:
            yield before, member.offset
        before = member
    if before:
        yield before, file.seek(0, os.SEEK_END)


def _record(member: Member) -> ArcWarcRecord | None:
    if member.content is None:
        return None
    return next(ArchiveIterator(BytesIO(member.content)), None)


def _whole(record: ArcWarcRecord, file: IO[bytes], place: int) -> bytes:
    """Write the response that a revisit stands for, with the payload that is at a place."""
    file.seek(place)
    earlier = _record(next(members(file, place)))
    payload = earlier.raw_stream.read() if earlier else b""
    kept = ("WARC-Date", "WARC-Record-ID", "WARC-Payload-Digest")
    writer = WARCWriter(BytesIO(), gzip=False, warc_version=VERSION)
    whole = writer.create_warc_record(
        record.rec_headers.get_header("WARC-Target-URI"),
        "response",
        payload=BytesIO(payload),
        length=len(payload),
        http_headers=record.http_headers,
        warc_headers_dict={name: record.rec_headers.get_header(name) for name in kept},
    )
    plain = BytesIO()
    WARCWriter(plain, gzip=False, warc_version=VERSION).write_record(whole)
    return gzip.compress(plain.getvalue(), mtime=0)


def _date(record: ArcWarcRecord) -> datetime:
    return cut(datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")))


def _bring_to_disk(directory: Path) -> None:
    place = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
