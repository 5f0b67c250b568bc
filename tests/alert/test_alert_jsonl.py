import json
import multiprocessing
import resource
from pathlib import Path

import pytest

from monitor.alert.digest import Message
from monitor.alert.jsonl import append
from monitor.errors import DeliveryFailed


def message(key: str) -> Message:
    """Make a message whose body is told by its key."""
    return Message(key=key, title="", text="", body={"key": key, "text": "é" * 50_000})


def keys(path: Path) -> list[str]:
    """Read the keys of a file's lines; each line must be whole."""
    return [json.loads(line)["key"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_lines_are_added(tmp_path: Path) -> None:
    """Each message is one line behind the others."""
    path = tmp_path / "a.jsonl"
    for key in "abc":
        append(path, message(key))
    assert keys(path) == ["a", "b", "c"]


@pytest.mark.parametrize("kept", [1, 5, 9, 70_000])
def test_a_torn_line_of_ours_is_cut_off(tmp_path: Path, kept: int) -> None:
    """After a kill in the middle of a line the file is whole again with the next."""
    path = tmp_path / "a.jsonl"
    append(path, message("a"))
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:kept])
    append(path, message("b"))
    assert keys(path) == ["a", "b"]


def test_a_line_without_its_end_is_kept(tmp_path: Path) -> None:
    """A whole line that only lacks its end is not lost."""
    path = tmp_path / "a.jsonl"
    append(path, message("a"))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    append(path, message("b"))
    assert keys(path) == ["a", "b"]


def test_what_somebody_else_wrote_is_kept(tmp_path: Path) -> None:
    """Text of others without an end of line is ended, not cut off."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"mine": 1')
    append(path, message("a"))
    assert path.read_text(encoding="utf-8").startswith('{"mine": 1\n{"key":"a"')


def _write(path: Path, name: str) -> None:
    for number in range(20):
        append(path, message(f"{name}{number}"))


def test_two_processes_share_a_file(tmp_path: Path) -> None:
    """Lines of two deliverers are never mixed."""
    path = tmp_path / "a.jsonl"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write, args=(path, name)) for name in "xy"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(keys(path)) == sorted(f"{name}{number}" for name in "xy" for number in range(20))


@pytest.mark.parametrize("place", ["missing/a.jsonl", "."])
def test_a_file_that_cannot_be_written_fails(tmp_path: Path, place: str) -> None:
    """The deliverer is told, and may try again."""
    with pytest.raises(DeliveryFailed, match="cannot be written") as failed:
        append(tmp_path / place, message("a"))
    assert not failed.value.final


def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    """What could not be written whole is taken back, and goes in once there is room."""
    path = tmp_path / "a.jsonl"
    append(path, message("a"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 1_000, hard))
    try:
        with pytest.raises(DeliveryFailed, match="File too large"):
            append(path, message("b"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    append(path, message("c"))
    assert keys(path) == ["a", "c"]
