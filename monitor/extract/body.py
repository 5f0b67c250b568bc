r"""A body's markup to text: paragraphs with a blank line between, links with their places in it.

>>> from selectolax.lexbor import LexborHTMLParser
>>> tree = LexborHTMLParser("<div><p>Le port <a href='/a'>ferme</a>.</p><p>Lundi,<br><br>il rouvre.</p></div>")
>>> found = read(tree.css("div"), lambda address: f"https://example.org{address}")
>>> found.text
'Le port ferme.\n\nLundi,\n\nil rouvre.'
>>> [found.text[link.start:link.end] for link in found.links]
['ferme']
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from monitor.items import Link

_PARAGRAPHS = frozenset(
    [
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "pre", "hr"),
        *("blockquote", "section", "article", "header", "footer", "main", "center", "address", "details"),
        *("summary", "table", "thead", "tbody", "tfoot", "tr", "td", "th"),
    ]
)
# What stands on the page without being said by the article.
_SILENT = frozenset(
    [
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "button", "form"),
        *("input", "select", "textarea", "nav", "aside", "figure", "figcaption", "video", "audio", "canvas"),
    ]
)
_WIDTH = {"": 0, " ": 1, "\n": 2, "\n\n": 3}


@dataclass(frozen=True, slots=True)
class Body:
    """A body's text, the links in it by offset, and the links of the related boxes cut out of it."""

    text: str = ""
    links: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()


def read(
    roots: Iterable[LexborNode], absolute: Callable[[str], str | None], cut: Container[int] = frozenset()
) -> Body:
    """Read the text below the roots; `cut` holds the `mem_id` of nodes to leave out.

    `absolute` makes a link's address whole, or None where it leads nowhere.
    """
    writer = Writer(absolute)
    for root in roots:
        if root.mem_id not in cut:
            writer.enter("div")
            _walk(root, writer, cut)
    return writer.body()


def _walk(root: LexborNode, writer: "Writer", cut: Container[int]) -> None:
    # Without recursion: hostile pages nest a hundred thousand deep.
    above: list[LexborNode] = []
    node = root.first_child
    while node is not None:
        child = None
        if node.is_text_node:
            writer.write(node.text_content or "")
        elif node.is_element_node and node.tag not in _SILENT and node.mem_id not in cut:
            writer.enter(node.tag or "", node.attributes.get("href") if node.tag == "a" else None)
            child = node.first_child
            if child is None:
                writer.leave(node.tag or "")
        if child is not None:
            above.append(node)
            node = child
            continue
        after = node.next
        while after is None and above:
            node = above.pop()
            writer.leave(node.tag or "")
            after = node.next
        node = after


class Writer:
    """Collects the text of markup in its order; white space is written with the next word, so none trails."""

    def __init__(self, absolute: Callable[[str], str | None]) -> None:
        self._absolute = absolute
        self._pieces: list[str] = []
        self._links: list[Link] = []
        self._length = 0
        self._gap = ""
        self._target: str | None = None
        self._start: int | None = None
        self._first = 0

    def write(self, text: str) -> None:
        """Write a text as a browser shows it: white space is one space."""
        words = text.split()
        if not words:
            self._part(" ")
            return
        if text[0].isspace():
            self._part(" ")
        if self._gap and self._length:
            self._append(self._gap)
        if self._target is not None and self._start is None:
            self._start, self._first = self._length, len(self._pieces)
        self._append(" ".join(words))
        self._gap = " " if text[-1].isspace() else ""

    def enter(self, tag: str, href: str | None = None) -> None:
        """Open an element; `href` is that of a link."""
        if tag == "a":
            self._target = self._absolute(href or "")
            self._start = None
        elif tag == "br":
            self._part("\n\n" if self._gap == "\n" else "\n")
        elif tag in _PARAGRAPHS:
            self._part("\n\n")

    def leave(self, tag: str) -> None:
        """Close an element."""
        if tag == "a":
            self._close()
        elif tag in _PARAGRAPHS:
            self._part("\n\n")

    def body(self) -> Body:
        """Give what was written."""
        return Body("".join(self._pieces), tuple(self._links))

    def _part(self, gap: str) -> None:
        if _WIDTH[gap] > _WIDTH[self._gap]:
            self._gap = gap

    def _close(self) -> None:
        if self._target is not None and self._start is not None:
            text = "".join(self._pieces[self._first :])
            # A link around several paragraphs is a box, not words.
            if "\n\n" not in text:
                self._links.append(Link(url=self._target, text=text, start=self._start, end=self._length))
        self._target = self._start = None

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
