"""Bytes to text, in the encoding that they are in, whatever is declared."""

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, html_to_unicode, http_content_type_encoding

# Written by default or by mistake where the bytes are UTF-8.
_SINGLE_BYTE = ("cp125", "iso8859", "iso-8859", "latin", "ascii", "us-ascii")
# As far as w3lib looks for a declaration.
_EARLY = 4096
_DECLARATION = re.compile(rb"<meta\s[^<>]{0,500}charset[^<>]{0,100}>", re.IGNORECASE)

# The commonest forms are enough: where none stands, the page is decoded.
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xec][\x80-\xbf]{2}")


def decode(body: bytes, content_type: str | None = None) -> str:
    """Give a page's text as a browser reads it (WHATWG: mark, header, `<meta>`), two mistakes mended.

    Bytes that are valid UTF-8 beyond ASCII are UTF-8, though declared as a single-byte encoding; bytes
    declared as UTF-8 without one valid sequence of it are Windows-1252.

    >>> decode("L’été à Valdoria".encode("cp1252"), "text/html")
    'L’été à Valdoria'
    >>> decode("L’été".encode(), "text/html; charset=iso-8859-1")
    'L’été'
    """
    encoding, text = html_to_unicode(content_type, body, auto_detect_fun=_guess)
    if encoding == "utf-8":
        return _as_windows(body) if "\ufffd" in text and _no_sequence(text) else text
    if encoding.startswith(_SINGLE_BYTE) and not body.isascii():
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            return text
    return text


def utf8(body: bytes, content_type: str | None = None) -> bytes:
    """Give a page's text as `decode` reads it, in UTF-8.

    A page in UTF-8 comes back as it is, broken letters too: what reads a part of it makes U+FFFD of them.
    To decode and encode a page takes half as long as to parse it.

    >>> utf8("L’été".encode("cp1252"), "text/html") == utf8("L’été".encode(), "text/html; charset=utf-8")
    True
    """
    plain = body.removeprefix(codecs.BOM_UTF8)
    is_marked = len(plain) < len(body)
    # A NUL is dropped, and must not join the halves of a letter.
    if (
        b"\x00" not in body
        and (is_marked or _declared(body, content_type) == "utf-8")
        and _has_sequence(plain)
    ):
        return plain
    return decode(body, content_type).encode(errors="replace")


def _declared(body: bytes, content_type: str | None) -> str | None:
    # Marks of other encodings come before what is declared.
    if body.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE)):
        return None
    return http_content_type_encoding(content_type) or html_body_declared_encoding(body)


def _has_sequence(body: bytes) -> bool:
    try:
        body.decode("ascii")
    except UnicodeDecodeError as beyond:
        return _SEQUENCE.search(body, beyond.start) is not None
    return True


def _guess(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _declared_late(body) or _likelier(body)
    return "utf-8"


def _declared_late(body: bytes) -> str | None:
    """Give the encoding of a `<meta>` that stands in the head after its first 4,096 bytes; browsers heed it too."""
    found = _DECLARATION.search(body, _EARLY, max(body.find(b"</head"), 0))
    return html_body_declared_encoding(found[0]) if found else None


def _likelier(body: bytes) -> str:
    # A page cut in the middle of a letter is still UTF-8; one with a foreign letter in its footer is not.
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return "utf-8" if 2 * broken <= beyond else "cp1252"


def _no_sequence(text: str) -> bool:
    return text.replace("\ufffd", "").isascii()


def _as_windows(body: bytes) -> str:
    return body.decode("cp1252", "replace")
