"""How a replay or a retag that is ended says so, with real signals."""

import asyncio
import signal
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.demo.site import resources
from monitor.errors import MonitorError
from monitor.fetch.archive import Archive, Exchange
from monitor.running import running
from monitor.store.connection import Store
from monitor.store.runs import Run
from tests.cli.newsroom import fill
from tests.crawling import MONITOR, Shell, writers_wait

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
RUN = Run(id="a", outlet="retag", spider="retag", section="", cause="retag", started=NOW)
EARLY = "was ended before it was done; what it stored stays."


@pytest.fixture
async def shell(store: Store, mongo_uri: str, tmp_path: Path) -> Shell:
    """Commands on a store with a few articles, which know another outlet than those were tagged with."""
    await fill(mongo_uri, store.db.name)
    table = tmp_path / "mine.csv"
    table.write_text(
        "domains,name,aliases,country,language,kind,owner\nnew.example,Nouvelle,,FR,fr,newspaper,\n"
    )
    return Shell(mongo_uri, store.db.name, tmp_path, extra={"MONITOR_OUTLETS": str(table)})


def archived(directory: Path) -> Path:
    """Write Atlantico's pages into an archive; give its path."""
    archive = Archive(directory / "atlantico.fr-a.warc.gz", {"outlet": "atlantico.fr", "section": "all"})
    for url, page in resources(1).items():
        if "/article/" in url and page.status == 200:
            head = [("Content-Type", page.content_type)]
            archive.add(
                Exchange(url=url, date=NOW, request=[], status="200 OK", response=head, body=page.body)
            )
    archive.close()
    return archive.path


async def begun(store: Store, process: subprocess.Popen[str]) -> Run:
    """Wait until a command's run has begun."""
    async with asyncio.timeout(30):
        while not (runs := await store.runs.list()):
            assert process.poll() is None
            await asyncio.sleep(0.02)
    return runs[0]


@pytest.mark.parametrize("command", ["replay", "retag"])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
async def test_a_command_that_is_told_to_end_says_how_it_ended(
    store: Store, shell: Shell, command: str, sent: signal.Signals
) -> None:
    """Exit code 1, one sentence, a failed run that counts what is stored, and no lease is left."""
    words = [command, str(archived(shell.data))] if command == "replay" else [command]
    before = await store.articles.count({})
    process = subprocess.Popen(
        [MONITOR, *words],
        env=shell.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        async with writers_wait(store):
            run = await begun(store, process)
            assert run.state == "running"
            await asyncio.sleep(0.3)
            process.send_signal(sent)
            await asyncio.sleep(0.3)
        _, said = await asyncio.to_thread(process.communicate, timeout=30)
    finally:
        process.kill()
    assert (process.returncode, said.splitlines()[-1]) == (1, f"monitor: The {command} {EARLY}")
    ended = await store.runs.get(run.id)
    assert (ended.state, ended.error) == ("failed", f"The {command} {EARLY}")
    assert ended.ended
    assert ended.counts.get("new", 0) == await store.articles.count({}) - before
    assert await store.leases.held() == set()
    assert await store.db["leases"].count_documents({"_id": {"$regex": "^run "}}) == 0


@pytest.mark.parametrize("command", ["replay", "retag"])
async def test_a_command_that_is_killed_is_not_taken_for_running(
    store: Store, shell: Shell, command: str
) -> None:
    """Its run is read as failed once its lease has ended, which is brought forward here."""
    words = [command, str(archived(shell.data))] if command == "replay" else [command]
    process = subprocess.Popen([MONITOR, *words], env=shell.environment, stderr=subprocess.DEVNULL, text=True)
    try:
        async with writers_wait(store):
            run = await begun(store, process)
            process.kill()
            process.wait()
    finally:
        process.kill()
    # Else the database is not dropped before the dead process's transaction runs out.
    await store.client.admin.command("killAllSessions", [])
    assert (await store.runs.get(run.id)).state == "running"
    await store.db["leases"].update_many({}, {"$set": {"until": NOW}})
    dead = await store.runs.get(run.id)
    assert (dead.state, dead.ended) == ("failed", NOW)
    assert "killed" in (dead.error or "")
    assert run.id in shell.run("run", "list").stdout


ENDS = [
    (ZeroDivisionError("1/0"), f"The retag {EARLY}"),
    (BrokenPipeError(), f"The retag {EARLY}"),
    (MonitorError("No room."), "No room."),
]


@pytest.mark.parametrize(("error", "sentence"), ENDS)
async def test_what_breaks_a_run_off_is_kept_with_it(store: Store, error: Exception, sentence: str) -> None:
    """It fails, with what it counted, and the error goes on its way; a reader who had enough is one, too."""
    with pytest.raises(type(error)):
        async with running(store, RUN, Counter(articles=3)):
            raise error
    run = await store.runs.get("a")
    assert (run.state, run.error, run.counts) == ("failed", sentence, {"articles": 3})


async def test_a_run_that_ends_well_is_done(store: Store) -> None:
    """Nobody holds its lease any more."""
    counts = Counter[str]()
    async with running(store, RUN, counts):
        assert (await store.runs.get("a")).state == "running"
        assert await store.leases.held() == {"run a"}
        counts["articles"] += 1
    run = await store.runs.get("a")
    assert (run.state, run.error, run.counts) == ("done", None, {"articles": 1})
    assert await store.db["leases"].count_documents({}) == 0
