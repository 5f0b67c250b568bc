"""A page as page objects look at it: its tree, metadata and JSON-LD are made once, when first asked for."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract import jsonld
from monitor.extract.depth import shallow
from monitor.extract.region import json_ld, region

# Whole addresses of which urljoin would make what they are, in a tenth of its time.
_WHOLE = re.compile(
    r"https?://[A-Za-z0-9.-]+/[A-Za-z0-9._~/%+,:@!=&*'()-]*"
    r"(?:\?[A-Za-z0-9._~/%+,:@!=&*'()-]+)?(?:#[A-Za-z0-9._~/%+,:@!=&*'()-]+)?"
)

# What templates write where there is no value.
_NOTHING = frozenset(["null", "undefined"])


class Document:
    """A page: `html` as text, or as its bytes in UTF-8; `url` the address it was fetched from.

    `encoded` is the page in UTF-8, `html` its text, which takes half as long to make as its tree; `page` is the
    whole that `html` is a region of. Nothing in it refers back to it, so that its tree goes as soon as it does.
    """

    def __init__(self, html: str | bytes, url: str, page: bytes | None = None) -> None:
        encoded = html if isinstance(html, bytes) else html.encode(errors="replace")
        # Lexbor ends a text at a NUL as C does; what follows would be lost.
        self.encoded = encoded.replace(b"\x00", b"") if b"\x00" in encoded else encoded
        self.url = url
        self._page = page
        self._selected: dict[str, list[LexborNode]] = {}
        self._regions: dict[tuple[bytes, bytes], Document | None] = {}

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page's elements."""
        return LexborHTMLParser(shallow(self.encoded))

    @cached_property
    def html(self) -> str:
        """The page's text."""
        return self.encoded.decode(errors="replace")

    @cached_property
    def meta(self) -> Mapping[str, str]:
        """The first content of each `<meta>`, by its name, property or itemprop in lower case."""
        found: dict[str, str] = {}
        for node in self._told["meta"]:
            attributes = node.attributes
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = attributes["content"]
            if name and content and not content.isspace() and content not in _NOTHING:
                found.setdefault(name.lower(), content.strip())
        return found

    @cached_property
    def jsonld(self) -> Mapping[str, Any]:
        """The article's node of the page's JSON-LD; empty when there is none."""
        found = jsonld.article(node.text(deep=True) for node in self._told["script"])
        # Few pages have theirs outside the region.
        return jsonld.article(json_ld(self._page)) if not found and self._page else found

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        # Asked apart from what every page is asked: most links are whole.
        found = self.tree.css_first("base[href]")
        if found is not None:
            try:
                return urljoin(self.url, found.attributes["href"] or "")
            except ValueError:
                # Pages write addresses that are none, as "http://[".
                return self.url
        return self.url

    @cached_property
    def _told(self) -> Mapping[str, list[LexborNode]]:
        # What a page tells of itself, by tag: each query walks through the whole page.
        found: dict[str, list[LexborNode]] = {"meta": [], "script": []}
        for node in self.tree.css('meta[content], script[type="application/ld+json"]'):
            found[node.tag or ""].append(node)
        return found

    def select(self, selector: str) -> list[LexborNode]:
        """List the nodes that fit, in their order; a page is asked the same but once."""
        found = self._selected.get(selector)
        if found is None:
            found = self._selected[selector] = self.tree.css(selector)
        return found

    def within(self, bounds: tuple[bytes, bytes]) -> "Document | None":
        """Give the region between bounds as a document of its own; None when the page has none."""
        if bounds not in self._regions:
            found = region(self.encoded, bounds)
            self._regions[bounds] = None if found is None else Document(found, self.url, self.encoded)
        return self._regions[bounds]

    @property
    def path(self) -> str:
        """The path of the page's address."""
        return urlsplit(self.url).path

    def absolute(self, address: str) -> str | None:
        """Give a link's address in full; None when it leads to no page."""
        address = address.strip()
        if not address or address.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            return None
        if _WHOLE.fullmatch(address):
            return address
        try:
            return urljoin(self.base, address)
        except ValueError:
            return None
