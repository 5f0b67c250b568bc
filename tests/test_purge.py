"""Old text goes, from the database and the archives; that it was there stays, and it does not come back."""

import gzip
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.cite.verdicts import Verdict
from monitor.demo.server import connect_to, serve
from monitor.demo.site import resources
from monitor.errors import LeaseHeld
from monitor.fetch.replay import Reader
from monitor.items import Citation, Evidence
from monitor.purge import Purge
from monitor.replay import Replay
from monitor.roster import spiders
from monitor.store.connection import Store, open_store
from monitor.store.purging import Wanted
from tests.crawling import Shell

BEFORE = datetime(2024, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def crawled(mongo_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Atlantico's archives, of a crawl in each of its states."""
    with serve(resources(1)) as site:
        data = tmp_path_factory.mktemp("crawled")
        shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", data, connect_to(site, resources(1)))
        shell.json("crawl", "atlantico", "--section", "all")
        site.show(resources(2))
        shell.json("crawl", "atlantico", "--section", "all")
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        client.drop_database(shell.database)
    return data / "archive"


@pytest.fixture
def shell(mongo_uri: str, crawled: Path, tmp_path: Path) -> Shell:
    """Commands with archives of their own."""
    shutil.copytree(crawled, tmp_path / "archive")
    return Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path)


@pytest.fixture
async def store(shell: Shell) -> Any:
    """The articles of the archives; dropped after the test."""
    known = load()
    async with open_store(shell.uri, shell.database, shell.data, agencies=known.agencies) as opened:
        spiders_by_domain = {spider.outlet: spider for spider in spiders().values()}
        await Replay(opened, Tagger(known), spiders_by_domain, "r1", "all").replay(archives(shell))
        yield opened
        await opened.client.drop_database(shell.database)


def archives(shell: Shell) -> list[Path]:
    """List the archives, oldest first."""
    return sorted((shell.data / "archive").glob("*.warc.gz"))


async def places(store: Store) -> dict[str, tuple[str, int]]:
    """Give where the captures of articles that have text are said to be, by URL."""
    rows = await store.db["articles"].find({"purged": None}).to_list()
    return {row["capture"]["targetUri"]: (row["capture"]["file"], row["capture"]["offset"]) for row in rows}


async def _quote(store: Store, rows: list[dict[str, Any]]) -> None:
    """Quote articles in an alert that was sent, in a verdict, and in what a listing said."""
    for row in rows:
        said = {
            "article": {"headline": row["headline"], "credit": row["headline"]},
            "matched": [row["headline"]],
        }
        alert = {"article": row["_id"], "state": "sent", "said": {**said, "citations": []}}
        await store.db["outbox"].insert_one({"_id": row["_id"], **alert})
        words = Evidence(field="headline", start=0, end=9, quote=row["headline"], rule="fr.test")
        citation = Citation(outlet="elpais.com", name="El País", kind="mention", evidence=(words,))
        await store.verdicts.put(
            Verdict(
                urls=tuple(row["urls"]),
                outlet="elpais.com",
                decision="rejected",
                by="somebody",
                at=NOW,
                citations=(citation,),
            )
        )
        await store.db["pages"].insert_one({"_id": row["urls"][0], "entry": {"headline": row["headline"]}})


async def test_text_goes_and_edges_stay(shell: Shell, store: Store) -> None:
    """No word is left in articles, revisions, alerts or archives; what is kept still leads to its records."""
    old = await store.db["articles"].find({"time": {"$lt": BEFORE}}).to_list()
    kept = await store.articles.count({"time": {"$gte": BEFORE}})
    await _quote(store, old)
    edges = sum(len(row["citations"]) for row in old)
    assert old
    assert kept
    assert edges
    done = shell.run("article", "purge", "--before", "2024-01-01", "--yes")
    assert done.returncode == 0, done.stderr
    assert f"Purged: {len(old)} articles, and " in done.stdout
    rows = await store.db["articles"].find({"purged": {"$ne": None}}).to_list()
    assert {row["_id"] for row in rows} == {row["_id"] for row in old}
    kept_of_them = [
        await store.db[name].find().to_list() for name in ("revisions", "pages", "outbox", "verdicts")
    ]
    told = json.dumps([rows, kept_of_them], default=str, ensure_ascii=False)
    raw = b"".join(gzip.decompress(path.read_bytes()) for path in archives(shell)).decode(errors="replace")
    for row in old:
        assert row["headline"] not in told
        assert row["url"].removeprefix("https://atlantico.fr") + " HTTP" not in raw
    assert sum(len(row["citations"]) for row in rows) == edges
    assert {row["cluster"] for row in rows} <= {row["_id"] async for row in store.db["clusters"].find()}
    shown = shell.run("article", "show", old[0]["url"], "--revisions")
    assert shown.returncode == 0, shown.stderr
    assert "purged" in shown.stdout
    told_places = await places(store)
    assert len(told_places) == kept
    present = {(page.url, page.capture.file, page.capture.offset) for page in Reader().pages(archives(shell))}
    assert {(url, *place) for url, place in told_places.items()} <= present


async def test_a_replay_brings_nothing_back(shell: Shell, store: Store) -> None:
    """With the archives as they were, what was purged stays so; the rest is unchanged."""
    done = shell.run("article", "purge", "--before", "2024-01-01", "--keep-archive", "--yes")
    assert done.returncode == 0, done.stderr
    before = await store.db["articles"].find().sort("_id").to_list()
    counts = shell.json("replay", *archives(shell))["counts"]
    assert "new" not in counts
    assert "revised" not in counts
    assert await store.db["articles"].find().sort("_id").to_list() == before


async def test_edges_go_too_where_asked(shell: Shell, store: Store) -> None:
    """Articles, revisions, events and clusters of old articles are gone, also when their text was purged before."""
    for words in ((), ("--drop-edges",)):
        done = shell.run("article", "purge", "--before", "2024-01-01", "--yes", *words)
        assert done.returncode == 0, done.stderr
    assert await store.articles.count({"time": {"$lt": BEFORE}}) == 0
    names = {row["_id"] async for row in store.db["articles"].find()}
    for collection in ("revisions", "events"):
        assert {row["article"] async for row in store.db[collection].find()} <= names
    assert await store.db["clusters"].distinct("_id") == sorted(
        await store.db["articles"].distinct("cluster")
    )
    counts = shell.json("replay", *archives(shell))["counts"]
    assert "new" not in counts


async def test_nothing_goes_unasked(shell: Shell, store: Store) -> None:
    """Without a terminal and --yes it is bad use; a dry run counts; one outlet is one outlet."""
    before = await store.db["articles"].find().sort("_id").to_list()
    done = shell.run("article", "purge", "--before", "2024-01-01")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    done = shell.run("article", "purge", "--before", "2024-01-01", "--dry-run")
    assert (done.returncode, done.stdout.split()[1]) == (0, "atlantico.fr")
    done = shell.run("article", "purge", "--before", "2024-01-01", "--outlet", "lemonde.fr", "--yes")
    assert done.stdout == "Purged: 0 articles, and 0 records of 0 archives.\n"
    assert await store.db["articles"].find().sort("_id").to_list() == before


async def test_archives_wait_for_a_crawl(shell: Shell, store: Store) -> None:
    """While the outlet is being crawled its archives are left; the next purge takes the records out."""
    lease = await store.leases.take("atlantico.fr", "somebody")
    purge = Purge(store, shell.data / "archive")
    before = [path.read_bytes() for path in archives(shell)]
    with pytest.raises(LeaseHeld):
        await purge.purge(Wanted(before=BEFORE), NOW)
    assert [path.read_bytes() for path in archives(shell)] == before
    await store.leases.release(lease)
    again = Purge(store, shell.data / "archive")
    await again.purge(Wanted(before=BEFORE), NOW)
    assert again.counts["records"] > 0
    assert again.counts["articles"] == 0
    assert await store.tombstones.archives() == []
