"""Sites without a file, crawled by `monitor up` itself, over real HTTP."""

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.demo.server import Site, connect_to, serve
from monitor.store.connection import Store
from tests import newsite
from tests.crawling import MONITOR, Shell

FEED = f"{newsite.HOME}/world/rss.xml"
OUTLET = "valdoria-courier.example"


@pytest.fixture
def site() -> Iterator[Site]:
    """The site that nobody has seen."""
    with serve(newsite.site(articles=12, forbidden=0)) as running:
        yield running


async def runs_done(store: Store, count: int) -> None:
    """Wait until so many runs have ended, and their turns are settled."""
    async with asyncio.timeout(60):
        while sum(run.ended is not None for run in await store.runs.list()) < count or any(
            [row async for row in store.db["schedules"].find({"turn": {"$ne": None}})]
        ):
            await asyncio.sleep(0.1)


async def test_two_pages_of_one_site_are_crawled_in_turn(site: Site, mongo_uri: str, tmp_path: Path) -> None:
    """Each by its own schedule, never both at once, since the lease is the outlet's."""
    shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, connect_to(site, site.resources))
    for page in (FEED, newsite.SECTION):
        added = shell.run("schedule", "add", page, "--every", "1h")
        assert added.returncode == 0, added.stderr
    up = subprocess.Popen([MONITOR, "up"], env=shell.environment, stderr=subprocess.PIPE, text=True)
    try:
        async with shell.stored() as stored:
            await runs_done(stored, 2)
            up.send_signal(signal.SIGINT)
            _, said = await asyncio.to_thread(up.communicate)
            later, earlier = await stored.runs.list()
            schedules = await stored.schedules.list()
            articles = await stored.articles.count({"outlet": OUTLET})
    finally:
        up.kill()
    assert up.returncode == 0, said
    assert [(run.state, run.outlet) for run in (later, earlier)] == [("done", OUTLET)] * 2, said
    assert {later.section, earlier.section} == {FEED, newsite.SECTION}
    assert earlier.ended
    assert earlier.ended <= later.started
    assert [one.id for one in schedules] == [f"{OUTLET}/world", f"{OUTLET}/world/rss.xml"]
    assert all(one.next > later.started for one in schedules)
    assert articles == earlier.counts["new"] + later.counts.get("new", 0) == 12
    assert f"{OUTLET}/world: " in said


async def test_a_scheduled_site_that_is_refused_says_so_in_its_run(mongo_uri: str, tmp_path: Path) -> None:
    """A name that leads to this machine is refused when it is crawled, as by `monitor crawl`."""
    shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path)
    assert shell.run("schedule", "add", "http://localhost:8081/world/", "--every", "1h").returncode == 0
    up = subprocess.Popen([MONITOR, "up"], env=shell.environment, stderr=subprocess.DEVNULL)
    try:
        async with shell.stored() as stored:
            await runs_done(stored, 1)
            (run,) = await stored.runs.list()
        up.send_signal(signal.SIGINT)
        assert await asyncio.to_thread(up.wait, 20) == 0
    finally:
        up.kill()
    assert run.state == "failed"
    assert "is not a public address; MONITOR_ALLOW_NETS" in (run.error or "")
