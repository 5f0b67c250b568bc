"""What is fetched a second time, and what only asked for: conditional requests, visits that are due, lastmod."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.demo.server import Resource, Site, connect_to, serve
from monitor.demo.site import resources
from monitor.fetch.revisit import AGES
from monitor.store.connection import Store
from tests import newsite
from tests.crawling import SCRAPY, Shell

BROKEN = Resource(b"", status=500)
CHOKING = Path(__file__).with_name("choking.py")
FEED = f"{newsite.HOME}/world/rss.xml"
NEWS = f"{newsite.HOME}/news.xml"


@pytest.fixture
def site() -> Iterator[Site]:
    """The site that nobody has seen."""
    with serve(newsite.site(articles=12, forbidden=0)) as running:
        yield running


@pytest.fixture
def shell(site: Site, mongo_uri: str, tmp_path: Path) -> Shell:
    """Commands that find it."""
    return Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, connect_to(site, site.resources))


def statuses(shell: Shell) -> Counter[str]:
    """Count the statuses in the newest archive."""
    newest = max((shell.data / "archive").glob("*.warc.gz"), key=lambda path: path.stat().st_mtime)
    with newest.open("rb") as file:
        return Counter(
            record.http_headers.get_statuscode()
            for record in ArchiveIterator(file)
            if record.rec_type in {"response", "revisit"}
        )


async def due(stored: Store, **facts: Any) -> str:
    """Let the visit of one page be due; give its URL."""
    row = await stored.db["pages"].find_one({"outcome": "article"}, sort=[("_id", 1)])
    assert row
    past = datetime.now(UTC) - timedelta(minutes=1)
    await stored.db["pages"].update_one({"_id": row["_id"]}, {"$set": {"nextVisit": past, **facts}})
    return str(row["_id"])


async def test_an_unchanged_feed_costs_a_304(site: Site, shell: Shell, stored: Store) -> None:
    """Validators of a listing are kept once all that it names was read; a page that is due comes all the same."""
    words = ("crawl", FEED)
    assert shell.json(*words)["counts"]["new"] == 12
    listing = await stored.pages.get(FEED.replace("www.", ""))
    assert listing
    assert (listing.outcome, listing.etag) == ("listing", site.resources[FEED].etag)

    assert shell.json(*words)["counts"] == {"listings": 1, "listingsUnchanged": 1}
    assert statuses(shell) == {"200": 1, "304": 1}  # robots.txt, the feed

    url = await due(stored)
    again = shell.json(*words)["counts"]
    assert again == {"listings": 1, "listingsUnchanged": 1, "pages": 1, "unchanged": 1}
    assert statuses(shell) == {"200": 1, "304": 2, "404": 1}  # there is no tdmrep.json
    page = await stored.pages.get(url)
    assert page
    assert page.published
    assert page.nextVisit in {page.published + age for age in AGES}


async def test_a_crawl_that_left_pages_out_reads_the_feed_again(shell: Shell) -> None:
    """After --limit, "not modified" would lose what was left."""
    assert shell.json("crawl", FEED, "--limit", "5")["counts"]["new"] == 5
    assert shell.json("crawl", FEED)["counts"]["new"] == 7


async def test_what_a_listing_says_was_changed_is_due(site: Site, shell: Shell, stored: Store) -> None:
    """A newer lastmod makes a page due at once; the same one does not."""
    words = ("crawl", NEWS)
    assert shell.json(*words)["counts"]["new"] == 12
    story = newsite.article(3, datetime.now(UTC))
    changed = replace(
        site.resources[story["url"]],
        body=site.resources[story["url"]].body.replace(b"said the", b"denied the"),
    )
    later = (datetime.now(UTC) + timedelta(minutes=5)).isoformat(timespec="seconds")
    said = f"<loc>{story['url']}</loc>".encode()
    sitemap = site.resources[NEWS]
    newer = sitemap.body.replace(said, said + f"<lastmod>{later}</lastmod>".encode(), 1)
    site.show({**site.resources, story["url"]: changed, NEWS: replace(sitemap, body=newer)})
    assert shell.json(*words)["counts"]["revised"] == 1
    assert "pages" not in shell.json(*words)["counts"]


async def test_a_failed_page_is_tried_again_with_what_its_listing_said(
    site: Site, shell: Shell, stored: Store
) -> None:
    """When its time has come, though the listing has not changed; its title and date are remembered."""
    story = newsite.article(0, datetime.now(UTC))
    whole = site.resources
    site.show({url: page for url, page in whole.items() if url != story["url"]})
    assert shell.json("crawl", FEED)["counts"]["gone"] == 1
    bare = replace(
        whole[story["url"]], body=whole[story["url"]].body.replace(b"<time", b"<i").replace(b"</time", b"</i")
    )
    site.show({**whole, story["url"]: bare})
    row = await stored.db["pages"].find_one({"outcome": "failed"})
    assert row
    await stored.db["pages"].update_one({"_id": row["_id"]}, {"$set": {"nextVisit": datetime.now(UTC)}})
    assert shell.json("crawl", FEED)["counts"]["new"] == 1
    found = await stored.articles.named(story["url"])
    assert found.datePublished
    assert found.datePublishedRaw == row["entry"]["datePublished"]


async def test_a_page_that_its_parser_chokes_on_is_tried_again(mongo_uri: str, tmp_path: Path) -> None:
    """It has failed; once the parser is mended it is read, though its listings have not changed."""
    pages = resources(1)
    with serve(pages) as site:
        shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, connect_to(site, pages))
        done = shell.run("runspider", CHOKING, "-a", "section=all", program=SCRAPY)
        async with shell.stored() as stored:
            (run,) = await stored.runs.list()
            choked = await stored.db["pages"].count_documents({"outcome": "failed"})
            assert (run.state, run.counts["failed"]) == ("done", choked), done.stderr
            assert choked == 28 - run.counts["new"] > 0
            due = {"$set": {"nextVisit": datetime.now(UTC)}}
            await stored.db["pages"].update_many({"outcome": "failed"}, due)
            again = shell.json("crawl", "atlantico", "--section", "all")["counts"]
            assert again == {"listings": 3, "listingsUnchanged": 3, "pages": choked, "new": choked} | again
            assert await stored.articles.count({}) == 28


async def test_a_page_whose_host_s_robots_txt_is_away_is_tried_again(mongo_uri: str, tmp_path: Path) -> None:
    """It is not fetched, and not forgotten either: what forbids is a rule, not a silence."""
    feed, page = "https://atlantico.fr/rss.xml", "https://english.atlantico.fr/article/pepite/a-page"
    known = resources(1)
    more = known[feed].body.replace(b"</channel>", f"<item><link>{page}</link></item></channel>".encode())
    moved = {page: BROKEN, "https://english.atlantico.fr/robots.txt": BROKEN}
    pages = {**known, **moved, feed: replace(known[feed], body=more)}
    with serve(pages) as site:
        shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, connect_to(site, pages))
        counts = shell.json("crawl", "atlantico")["counts"]
    assert (counts["new"], counts["failed"]) == (22, 1)
    assert not any("english" in path and "robots" not in path for path in site.asked)
    async with shell.stored() as stored:
        found = await stored.pages.get(page)
    assert found
    assert (found.outcome, found.nextVisit and found.nextVisit > found.lastSeen) == ("failed", True)
