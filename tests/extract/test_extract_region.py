"""The part of a page that a layout reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.document import Document
from monitor.extract.fields import body, css
from monitor.extract.page import ArticlePage, fitting
from monitor.extract.region import json_ld, region

ARTICLE = (b"<article", b"</article>")
LD = b'<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (b"<head>a</head><nav>b</nav><article>c</article><p>d", b"<head>a</head><article>c</article>"),
        (
            b"<head></head><article>a</article>b<article>c</article>d",
            b"<head></head><article>a</article>",
        ),
        # An element within the element.
        (
            b"<head></head><article>a<article>b</article>c</article>d</article>",
            b"<head></head><article>a<article>b</article>c</article>",
        ),
        # One that never closes.
        (
            b"<head></head><article>a<article>b<article>c</article>d</article>e",
            b"<head></head><article>a<article>b<article>c</article>d</article>",
        ),
        # What a script in the head says is no element.
        (b"<head>'<article>'</head><article>a</article>", b"<head>'<article>'</head><article>a</article>"),
        (b"<head></head><article>a", None),
        (b"<head></head></article><p>a", None),
        (b"<article>a</article>", None),
        (b"", None),
    ],
)
def test_region_is_head_and_what_stands_between_bounds(html: bytes, kept: bytes | None) -> None:
    """The head and the region are kept; there is none where a bound is missing."""
    assert region(html, ARTICLE) == kept


def test_region_of_two_elements_ends_with_the_last() -> None:
    """Where the bounds are of two kinds of element, all closing ones but the last are within."""
    html = b"<head></head><p><h1>a</h1><article>b</article><article>c</article>d"
    assert (
        region(html, (b"<h1", b"</article>"))
        == b"<head></head><h1>a</h1><article>b</article><article>c</article>"
    )


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        (b"<p>a" + LD + b"<p>b" + LD, ["{}", "{}"]),
        (b"<script id=a type='application/ld+json' class=b>{}</SCRIPT></script>", ["{}</SCRIPT>"]),
        # Another script that looks for one is none.
        (b"<script>all('script[type=\"application/ld+json\"] <p>')</script>" + LD, ["{}"]),
        (b'<script type="application/ld+json">{}', []),
        (b'<script type="application/ld+json"', []),
        (b"application/ld+json " * 3, []),
    ],
)
def test_json_ld_is_found_without_a_tree(html: bytes, scripts: list[str]) -> None:
    """Every whole script of JSON-LD is listed, however its tag is written."""
    assert json_ld(html) == scripts


@given(st.lists(st.sampled_from([*ARTICLE, LD, b"<script>", b"<p>a", b">", b"application/ld+json"])))
def test_json_ld_loses_no_script(pieces: list[bytes]) -> None:
    """Whatever stands between the scripts, each is found."""
    found = json_ld(b"".join(pieces))
    assert found.count("{}") == pieces.count(LD)


class Farpaper(ArticlePage):
    """A layout with a region."""

    hosts = ("farpaper.example",)
    fits = css("div.text")
    region = ARTICLE
    articleBody = body("div.text")


@pytest.mark.parametrize(
    ("html", "part"),
    [
        ("<head></head><p>menu<article><div class=text>The ferry is late.</div></article>", True),
        ("<head></head><div class=text>The ferry is late.</div>", False),
        ("<head></head><div class=text>The ferry is late.</div><article>Another.</article>", False),
    ],
)
def test_page_without_the_region_is_read_whole(html: str, part: bool) -> None:
    """A page whose region is missing, or lacks what the layout looks for, is read as if none were declared."""
    document = Document(html, "https://farpaper.example/a")
    found = fitting(document)
    assert found is not None
    assert (found[1] is not document) is part
    assert found[0].article(found[1], "farpaper.example").articleBody == "The ferry is late."


def test_json_ld_outside_the_region_is_read() -> None:
    """What a page tells of its article is read wherever it stands."""
    told = b'<script type="application/ld+json">{"@type": "NewsArticle", "dateline": "Valdoria"}</script>'
    html = b"<head></head>" + told + b"<article><div class=text>The ferry is late.</div></article>"
    layout, part = fitting(Document(html, "https://farpaper.example/a")) or pytest.fail("no layout")
    assert layout.article(part, "farpaper.example").dateline == "Valdoria"


def test_page_of_no_layout_fits_none() -> None:
    """Where nothing stands that a layout looks for, no layout is given."""
    assert fitting(Document("<head></head><article>a</article>", "https://farpaper.example/a")) is None
