"""`monitor outlet try`: what a crawl would find and read at an address, beside what the page says of itself."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from monitor.cli.options import JsonLine
from monitor.cli.output import Cell, console, print_json, print_table, remarks
from monitor.config import load
from monitor.urls import web_address

if TYPE_CHECKING:
    from monitor.cli.outlets.looking import Look, Seen

_SHOWN = 15
_LONGEST = 160
# The article's field, its path in JSON-LD, its names as meta.
_SOURCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("headline", "headline", ("og:title", "twitter:title")),
    ("description", "description", ("og:description", "description")),
    ("articleSection", "articleSection", ("article:section",)),
    ("author", "author.name", ("author", "article:author")),
    ("byline", "", ("author",)),
    ("datePublished", "datePublished", ("article:published_time", "date")),
    ("dateModified", "dateModified", ("article:modified_time", "og:updated_time")),
    ("inLanguage", "inLanguage", ("og:locale",)),
    ("isAccessibleForFree", "isAccessibleForFree", ()),
    ("canonicalUrl", "mainEntityOfPage", ("og:url",)),
    ("credit", "creditText", ()),
    ("articleBody", "articleBody", ()),
)


def attempt(
    url: Annotated[str, typer.Argument(help="A section page, feed, sitemap or article.")],
    generic: Annotated[bool, typer.Option("--generic", help="Use no page object.")] = False,
    json: JsonLine = False,
) -> None:
    """Show what a crawl would find and read at an address; nothing is stored.

    Of a listing: its entries, what else the site names, and the first article. Of an article: each field as it is
    read, beside what the page says of itself in JSON-LD and meta.

    Example: monitor outlet try https://example.org/world/
    """
    from monitor.cli.outlets.looking import look  # noqa: PLC0415 - it brings Scrapy
    from monitor.roster import chosen  # noqa: PLC0415 - likewise

    found = look(url, generic=generic, timezone=chosen(web_address(url), load()).timezone)
    if json:
        print_json(_plain(found))
        return
    _listing(found)
    if found.page:
        _article(found.page)
    elif found.error:
        remarks.print(Text(f"The first article did not come: {found.error}."))


def _listing(found: "Look") -> None:
    rows = [
        (entry.headline or "", entry.datePublished or entry.dateModified, entry.url)
        for entry in found.entries
    ]
    if rows:
        print_table(("headline", "date", "page"), rows[:_SHOWN], wide=("headline", "page"))
        console.print(f"{len(rows)} entries" + (f", the first {_SHOWN} shown" if len(rows) > _SHOWN else ""))
    for kind, urls in (("feed", found.feeds), ("sitemap", found.sitemaps)):
        for named in urls[:_SHOWN]:
            console.print(Text(f"{kind}: {named}"))


def _article(seen: "Seen") -> None:
    console.print(Text.assemble("\n", (seen.url, "bold"), f"\nread by {seen.layout}"))
    if seen.reserved:
        console.print(Text(f"reserved ({seen.reserved}): a crawl would not store it", "yellow"))
    if seen.reason:
        console.print(Text(f"no article: {seen.reason}", "yellow"))
    rows: list[tuple[Cell, ...]] = [
        (name, _short(read), _short(stated), _short(shared)) for name, read, stated, shared in _sides(seen)
    ]
    print_table(("field", "as read", "JSON-LD", "meta"), rows, wide=("as read", "JSON-LD", "meta"))
    if seen.article:
        length, links = len(seen.article.articleBody), len(seen.article.links)
        console.print(f"articleBody: {length} characters, {links} links")


def _sides(seen: "Seen") -> list[tuple[str, str, str, str]]:
    """Give each field as it was read, as JSON-LD states it, as meta does."""
    from monitor.extract import jsonld  # noqa: PLC0415 - with the page

    rows = []
    for name, path, metas in _SOURCES:
        value = getattr(seen.article, name, None)
        read = ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        stated = ", ".join(jsonld.values(seen.document.jsonld, path)) if path else ""
        shared = next((seen.document.meta[meta] for meta in metas if meta in seen.document.meta), "")
        if read or stated or shared:
            rows.append((name, read, stated, shared))
    return rows


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _plain(found: "Look") -> Mapping[str, Any]:
    seen = found.page
    page = seen and {
        "url": seen.url,
        "layout": seen.layout,
        "reserved": seen.reserved,
        "reason": seen.reason,
        "article": seen.article,
        "fields": {
            name: {"read": read, "jsonLd": stated, "meta": shared}
            for name, read, stated, shared in _sides(seen)
        },
    }
    return {
        "url": found.url,
        "entries": found.entries,
        "feeds": found.feeds,
        "sitemaps": found.sitemaps,
        "error": found.error,
        "page": page,
    }
