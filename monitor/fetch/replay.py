"""Reads pages from WARC archives, ours and others', in the order in which they were written.

A page is a `response` record of status 200 with HTML; in our archives only what was fetched as a page, not
listings or robots.txt. A `revisit` record is read with the payload that it points to, if that stands in one
of the archives read. An archive whose end is missing gives all that is before it; a damaged record is
passed over. Both are logged.
"""

import json
import logging
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from monitor.errors import BadInput
from monitor.fetch.archive import NOT_MODIFIED
from monitor.fetch.members import MAGIC, Member, members
from monitor.fetch.page import Page, is_web_page
from monitor.fetch.revisit import GONE
from monitor.items import Capture, Entry
from monitor.times import cut

log = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
_DAMAGE = (ArchiveLoadFailed, zlib.error, EOFError, ValueError)
_OK = 200
_TELLING = {str(status) for status in {*GONE, NOT_MODIFIED}}


@dataclass(slots=True)
class Reader:
    """Reads archives; `skipped` counts what was no page, or could not be read, by its reason."""

    skipped: Counter[str] = field(default_factory=Counter)
    _payloads: dict[str, tuple[Path, int]] = field(default_factory=dict)

    def pages(self, paths: Iterable[Path]) -> Iterator[Page]:
        """Yield the pages of archives, file by file.

        Raises `BadInput` when a file is not there or is no archive, before anything is read.
        """
        return (page for page in self.visits(paths) if page.status == _OK)

    def visits(self, paths: Iterable[Path]) -> Iterator[Page]:
        """Yield the pages, and the visits of our own crawls that found a page gone, or as it was."""
        listed = list(paths)
        for path in listed:
            _check(path)
        for path in listed:
            yield from self._file(path)

    def _file(self, path: Path) -> Iterator[Page]:
        ours: Mapping[str, str] | None = None
        notes: dict[str, Any] = {}
        for offset, record, content in self._records(path):
            kind = record.rec_type
            if kind == "warcinfo":
                info = _fields(content.decode("utf-8", "replace"))
                ours = info if "media-monitor" in info.get("software", "") else None
            elif kind == "metadata" and ours:
                notes = {record.rec_headers.get_header("WARC-Concurrent-To", ""): json.loads(content)}
            elif kind in {"response", "revisit"}:
                note = notes.pop(record.rec_headers.get_header("WARC-Record-ID", ""), None)
                if ours and note is None:
                    continue
                page = self._page(path, offset, record, content, ours=ours is not None)
                if page:
                    yield _with_note(page, note, ours)

    def _records(self, path: Path) -> Iterator[tuple[int, ArcWarcRecord, bytes]]:
        with path.open("rb") as file:
            compressed = file.read(len(MAGIC)) == MAGIC
            whole = members(file) if compressed else [Member(0, path.read_bytes())]
            for member in whole:
                try:
                    yield from _parsed(member)
                except _DAMAGE as error:
                    self.skipped["damaged"] += 1
                    log.warning("archive damaged file=%s offset=%d error=%s", path.name, member.offset, error)

    def _page(
        self, path: Path, offset: int, record: ArcWarcRecord, content: bytes, *, ours: bool
    ) -> Page | None:
        status = record.http_headers.get_statuscode() if record.http_headers else ""
        if ours and status in _TELLING:
            gone = _capture(path, offset, record)
            return Page(url=gone.targetUri, body=b"", contentType=None, capture=gone, status=int(status))
        kind = record.http_headers.get_header("Content-Type") if record.http_headers else None
        if status != str(_OK) or not is_web_page(kind):
            self.skipped["notPage"] += 1
            return None
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        body = self._earlier(digest) if record.rec_type == "revisit" else content
        if record.rec_type == "response" and digest:
            self._payloads.setdefault(digest, (path, offset))
        if body is None or len(body) > LARGEST:
            self.skipped["payloadElsewhere" if body is None else "tooLarge"] += 1
            return None
        capture = _capture(path, offset, record)
        return Page(url=capture.targetUri, body=body, contentType=kind, capture=capture)

    def _earlier(self, digest: str | None) -> bytes | None:
        place = self._payloads.get(digest or "")
        if place is None:
            return None
        with place[0].open("rb") as file:
            file.seek(place[1])
            member = next(members(file, place[1]))
        return next(content for _, record, content in _parsed(member) if record.rec_type == "response")


def _parsed(member: Member) -> Iterator[tuple[int, ArcWarcRecord, bytes]]:
    if member.content is None:
        raise EOFError("a record is damaged or cut short")
    records = ArchiveIterator(BytesIO(member.content))
    for record in records:
        offset = member.offset + records.offset
        content: bytes = record.content_stream().read(LARGEST + 1)
        records.read_to_end(record)
        yield (member.offset or offset), record, content


def _capture(path: Path, offset: int, record: ArcWarcRecord) -> Capture:
    return Capture(
        targetUri=record.rec_headers.get_header("WARC-Target-URI").strip("<>"),
        date=_moment(record.rec_headers.get_header("WARC-Date")),
        payloadDigest=record.rec_headers.get_header("WARC-Payload-Digest"),
        file=path.name,
        offset=offset,
    )


def _check(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC) + 2)
            if start.startswith(MAGIC):
                file.seek(0)
                start = zlib.decompressobj(31).decompress(file.read(4096), 5)
    except OSError as error:
        raise BadInput(f"The archive {path} cannot be read ({error.strerror}); name a WARC file.") from None
    except zlib.error:
        start = b""
    if start != b"WARC/":
        raise BadInput(
            f"{path} is no WARC file, or an empty one; name a file that ends in .warc or .warc.gz."
        )


def _with_note(page: Page, note: Any, ours: Mapping[str, str] | None) -> Page:
    if not ours:
        return page
    entry = msgspec.convert(note["entry"], Entry) if note.get("entry") else None
    return replace(page, entry=entry, section=ours.get("section"))


def _fields(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def _moment(text: str) -> datetime:
    return cut(datetime.fromisoformat(text))
