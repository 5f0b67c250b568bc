"""XML documents as they come: compressed without a header, hostile, broken, or HTML instead.

Entities are never expanded and nothing is fetched; a broken document yields what precedes and follows the
fault.
"""

import gzip
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Literal

from lxml import etree

# The sitemap protocol allows 50 MB; a bomb is cut there.
LARGEST = 50 * 1024 * 1024
_GZIP = b"\x1f\x8b"
Kind = Literal["sitemap", "feed", "page"]
_KINDS: Mapping[str, Kind] = {
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
}
"""What the name of a document's outermost element, without its namespace, tells."""


def unpacked(body: bytes) -> bytes:
    """Give the bytes inside gzip, as far as they can be read, `LARGEST` at the most.

    >>> unpacked(gzip.compress(b"<urlset/>"))[:8]
    b'<urlset/'
    """
    if not body.startswith(_GZIP):
        return body[:LARGEST]
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return engine.decompress(body, LARGEST)
    except zlib.error:
        return _readable_part(body)


def _readable_part(body: bytes) -> bytes:
    pieces: list[bytes] = []
    with gzip.GzipFile(fileobj=BytesIO(body)) as stream:
        try:
            while piece := stream.read(1 << 16):
                pieces.append(piece)
        except (OSError, EOFError, zlib.error):
            return b"".join(pieces)
    return b"".join(pieces)


def root(body: bytes) -> etree._Element | None:
    """Parse a document, mending what is broken; None when nothing can be made of it."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        found: etree._Element | None = etree.fromstring(unpacked(body).lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return found


def is_html(body: bytes) -> bool:
    """Tell a web page that answers in a listing's place.

    >>> is_html(b"  <!DOCTYPE html><html>"), is_html(b"<rss/>")
    (True, False)
    """
    head = body[:1024].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html")) or (
        b"<head" in head and b"<body" in body[:65536].lower()
    )


def kind_of(body: bytes) -> Kind:
    """Tell what a listing is; what is neither sitemap nor feed is taken for a page.

    >>> kind_of(b'<feed xmlns="http://www.w3.org/2005/Atom"/>'), kind_of(b"<html>"), kind_of(b"")
    ('feed', 'page', 'page')
    """
    found = None if is_html(body) else root(body)
    return "page" if found is None else _KINDS.get(str(etree.QName(found).localname), "page")
