"""The archive is written record by record and read again, whole or damaged."""

import gzip
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from monitor.errors import ArchiveFailed, BadInput
from monitor.fetch.archive import Archive, Exchange
from monitor.fetch.replay import Reader
from monitor.items import Entry

NOW = datetime(2026, 11, 24, 9, 12, 3, 40000, tzinfo=UTC)
INFO = {"software": "media-monitor/0.1.0", "outlet": "example.org", "section": "International"}


def exchange(number: int, body: bytes = b"", **changes: Any) -> Exchange:
    """Make the exchange of a page."""
    given: dict[str, Any] = {
        "url": f"https://example.org/article/{number}",
        "date": NOW + timedelta(seconds=number),
        "request": [("Host", "example.org")],
        "status": "200 OK",
        "response": [("Content-Type", "text/html; charset=utf-8")],
        "body": body or f"<h1>Numéro {number}</h1>".encode(),
        "note": {},
    }
    return Exchange(**{**given, **changes})


def written(path: Path, *exchanges: Exchange) -> Path:
    """Write an archive."""
    archive = Archive(path, INFO)
    for one in exchanges:
        archive.add(one)
    archive.close()
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A page comes back with its bytes, its listing's entry and the capture that was given for it."""
    entry = {"url": "https://example.org/article/1", "headline": "Numéro 1"}
    archive = Archive(tmp_path / "a" / "example.org-1.warc.gz", INFO)
    capture = archive.add(exchange(1, note={"entry": entry}))
    archive.close()
    (page,) = Reader().pages([archive.path])
    assert (page.url, page.body) == (
        "https://example.org/article/1",
        "<h1>Numéro 1</h1>".encode(),
    )
    assert page.capture == capture
    assert (page.entry, page.section) == (Entry(**entry), "International")


def test_records_are_standard(tmp_path: Path) -> None:
    """Each record is a gzip member of its own at the offset named, with digests that hold."""
    path = tmp_path / "x.warc.gz"
    archive = Archive(path, INFO)
    captures = [archive.add(exchange(number)) for number in range(3)]
    archive.close()
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests=True)
        types = []
        for record in records:
            record.content_stream().read()
            assert record.digest_checker.passed is not False
            types.append(record.rec_type)
    assert types == ["warcinfo"] + ["request", "metadata", "response"] * 3
    for number, capture in enumerate(captures):
        with path.open("rb") as file:
            file.seek(capture.offset or 0)
            record = next(iter(ArchiveIterator(file)))
            assert record.content_stream().read() == exchange(number).body


def test_bodies_stand_as_they_came(tmp_path: Path) -> None:
    """A compressed body is archived compressed and read decompressed."""
    body = gzip.compress(b"<h1>pressed</h1>")
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    path = written(tmp_path / "x.warc.gz", exchange(1, body, response=headers))
    (page,) = Reader().pages([path])
    assert page.body == b"<h1>pressed</h1>"


def test_equal_payloads_are_written_once(tmp_path: Path) -> None:
    """The second of two equal payloads is a revisit record, and still gives its page."""
    body = b"<p>same words</p>" * 2000
    path = written(tmp_path / "x.warc.gz", exchange(1, body), exchange(2, body))
    with path.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    assert kinds.count("response") == kinds.count("revisit") == 1
    pages = list(Reader().pages([path]))
    assert [page.url[-1] for page in pages] == ["1", "2"]
    assert pages[0].body == pages[1].body == body


def test_a_payload_in_another_archive_is_found(tmp_path: Path) -> None:
    """As other crawlers leave it there: a revisit is read with that archive, and counted without it."""
    archive = Archive(tmp_path / "1.warc.gz", INFO)
    captures = [archive.add(exchange(1, b"<p>same words"))]
    place = archive.path.stat().st_size
    captures.append(archive.add(exchange(2, b"<p>same words")))
    archive.close()
    second = tmp_path / "2.warc.gz"
    second.write_bytes(archive.path.read_bytes()[place:])
    os.truncate(archive.path, place)
    found = Reader().pages([archive.path, second])
    assert [page.capture.date for page in found] == [capture.date for capture in captures]
    alone = Reader()
    assert list(alone.pages([second])) == []
    assert alone.skipped == {"payloadElsewhere": 1}


