"""`monitor outlet new`: a spider's file and a specimen to start from."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from monitor.cli.output import console, remarks
from monitor.errors import BadInput, BadUse, MonitorError, Taken
from monitor.urls import web_address

if TYPE_CHECKING:
    from monitor.cli.outlets.looking import Look, Seen

# Titles, addresses and class names are the site's words: each is written as a string of Python, or without quotes.
_FILE = '''"""{title} ({origin}): {what}, and its layout since {year}."""

import re

from monitor.extract.fields import body, holds
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class {klass}(OutletSpider):
    """{title}."""

    name = "{name}"
    outlet = "{outlet}"
    timezone = "{timezone}"  # guess: of dates that name no zone
    section = "{section}"  # guess: {why}
    feeds = {feeds}
    sitemaps = {sitemaps}
    sections = {sections}
    article_url = {pattern}


class {klass}Page(ArticlePage):
    """Since {year}: the text in `{selector}`."""

    hosts = ("{outlet}",)
    fits = holds("{selector}")
    articleBody = body("{selector}", cut="h1")  # guess: and what else stands inside
'''
_LINE = 90
_KEPT = (
    "headline",
    "description",
    "articleSection",
    "author",
    "inLanguage",
    "isAccessibleForFree",
    "articleBody",
)


def draft(
    url: Annotated[str, typer.Argument(help="A section page of the outlet.")],
    name: Annotated[str | None, typer.Option(help="What to call it; by its domain, if not said.")] = None,
    to: Annotated[Path, typer.Option(help="A checkout: holds spiders/ and tests/specimens/.")] = Path(),
) -> None:
    """Write a spider's file and a specimen to start from, by what a section page and its first article show.

    Files that are there are never overwritten. The specimen has the page's markup with other words.

    Example: monitor outlet new https://example.org/world/
    """
    from monitor.cite import gazetteer  # noqa: PLC0415 - with the look, which takes a second
    from monitor.cli.outlets.looking import look  # noqa: PLC0415 - it brings Scrapy
    from monitor.config import load  # noqa: PLC0415 - likewise
    from monitor.site import outlet_named, zone_of  # noqa: PLC0415 - likewise

    if not (to / "spiders").is_dir():
        raise BadInput(f"There is no spiders/ in {to.resolve()}; name a checkout with --to.")
    domains = gazetteer.load(load().outlets).domains
    outlet = outlet_named(web_address(url), domains)
    called = re.sub(r"\W", "", name or outlet.partition(".")[0]).lower()
    if not re.search(r"[^\W\d_]", called):
        raise BadUse(f'"{called}" is no name for a file in spiders/; choose one with letters by --name.')
    spider, folder = to / "spiders" / f"{called}.py", to / "tests/specimens" / called
    for path in (spider, folder):
        if path.exists():
            raise Taken(f"{path} is there already; choose another --name.")
    found = look(url, generic=True, timezone=zone_of(outlet, domains))
    if found.page is None or found.page.article is None:
        raise MonitorError(f"{url} led to no article; name a section page that lists some.")
    title = domains[outlet].name if outlet in domains else outlet
    spider.write_text(_spider(found, found.page, called, outlet, title), encoding="utf-8")
    folder.mkdir(parents=True)
    page = folder / f"{_slug(found.page.url)}.html"
    _specimen(found.page, page, found.timezone)
    for path in (spider, page, page.with_suffix(".json")):
        console.print(str(path))
    remarks.print('Go on by docs/adding-an-outlet.md: what is marked "guess", and the specimen\'s story.')


def _spider(found: "Look", seen: "Seen", name: str, outlet: str, title: str) -> str:
    from monitor.cli.outlets.guessing import pattern, selector  # noqa: PLC0415 - with the look

    parts = urlsplit(found.url)
    article = seen.article
    paths = [urlsplit(entry.url).path for entry in found.entries]
    guessed = pattern(paths)
    section = article.articleSection if article else None
    return _FILE.format(
        title=_unquoted(title),
        origin=_unquoted(f"{parts.scheme}://{parts.netloc}"),
        what=f"its section {_unquoted(section)}" if section else "its articles",
        section=_unquoted(section or "all"),
        why="as the outlet names it" if section else "its article names none",
        year=article.datePublished.year if article and article.datePublished else "now",
        klass=name.capitalize() if name.isidentifier() else f"Outlet{name}",
        name=name,
        outlet=outlet,
        timezone=found.timezone,
        feeds=_tuple(found.feeds),
        sitemaps=_tuple([named for named in found.sitemaps if "news" in named.lower()]),
        sections=_tuple([found.url]),
        pattern=f're.compile(r"{guessed}")  # guess' if guessed else "None  # guess: what only articles have",
        selector=selector(seen.document.html, article.articleBody if article else "") or "article",
    )


def _unquoted(text: str) -> str:
    """Give a text that ends no string of Python, wherever it stands in one."""
    return text.replace('"', "'").replace("\\", "/")


def _specimen(seen: "Seen", path: Path, timezone: str) -> None:
    from monitor import extract  # noqa: PLC0415 - with the look
    from monitor.cli.outlets.guessing import reworded  # noqa: PLC0415 - likewise
    from monitor.items import as_dict  # noqa: PLC0415 - likewise
    from monitor.normalise import normalise  # noqa: PLC0415 - likewise

    html = reworded(seen.document.html)
    path.write_text(html, encoding="utf-8")
    article = as_dict(normalise(extract.parse(html, seen.url, generic=True), timezone=timezone))
    expected: dict[str, Any] = {"url": seen.url, "contentType": "text/html; charset=utf-8"}
    expected |= {key: article[key] for key in _KEPT if article[key]}
    if article["datePublished"]:
        expected["datePublished"] = article["datePublished"].isoformat().replace("+00:00", "Z")
    text = json.dumps(expected, ensure_ascii=False, indent=2)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


def _slug(url: str) -> str:
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return re.sub(r"[^\w-]", "-", last.removesuffix(".html"))[:80] or "article"


def _tuple(values: list[str]) -> str:
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    line = f"({', '.join(written)}{',' if len(values) == 1 else ''})"
    # As the formatter would have it.
    return (
        line if len(line) <= _LINE else "".join(("(\n", *(f"        {one},\n" for one in written), "    )"))
    )
