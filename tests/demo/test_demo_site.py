import json
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from monitor.demo.server import Resource, serve
from monitor.demo.site import ATLANTICO, Listings, resources
from monitor.discover import feeds, sections, sitemaps
from monitor.errors import BadInput
from monitor.fetch import groups

ORIGIN = "https://atlantico.fr"
LAKE = f"{ORIGIN}/article/pepite/ouradan-la-secheresse-vide-le-lac-de-tamsin"


@pytest.fixture(scope="module")
def sites() -> dict[int, dict[str, Resource]]:
    """Give Atlantico's site in both states."""
    return {state: resources(state) for state in (1, 2)}


def named_in_feed(site: dict[str, Resource]) -> list[str]:
    """List what the feed names."""
    return [entry.url for entry in feeds.entries(site[f"{ORIGIN}/rss.xml"].body, f"{ORIGIN}/rss.xml")]


def named_in_index(site: dict[str, Resource]) -> dict[str, list[str]]:
    """List what each child of the sitemap index names."""
    index = sitemaps.read(site[f"{ORIGIN}/sitemap-index.xml"].body, f"{ORIGIN}/sitemap-index.xml")
    return {
        child.url: [entry.url for entry in sitemaps.read(site[child.url].body, child.url).entries]
        for child in index.children
    }


def test_feed_names_what_the_plan_lists_there(sites: dict[int, dict[str, Resource]]) -> None:
    """Each state's feed holds its own articles, the newest first, with headline, section and date."""
    plan = json.loads((ATLANTICO / "site.json").read_text())
    for state, site in sites.items():
        wanted = [p for p in plan["pages"] if "rss" in p["listed"] and str(state) in p["states"]]
        assert len(named_in_feed(site)) == len(wanted)
    assert set(named_in_feed(sites[1])) < set(named_in_feed(sites[2]))
    first = feeds.entries(sites[2][f"{ORIGIN}/rss.xml"].body, ORIGIN)[0]
    assert (first.headline, first.articleSection, first.datePublished) == (
        "Étude : les habitants de Brisemare dorment deux heures de plus",
        "Société",
        "Mon, 23 Nov 2026 15:00:00 +0000",
    )


def test_sitemaps_are_monthly_and_name_every_article(sites: dict[int, dict[str, Resource]]) -> None:
    """The index leads to a sitemap for each month, which names that month's articles."""
    months = named_in_index(sites[1])
    assert f"{ORIGIN}/sitemaps/2026-11.xml" in months
    assert months[f"{ORIGIN}/sitemaps/2024-03.xml"] == [
        f"{ORIGIN}/article/pepite/valdoria-les-archives-secretes-du-prince-retrouvees-dans-un-piano"
    ]
    named = {url for urls in months.values() for url in urls}
    assert named <= set(sites[1])
    assert len(named) > 24


def test_news_sitemap_carries_headlines_and_dates(sites: dict[int, dict[str, Resource]]) -> None:
    """What the news sitemap says of an article can be read back."""
    url = f"{ORIGIN}/news-sitemap.xml"
    entries = {entry.url: entry for entry in sitemaps.read(sites[1][url].body, url).entries}
    assert entries[LAKE].headline == "Ouradan : la sécheresse vide le lac de Tamsin"
    assert entries[LAKE].datePublished == "2026-11-21T06:50:00Z"


def test_home_page_is_the_specimen_and_leads_to_pages_that_are_there(
    sites: dict[int, dict[str, Resource]],
) -> None:
    """Every article that the home page links to is served."""
    for site in sites.values():
        home = site[f"{ORIGIN}/"]
        linked = {entry.url for entry in sections.entries(home.body.decode(), f"{ORIGIN}/")}
        assert linked
        assert linked <= set(site)
    assert sites[1][f"{ORIGIN}/"].body != sites[2][f"{ORIGIN}/"].body


def test_a_corrected_article_is_another_page_at_the_same_url(sites: dict[int, dict[str, Resource]]) -> None:
    """The second state shows the correction."""
    assert "1 200 pêcheurs" in sites[1][LAKE].body.decode()
    assert "2 100 pêcheurs" in sites[2][LAKE].body.decode()


def test_robots_forbids_and_names_sitemaps(sites: dict[int, dict[str, Resource]]) -> None:
    """Robots.txt forbids the draft's path at each host, and names the sitemaps."""
    robots = sites[1][f"{ORIGIN}/robots.txt"].body
    assert b"Disallow: /article/pepite/brouillon-\n" in robots
    assert groups.sitemaps(robots) == [f"{ORIGIN}/news-sitemap.xml", f"{ORIGIN}/sitemap-index.xml"]
    assert "https://www.atlantico.fr/robots.txt" in sites[1]


def test_the_site_answers_over_http(sites: dict[int, dict[str, Resource]]) -> None:
    """A page comes with its own content type, tracking parameters and all."""
    old = next(url for url in named_in_feed(sites[2]) if "utm_source" in url)
    with serve(sites[2]) as site:
        path = old.partition("atlantico.fr")[2]
        asked = Request(f"http://{site.address}{path}", headers={"Host": "www.atlantico.fr"})
        with urlopen(asked) as answer:  # noqa: S310 - loopback
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert "heure d'été" in answer.read().decode()


def write(folder: Path, stem: str, **expected: str) -> None:
    """Write one specimen."""
    (folder / f"{stem}.html").write_text(f"<h1>{stem}</h1>")
    (folder / f"{stem}.json").write_text(json.dumps({"contentType": "text/html"} | expected))


def test_a_folder_without_plan_lists_everything_everywhere(tmp_path: Path) -> None:
    """Each article stands in the spider's own listings; a page `.2` follows in the second state."""
    article = "https://bote.example/2026/11/ein-langer-titel-123456"
    write(tmp_path, "a", url=article, headline="Ein Titel & mehr", datePublished="2026-11-20T08:00:00Z")
    write(tmp_path, "a.2", url=article, headline="Ein neuer Titel", datePublished="2026-11-20T08:00:00Z")
    write(tmp_path, "home", url="https://bote.example/", error="NotArticle")
    where = Listings(
        feeds=("https://bote.example/feed",), sections=("https://bote.example/", "https://bote.example/welt")
    )
    for state, headline in ((1, "Ein Titel & mehr"), (2, "Ein neuer Titel")):
        site = resources(state, tmp_path, where)
        (entry,) = feeds.entries(site["https://bote.example/feed"].body, "https://bote.example/feed")
        assert (entry.url, entry.headline) == (article, headline)
        (link,) = sections.entries(
            site["https://bote.example/welt"].body.decode(), "https://bote.example/welt"
        )
        assert link.headline == headline
    assert site[article].body == b"<h1>a.2</h1>"
    assert site["https://bote.example/"].body == b"<h1>home</h1>"
    assert site["https://bote.example/robots.txt"].body == b"User-agent: *\nDisallow:\n"


def test_listings_stand_where_the_spider_says() -> None:
    """A spider's attributes name the addresses."""

    class Spider:
        feeds = ("https://a.example/f",)
        sitemaps = ()
        sitemap_index = None
        sections = ("https://a.example/s",)

    assert Listings.of(Spider) == Listings(("https://a.example/f",), (), None, ("https://a.example/s",))


def test_without_specimens_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    """An installed package has no specimens; the error says where they are."""
    with pytest.raises(BadInput, match="make demo"):
        resources(1, tmp_path / "missing")
