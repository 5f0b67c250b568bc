"""What a site takes away is marked, kept, and no longer marked when it comes back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from monitor.demo.server import Resource, Site, connect_to, serve
from monitor.demo.site import resources
from monitor.purge import Purge
from monitor.store.connection import Store
from monitor.store.purging import Wanted
from monitor.times import cut
from monitor.urls import canonical
from tests.crawling import Shell
from tests.store.test_store_articles import NOW

HOME = "https://atlantico.fr/"
GONE = {
    "deleted": Resource(b"", status=410),
    "missing": Resource(b"", status=404),
    "withheld": Resource(b"", status=451),
    "led home": Resource(b"", status=301, location=HOME),
}


@pytest.fixture
def site() -> Iterator[Site]:
    """Atlantico as its specimens show it."""
    with serve(resources(1)) as running:
        yield running


@pytest.fixture
def shell(site: Site, mongo_uri: str, tmp_path: Path) -> Shell:
    """Commands that find Atlantico on the site."""
    return Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, connect_to(site, resources(1)))


@pytest.fixture
async def store(shell: Shell) -> Any:
    """What the commands stored; dropped after the test."""
    async with shell.stored() as opened:
        yield opened


async def crawl(shell: Shell, store: Store, urls: list[str]) -> dict[str, bool]:
    """Crawl when these pages are due; tell of each whether its article is marked."""
    await store.db["pages"].update_many(
        {"_id": {"$in": [*map(canonical, urls)]}}, {"$set": {"nextVisit": cut(NOW)}}
    )
    shell.json("crawl", "atlantico")
    return {url: (await store.articles.named(url)).removed is not None for url in urls}


async def marks(store: Store) -> dict[str, Any]:
    """Tell of each article since when it is gone."""
    return {row["_id"]: row["removed"] async for row in store.db["articles"].find()}


async def replayed(shell: Shell) -> dict[str, Any]:
    """Replay the archives into an empty database; tell of each article since when it is gone."""
    again = Shell(shell.uri, f"{shell.database}_replay", shell.data)
    again.json("replay", *sorted((shell.data / "archive").glob("*.warc.gz")))
    async with again.stored() as opened:
        return await marks(opened)


async def test_what_is_removed_is_marked_until_it_comes_back(site: Site, shell: Shell, store: Store) -> None:
    """410, 404, 451, a redirect to the front page; then unchanged, by its bytes or by its validators."""
    shell.json("crawl", "atlantico")
    rows = await store.db["articles"].find().sort("_id").limit(len(GONE)).to_list()
    urls = [row["url"] for row in rows]
    before = {row["_id"]: row["articleBody"] for row in rows}
    shown = dict(site.resources)
    pages = [next(url for url in shown if url in {row["capture"]["targetUri"], row["url"]}) for row in rows]
    site.show(shown | dict(zip(pages, GONE.values(), strict=True)))
    assert await crawl(shell, store, urls) == dict.fromkeys(urls, True)
    after = await store.db["articles"].find({"_id": {"$in": list(before)}}).to_list()
    assert {row["_id"]: row["articleBody"] for row in after} == before
    assert await store.db["events"].count_documents({"kind": {"$ne": "new"}}) == 0
    found = shell.run("search", "is:removed", "--json").stdout.splitlines()
    assert len(found) == len(GONE)
    assert await replayed(shell) == await marks(store)
    changed = Resource(shown[pages[0]].body + b"<!-- 2 -->", shown[pages[0]].content_type)
    site.show(shown | {pages[0]: changed})
    assert await crawl(shell, store, urls) == dict.fromkeys(urls, False)
    assert await replayed(shell) == await marks(store)


async def test_what_was_purged_is_not_asked_for(site: Site, shell: Shell, store: Store) -> None:
    """A page that is due, or listed as changed, is left alone when its text was taken away."""
    shell.json("crawl", "atlantico")
    purge = Purge(store, shell.data / "archive")
    await purge.purge(Wanted(before=datetime(2100, 1, 1, tzinfo=UTC)), NOW)
    await store.db["pages"].update_many(
        {"outcome": "article"},
        {"$set": {"nextVisit": cut(NOW), "modified": None, "lastSeen": datetime(2000, 1, 1, tzinfo=UTC)}},
    )
    site.asked.clear()
    counts = shell.json("crawl", "atlantico")["counts"]
    assert "pages" not in counts
    assert not any("/article/" in path for path in site.asked)
    assert await store.articles.count({"purged": None}) == 0
