"""`monitor outlet try` and `monitor outlet new` on a site that nobody has seen."""

import importlib.util
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor import extract
from monitor.cli.outlets.guessing import pattern, reworded, selector
from monitor.demo.server import Resource, Site, connect_to, serve
from monitor.spider import OutletSpider
from tests import newsite
from tests.crawling import Shell

STORY = newsite.article(0, datetime.now(UTC))


@pytest.fixture
def site() -> Iterator[Site]:
    """The site."""
    with serve(newsite.site(articles=12, forbidden=0)) as running:
        yield running


@pytest.fixture
def shell(site: Site, tmp_path: Path) -> Shell:
    """Commands that find it; the database that they name is not there."""
    return Shell("mongodb://127.0.0.1:1/", "none", tmp_path, connect_to(site, site.resources))


def test_a_section_page_is_looked_at(shell: Shell) -> None:
    """Its entries, feeds and sitemaps are named, the first article read; nothing needs a database."""
    told = shell.json("outlet", "try", newsite.SECTION)
    assert len(told["entries"]) == 22
    assert told["entries"][0]["headline"] == STORY["headline"]
    assert told["feeds"] == [f"{newsite.HOME}/world/rss.xml"]
    assert told["sitemaps"] == [f"{newsite.HOME}/sitemap.xml"]
    assert told["page"]["layout"] == "GenericPage"
    assert told["page"]["article"]["articleBody"] == STORY["articleBody"]


def test_an_article_stands_beside_what_its_page_says(site: Site, shell: Shell) -> None:
    """Each field as read, in JSON-LD and in meta; a reservation is said."""
    page = site.resources[STORY["url"]].body.replace(
        b"</head>",
        b'<meta property="og:title" content="Shared"><meta name="tdm-reservation" content="1">'
        b'<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Stated"}</script></head>',
    )
    site.show({**site.resources, STORY["url"]: type(site.resources[STORY["url"]])(page)})
    told = shell.run("outlet", "try", STORY["url"]).stdout
    assert re.search(r"headline +Stated +Stated +Shared", told)
    assert "reserved (meta tdm-reservation: 1)" in told
    assert "articleBody: " in told


def test_a_page_that_only_names_feeds_is_looked_at(site: Site, shell: Shell, tmp_path: Path) -> None:
    """As those that scripts fill: the first feed that names articles stands in."""
    feed = '<link rel="alternate" type="application/rss+xml" href="/{}">'
    page = f"<title>World</title>{feed.format('no.xml')}{feed.format('world/rss.xml')}<div id=app></div>"
    site.show({**site.resources, newsite.SECTION: Resource(page.encode())})
    told = shell.json("outlet", "try", newsite.SECTION)
    assert len(told["entries"]) > 1
    assert told["page"]["article"]["articleBody"]
    (tmp_path / "spiders").mkdir()
    assert shell.run("outlet", "new", newsite.SECTION, "--to", tmp_path).returncode == 0


def test_what_is_not_there_is_one_sentence(shell: Shell) -> None:
    """Exit code 1."""
    done = shell.run("outlet", "try", f"{newsite.HOME}/nothing-here")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("monitor: ")


def test_a_sitemap_of_sitemaps_is_shown(shell: Shell) -> None:
    """It names no page, and what it names is told all the same."""
    done = shell.run("outlet", "try", f"{newsite.HOME}/sitemap.xml")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"sitemap: {newsite.HOME}/{name}.xml" for name in ("news", "2019-05")]


@pytest.mark.parametrize("command", ["try", "new"])
def test_a_name_is_no_address(shell: Shell, tmp_path: Path, command: str) -> None:
    """Exit code 2, one sentence, and nobody is asked."""
    (tmp_path / "spiders").mkdir()
    to = ("--to", tmp_path) if command == "new" else ()
    done = shell.run("outlet", command, "atlantico", *to)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "is no address of a web page; write it as in https://" in done.stderr


