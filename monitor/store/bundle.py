"""A bundle: a database in one file, told whole from cut short by what stands at its end.

A gzip stream of a first line, then parts: a letter and a BSON document. `c` begins a collection (`name`,
`options`, `indexes`), `d` is a document of it, byte for byte as MongoDB has it, `m` at the end is the manifest:
`{version, database, at, schema, collections: {name: {count, digest}}}`, digests SHA-256 in hexadecimal.
"""

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import bson
from bson.codec_options import CodecOptions
from bson.errors import InvalidBSON

from monitor.errors import BadInput, Taken

Kind = Literal[b"c", b"d", b"m"]
FIRST_LINE = b"media-monitor backup 1\n"
_LEVEL = 5
_LENGTH = 4
_LARGEST = 17 * 1024 * 1024
_DAMAGE = (EOFError, zlib.error, InvalidBSON)
_AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)


class Bundler:
    """Writes a bundle beside its place, and puts it there when it is whole; raises `Taken`, `BadInput`."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise Taken(f"{path} exists; name a file that does not.")
        self._path = path
        self._beside = path.with_name(f"{path.name}.part")
        try:
            self._file = self._beside.open("wb")
        except OSError as error:
            raise BadInput(f"{path} cannot be written ({error.strerror}); name another file.") from None
        # Who may not read the database may not read its copy.
        os.fchmod(self._file.fileno(), 0o600)
        self._stream = gzip.GzipFile(
            fileobj=self._file, mode="wb", compresslevel=_LEVEL, mtime=0, filename=""
        )
        self._stream.write(FIRST_LINE)
        self._digest = hashlib.sha256()
        self._counts: dict[str, dict[str, Any]] = {}
        self._name = ""

    def collection(self, name: str, options: Mapping[str, Any], indexes: list[Mapping[str, Any]]) -> None:
        """Begin a collection."""
        self._end()
        self._name, self._digest = name, hashlib.sha256()
        self._counts[name] = {"count": 0}
        self._write(b"c", bson.encode({"name": name, "options": options, "indexes": indexes}))

    def document(self, raw: bytes) -> None:
        """Add a document to the collection."""
        self._counts[self._name]["count"] += 1
        self._digest.update(raw)
        self._write(b"d", raw)

    def finish(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Write the manifest, and put the file in its place; give the manifest."""
        self._end()
        manifest = {**facts, "version": 1, "collections": self._counts}
        self._write(b"m", bson.encode(manifest))
        self._stream.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._beside.rename(self._path)
        return manifest

    def close(self) -> None:
        """Leave nothing behind when it did not become whole."""
        self._file.close()
        self._beside.unlink(missing_ok=True)

    def _end(self) -> None:
        if self._name:
            self._counts[self._name]["digest"] = self._digest.hexdigest()

    def _write(self, kind: Kind, raw: bytes) -> None:
        self._stream.write(kind + raw)


def parts(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield the parts of a bundle; raises `BadInput` when it ends too early or is none."""
    try:
        with gzip.open(path) as stream:
            if stream.readline(len(FIRST_LINE)) != FIRST_LINE:
                raise _unreadable(path, "it is no backup")
            while kind := stream.read(1):
                yield kind, _document(stream)
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise _unreadable(path, "it is damaged, or no backup") from None
        raise BadInput(f"{path} cannot be read ({error.strerror}); name a backup.") from None
    except _DAMAGE:
        raise _unreadable(path, "it is damaged or cut short") from None


def verify(path: Path) -> dict[str, Any]:
    """Read a bundle to its end and compare it with its manifest, which is given; raises `BadInput`."""
    counts: dict[str, int] = {}
    digests: dict[str, Any] = {}
    name, manifest = "", None
    for kind, raw in parts(path):
        if kind == b"c":
            name = read(raw)["name"]
            counts[name], digests[name] = 0, hashlib.sha256()
        elif kind == b"d" and name:
            counts[name] += 1
            digests[name].update(raw)
        elif kind == b"m" and manifest is None:
            manifest = read(raw)
        else:
            raise _unreadable(path, "it is damaged")
    found = {name: {"count": counts[name], "digest": digests[name].hexdigest()} for name in counts}
    if manifest is None or manifest["collections"] != found:
        raise _unreadable(path, "it is damaged or cut short")
    return manifest


def read(raw: bytes) -> dict[str, Any]:
    """Read a document of ours."""
    return bson.decode(raw, codec_options=_AWARE)


def _document(stream: gzip.GzipFile) -> bytes:
    length = stream.read(_LENGTH)
    size = int.from_bytes(length, "little")
    if not _LENGTH < size <= _LARGEST:
        raise EOFError
    raw = length + stream.read(size - _LENGTH)
    if len(raw) < size:
        raise EOFError
    return raw


def _unreadable(path: Path, why: str) -> BadInput:
    return BadInput(f"{path} cannot be restored: {why}; name another.")
