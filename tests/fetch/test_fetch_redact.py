"""Records are taken out of an archive, and nothing else is touched."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import ArchiveFailed
from monitor.fetch.archive import Archive, Exchange
from monitor.fetch.redact import redact
from monitor.fetch.replay import Reader
from monitor.items import Capture

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
INFO = {"software": "media-monitor/test", "outlet": "a.example", "section": "all"}


def write(path: Path, *told: tuple[str, str]) -> list[Capture]:
    """Write an archive of pages, given as path and text, each a second after the one before."""
    archive = Archive(path, INFO)
    captures = [
        archive.add(
            Exchange(
                url=f"https://a.example/{name}",
                date=NOW + timedelta(seconds=second),
                request=[("Host", "a.example")],
                status="200 OK",
                response=[("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
                body=gzip.compress(text.encode(), mtime=0),
                note={},
            )
        )
        for second, (name, text) in enumerate(told)
    ]
    archive.close()
    return captures


def read(path: Path) -> list[tuple[str, bytes]]:
    """Read the pages of an archive."""
    return [(page.url.rpartition("/")[2], page.body) for page in Reader().pages([path])]


def gone(url: str) -> bool:
    """Tell whether a page is to go."""
    return url.endswith("/gone")


def test_what_is_gone_is_nowhere_in_the_file(tmp_path: Path) -> None:
    """Request, note and page go; the others are read as before, from the places that are told."""
    path = tmp_path / "a.warc.gz"
    captures = write(path, ("one", "Un"), ("gone", "Secret"), ("two", "Deux"), ("gone", "Secret encore"))
    before = path.read_bytes()
    redacted = redact(path, gone)
    assert redacted.removed == 6
    assert read(path) == [("one", b"Un"), ("two", b"Deux")]
    assert b"gone" not in gzip.decompress(path.read_bytes())
    assert before.startswith(path.read_bytes()[: captures[0].offset])
    pages = list(Reader().pages([path]))
    assert redacted.places == {
        (page.capture.targetUri, page.capture.date): page.capture.offset for page in pages
    }
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_without_it_stays_as_it_is(tmp_path: Path) -> None:
    """It is not even written anew; the places are told all the same."""
    path = tmp_path / "a.warc.gz"
    captures = write(path, ("one", "Un"), ("two", "Deux"))
    before = path.stat().st_ino
    redacted = redact(path, gone)
    assert (redacted.removed, path.stat().st_ino) == (0, before)
    assert list(redacted.places.values()) == [capture.offset for capture in captures]


def test_a_page_that_pointed_to_what_goes_gets_its_payload(tmp_path: Path) -> None:
    """Two addresses of the same bytes: the second was archived as a revisit of the first."""
    path = tmp_path / "a.warc.gz"
    write(path, ("gone", "Même texte"), ("one", "Même texte"), ("two", "Même texte"))
    assert redact(path, gone).removed == 3
    assert read(path) == [(name, "Même texte".encode()) for name in ("one", "two")]


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_the_end_that_a_kill_cut_off_stays(tmp_path: Path, cut: int) -> None:
    """What cannot be read is left as it is; what is before it is redacted."""
    path = tmp_path / "a.warc.gz"
    write(path, ("gone", "Secret"), ("one", "Un"), ("two", "Deux"))
    path.write_bytes(path.read_bytes()[:-cut])
    redact(path, gone)
    assert read(path)[0] == ("one", b"Un")
    assert "gone" not in [name for name, _ in read(path)]


def test_a_disk_that_does_not_take_it_changes_nothing(tmp_path: Path) -> None:
    """The file is as it was, and the sentence says what to do."""
    path = tmp_path / "a.warc.gz"
    write(path, ("gone", "Secret"))
    before = path.read_bytes()
    (tmp_path / "a.warc.gz.part").symlink_to("/dev/full")
    with pytest.raises(ArchiveFailed, match="make room"):
        redact(path, gone)
    assert path.read_bytes() == before
