"""A site that does everything wrong, on purpose or not: each fault costs itself alone."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.demo.server import Resource, Site, connect_to, serve
from tests import newsite
from tests.crawling import Shell

HOME = newsite.HOME
NOW = datetime.now(UTC)
STORIES = [newsite.article(number, NOW) for number in range(6)]
XML = "application/xml"
BOMB = (
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
)


def entry(url: str, date: str | None = None) -> str:
    """Write a sitemap's entry of today."""
    return f"<url><loc>{url}</loc><lastmod>{date or NOW.isoformat()}</lastmod></url>"


def sitemap(*entries: str, before: str = "") -> Resource:
    """Write a sitemap."""
    return Resource(f"{before}<urlset>{''.join(entries)}</urlset>".encode(), XML)


LISTINGS = {
    "/self.xml": Resource(
        f"<sitemapindex><sitemap><loc>{HOME}/self.xml</loc></sitemap><sitemap><loc>/two.xml</loc></sitemap>"
        "</sitemapindex>".encode(),
        XML,
    ),
    "/two.xml": Resource(
        f"<sitemapindex><sitemap><loc>{HOME}/self.xml</loc></sitemap></sitemapindex>".encode(), XML
    ),
    "/bomb.xml": sitemap(
        entry(f"{HOME}/world/&c;"), entry(f"{HOME}/world/&f;"), entry(STORIES[0]["url"]), before=BOMB
    ),
    "/html.xml": Resource(b"<!doctype html><html><body>Oops</body></html>", "text/html"),
    "/packed.xml": Resource(gzip.compress(sitemap(entry(STORIES[1]["url"])).body), XML),
    "/packed-bomb.xml": Resource(gzip.compress(b"<urlset>" + b" " * (200 * 1024 * 1024)), XML),
    "/cut.xml": Resource(sitemap(entry(STORIES[2]["url"]), entry(f"{HOME}/world/never")).body[:-40], XML),
    "/relative.xml": sitemap(entry(STORIES[3]["url"].removeprefix(HOME))),
    "/dates.xml": sitemap(
        entry(f"{HOME}/world/undated-story-of-the-sea", "soon"), entry(f"{HOME}/world/old", "1998-01-01")
    ),
    "/elsewhere.xml": sitemap(
        entry("https://other.example/world/a-story-of-another-site"), entry("javascript:alert(1)")
    ),
    "/many.xml": sitemap(*(entry(f"{HOME}/world/old-{n}", "2001-01-01") for n in range(101_000))),
    "/gone.xml": Resource(b"", status=410),
}
PAGES = {
    "/world/deep": Resource(b"<html><body>" + b"<div>" * 200_000 + b"deep"),
    "/world/nul": Resource(b"\0" * 5000),
    "/world/loop": Resource(b"", status=301, location="/world/loop"),
    "/world/away": Resource(b"", status=302, location="https://other.example/world/a-story-of-another-site"),
    "/world/large": Resource(b"<p>x</p>" * 1_400_000),
    "/world/lying": Resource(b"no gzip at all", headers=(("Content-Encoding", "gzip"),)),
    "/world/picture": Resource(b"\x89PNG", "image/png"),
}


@pytest.fixture
def site() -> Iterator[Site]:
    """The site."""
    found = {f"{HOME}{path}": page for path, page in {**LISTINGS, **PAGES}.items()}
    found |= {story["url"]: Resource(newsite.page(story)) for story in STORIES}
    links = "".join(f"<h3><a href='{path}'>A long headline of a page {path}</a></h3>" for path in PAGES)
    links += f"<h3><a href='{STORIES[4]['url']}'>{STORIES[4]['headline']}</a></h3>"
    links += "<h3><a href='http://[broken'>A long headline without an address</a></h3>"
    found[newsite.SECTION] = Resource(
        b"<!doctype html><html><head><link rel=alternate type=application/rss+xml href='http://[broken'></head>"
        + f"<body>{links}</body></html>".encode()
    )
    named = "Sitemap: http://[broken\n" + "".join(f"Sitemap: {HOME}{path}\n" for path in LISTINGS)
    found[f"{HOME}/robots.txt"] = Resource(f"User-agent: *\nDisallow:\n{named}".encode(), "text/plain")
    found["https://other.example/world/a-story-of-another-site"] = Resource(newsite.page(STORIES[5]))
    with serve(found) as running:
        yield running


async def test_each_fault_costs_itself_alone(site: Site, mongo_uri: str, tmp_path: Path) -> None:
    """What can be read is stored, the crawl ends well, and nothing is asked for twice but what failed."""
    shell = Shell(
        mongo_uri,
        f"test_{uuid4().hex[:12]}",
        tmp_path,
        connect_to(site, site.resources),
        {"MONITOR_LOG_LEVEL": "WARNING"},
    )
    done = shell.run("crawl", newsite.SECTION, "--json")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    async with shell.stored() as stored:
        kept = [article.url async for article in stored.articles.find({})]
    wanted = {story["url"].replace("www.", "") for story in STORIES[:5]}
    assert {url.replace("www.", "") for url in kept} == wanted
    asked = [path.partition("/")[2] for path in site.asked]
    assert asked.count("self.xml") == asked.count("two.xml") == 1
    assert not any("old-" in path or "aaaa" in path for path in asked)