def test_only_pages_are_read(tmp_path: Path) -> None:
    """Listings, errors, and answers of 304 are archived, and are no pages."""
    path = written(
        tmp_path / "x.warc.gz",
        exchange(1, note=None),
        exchange(2, status="404 Not Found"),
        exchange(3, status="304 Not Modified"),
        exchange(4, response=[("Content-Type", "application/pdf")]),
        exchange(5),
    )
    assert [page.url[-1] for page in Reader().pages([path])] == ["5"]


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[int]]:
    """Give an archive of five pages and the offset of each one's end."""
    archive = Archive(tmp_path_factory.mktemp("five") / "x.warc.gz", INFO)
    ends = []
    for number in range(5):
        archive.add(exchange(number))
        ends.append(archive.path.stat().st_size)
    archive.close()
    return archive.path.read_bytes(), ends


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_an_archive_cut_anywhere_gives_what_is_before_the_cut(
    five: tuple[bytes, list[int]], tmp_path: Path, data: st.DataObject
) -> None:
    """A kill in the middle of a write loses only what was being written."""
    content, ends = five
    cut = data.draw(st.integers(400, len(content)))
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(content[:cut])
    bodies = [page.body for page in Reader().pages([path])]
    assert bodies == [exchange(number).body for number in range(len(bodies))]
    assert len(bodies) >= sum(end <= cut for end in ends)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_damage_loses_one_page_at_most(
    five: tuple[bytes, list[int]], tmp_path: Path, data: st.DataObject
) -> None:
    """Bytes overwritten in one exchange leave the others readable."""
    content, ends = five
    victim = data.draw(st.integers(1, 3))
    start = data.draw(st.integers(ends[victim - 1], ends[victim] - 8))
    path = tmp_path / "damaged.warc.gz"
    path.write_bytes(content[:start] + b"\xff" * 8 + content[start + 8 :])
    found = {int(page.url[-1]): page.body for page in Reader().pages([path])}
    assert set(range(5)) - set(found) <= {victim}
    assert all(body == exchange(number).body for number, body in found.items())


@pytest.mark.parametrize(
    "content",
    [None, b"", b"<html>no archive</html>", gzip.compress(b"no archive", mtime=0)],
    ids=["missing", "empty", "text", "packed text"],
)
def test_no_archive_is_said_so(tmp_path: Path, content: bytes | None) -> None:
    """A file that is missing, empty or something else is named in one sentence."""
    path = tmp_path / "x.warc.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput, match=r"x\.warc\.gz"):
        list(Reader().pages([path]))


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_fetch_archive import Archive, ArchiveFailed, INFO, exchange
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
archive = Archive(Path(sys.argv[2]), INFO)
stored = 0
try:
    while True:
        archive.add(exchange(stored))
        stored += 1
except ArchiveFailed as error:
    print(stored, error)
"""


def test_a_full_disk_fails_and_leaves_whole_records(tmp_path: Path) -> None:
    """What the disk does not take is reported, and the file ends with the last whole exchange."""
    path = tmp_path / "x.warc.gz"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(Path(__file__).parent), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    count, sentence = done.stdout.split(" ", 1)
    assert "cannot be written" in sentence
    reader = Reader()
    assert len(list(reader.pages([path]))) == int(count) > 1
    assert reader.skipped["damaged"] == 0


def test_a_place_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    """A directory that is a file gives one sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveFailed, match="MONITOR_DATA"):
        Archive(tmp_path / "file" / "x.warc.gz", INFO).add(exchange(1))
