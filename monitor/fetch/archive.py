"""The archive: each exchange with a host as WARC records (ISO 28500), one file a run.

A file starts with a `warcinfo` record; then, for each exchange: the `request`, a `metadata` record if
there is something to say about it, the `response`. Each record is a gzip member of its own, and all of an
exchange go to the file in one write: a process that is killed loses at most the exchange being written,
and what is before it stays readable. A payload that the file has is not written again: a `revisit` record
points to it. Bodies stand as they came, compressed or not.
"""

import gzip
import hashlib
import json
import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.errors import ArchiveFailed
from monitor.items import Capture

log = logging.getLogger(__name__)

VERSION = "WARC/1.1"
NOT_MODIFIED = 304
_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_LEVEL = 6
Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer; `note` is what only we know of it, as plain data."""

    url: str
    date: datetime
    request: Headers
    status: str
    """As in the status line: `200 OK`."""
    response: Headers
    body: bytes
    method: str = "GET"
    note: Mapping[str, Any] | None = None


class Archive:
    """A WARC file that is written; it appears with its first exchange."""

    def __init__(self, path: Path, info: Mapping[str, str]) -> None:
        self.path = path
        self._info = info
        self._file: int | None = None
        self._size = 0
        self._payloads: dict[str, tuple[str, str]] = {}

    def add(self, exchange: Exchange) -> Capture:
        """Write an exchange; give the capture that names its record.

        Raises `ArchiveFailed` when the disk does not take it; then the file is as it was before.
        """
        digest = "sha256:" + hashlib.sha256(exchange.body).hexdigest()
        if self._file is None:
            self._open()
        before, response = self._members(exchange, digest)
        offset = self._size + len(before)
        self._append(before + response)
        return Capture(
            targetUri=exchange.url,
            date=exchange.date,
            payloadDigest=digest,
            file=self.path.name,
            offset=offset,
        )

    def close(self) -> None:
        """Bring the file to the disk and close it."""
        if self._file is not None:
            os.fsync(self._file)
            os.close(self._file)
            self._file = None

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            self._size = os.fstat(self._file).st_size
        except OSError as error:
            raise self._failed(error) from error
        writer = WARCWriter(BytesIO(), gzip=False, warc_version=VERSION)
        self._append(_member(writer.create_warcinfo_record(self.path.name, dict(self._info))))

    def _members(self, exchange: Exchange, digest: str) -> tuple[bytes, bytes]:
        writer = WARCWriter(BytesIO(), gzip=False, warc_version=VERSION)
        date = _date(exchange.date)
        http = StatusAndHeaders(exchange.status, list(exchange.response), protocol="HTTP/1.1")
        earlier = self._payloads.get(digest)
        if exchange.status.startswith(str(NOT_MODIFIED)):
            headers = {"WARC-Date": date, "WARC-Profile": _UNCHANGED}
            response = writer.create_warc_record(
                exchange.url, "revisit", http_headers=http, warc_headers_dict=headers
            )
        elif earlier and exchange.body:
            response = writer.create_revisit_record(
                exchange.url, digest, *earlier, http_headers=http, warc_headers_dict={"WARC-Date": date}
            )
        else:
            self._payloads[digest] = (exchange.url, date)
            headers = {"WARC-Date": date, "WARC-Payload-Digest": digest}
            payload = BytesIO(exchange.body)
            response = writer.create_warc_record(
                exchange.url,
                "response",
                payload=payload,
                length=len(exchange.body),
                http_headers=http,
                warc_headers_dict=headers,
            )
        about = {
            "WARC-Date": date,
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        }
        before = _member(_request(writer, exchange, about))
        if exchange.note is not None:
            before += _member(_note(writer, exchange, about))
        return before, _member(response)

    def _append(self, members: bytes) -> None:
        if self._file is None:
            raise ArchiveFailed(f"The archive {self.path} is closed; start the crawl again.")
        rest = memoryview(members)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            os.ftruncate(self._file, self._size)
            raise self._failed(error) from error
        self._size += len(members)

    def _failed(self, error: OSError) -> ArchiveFailed:
        return ArchiveFailed(
            f"The archive {self.path} cannot be written ({error.strerror}); make room or point MONITOR_DATA "
            "to another disk, then crawl again."
        )


def file_name(outlet: str, run: str) -> str:
    """Name the archive of a run.

    >>> file_name("atlantico.fr", "20261124T093000-1f2e3d")
    'atlantico.fr-20261124T093000-1f2e3d.warc.gz'
    """
    return f"{outlet}-{run}.warc.gz"


def _request(writer: WARCWriter, exchange: Exchange, about: Mapping[str, str]) -> Any:
    target = "/" + exchange.url.partition("//")[2].partition("/")[2]
    http = StatusAndHeaders(
        f"{exchange.method} {target} HTTP/1.1", list(exchange.request), is_http_request=True
    )
    return writer.create_warc_record(
        exchange.url, "request", http_headers=http, warc_headers_dict=dict(about)
    )


def _note(writer: WARCWriter, exchange: Exchange, about: Mapping[str, str]) -> Any:
    text = json.dumps(exchange.note, ensure_ascii=False).encode()
    return writer.create_warc_record(
        exchange.url,
        "metadata",
        payload=BytesIO(text),
        length=len(text),
        warc_content_type="application/json",
        warc_headers_dict=dict(about),
    )


def _member(record: Any) -> bytes:
    # warcio would compress at level 9, in which a page takes three times as long for 1 % less.
    plain = BytesIO()
    WARCWriter(plain, gzip=False, warc_version=VERSION).write_record(record)
    return gzip.compress(plain.getvalue(), _LEVEL, mtime=0)


def _date(moment: datetime) -> str:
    """Write a time as WARC-Date: UTC, to the millisecond.

    >>> from datetime import UTC
    >>> _date(datetime(2026, 11, 24, 9, 12, 3, 40000, tzinfo=UTC))
    '2026-11-24T09:12:03.040Z'
    """
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
