"""A crawl of an outlet over real HTTP, into a real database, and its replay."""

import asyncio
import operator
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.demo.server import Resource, Site, connect_to, serve
from monitor.demo.site import resources
from monitor.store.connection import Store, open_store
from monitor.store.embedded import Embedded
from tests.crawling import MONITOR, SCRAPY, Shell, writers_wait

HOME = "https://atlantico.fr"
ROBOTS = f"{HOME}/robots.txt"
FEED = f"{HOME}/rss.xml"
FAULTY = Path(__file__).with_name("faulty.py")
RUN_DATA = {"storedAt", "run", "cause", "founded", "at", "matchedAt"}


@pytest.fixture
def site() -> Iterator[Site]:
    """Atlantico as its specimens show it, in its first state."""
    with serve(resources(1)) as running:
        yield running


@pytest.fixture
def shell(site: Site, mongo_uri: str, tmp_path: Path) -> Shell:
    """Commands that find Atlantico on the site."""
    database = f"test_{uuid4().hex[:12]}"
    return Shell(mongo_uri, database, tmp_path, connect_to(site, resources(1)))


def counts(shell: Shell, *words: str | Path) -> dict[str, int]:
    """Crawl, and give what the summary counts."""
    found: dict[str, int] = shell.json("crawl", "atlantico", *words)["counts"]
    return found


def archives(shell: Shell) -> list[Path]:
    """List the archives written, oldest first."""
    return sorted((shell.data / "archive").glob("*.warc.gz"))


async def everything(store: Store) -> dict[str, list[Any]]:
    """Give all that is stored but run data; a cluster is named by its first member here.

    Articles that are stored in another order found their clusters under other ids, and it is always the
    later of two that holds their relation.
    """
    found = {}
    for name in ("articles", "revisions", "clusters", "events"):
        rows = await store.db[name].find().sort("_id").to_list()
        found[name] = [{key: value for key, value in row.items() if key not in RUN_DATA} for row in rows]
    first = {row["_id"]: row["first"] for row in found["clusters"]}
    for row in found["clusters"]:
        row["_id"] = first[row["_id"]]
    pairs = []
    for row in found["articles"] + found["revisions"]:
        row["cluster"] = first[row["cluster"]]
        pairs += [sorted((row["_id"], relation["other"])) for relation in row.pop("relations")]
    found["clusters"].sort(key=operator.itemgetter("_id"))
    return {**found, "relations": sorted(pairs)}


async def test_the_whole_way(site: Site, shell: Shell, stored: Store) -> None:
    """First everything, then only what is new or changed; a replay of the archives gives the same."""
    first = counts(shell)
    assert (first["pages"], first["new"], first["OutOfSection"], first["forbidden"]) == (28, 22, 6, 1)
    assert not any("brouillon" in path for path in site.asked)

    site.asked.clear()
    assert counts(shell) == {"listings": 3, "listingsUnchanged": 3}
    assert len(site.asked) == len(set(site.asked)) == 4

    site.show(resources(2))
    second = counts(shell)
    assert (second["new"], second["revised"], second["unchanged"]) == (2, 1, 1)

    crawled = await everything(stored)
    assert len(crawled["articles"]) == 24
    assert [row["kind"] for row in crawled["events"]].count("creditAdded") == 1
    (first_state,) = crawled["revisions"]
    again = Shell(shell.uri, f"{shell.database}_replay", shell.data)
    again.json("replay", *archives(shell))
    async with again.stored() as replayed:
        assert await everything(replayed) == crawled
        assert await replayed.db["pages"].count_documents({}) == 0
    assert first_state["revision"] == 1


async def test_what_was_in_another_section_is_fetched_for_that_section(shell: Shell, stored: Store) -> None:
    """A crawl of International leaves six pages to a crawl of all sections; then they are known."""
    counts(shell, "--limit", "8")
    first = await stored.articles.count({})
    everything = counts(shell, "--section", "all")
    assert everything["pages"] == 28 - first
    assert await stored.articles.count({}) == 28
    assert "pages" not in counts(shell, "--section", "all")


