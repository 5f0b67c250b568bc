"""`monitor crawl https://…`: a site that has no file, over real HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.cite import gazetteer
from monitor.demo.server import Site, connect_to, serve
from monitor.errors import BadUse
from monitor.roster import spiders
from monitor.site import SiteSpider, outlet_named, spider_of
from monitor.store.connection import Store
from tests import newsite
from tests.crawling import Shell

OUTLETS = gazetteer.load().domains


@pytest.fixture
def running() -> Iterator[Site]:
    """The site, with a slow robots.txt."""
    with serve(newsite.site(), newsite.NewSite) as site:
        yield site


@pytest.fixture
def shell(running: Site, mongo_uri: str, tmp_path: Path) -> Shell:
    """Commands that find the site."""
    return Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, connect_to(running, running.resources))


async def test_a_site_never_seen_is_crawled_whole(running: Site, shell: Shell, stored: Store) -> None:
    """By its section page, the feed in its head and the sitemaps of robots.txt; a replay gives the same.

    What is asked for while the slow robots.txt is on its way waits: no page that it forbids is fetched.
    """
    run = shell.json("crawl", newsite.SECTION)
    assert (run["outlet"], run["section"]) == ("valdoria-courier.example", newsite.SECTION)
    assert run["counts"]["new"] == newsite.ARTICLES - 13
    assert run["counts"]["forbidden"] == 13
    assert not {"NotArticle", "NoBody", "failed", "listingsFailed"} & set(run["counts"])
    asked = [path.partition("/")[2] for path in running.asked]
    assert not any(path.startswith(("sports", "about")) or "an-old-story" in path for path in asked)
    assert len(asked) == len(set(asked))
    robots = running.resources[f"{newsite.HOME}/robots.txt"].body.decode()
    forbidden = {line.partition("/")[2] for line in robots.splitlines() if line.startswith("Disallow")}
    assert len(forbidden) == 13
    assert not forbidden & set(asked)
    story = newsite.article(150, datetime.now(UTC))
    found = await stored.articles.named(story["url"])
    assert (found.outlet, found.headline) == ("valdoria-courier.example", story["headline"])
    assert found.articleBody == story["articleBody"]

    running.asked.clear()
    again = shell.json("crawl", newsite.SECTION)["counts"]
    assert {name: again.get(name) for name in ("new", "pages", "failed")} == dict.fromkeys(
        ("new", "pages", "failed")
    )
    assert len(running.asked) == 5

    (archive, _) = sorted((shell.data / "archive").glob("*.warc.gz"))
    replayed = Shell(shell.uri, f"{shell.database}_replay", shell.data)
    assert replayed.json("replay", archive)["counts"]["new"] == newsite.ARTICLES - 13
    await stored.client.drop_database(replayed.database)


async def test_a_feed_is_a_site_s_listing_as_well(shell: Shell, stored: Store) -> None:
    """The address of a feed or sitemap crawls what it names."""
    run = shell.json("crawl", f"{newsite.HOME}/world/rss.xml")
    assert run["counts"]["new"] == newsite.IN_THE_FEED - 13
    assert run["counts"]["listings"] == 1


NAMED = [
    ("https://www.lemonde.fr/afrique/", "lemonde.fr"),
    ("https://wapo.st/x", "washingtonpost.com"),
    ("https://news.valdoria.co.uk/world/", "valdoria.co.uk"),
    ("http://127.0.0.1:8081/world/", "127.0.0.1"),
]


@pytest.mark.parametrize(("url", "outlet"), NAMED)
def test_the_outlet_is_named_by_the_gazetteer_or_its_domain(url: str, outlet: str) -> None:
    """An outlet is the same under each of its domains; a site nobody listed is its registrable domain."""
    assert outlet_named(url, OUTLETS) == outlet == spider_of(url, OUTLETS).outlet


@pytest.mark.parametrize(
    ("url", "zone"),
    [
        ("https://www.nrc.nl/buitenland/", "Europe/Amsterdam"),
        ("https://www.aljazeera.com/news/", "Asia/Qatar"),
        ("https://strange.example.com.br/mundo/", "America/Sao_Paulo"),
        ("https://strange.example.org/world/", "UTC"),
    ],
)
def test_dates_without_a_zone_are_of_the_outlet_s_country(url: str, zone: str) -> None:
    """The gazetteer's country counts, else that of the domain."""
    assert spider_of(url, OUTLETS).timezone == zone


def test_a_known_outlet_keeps_its_file() -> None:
    """An address of an outlet in spiders/ is crawled by its spider, that page alone."""
    made = spider_of("https://www.lemonde.fr/afrique/", OUTLETS, spiders().values())
    assert not issubclass(made, SiteSpider)
    assert (made.name, made.sections, made.feeds) == ("lemonde", ("https://www.lemonde.fr/afrique/",), ())


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "https://", "ftp://example.org/", "https://[::1/", "https://a b/"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    """Exit code 2, and how to write it."""
    with pytest.raises(BadUse, match="no address of a web page"):
        spider_of(url, OUTLETS)
