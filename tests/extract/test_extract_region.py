"""The part of a page that a layout reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.document import Document
from monitor.extract.fields import body, css
from monitor.extract.page import ArticlePage, fitting
from monitor.extract.region import region

ARTICLE = (b"<article", b"</article>")
LD = b'<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (b"<head>a</head><nav>b</nav><article>c</article><p>d", b"<head>a</head><article>c</article>"),
        (
            b"<head></head><article>a</article>b<article>c</article>d",
            b"<head></head><article>a</article>b<article>c</article>",
        ),
        # What a script in the head says is no element.
        (b"<head>'<article>'</head><article>a</article>", b"<head>'<article>'</head><article>a</article>"),
        (b"<head></head><article>a</article>" + LD, b"<head></head><article>a</article>" + LD),
        (
            b"<head></head>" + LD + b"<p>b" + LD + b"<article>" + LD + b"</article>",
            b"<head></head><article>" + LD + b"</article>" + LD + LD,
        ),
        (
            b"<head></head><article>a</article><script type='application/ld+json'>",
            b"<head></head><article>a</article>",
        ),
        (
            b"<head></head><article>a</article>application/ld+json</script>",
            b"<head></head><article>a</article>",
        ),
        (b"<head></head><article>a", None),
        (b"<head></head></article><p>a", None),
        (b"<article>a</article>", None),
        (b"", None),
    ],
)
def test_region_is_head_and_what_stands_between_bounds(html: bytes, kept: bytes | None) -> None:
    """The head, the region and all JSON-LD are kept; there is none where a bound is missing."""
    assert region(html, ARTICLE) == kept


@given(st.lists(st.sampled_from([b"<head>", b"</head>", *ARTICLE, LD, b"<script", b"</script>", b"<p>a"])))
def test_region_holds_every_whole_script_of_json_ld_once(pieces: list[bytes]) -> None:
    """No JSON-LD is lost or doubled, and nothing is in the region that is not on the page."""
    html = b"".join(pieces)
    found = region(html, ARTICLE)
    if found is not None:
        assert found.count(LD) == html.count(LD)
        assert len(found) <= len(html)


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


def test_page_of_no_layout_fits_none() -> None:
    """Where nothing stands that a layout looks for, no layout is given."""
    assert fitting(Document("<head></head><article>a</article>", "https://farpaper.example/a")) is None