def loaded(path: Path) -> Any:
    """Import a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_new_outlet_starts_from_a_draft(shell: Shell, tmp_path: Path) -> None:
    """The file can be imported, knows listings and addresses, and reads its specimen; nothing is overwritten."""
    (tmp_path / "spiders").mkdir()
    words = ("outlet", "new", newsite.SECTION, "--to", tmp_path)
    done = shell.run(*words)
    assert done.returncode == 0, done.stderr
    module = loaded(tmp_path / "spiders/valdoriacourier.py")
    made = module.Valdoriacourier
    assert issubclass(made, OutletSpider)
    assert (made.outlet, made.sections) == ("valdoria-courier.example", (newsite.SECTION,))
    assert made.feeds == (f"{newsite.HOME}/world/rss.xml",)
    assert made.section == "all"  # its article names none
    (page,) = (tmp_path / "tests/specimens/valdoriacourier").glob("*.html")
    expected = json.loads(page.with_suffix(".json").read_text())
    read = extract.parse(page.read_bytes(), expected["url"])
    assert read.articleBody == expected["articleBody"]
    assert len(read.articleBody) == len(STORY["articleBody"])
    assert "Karsavia" not in page.read_text()

    again = shell.run(*words)
    assert again.returncode == 2
    assert "is there already" in again.stderr

    assert shell.run(*words, "--name", "24 Heures").returncode == 0
    assert loaded(tmp_path / "spiders/24heures.py").Outlet24heures.name == "24heures"
    unnamed = shell.run(*words, "--name", "24")
    assert unnamed.returncode == 2
    assert "choose one with letters by --name" in unnamed.stderr


PATHS = [
    (["/world/a-b-c-123456", "/world/d-e-f-654321"], r"^/world/[^/]+-\d{5,}$"),
    (["/2026/11/24/a.html", "/2025/01/02/b.html"], r"^/\d{4}/\d{2}/\d{2}/[^/]+\.html$"),
    (["/2026/11/24/a.html", "/2026/11/24/b.html"], r"^/\d{4}/\d{2}/\d{2}/[^/]+\.html$"),
    (["/a/b/", "/a/c/"], "^/a/[^/]+/?$"),
    ([f"/world/story-{n}" for n in range(9)] + ["/sports/x"], "^/world/[^/]+$"),
    (["/a", "/b/c", "/d/e/f", "/g/h/i/j"], None),
    (["/"], "^/[^/]*/?$"),
    (["/a//b", "/a/x/c"], "^/a/[^/]*/[^/]+$"),
    (['/"+exit()+"/x', '/"+exit()+"/y'], r"^/.\+exit\(\)\+./[^/]+$"),
    ([], None),
]


@pytest.mark.parametrize(("paths", "guessed"), PATHS)
def test_addresses_have_something_in_common(paths: list[str], guessed: str | None) -> None:
    """What most paths share stays, dates and numbers are told, the rest is a slug."""
    assert pattern(paths) == guessed


def test_the_innermost_element_alone_holds_the_text() -> None:
    """By class or id where one names it; a name that several bear does not."""
    long = "A paragraph of more than five words stands here"
    inside = f"<p>{long} once.</p><p>{long} twice.</p>"
    body = f"{long} once.\n\n{long} twice."
    assert (
        selector(f"<main><div class='a b'><div class='text'>{inside}</div></div></main>", body) == "div.text"
    )
    assert selector(f"<div class=x></div><main id=m><div class=x>{inside}</div></main>", body) == "#m"
    assert selector("<p>Nothing.</p>", body) is None


def test_what_is_escaped_stays_so() -> None:
    """Entities and JSON's escapes are no words; what pictures and meta say is reworded, addresses are not."""
    made = reworded(
        '<meta content="Storm &amp; harbour" name="description"><meta property="og:url" content="/harbour-title">'
        '<img alt="Harbour"><p>d&eacute;j&agrave;&nbsp;harbour</p>'
        r'<script type="application/ld+json">{"articleBody": "One.\nHarbour \u00e9t\u00e9 \ufeffabcd"}</script>'
    )
    assert "&eacute;" in made
    assert "&agrave;&nbsp;" in made
    assert "&amp; " in made
    assert 'content="/harbour-title"' in made
    body = json.loads(made[made.index("{") : made.rindex("}") + 1])["articleBody"]
    assert re.fullmatch("One\\.\n\\w{7} été \ufeff\\w{4}", body)
    assert "arbour" not in made.replace("/harbour-title", "")


def test_other_words_in_the_same_markup() -> None:
    """Text, titles and JSON-LD say the same nonsense; dates, addresses and short words stay, scripts go."""
    html = (
        "<title>Harbour news</title><script>var x = 'Harbour';</script>"
        '<script type="application/ld+json">{"headline": "Harbour", "datePublished": "2026-11-24"}</script>'
        '<p class="harbour">By the Harbour, <a href="/harbour-1">2026</a></p>'
    )
    made = reworded(html)
    assert "var x" not in made
    assert 'class="harbour"' in made
    assert '"datePublished": "2026-11-24"' in made
    assert 'href="/harbour-1">2026<' in made
    found = re.search(r'"headline": "(\w+)"', made)
    assert found
    assert f"By the {found[1]}, " in made
    assert "Harbour" not in made
