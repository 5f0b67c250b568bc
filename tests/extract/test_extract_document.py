"""A page's addresses and what it tells of itself."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.document import Document

URL = "https://example.org/monde/a"


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        (" /b ", "https://example.org/b"),
        ("b?c=d#e", "https://example.org/monde/b?c=d#e"),
        ("//valdoria.example/b", "https://valdoria.example/b"),
        ("https://valdoria.example/b?c=d#e", "https://valdoria.example/b?c=d#e"),
        ("https://valdoria.example/b?", "https://valdoria.example/b"),
        ("https://[valdoria/b", None),
        ("#e", None),
        ("mailto:a@valdoria.example", None),
    ],
)
def test_addresses_are_made_whole(address: str, whole: str | None) -> None:
    """A link's address is given in full, and none where it leads to no page."""
    assert Document("", URL).absolute(address) == whole


@given(
    st.sampled_from(["https://", "HTTP://", "http://", "//"]),
    st.text(st.sampled_from("a.-[]:@%é/?#;= \t"), max_size=12),
)
def test_whole_addresses_are_as_urljoin_makes_them(scheme: str, rest: str) -> None:
    """The short way for whole addresses gives the same as the long one."""
    address = f"{scheme}e.org/{rest}".strip()
    try:
        expected = urljoin(URL, address)
    except ValueError:
        expected = None
    assert Document("", URL).absolute(address) == expected


def test_links_start_from_the_base() -> None:
    """The first base with an address holds, wherever it stands."""
    page = '<base target=_top><p><base href="https://valdoria.example/x/"><base href="/y/"></p>'
    assert Document(page, URL).absolute("b") == "https://valdoria.example/x/b"


@pytest.mark.parametrize("nothing", ["", " ", "null", "undefined"])
def test_a_meta_that_says_nothing_is_none(nothing: str) -> None:
    """What a template writes in place of a value it lacks is no value; the next of that name holds."""
    html = f'<meta name="section" content="{nothing}"><meta name="section" content="Monde">'
    assert Document(html, URL).meta["section"] == "Monde"


def test_the_first_of_several_metas_holds() -> None:
    """Names are compared without case; a meta without a content says nothing."""
    page = (
        '<meta name=Author content=" "><meta property=author content="A. Dufour"><meta name=author content=X>'
    )
    assert Document(page, URL).meta == {"author": "A. Dufour"}


def test_a_page_is_asked_the_same_but_once() -> None:
    """The nodes that fit come in the page's order, and again without a search."""
    document = Document("<p>a<p>b", URL)
    found = document.select("p")
    assert [node.text() for node in found] == ["a", "b"]
    assert document.select("p") is found
