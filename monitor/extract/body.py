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

PARAGRAPHS = frozenset(
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
        "-comment",
    ]
)
_TEXT = "-text"
# Tags that say how far apart words stand, or where a link is.
_TELLING = PARAGRAPHS | {"a", "br"}
_GAPS = ("", " ", "\n", "\n\n")
_WIDTHS = tuple(map(len, _GAPS))
_NONE, _SPACE, _LINE, _BLANK_LINE = range(4)


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
    above: list[tuple[LexborNode, str]] = []
    node = root.first_child
    while node is not None:
        tag = node.tag or ""
        if tag == _TEXT:
            # Half of a page's texts are the white space between its elements.
            if not node.is_empty_text_node:
                writer.write(node.text_content or "")
            elif not writer.gap:
                writer.gap = _SPACE
        elif tag not in _SILENT and not (cut and node.mem_id in cut):
            if tag in _TELLING:
                writer.enter(tag, node.attributes.get("href") if tag == "a" else None)
            child = node.first_child
            if child is not None:
                above.append((node, tag))
                node = child
                continue
            writer.leave(tag)
        after = node.next
        while after is None and above:
            node, tag = above.pop()
            writer.leave(tag)
            after = node.next
        node = after


class Writer:
    """Collects the text of markup in its order; white space is written with the next word, so none trails."""

    def __init__(self, absolute: Callable[[str], str | None]) -> None:
        self._absolute = absolute
        self._pieces: list[str] = []
        self._links: list[Link] = []
        self._length = 0
        self.gap = _NONE
        self._target: str | None = None
        self._start: int | None = None
        self._first = 0

    def write(self, text: str) -> None:
        """Write a text as a browser shows it: white space is one space."""
        # Of white space, the space alone is printable; most texts are words with one between.
        words = text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())
        if not words:
            self.gap = self.gap or _SPACE
            return
        gap = self.gap or (_SPACE if text[0].isspace() else _NONE)
        if gap and self._length:
            self._pieces.append(_GAPS[gap])
            self._length += _WIDTHS[gap]
        if self._target is not None and self._start is None:
            self._start, self._first = self._length, len(self._pieces)
        self._pieces.append(words)
        self._length += len(words)
        self.gap = _SPACE if text[-1].isspace() else _NONE

    def enter(self, tag: str, href: str | None = None) -> None:
        """Open an element; `href` is that of a link."""
        if tag == "a":
            self._target = self._absolute(href or "")
            self._start = None
        elif tag == "br":
            self.gap = _BLANK_LINE if self.gap >= _LINE else _LINE
        elif tag in PARAGRAPHS:
            self.gap = _BLANK_LINE

    def leave(self, tag: str) -> None:
        """Close an element."""
        if tag == "a":
            self._close()
        elif tag in PARAGRAPHS:
            self.gap = _BLANK_LINE

    def body(self) -> Body:
        """Give what was written."""
        return Body("".join(self._pieces), tuple(self._links))

    def _close(self) -> None:
        if self._target is not None and self._start is not None:
            text = "".join(self._pieces[self._first :])
            # A link around several paragraphs is a box, not words.
            if "\n\n" not in text:
                self._links.append(Link(url=self._target, text=text, start=self._start, end=self._length))
        self._target = self._start = None
