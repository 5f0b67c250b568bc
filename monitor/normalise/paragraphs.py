r"""Paragraphs with their links: cut a body apart, clean it, put it together, offsets kept true.

>>> parts = cut("Voir  ici.\n\n\nFin.", (Link(url="https://e.org/a", text="ici", start=6, end=9),))
>>> text, links = join(parts)
>>> text, text[links[0].start:links[0].end]
('Voir ici.\n\nFin.', 'ici')
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.items import Link
from monitor.normalise.characters import clean

_BREAK = re.compile(r"\n[^\S\n]*(?:\n\s*)+")
# Private-use characters stand at the ends of links while the text between them is cleaned.
_START, _END = "\ue000", "\ue001"
_MARKS = re.compile(f"[{_START}{_END}]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph's text, and its links with offsets into it."""

    text: str
    links: tuple[Link, ...] = ()


def cut(body: str, links: Iterable[Link] = ()) -> list[Paragraph]:
    """Cut a body at its blank lines into clean paragraphs; empty ones are left out.

    A link without a place in the body, or one that overlaps another, is left out.
    """
    placed = _placed(body, links)
    text = _MARKS.sub(" ", body) if _START in body or _END in body else body
    paragraphs: list[Paragraph] = []
    done = start = 0
    for end, after in [*(found.span() for found in _BREAK.finditer(text)), (len(text), len(text))]:
        until = done
        while until < len(placed) and _start(placed[until]) < end:
            until += 1
        paragraph = _clean(text[start:end], placed[done:until], start)
        if paragraph.text:
            paragraphs.append(paragraph)
        done, start = until, after
    return paragraphs


def join(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[Link, ...]]:
    """Put paragraphs together with a blank line between; links with offsets into the whole."""
    texts: list[str] = []
    links: list[Link] = []
    offset = 0
    for paragraph in paragraphs:
        links += [_moved(link, offset) for link in paragraph.links]
        texts.append(paragraph.text)
        offset += len(paragraph.text) + 2
    return "\n\n".join(texts), tuple(links)


def _placed(body: str, links: Iterable[Link]) -> list[Link]:
    placed: list[Link] = []
    last = 0
    for link in sorted((x for x in links if x.start is not None and x.end is not None), key=_start):
        if last <= _start(link) < (link.end or 0) <= len(body) and not _BREAK.search(
            body[link.start : link.end]
        ):
            placed.append(link)
            last = link.end or 0
    return placed


def _start(link: Link) -> int:
    return link.start or 0


def _clean(text: str, links: list[Link], offset: int) -> Paragraph:
    line = clean(text)
    if not links:
        return Paragraph(line)
    # Most bodies come clean, and what is counted in them counts on.
    if line == text:
        moved = (_within(text, link, offset) for link in links)
        return Paragraph(line, tuple(link for link in moved if link.text))
    return _unmark(clean(_mark(text, links, offset)), links)


def _within(text: str, link: Link, offset: int) -> Link:
    """Give the link with its place in its paragraph, without white space at its ends."""
    start, end = _span(text, link, offset)
    words = text[start:end].lstrip()
    start = end - len(words)
    words = words.rstrip()
    return Link(url=link.url, text=words, start=start, end=start + len(words))


def _span(text: str, link: Link, offset: int) -> tuple[int, int]:
    """Give what of a link is in a paragraph: a break may have taken its start, its end or all of it."""
    return max(_start(link) - offset, 0), min(max((link.end or 0) - offset, 0), len(text))


def _mark(text: str, links: list[Link], offset: int) -> str:
    pieces: list[str] = []
    last = 0
    for link in links:
        start, end = _span(text, link, offset)
        pieces += [text[last:start], _START, text[start:end], _END]
        last = end
    return "".join([*pieces, text[last:]])


def _unmark(marked: str, waiting: list[Link]) -> Paragraph:
    links: list[Link] = []
    text, *pieces = marked.split(_START)
    for link, piece in zip(waiting, pieces, strict=True):
        inside, _, after = piece.partition(_END)
        start = len(text) + len(inside) - len(inside.lstrip())
        end = len(text) + len(inside.rstrip())
        if start < end:
            links.append(Link(url=link.url, text=inside.strip(), start=start, end=end))
        text += inside + after
    return _single_spaced(text, links)


def _single_spaced(text: str, links: list[Link]) -> Paragraph:
    # A space on both sides of a mark was single before the mark went away.
    while "  " in text or text != text.strip():
        at = text.find("  ") if "  " in text else (0 if text[0].isspace() else len(text) - 1)
        text = text[:at] + text[at + 1 :]
        links = [_closed_up(link, at) for link in links]
    return Paragraph(text, tuple(links))


def _closed_up(link: Link, at: int) -> Link:
    start, end = link.start or 0, link.end or 0
    return Link(url=link.url, text=link.text, start=start - (start > at), end=end - (end > at))


def _moved(link: Link, offset: int) -> Link:
    if not offset:
        return link
    return Link(url=link.url, text=link.text, start=(link.start or 0) + offset, end=(link.end or 0) + offset)
