import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import BadInput
from monitor.urls import canonical, host, resolved, site, web_address

RIGHT = [
    "https://example.org/",
    "HTTP://EXAMPLE.org:8080/a b?c=d e",
    "http://[::1]/x",
    "https://köln.example/",
]
WRONG = [
    "",
    "atlantico.fr",
    "https://",
    "https:example.org",
    "//example.org/",
    "file:///etc/hostname",
    "ftp://example.org/",
    "https://[::1/",
    "https://a b/",
    "https://example.org:0/",
    "https://example.org:99999/",
]


@pytest.mark.parametrize("text", RIGHT)
def test_the_address_of_a_web_page_is_given_back(text: str) -> None:
    """As it was written."""
    assert web_address(text) == text


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    """In one sentence that says how to write it."""
    with pytest.raises(BadInput, match=r"is no address of a web page; write it as in https://\S+\.$"):
        web_address(text)


LINKS = [
    ("/a", "https://example.org/a"),
    (" b?c ", "https://example.org/world/b?c"),
    ("//other.example/x", "https://other.example/x"),
    ("HTTPS://other.example/x", "https://other.example/x"),
    ("javascript:alert(1)", None),
    ("http://[", None),
    ("http:///x", None),
    ("", None),
]


@pytest.mark.parametrize(("link", "found"), LINKS)
def test_a_link_stands_for_a_web_address_or_none(link: str, found: str | None) -> None:
    """Against the page that it stands on."""
    assert resolved("https://example.org/world/", link) == found


SAME = [
    ("https://a.example/x.html;jsessionid=0A1B?PHPSESSID=3&page=2", "https://a.example/x.html?page=2"),
    ("https://a.example/(S(lit3py55t21z5v55vlm25s55))/x", "https://a.example/x"),
    ("https://a.example/x?ASPSESSIONIDQQ=1&sid=5", "https://a.example/x?sid=5"),
    ("https://www.xn--kln-sna.example/dom", "https://KÖLN.example/dom/"),
    ("https://a.example/x;y=1", "https://a.example/x;y=1"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_page_has_one_address(one: str, other: str) -> None:
    """Whatever id a visit was given, and in whichever letters its name is written."""
    assert canonical(one) == canonical(other)


@given(st.text(alphabet=st.sampled_from("htps:/[]@?#&=%.,a1 \\\0é"), max_size=40) | st.text(max_size=40))
def test_no_text_breaks_a_reader_of_addresses(text: str) -> None:
    """Whatever a page writes where an address belongs; what is canonical stays so."""
    assert isinstance(host(text), str)
    assert isinstance(site(text), str)
    assert resolved("https://example.org/", text) is None or "//" in str(
        resolved("https://example.org/", text)
    )
    assert canonical(canonical(text)) == canonical(text)