async def test_scrapy_s_own_command_does_the_same(shell: Shell, stored: Store, tmp_path: Path) -> None:
    """`scrapy crawl` stores the articles, archives the pages and exports what it stored."""
    exported = tmp_path / "out.jsonl"
    done = shell.run("crawl", "atlantico", "-a", "section=all", "-O", exported, program=SCRAPY)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(exported.read_text().splitlines()) == await stored.articles.count({}) == 28
    (run,) = await stored.runs.list()
    assert (run.state, run.section, run.counts["new"], run.file) == (
        "done",
        "all",
        28,
        archives(shell)[0].name,
    )


@pytest.mark.parametrize(
    ("spider", "sentence", "state"),
    [("Unstarted", "No listing of", "failed"), ("Unended", "could not be closed", "running")],
)
async def test_a_fault_of_ours_is_no_success(
    shell: Shell, stored: Store, spider: str, sentence: str, state: str
) -> None:
    """What fails at the start or the end of a crawl is its error; the run of one not closed ends with its lease."""
    done = shell.run(FAULTY, spider, program=sys.executable)
    assert done.returncode == 1
    assert sentence in done.stderr.splitlines()[-1]
    (run,) = await stored.runs.list()
    assert run.state == state


async def test_scrapy_fetches_a_page_and_stores_nothing(shell: Shell, stored: Store) -> None:
    """`scrapy fetch` asks by our rules, and is no crawl of an outlet."""
    done = shell.run("fetch", FEED, program=SCRAPY)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert "<rss" in done.stdout
    assert await stored.runs.list() == []
    assert archives(shell) == []


async def test_one_crawl_of_an_outlet_at_a_time(shell: Shell, stored: Store) -> None:
    """A crawl that finds the outlet taken says by whom, asks for nothing, and ends with 1."""
    await stored.leases.take("atlantico.fr", "somebody")
    done = shell.run("crawl", "atlantico")
    assert done.returncode == 1
    assert "being crawled by somebody" in done.stderr
    assert archives(shell) == []


