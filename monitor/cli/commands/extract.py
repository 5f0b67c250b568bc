"""`monitor extract`: pages in, articles out, one JSON line each."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import Annotated, Any

import typer

from monitor import extract as extraction
from monitor.cite import gazetteer
from monitor.cli.lines import run_filter
from monitor.config import load
from monitor.errors import BadInput
from monitor.items import Capture, NewsArticle
from monitor.normalise import normalise, read_date
from monitor.urls import web_address

app = typer.Typer()


@app.command()
def extract(
    generic: Annotated[bool, typer.Option("--generic", help="Never use an outlet's page object.")] = False,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes to use; the order is kept.")] = 1,
) -> None:
    """Read pages as JSON lines, write their articles as JSON lines.

    In: id, url, html or htmlBase64, and optionally contentType and fetched (the time, for relative dates).
    Out: the article, with that id; a bad line gives its id and an error, and the exit code 1 at the end.

    Example: monitor extract < pages.jsonl > articles.jsonl
    """
    run_filter(partial(article_of, generic=generic), jobs=jobs)


def article_of(given: dict[str, Any], *, generic: bool = False) -> NewsArticle:
    """Make the article of one line.

    Raises `BadInput` when url or page are missing or cannot be read, `NotArticle` when the page is none.
    """
    _load_page_objects()
    url, fetched = _url(given), _fetched(given)
    article = extraction.parse(_html(given), url, _outlets(), generic=generic)
    capture = Capture(targetUri=url, date=fetched or datetime.now(UTC))
    made = normalise(replace(article, capture=capture))
    name = given.get("id")
    return replace(made, id=None if name is None else str(name), capture=capture if fetched else None)


def _url(given: dict[str, Any]) -> str:
    url = given.get("url")
    if not isinstance(url, str):
        raise BadInput("Give the page's url.")
    return web_address(url)


def _fetched(given: dict[str, Any]) -> datetime | None:
    said = given.get("fetched")
    if not said:
        return None
    fetched = read_date(str(said))
    if fetched is None:
        raise BadInput(f'fetched is "{said}"; write a time such as 2026-11-24T10:00:00Z.')
    return fetched


def _html(given: dict[str, Any]) -> str | bytes:
    html, encoded, kind = given.get("html"), given.get("htmlBase64"), given.get("contentType")
    if isinstance(html, str):
        return html
    if not isinstance(encoded, str):
        raise BadInput("Give the page as html, or its bytes as htmlBase64.")
    try:
        body = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise BadInput(f"htmlBase64 cannot be decoded: {error}.") from None
    return extraction.utf8(body, kind if isinstance(kind, str) else None)


@cache
def _load_page_objects() -> None:
    extraction.load("spiders")


@cache
def _outlets() -> frozenset[str]:
    return frozenset(gazetteer.load(load().outlets).outlets)
