"""Fields of a page object, on small pages."""

import html

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract import jsonld
from monitor.extract.body import read
from monitor.extract.document import Document
from monitor.extract.fields import body, css, holds, json_ld, json_ld_all, links, says

URL = "https://example.org/a"


def test_text_has_no_styles_or_scripts() -> None:
    """Rules and scripts between the words are not read with them."""
    page = '<small><style>.x{color:red}</style><b>© SZ/dpa</b><script>{"a":1}</script> hier</small>'
    assert css("small")(Document(page, URL)) == "© SZ/dpa hier"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<div>Anna Dufour<br>Le Bac</div>", "Anna Dufour Le Bac"),
        ("<div><div>Anna Dufour</div><div>Le Bac</div></div>", "Anna Dufour Le Bac"),
        ("<div><span>Val</span><b>doria</b></div>", "Valdoria"),
        # A picture's line is all that is linked.
        ("<div><figure><p>Le phare</p></figure></div>", "Le phare"),
    ],
)
def test_lines_and_blocks_are_words_apart(page: str, text: str) -> None:
    """What a reader sees on two lines is not one word; what he sees as one is."""
    assert css("div")(Document(page, URL)) == text


def test_braces_of_the_text_stay() -> None:
    """A brace that the page shows is text."""
    assert css("h1")(Document("<h1>Le {} vide</h1>", URL)) == "Le {} vide"


def test_link_around_a_picture_is_left_out() -> None:
    """Of a picture and a headline that link to the same page, the headline's link is kept."""
    page = '<div><a href="/b"><img src="b.jpg"></a><a href="/b">Le port ferme</a></div>'
    assert [(link.url, link.text) for link in links("div")(Document(page, URL)) or ()] == [
        ("https://example.org/b", "Le port ferme")
    ]


def test_list_of_links_is_related_and_a_list_with_words_is_text() -> None:
    """`linked` takes out what is nothing but links, with them, and nothing else."""
    page = (
        '<div><p>Le port <a href="/a">ferme</a>.</p><ul><li><a href="/b">Le bac</a></li><li><a href="/c">Le phare</a></li></ul>'
        '<ul><li>le <a href="/d">quai</a> nord</li></ul><p><a href="/e">Voir la carte</a></p><p>Fin.</p></div>'
    )
    found = body("div", linked="p, ul")(Document(page, URL))
    assert found is not None
    assert found.text == "Le port ferme.\n\nle quai nord\n\nFin."
    assert [link.text for link in found.related] == ["Le bac", "Le phare", "Voir la carte"]


def test_holds_says_true_for_a_node_without_text() -> None:
    """A layout may be told by a node that is empty."""
    document = Document('<div id="app"></div>', URL)
    assert holds("#app")(document)
    assert not holds("#story")(document)


@pytest.mark.parametrize(
    ("page", "is_said"),
    [
        ("<div class=text>Le port ferme.</div>", True),
        ("<div class=text> \n&nbsp;</div>", False),
        ("<div class=text></div><div class=text><p>Le port</p></div>", True),
        ("<p>Le port ferme.</p>", False),
    ],
)
def test_a_layout_says_something_where_one_of_its_nodes_has_a_text(page: str, is_said: bool) -> None:
    """White space is no text, and a text may stand in any of the nodes."""
    assert bool(says("div.text")(Document(page, URL))) is is_said


@pytest.mark.parametrize(
    "around", ["<div class=text>{}</div>", "<div class=text>{}</div><div class=text><p>Fin.</p></div>"]
)
def test_what_is_cut_is_cut_in_one_node_and_in_several(around: str) -> None:
    """`cut` and `related` hold below the body's nodes alone, and neither for the nodes themselves."""
    inner = '<p>Le port ferme.</p><aside><p>Publicité</p></aside><p class=ad>Une annonce</p><p class=more><a href="/b">Le bac</a></p>'
    page = f'<p class=more><a href="/c">Le phare</a></p>{around.format(inner)}<p class=ad>Dehors</p>'
    found = body("div.text", cut=".ad, .text", related=".more")(Document(page, URL))
    assert found is not None
    assert found.text.removesuffix("\n\nFin.") == "Le port ferme."
    assert [link.url for link in found.related] == ["https://example.org/b"]


@given(st.lists(st.sampled_from(["<div class=text>", "<div>", "<i class=ad>", "</div>", "</i>", "Le port "])))
def test_what_is_cut_stands_below_a_node_of_the_body(pieces: list[str]) -> None:
    """However nodes stand in each other, what is cut is what has a node of the body above it."""
    document = Document("".join(pieces), URL)
    below = {node.mem_id for node in document.tree.css(".text .ad")}
    expected = read(document.tree.css(".text"), document.absolute, below)
    found = body(".text", cut=".ad")(document)
    assert (found.text if found else "") == expected.text


@given(st.text(st.sampled_from("aé \n\t\u00a0\u2003\u200b'<"), max_size=12))
def test_white_space_is_one_space_and_stands_between_words_alone(text: str) -> None:
    """A text is read as a browser shows it, whatever white space it has, also next to markup."""
    page = f"<div>x<b>{html.escape(text)}</b>y</div>"
    found = body("div")(Document(page, URL))
    assert found is not None
    assert found.text == " ".join(f"x{text}y".split())


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", " ", "A. Dufour", " Le port "]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "@id", "b"]), inner),
    max_leaves=4,
)


@given(
    st.dictionaries(st.sampled_from(["a", "b", "name"]), _values),
    st.sampled_from(["a", "b", "a.name", "c", "a.b"]),
)
def test_json_ld_gives_the_first_of_all_texts(node: dict[str, object], where: str) -> None:
    """A field of the JSON-LD is the first of the texts that stand at its path."""
    told = msgspec.json.encode({"@type": "NewsArticle", **node}).decode()
    document = Document(f'<script type="application/ld+json">{told}</script>', URL)
    expected = jsonld.values({"@type": "NewsArticle", **node}, where)
    assert json_ld_all(where)(document) == expected
    assert (json_ld(where)(document) or None) == (expected[0] if expected else None)


def test_text_after_a_nul_is_read() -> None:
    """A NUL ends no page."""
    assert css("p")(Document("<p>Le\x00 port</p>", URL)) == "Le port"


def test_half_a_surrogate_pair_loses_no_page() -> None:
    """A page that came through JSON may hold a character that UTF-8 cannot write."""
    assert css("p")(Document("<p>Le \ud83d port</p>", URL)) == "Le ? port"