BROKEN = {
    "a feed that is a web page": {FEED: Resource(b"<!doctype html><p>Oops", "text/html")},
    "a feed in Windows-1252": {FEED: Resource("<rss><channel><title>é</title>".encode("cp1252"), "text/xml")},
    "a feed that is gone": {FEED: Resource(b"", status=404)},
    "a page without text": {
        f"{HOME}/article/pepite/port-salin-les-bureaux-d-al-jazeera-inondes": Resource(b"")
    },
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_what_is_broken_harms_nothing_else(
    site: Site, shell: Shell, stored: Store, broken: dict[str, Resource]
) -> None:
    """One listing or page that cannot be read costs itself alone."""
    site.show({**resources(1), **broken})
    done = shell.run("crawl", "atlantico")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert await stored.articles.count({}) >= 20


async def test_a_robots_txt_that_does_not_answer_forbids_everything(
    site: Site, shell: Shell, stored: Store
) -> None:
    """With 500 for robots.txt nothing is fetched, and the crawl has failed for that reason."""
    site.show({**resources(1), ROBOTS: Resource(b"", status=500)})
    done = shell.run("crawl", "atlantico")
    assert done.returncode == 1
    assert "could be read: its robots.txt answers 500 (Internal Server Error), without" in done.stderr
    assert {path for path in site.asked if "robots.txt" not in path} == set()
    assert await stored.articles.count({}) == 0


def test_a_crawl_of_which_no_page_comes_has_failed(site: Site, shell: Shell) -> None:
    """Listings alone are no crawl: exit code 1, and how many pages failed."""
    listings = {url: resources(1)[url] for url in (ROBOTS, FEED, f"{HOME}/news-sitemap.xml", f"{HOME}/")}
    broken = {url: Resource(b"", status=500) for url in resources(1)}
    site.show({**broken, **listings})
    done = shell.run("crawl", "atlantico", "--limit", "3")
    assert done.returncode == 1
    sentence = (
        r"None of the pages of atlantico.fr gave an article: [23] failed, atlantico.fr answers 500 \(Internal"
    )
    assert re.search(sentence, done.stderr)


BAD = [
    (("atlantik",), "do you mean atlantico?"),
    (("atlantico", "--since", "soon"), 'The time "soon" cannot be read'),
]


@pytest.mark.parametrize(("words", "sentence"), BAD)
def test_bad_use_is_one_sentence(shell: Shell, words: tuple[str, ...], sentence: str) -> None:
    """Exit code 2, and what to do."""
    done = shell.run("crawl", *words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_database_that_is_away_is_one_sentence(shell: Shell) -> None:
    """Exit code 1, and nothing is fetched."""
    uri = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200"
    away = Shell(uri, shell.database, shell.data, shell.connect_to)
    done = away.run("crawl", "atlantico")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("monitor: No MongoDB answers at 127.0.0.1:1")
    assert archives(shell) == []


async def test_a_full_disk_ends_the_crawl(shell: Shell, stored: Store) -> None:
    """What cannot be archived is not stored, and the archive stays readable."""
    limited = f"ulimit -f 24; exec {MONITOR} crawl atlantico --section all"
    done = shell.run("-c", limited, program="bash")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert "Warning" not in done.stderr
    assert "Traceback" not in done.stderr
    kept = await stored.articles.count({})
    assert 0 < kept < 20
    again = Shell(shell.uri, f"{shell.database}_replay", shell.data)
    assert again.json("replay", *archives(shell))["counts"]["new"] >= kept
    await stored.client.drop_database(again.database)
    (run,) = await stored.runs.list()
    assert (run.state, run.counts["new"]) == ("failed", kept)


async def test_a_crawl_that_is_killed_goes_on_where_it_was(site: Site, shell: Shell, stored: Store) -> None:
    """After kill -9 the next crawl fetches the rest; nothing is lost, nothing is double."""
    process = subprocess.Popen(
        [MONITOR, "crawl", "atlantico"], env=shell.environment, stderr=subprocess.DEVNULL
    )
    while await stored.articles.count({}) < 5:
        await asyncio.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    # Its transaction would end by itself within half a minute, its lease within a whole one.
    await stored.client.admin.command("killAllSessions", [])
    await stored.db["leases"].delete_many({})
    site.asked.clear()
    counts(shell)
    assert await stored.articles.count({}) == 22
    assert await stored.db["events"].count_documents({"kind": "new"}) == 22
    assert len(site.asked) < 40
    states = {run.id: run.state for run in await stored.runs.list()}
    assert sorted(states.values()) == ["done", "failed"]


async def test_what_a_killed_crawl_asked_for_is_fetched_though_no_listing_names_it_any_more(
    site: Site, shell: Shell, stored: Store
) -> None:
    """Feeds are short: what is in the archive and in no article would never be looked at again."""
    process = subprocess.Popen(
        [MONITOR, "crawl", "atlantico"], env=shell.environment, stderr=subprocess.DEVNULL
    )
    async with writers_wait(stored):
        while not any("/article/" in path for path in site.asked):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
    await stored.db["leases"].delete_many({})
    with archives(shell)[0].open("rb") as file:
        fetched = {record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(file)}
    assert any("/article/" in (url or "") for url in fetched)
    assert await stored.articles.count({}) == 0
    nothing = {url: Resource(b"<html></html>") for url in (FEED, f"{HOME}/news-sitemap.xml", f"{HOME}/")}
    site.show({**resources(1), **nothing})
    counts(shell)
    known = {row["_id"]: row["outcome"] async for row in stored.db["pages"].find()}
    assert set(known.values()) <= {"article", "outOfSection", "listing"}
    assert await stored.articles.count({}) == list(known.values()).count("article") == 22


async def test_a_database_that_comes_back_is_waited_for(site: Site, tmp_path: Path) -> None:
    """Kill -9 of mongod in the middle of a crawl costs time, and no article."""
    database = Embedded(tmp_path)
    shell = Shell("", "monitor", tmp_path, connect_to(site, resources(1)))
    await database.start()
    process = subprocess.Popen(
        [MONITOR, "crawl", "atlantico"], env=shell.environment, stderr=subprocess.PIPE, text=True
    )
    try:
        while not any("/article/" in path for path in site.asked):
            await asyncio.sleep(0.01)
        victim = database.pid()
        assert victim  # 0 would be this process and all beside it
        os.kill(victim, signal.SIGKILL)
        await asyncio.sleep(1)
        uri = await database.start()
        told = await asyncio.to_thread(process.communicate)
        assert process.returncode == 0, told
        async with open_store(uri, "monitor", tmp_path) as stored:
            assert await stored.articles.count({}) == 22
    finally:
        process.kill()
        await database.stop()
