import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from monitor.extract.blocks import cut

CASES = [
    ("<p>Le port<br>ferme.</p>", ["Le port ferme."]),
    ("<p>Le port<br> <br>ferme.</p>", ["Le port", "ferme."]),
    ("Le port<div>ferme</div>en mai", ["Le port", "ferme", "en mai"]),
    (
        "<p>Le <b>port</b> <script>x()</script>ferme</p><nav>Accueil</nav><button>OK</button>",
        ["Le port ferme"],
    ),
    ("<p>Le port <span class='sr-only'>(externe)</span>ferme</p>", ["Le port ferme"]),
    ("<ul><li>un<li>deux</ul>", ["un", "deux"]),
    ("", []),
]


@pytest.mark.parametrize(("html", "texts"), CASES)
def test_a_page_is_cut_at_the_edges_of_block_elements(html: str, texts: list[str]) -> None:
    """Inline elements, single breaks and what is not shown cut nothing."""
    assert [block.text for block in cut(LexborHTMLParser(html)).blocks] == texts


ADDRESSES = [
    ("<p>Lire <a href=/a>le  rapport</a>, dit-il</p>", [("le rapport", "/a")]),
    ("<p><a href=/a>Un</a><a href=/b> deux </a>trois</p>", [("Un", "/a"), ("deux", "/b")]),
    ("<p>avant <a href=/a></a>après</p>", []),
    ("<a href=/a><p>Un</p><p>deux</p></a>", [("Un", "/a"), ("deux", "/a")]),
    ("<p>\ufdd0Un <a href=/a>deux\ufdd1</a></p>", [("deux", "/a")]),
]


@pytest.mark.parametrize(("html", "anchors"), ADDRESSES)
def test_links_keep_their_places(html: str, anchors: list[tuple[str, str]]) -> None:
    """The words between start and end are those of the link, whatever white space the page has."""
    found = [
        (block.text[start:end], address)
        for block in cut(LexborHTMLParser(html)).blocks
        for start, end, address in block.anchors
    ]
    assert found == anchors


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<a href=/a>", "</a>", "<div class=share>", "</div>", "<br>", " mot ", "x"]
        )
    )
)
def test_any_nesting_gives_true_places(tokens: list[str]) -> None:
    """However elements are opened and closed, links lie within the text and elements come before their children."""
    page = cut(LexborHTMLParser("".join(tokens)))
    for block in page.blocks:
        assert block.text == " ".join(block.text.split()) != ""
        assert 0 <= block.linked <= 1
        for start, end, _ in block.anchors:
            assert 0 <= start < end <= len(block.text)
            assert block.text[start:end] == block.text[start:end].strip()
    assert all(element.parent < place for place, element in enumerate(page.elements))


def test_a_page_without_end_is_cut_short() -> None:
    """A million elements are not walked through."""
    assert len(cut(LexborHTMLParser("<p>x" * 300_000)).blocks) <= 20_000
