"""Fields of a page object, on small pages."""

from monitor.extract.document import Document
from monitor.extract.fields import css, links

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
