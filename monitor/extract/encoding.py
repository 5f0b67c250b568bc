"""Bytes to text, in the encoding that they are in, whatever is declared."""

from w3lib.encoding import html_to_unicode

# Written by default or by mistake where the bytes are UTF-8.
_SINGLE_BYTE = ("cp125", "iso8859", "iso-8859", "latin", "ascii", "us-ascii")


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


def _guess(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        # A page cut in the middle of a letter is still UTF-8.
        return "utf-8" if not _no_sequence(body.decode("utf-8", "replace")) else "cp1252"
    return "utf-8"


def _no_sequence(text: str) -> bool:
    return text.replace("\ufffd", "").isascii()


def _as_windows(body: bytes) -> str:
    return body.decode("cp1252", "replace")
