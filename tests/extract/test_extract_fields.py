"""Fields of a page object, on small pages."""

from monitor.extract.document import Document
from monitor.extract.fields import body, css, holds, links

URL = "https://example.org/a"


def test_text_has_no_styles_or_scripts() -> None:
    """Rules and scripts between the words are not read with them."""
    page = '<small><style>.x{color:red}</style><b>© SZ/dpa</b><script>{"a":1}</script> hier</small>'
    assert css("small")(Document(page, URL)) == "© SZ/dpa hier"


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


def test_text_after_a_nul_is_read() -> None:
    """A NUL ends no page."""
    assert css("p")(Document("<p>Le\x00 port</p>", URL)) == "Le port"


def test_half_a_surrogate_pair_loses_no_page() -> None:
    """A page that came through JSON may hold a character that UTF-8 cannot write."""
    assert css("p")(Document("<p>Le \ud83d port</p>", URL)) == "Le ? port"
