"""Fields of a page object, declared: where a value stands, then where else to look.

A field takes a `Document` and gives a value, or nothing: None, "" or (). `|` goes on to the next place
when there is nothing; `map` makes something else of what was found.

>>> headline = json_ld("headline") | meta("og:title") | css("h1")
>>> headline(Document("<h1>Valdoria<!-- --> vote</h1>", "https://example.org/a"))
'Valdoria vote'
"""

import re
from collections.abc import Callable, Container, Iterator
from typing import Generic, TypeVar

from selectolax.lexbor import LexborNode

from monitor.extract import jsonld
from monitor.extract.body import PARAGRAPHS, Body, read
from monitor.extract.document import Document
from monitor.items import Link
from monitor.text import fold

T = TypeVar("T")
U = TypeVar("U")

_APART = PARAGRAPHS | {"br", "style", "script"}
_NO = frozenset({"false", "no", "0", "non"})


def is_nothing(found: object) -> bool:
    """Tell what stands for no value; False is a value."""
    return found is None or found in ("", ())


class Field(Generic[T]):
    """One value of a page, wherever it stands."""

    __slots__ = ("_find",)

    def __init__(self, find: Callable[[Document], T | None]) -> None:
        self._find = find

    def __call__(self, document: Document) -> T | None:
        """Give the value, or nothing."""
        return self._find(document)

    def __or__(self, other: "Field[U]") -> "Field[T | U]":
        """Look elsewhere when there is nothing here."""
        first, second = self._find, other._find

        def either(document: Document) -> T | U | None:
            found = first(document)
            return second(document) if is_nothing(found) else found

        return Field(either)

    def __and__(self, other: "Field[U]") -> "Field[U]":
        """Look there when there is something here."""
        first, second = self._find, other._find
        return Field(lambda document: second(document) if first(document) else None)

    def map(self, change: Callable[[T], U | None]) -> "Field[U]":
        """Make something else of what was found."""
        find = self._find

        def changed(document: Document) -> U | None:
            found = find(document)
            return None if found is None or is_nothing(found) else change(found)

        return Field(changed)


def constant(value: T) -> Field[T]:
    """The same on every page."""
    return Field(lambda _: value)


def path(pattern: str) -> Field[str]:
    """The part of the address's path that fits the pattern; its first group when it has one."""
    search = re.compile(pattern).search

    def find(document: Document) -> str | None:
        found = search(document.path)
        return found.group(found.lastindex or 0) if found else None

    return Field(find)


def json_ld(where: str) -> Field[str]:
    """The first text at a dotted path in the article's JSON-LD, as `author.name`."""
    first = where.partition(".")[0]

    def find(document: Document) -> str | None:
        found = document.jsonld.get(first)
        # Most are a text, or not there.
        if found is None or (isinstance(found, str) and first == where):
            return found and found.strip()
        return next(iter(jsonld.values(document.jsonld, where)), None)

    return Field(find)


def json_ld_all(where: str) -> Field[tuple[str, ...]]:
    """Every text at a dotted path in the article's JSON-LD."""
    first = where.partition(".")[0]
    return Field(lambda document: jsonld.values(document.jsonld, where) if first in document.jsonld else ())


def persons(where: str) -> Field[tuple[str, ...]]:
    """The names at a dotted path in the article's JSON-LD, without those of organisations."""
    return Field(lambda document: jsonld.persons(document.jsonld, where))


def meta(name: str) -> Field[str]:
    """The content of the `<meta>` of that name, property or itemprop."""
    key = name.lower()
    return Field(lambda document: document.meta.get(key))


def css(selector: str, attribute: str | None = None) -> Field[str]:
    """The text, or an attribute, of the first node that fits and has one."""

    def find(document: Document) -> str | None:
        # The search for one node ends where it is found; most of the time it has a text.
        first = document.tree.css_first(selector)
        if first is None:
            return None
        return _text(first, attribute) or next(_texts(document, selector, attribute), None)

    return Field(find)


def css_all(selector: str, attribute: str | None = None) -> Field[tuple[str, ...]]:
    """The texts, or an attribute, of all nodes that fit, each once."""
    return Field(lambda document: tuple(dict.fromkeys(_texts(document, selector, attribute))))


def holds(selector: str) -> Field[bool]:
    """True where the page holds such a node."""
    # What fits is most often where the body stands, which is asked for next.
    return Field(lambda document: True if document.select(selector) else None)


def says(selector: str) -> Field[bool]:
    """True where such a node holds a text; for `fits`, where `css` would read the body for nothing."""

    def find(document: Document) -> bool | None:
        return True if any(map(_has_text, document.select(selector))) else None

    return Field(find)


