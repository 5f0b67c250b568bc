"""Every specimen page against the article beside it."""

import importlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor import extract
from monitor.errors import NotArticle
from monitor.extract.document import Document
from monitor.extract.page import ArticlePage, fitting
from monitor.items import NewsArticle, as_dict
from monitor.normalise import normalise
from monitor.spider import OutletSpider

SPECIMENS = Path(__file__).parent.parent / "specimens"
PAGES = sorted(page for page in SPECIMENS.glob("*/*.html") if page.with_suffix(".json").exists())
# Not of the article itself: how the page came, and what cite finds in it.
BESIDE = {"contentType", "citations", "mentions", "foreign", "error"}


@pytest.fixture(scope="module", autouse=True)
def _page_objects() -> None:
    extract.load("spiders")


@cache
def timezone(outlet: str) -> str:
    """Give the time zone that the spider of a folder's name declares."""
    found = vars(importlib.import_module(f"spiders.{outlet}")).values()
    (spider,) = (each for each in found if isinstance(each, type) and OutletSpider in each.__bases__)
    assert issubclass(spider, OutletSpider)
    return spider.timezone


def read(page: Path) -> tuple[NewsArticle, dict[str, Any]]:
    """Give the article of a page, and its expectation."""
    expected = json.loads(page.with_suffix(".json").read_text())
    html = extract.decode(page.read_bytes(), expected["contentType"])
    article = extract.parse(html, expected["url"])
    return normalise(article, timezone=timezone(page.parent.name)), expected


def test_specimens_are_there() -> None:
    """The walk below finds pages."""
    assert len(PAGES) > 30


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_page_gives_the_article_beside_it(page: Path) -> None:
    """Each field that the JSON names comes out of the page as it says; a listing is no article."""
    if "error" in json.loads(page.with_suffix(".json").read_text()):
        with pytest.raises(NotArticle):
            read(page)
        return
    article, expected = read(page)
    found = json.loads(
        json.dumps(as_dict(article), default=lambda date: date.isoformat().replace("+00:00", "Z"))
    )
    links = [{key: link[key] for key in ("url", "text")} for link in found["relatedLinks"]]
    found = {**found, "relatedLinks": links}
    wanted = {name: value for name, value in expected.items() if name not in BESIDE}
    assert {name: found[name] for name in wanted} == wanted


def test_layouts_read_the_same_from_their_regions() -> None:
    """What a region leaves out is nothing that its layout reads; each outlet that has regions has a page with one."""
    proven = set()
    for page in PAGES:
        expected = json.loads(page.with_suffix(".json").read_text())
        document = Document(extract.decode(page.read_bytes(), expected["contentType"]), expected["url"])
        layout, part = fitting(document) or (None, document)
        if layout is not None and part is not document:
            assert layout.article(part, page.parent.name) == layout.article(document, page.parent.name)
            proven.add(layout.__module__)
    assert proven == {layout.__module__ for layout in _layouts(ArticlePage) if layout.region is not None}


def _layouts(layout: type[ArticlePage]) -> Iterator[type[ArticlePage]]:
    for below in layout.__subclasses__():
        if below.__module__.startswith("spiders."):
            yield below
        yield from _layouts(below)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_link_offsets_name_the_words_linked(page: Path) -> None:
    """`articleBody[start:end] == text` holds straight out of the page, before it is cleaned."""
    expected = json.loads(page.with_suffix(".json").read_text())
    if "error" in expected:
        return
    article = extract.parse(extract.decode(page.read_bytes(), expected["contentType"]), expected["url"])
    assert [article.articleBody[link.start : link.end] for link in article.links] == [
        link.text for link in article.links
    ]
