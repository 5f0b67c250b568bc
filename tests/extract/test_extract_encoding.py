"""Bytes to text, and to UTF-8, as a browser reads them."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.extract import decode, utf8
from monitor.extract.document import Document

_PLAIN = "text/html"
_UTF8 = "text/html; charset=utf-8"
_LATIN = "text/html; charset=iso-8859-1"
_TEXT = "<p>L’été à Valdoria</p>"

_types = st.sampled_from([None, _PLAIN, _UTF8, _LATIN, "text/html; charset=utf-16"])
# Markup beside bytes that are letters, halves of letters, and no letters at all. No second half stands alone
# after markup: where that is dropped, as an end tag without its beginning, the halves would join.
_pieces = st.sampled_from(
    [
        *(b"<p title='", b"'>", b"<p>", b"</p>", b"<!--", b"-->", b"<script>", b"</script>", b"&eacute;"),
        *(b"\xc3\xa9", b"\xe2\x80\x99", b"\xf0\x9f\x98\x80", b"\xef\xbf\xbd", b"\xed\xa0\x80", b"&#8217;"),
        *(b"\xc3", b"\xe2\x80", b"\xf0\x9f", b"a\xa9", b"\xff", b"a\x92", b"\x00", b"\r\n", b"a "),
        b"<meta charset=utf-8>",
    ]
)
_bodies = st.builds(
    lambda mark, pieces: mark + b"".join(pieces),
    st.sampled_from([b"", b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE]),
    st.lists(_pieces, max_size=12),
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (_TEXT.encode(), _UTF8),
        (_TEXT.encode(), None),
        (_TEXT.encode(), _LATIN),
        (codecs.BOM_UTF8 + _TEXT.encode(), _LATIN),
        (f"<meta charset=utf-8>{_TEXT}".encode(), _PLAIN),
        (_TEXT.encode("cp1252"), _LATIN),
        (_TEXT.encode("cp1252"), _UTF8),
        (_TEXT.encode("cp1252"), None),
        # One letter in UTF-8 does not make a page so, nor does one broken letter make it another.
        ("<p>©</p>".encode() + _TEXT.encode("cp1252"), None),
        (b"<p>\xff</p>" + _TEXT.encode(), None),
        (_TEXT.encode("utf-16"), None),
        (_TEXT.encode("utf-16"), _UTF8),
    ],
)
def test_text_is_read_whatever_is_declared(body: bytes, content_type: str | None) -> None:
    """A page's letters are right by mark, header, declaration or guess, and where these are wrong."""
    assert decode(body, content_type).endswith(_TEXT)
    assert utf8(body, content_type).endswith(_TEXT.encode())


@pytest.mark.parametrize(
    "told", [b"charset=koi8-r", b'http-equiv="Content-Type" content="text/html; charset=koi8-r"']
)
def test_encoding_is_heeded_wherever_the_head_declares_it(told: bytes) -> None:
    """A declaration may stand after a long script."""
    page = "<head><script>" + " " * 5000 + "</script>"
    body = page.encode() + b"<meta " + told + b"></head>" + "<p>Вальдория</p>".encode("koi8-r")
    assert decode(body).endswith("<p>Вальдория</p>")


def test_charset_without_a_declaration_is_a_word() -> None:
    """What a script says of encodings declares none."""
    body = ("<head><script>" + " " * 5000 + "'charset=koi8-r'</script></head>").encode() + _TEXT.encode(
        "cp1252"
    )
    assert decode(body).endswith(_TEXT)


def test_bytes_in_utf8_are_not_copied() -> None:
    """A page that is UTF-8 is passed on as it came."""
    body = _TEXT.encode()
    assert utf8(body, _UTF8) is body


@given(_bodies, _types)
@example(b"<p title='\xc3'>\xe2\x80</p>\xc3\xa9\xf0\x9f<p>", _UTF8)
@example(b"\xc3&eacute;\xc3\xa9", _UTF8)
@example(b"\xc3\xa9\xc3\x00\xa9", _UTF8)
def test_a_page_reads_the_same_from_its_bytes(body: bytes, content_type: str | None) -> None:
    """A page is the same tree from its bytes as from its text, also with broken letters in it."""
    url = "https://example.org/a"
    ours, theirs = Document(utf8(body, content_type), url), Document(decode(body, content_type), url)
    assert ours.html == theirs.html
    assert _seen(ours) == _seen(theirs)


def _seen(document: Document) -> list[tuple[str | None, str | None, dict[str, str | None]]]:
    nodes = document.tree.root.traverse(include_text=True) if document.tree.root else ()
    return [(node.tag, node.text_content, dict(node.attributes)) for node in nodes]
