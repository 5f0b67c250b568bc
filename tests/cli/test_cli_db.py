import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient
from typer.testing import CliRunner

from monitor.cli.app import app
from monitor.store.embedded import Embedded


def monitor(*words: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, stdout and stderr."""
    ran = CliRunner().invoke(app, words)
    return ran.exit_code, ran.stdout, ran.stderr


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory of our own; what runs on it is ended."""
    monkeypatch.delenv("MONITOR_MONGO_URI", raising=False)
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    yield tmp_path
    asyncio.run(Embedded(tmp_path).stop())


def test_our_database_is_started_looked_at_and_stopped(data: Path) -> None:
    """Looking does not start it, asking for its URI does; the second stop finds nothing to do."""
    assert monitor("db", "status")[1] == f"The database does not run; its data are in {data / 'mongo'}.\n"
    assert not (data / "mongo").exists()
    code, out, _ = monitor("db", "start")
    assert (code, out) == (0, f"The database runs as process {Embedded(data).pid()}.\n")
    facts = json.loads(monitor("db", "status", "--json")[1])
    assert facts["running"] is True
    assert facts["process"] == Embedded(data).pid()
    assert facts["place"].endswith("m.sock")
    assert facts["articles"] == 0
    assert facts["size"] > 0
    assert monitor("db", "stop")[:2] == (0, "The database has stopped.\n")
    assert monitor("db", "stop")[:2] == (0, "The database did not run.\n")
    code, out, _ = monitor("db", "uri")
    assert code == 0
    with MongoClient[dict[str, str]](out.strip()) as client:
        assert client.admin.command("ping")["ok"] == 1


def test_a_database_that_is_given_is_not_ours(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be looked at, and its URI printed, but not be started or stopped."""
    monkeypatch.setenv("MONITOR_MONGO_URI", mongo_uri)
    for word in ("start", "stop"):
        code, out, error = monitor("db", word)
        assert (code, out) == (2, "")
        assert "is not ours to start or stop" in error
    assert monitor("db", "uri")[:2] == (0, f"{mongo_uri}\n")
    code, out, _ = monitor("db", "status")
    assert code == 0
    assert "(MONITOR_MONGO_URI)" in out
    assert "version: MongoDB" in out


def test_a_backup_comes_back(
    mongo_uri: str, newsroom: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both commands say what the file holds; bad use is one sentence and exit code 2."""
    monkeypatch.setenv("MONITOR_MONGO_URI", mongo_uri)
    monkeypatch.setenv("MONITOR_MONGO_DATABASE", newsroom)
    file = tmp_path / "backup"
    code, out, _ = monitor("db", "backup", str(file))
    assert code == 0
    assert f"{file} holds " in out
    assert " 6 of them articles" in out
    for words, sentence in (
        (("backup", str(file)), "exists"),
        (("restore", str(file)), "is not empty"),
        (("restore", str(tmp_path / "nothing")), "No such file"),
    ):
        code, out, error = monitor("db", *words)
        assert (code, out) == (2, "")
        assert sentence in error
    monkeypatch.setenv("MONITOR_MONGO_DATABASE", f"{newsroom}_again")
    code, out, _ = monitor("db", "restore", str(file))
    assert code == 0
    assert f"The database {newsroom}_again has " in out
    assert json.loads(monitor("db", "status", "--json")[1])["articles"] == 6
    with MongoClient[dict[str, str]](mongo_uri) as client:
        client.drop_database(f"{newsroom}_again")


def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    """Exit code 1, and no password."""
    uri = "mongodb://me:secret@127.0.0.1:1/?serverSelectionTimeoutMS=100"
    command = [str(Path(sys.executable).with_name("monitor")), "db", "status"]
    given = os.environ | {"MONITOR_MONGO_URI": uri}
    ran = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("monitor: No MongoDB answers at 127.0.0.1:1")
    assert "secret" not in ran.stderr