def closed(selector: str) -> Field[bool]:
    """False for `isAccessibleForFree` where the page holds such a node."""
    return Field(lambda document: False if document.tree.css_first(selector) is not None else None)


def links(selector: str) -> Field[tuple[Link, ...]]:
    """The links that fit, or that stand within what fits, as links outside the body."""
    return Field(lambda document: tuple(dict.fromkeys(_links(document, document.tree.css(selector)))))


def body(
    selector: str,
    *,
    cut: str | None = None,
    related: str | None = None,
    linked: str | None = None,
    echo: str | None = None,
) -> Field[Body]:
    """The text of the nodes that fit.

    `cut` is left out, and so is `related`, whose links are kept; `linked`, as lists of headlines, is related
    where all its text is links; `echo`, as pull quotes, is left out where its words stand in the rest of the
    text.
    """

    def find(document: Document) -> Body | None:
        roots = document.select(selector)
        if not roots:
            return None
        out = {node.mem_id for node in _within(roots, cut)}
        boxes = [*_within(roots, related), *filter(_is_linked, _within(roots, linked))]
        out |= {node.mem_id for node in boxes}
        quotes = [node for node in _within(roots, echo) if node.mem_id not in out]
        if quotes:
            rest = fold(read(roots, document.absolute, out | {node.mem_id for node in quotes}).text)
            out |= {node.mem_id for node in quotes if fold(_text(node)).strip('«»“”" .…') in rest}
        found = read(roots, document.absolute, out)
        return Body(found.text, found.links, tuple(_links(document, boxes)))

    return Field(find)


def boolean(text: str) -> bool:
    """Read `isAccessibleForFree` as pages write it.

    >>> boolean("False"), boolean("true")
    (False, True)
    """
    return text.strip().lower() not in _NO


def _within(roots: list[LexborNode], selector: str | None) -> list[LexborNode]:
    if not selector:
        return []
    inside = {root.mem_id for root in roots}
    if len(roots) == 1:
        return [node for node in roots[0].css(selector) if node.mem_id not in inside]
    # A query takes as long to read as to answer: with many roots, what holds them all is asked once.
    whole = _around(roots)
    return [node for node in whole.css(selector) if _is_below(node, inside, whole.mem_id)]


def _around(roots: list[LexborNode]) -> LexborNode:
    """Give the nearest node that holds the first and the last, and so all: they come in the page's order."""
    above = set()
    node: LexborNode | None = roots[-1]
    while node is not None:
        above.add(node.mem_id)
        node = node.parent
    node = roots[0]
    while node.mem_id not in above and node.parent is not None:
        node = node.parent
    return node


def _is_below(node: LexborNode, roots: Container[int], top: int) -> bool:
    above = node.parent if node.mem_id != top else None
    while above is not None:
        if above.mem_id in roots:
            return True
        above = above.parent if above.mem_id != top else None
    return False


def _is_linked(node: LexborNode) -> bool:
    if _has_words(node):
        return False
    anchors = node.css("a[href]")
    return bool(anchors) and "".join(map(_text, anchors)).replace(" ", "") == _text(node).replace(" ", "")


def _has_words(node: LexborNode) -> bool:
    """Tell whether words stand in a node itself, not in an element within it."""
    child = node.first_child
    while child is not None:
        if child.is_text_node and (child.text_content or "").strip():
            return True
        child = child.next
    return False


def _has_text(node: LexborNode) -> bool:
    # The first words are near; to put all of them together takes as long as to find the node.
    return any(
        below.is_text_node and (below.text_content or "").strip()
        for below in node.traverse(include_text=True)
    )


def _texts(document: Document, selector: str, attribute: str | None) -> Iterator[str]:
    yield from filter(None, (_text(node, attribute) for node in document.tree.css(selector)))


def _text(node: LexborNode, attribute: str | None = None) -> str:
    text = (node.attributes.get(attribute) or "") if attribute else _shown(node)
    return " ".join(text.split())


def _shown(node: LexborNode) -> str:
    first = node.first_child
    is_plain = first is None or (first.next is None and first.is_text_node)
    # Lines and blocks hold words apart, and sites that style by component put rules between them.
    apart = "" if is_plain or not _is_in_parts(node) else read([node], lambda _: None).text
    return apart or node.text(deep=True)


def _is_in_parts(node: LexborNode) -> bool:
    # A query takes three times as long.
    return any(below.tag in _APART and below.mem_id != node.mem_id for below in node.traverse())


def _links(document: Document, nodes: list[LexborNode]) -> Iterator[Link]:
    for node in nodes:
        for anchor in [node] if node.tag == "a" else node.css("a[href]"):
            url, text = document.absolute(anchor.attributes.get("href") or ""), _text(anchor)
            # A picture linked beside its headline says nothing more.
            if url and text:
                yield Link(url=url, text=text)
