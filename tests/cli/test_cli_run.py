import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from monitor.cli.app import app
from monitor.store.connection import Store
from monitor.store.runs import Run

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DONE = Run(
    id="20261124-1",
    outlet="atlantico.fr",
    spider="atlantico",
    section="International",
    cause="crawl",
    state="done",
    started=NOW,
    ended=NOW + timedelta(minutes=3, seconds=5),
    counts={"pages": 12, "new": 7, "NoBody": 1},
    file="atlantico.fr-20261124-1.warc.gz",
)
FAILED = replace(
    DONE, id="20261124-2", outlet="zeit.de", state="failed", counts={}, error="No [listing] could be read."
)


async def monitor(*words: str) -> tuple[int, str, str]:
    """Run a command in a thread, for it makes a loop of its own; give exit code, stdout and stderr."""
    ran = await asyncio.to_thread(CliRunner().invoke, app, words)
    return ran.exit_code, ran.stdout, ran.stderr


@pytest.fixture(autouse=True)
def database(store: Store, mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line uses the test's own database."""
    monkeypatch.setenv("MONITOR_MONGO_URI", mongo_uri)
    monkeypatch.setenv("MONITOR_MONGO_DATABASE", store.db.name)


async def test_runs_are_listed_newest_first(store: Store) -> None:
    """With what they counted, and why one failed; of one outlet where asked."""
    assert await monitor("run", "list") == (0, "", 'No run yet; "monitor crawl" makes one.\n')
    await store.runs.start(DONE)
    await store.runs.start(replace(FAILED, started=NOW + timedelta(hours=1)))
    code, out, _ = await monitor("run", "list")
    first, second = (line.split() for line in out.splitlines() if "2026" in line)
    assert code == 0
    assert first[:4] == ["20261124-2", "zeit.de", "International", "failed"]
    assert " ".join(first).endswith("No [listing] could be read.")
    assert second[0] == "20261124-1"
    assert second[-6:] == ["0:03:05", "12", "7", "–", "–", "–"]
    for name in ("atlantico.fr", "Atlantico"):
        one = await monitor("run", "list", "--outlet", name, "--json")
        assert [json.loads(line)["id"] for line in one[1].splitlines()] == ["20261124-1"]
    assert (await monitor("run", "list", "--outlet", "atlantique"))[0] == 2
    assert len((await monitor("run", "list", "--limit", "1", "--json"))[1].splitlines()) == 1


async def test_a_run_is_shown_with_all_it_counted(store: Store) -> None:
    """For people, and as JSON."""
    await store.runs.start(DONE)
    code, out, _ = await monitor("run", "show", "20261124-1")
    assert code == 0
    for fact in ("atlantico, done", "archive: atlantico.fr-20261124-1.warc.gz", "NoBody"):
        assert fact in out
    shown = json.loads((await monitor("run", "show", "20261124-1", "--json"))[1])
    assert shown["counts"] == {"pages": 12, "new": 7, "NoBody": 1}


async def test_an_unknown_run_ends_with_exit_code_2() -> None:
    """And says where the ids are."""
    assert await monitor("run", "show", "x") == (
        2,
        "",
        'monitor: There is no run "x"; "monitor run list" gives the ids.\n',
    )
