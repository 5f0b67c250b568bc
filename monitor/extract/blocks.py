r"""A page as blocks: runs of text between the edges of block elements, each with where it stands.

>>> from selectolax.lexbor import LexborHTMLParser
>>> page = cut(LexborHTMLParser("<div class=a><h2>Valdoria</h2><p>Le port <a href=/x>ferme</a>.</p></div>"))
>>> [(block.tag, block.text, block.linked) for block in page.blocks]
[('h2', 'Valdoria', 0.0), ('p', 'Le port ferme.', 0.35714285714285715)]
>>> page.blocks[1].anchors
[(8, 13, '/x')]
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.labels import Label, hidden, label

_BLOCKS = frozenset(
    [
        *("body", "main", "article", "section", "header", "footer", "aside", "nav", "div", "center", "form"),
        *(
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "pre",
            "hr",
            "blockquote",
            "address",
            "fieldset",
            "details",
        ),
        *("summary", "figure", "figcaption", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody"),
        *("tfoot", "tr", "td", "th"),
    ]
)
_INLINE = frozenset(
    [
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
        ),
        *(
            "kbd",
            "mark",
            "q",
            "s",
            "samp",
            "small",
            "strike",
            "strong",
            "sub",
            "sup",
            "time",
            "tt",
            "u",
            "var",
        ),
    ]
)
_SILENT = frozenset(
    [
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "video"),
        *("audio", "button", "input", "select", "textarea", "label", "dialog", "menu", "nav", "figcaption"),
    ]
)
_ROLES = frozenset({"navigation", "complementary", "dialog", "banner", "contentinfo"})
_DIGITS = re.compile(r"\d+")
# Noncharacters of Unicode, which stand in no text, mark where links start and end.
_START, _END = "\ufdd0", "\ufdd1"
_MARKS = re.compile(f"[{_START}{_END}]")
# Hostile pages nest a hundred thousand deep and have millions of elements; no article does.
_DEEPEST = 200
_MOST_BLOCKS, _MOST_NODES = 20_000, 100_000
_LONGEST_NAMES = 300


@dataclass(frozen=True, slots=True)
class Element:
    """An element that holds text: `parent` is the place of the one around it in `Page.elements`.

    `names` are its classes and id without digits, so that "slide-1" and "slide-2" are of one kind;
    `outermost` tells that no element of the same tag and names stands around it.
    """

    tag: str
    names: str
    label: Label
    parent: int
    outermost: bool


@dataclass(slots=True)
class Block:
    """A run of text; `tag` is that of the block element it stands in, `element` the place of that element.

    `linked` is the share of its characters inside links, `anchors` are their start, end and address.
    """

    text: str
    tag: str
    element: int
    linked: float
    words: int
    anchors: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """Elements and blocks in their order; an element comes before those inside it."""

    elements: list[Element]
    blocks: list[Block]


def cut(tree: LexborHTMLParser) -> Page:
    """Cut a page into blocks; scripts, menus, buttons and what is hidden inside a line are left out."""
    reader = _Reader()
    if tree.body is not None:
        reader.read(tree.body)
    return Page(reader.elements, reader.blocks)


class _Reader:
    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self._open: list[int] = []
        self._kinds: dict[tuple[str, str], int] = {}
        self._pieces: list[str] = []
        self._anchors: list[str] = []
        self._linked = 0
        self._inside_link = 0

    def read(self, root: LexborNode) -> None:
        # Without recursion: hostile pages nest deeper than Python's stack.
        above: list[tuple[LexborNode, bool]] = []
        self._enter(root, root.attributes)
        node = root.first_child
        visited = 0
        while node is not None and visited < _MOST_NODES and len(self.blocks) < _MOST_BLOCKS:
            visited += 1
            child, entered = self._visit(node)
            if child is not None:
                above.append((node, entered))
                node = child
                continue
            after = node.next
            while after is None and above:
                node, entered = above.pop()
                self._leave(node.tag or "", entered=entered)
                after = node.next
            node = after
        self._flush()

    def _visit(self, node: LexborNode) -> tuple[LexborNode | None, bool]:
        """Read a node; give its first child when there is one to go down to, and whether it was entered."""
        if node.is_text_node:
            self._write(node.text_content or "")
            return None, False
        tag = node.tag or ""
        if not node.is_element_node or tag in _SILENT:
            return None, False
        if tag == "br":
            self._break(node)
            return None, False
        child = node.first_child
        if tag in _INLINE:
            if tag == "a" and child is not None:
                self._link(node.attributes.get("href") or "")
            return child, False
        attributes = node.attributes
        if tag in _BLOCKS:
            self._flush()
        elif hidden(attributes.get("class") or ""):
            return None, False
        says = child is not None and (tag in _BLOCKS or bool(attributes))
        return child, says and self._enter(node, attributes)

    def _write(self, text: str) -> None:
        if _START in text or _END in text:
            text = _MARKS.sub("", text)
        self._pieces.append(text)
        if self._inside_link:
            self._linked += len(text.strip())

    def _break(self, node: LexborNode) -> None:
        self._pieces.append(" ")
        after = node.next
        while after is not None and after.is_text_node and not (after.text_content or "").strip():
            after = after.next
        # Two line breaks make a paragraph.
        if after is not None and after.tag == "br":
            self._flush()

    def _link(self, address: str) -> None:
        self._inside_link += 1
        self._anchors.append(address)
        self._pieces.append(_START)

    def _enter(self, node: LexborNode, attributes: dict[str, str | None]) -> bool:
        if len(self._open) >= _DEEPEST:
            return False
        tag = node.tag or ""
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()[:_LONGEST_NAMES]
        kind = (tag, _DIGITS.sub("", names))
        count = self._kinds.get(kind, 0)
        self._kinds[kind] = count + 1
        parent = self._open[-1] if self._open else -1
        self._open.append(len(self.elements))
        self.elements.append(Element(tag, kind[1], _label(tag, names, attributes), parent, count == 0))
        return True

    def _leave(self, tag: str, *, entered: bool) -> None:
        if tag == "a":
            self._inside_link -= 1
            self._pieces.append(_END)
        elif tag in _BLOCKS:
            self._flush()
        if entered:
            element = self.elements[self._open.pop()]
            self._kinds[element.tag, element.names] -= 1

    def _flush(self) -> None:
        raw = "".join(self._pieces)
        self._pieces.clear()
        text = " ".join(_MARKS.sub("", raw).split()) if self._anchors else " ".join(raw.split())
        if text:
            element = self._open[-1]
            block = Block(text, self._tag(), element, min(1.0, self._linked / len(text)), text.count(" ") + 1)
            if self._anchors:
                block.anchors = _anchors(raw, self._anchors)
            self.blocks.append(block)
        self._linked = 0
        # A link that goes on around the next block.
        self._anchors = self._anchors[-1:] if self._inside_link else []
        if self._inside_link and self._anchors:
            self._pieces.append(_START)

    def _tag(self) -> str:
        return next(
            (tag for place in reversed(self._open) if (tag := self.elements[place].tag) in _BLOCKS), "body"
        )


def _label(tag: str, names: str, attributes: dict[str, str | None]) -> Label:
    if attributes.get("itemprop") == "articleBody" or attributes.get("property") == "articleBody":
        return Label.TEXT
    if (
        "hidden" in attributes
        or attributes.get("role") in _ROLES
        or "display:none" in (attributes.get("style") or "").replace(" ", "")
    ):
        return Label.BESIDE
    return label(tag, names)


def _anchors(raw: str, addresses: list[str]) -> list[tuple[int, int, str]]:
    """Find where links start and end once white space is single."""
    found: list[tuple[int, int, str]] = []
    waiting = iter(addresses)
    address: str | None = None
    start: int | None = None
    length, gap = 0, False
    for piece in re.split(f"([{_START}{_END}])", raw):
        if piece == _START:
            address, start = next(waiting, None), None
        elif piece == _END:
            if address is not None and start is not None:
                found.append((start, length, address))
            address = start = None
        elif words := piece.split():
            gap = (gap or piece[0].isspace()) and length > 0
            if start is None:
                start = length + gap
            length += gap + sum(map(len, words)) + len(words) - 1
            gap = piece[-1].isspace()
        else:
            gap = gap or bool(piece)
    if address is not None and start is not None:
        found.append((start, length, address))
    return found
