"""What changed between two texts, by words: for a correction, or for a copy beside its original.

>>> before = NewsArticle(url="https://a.example/1", outlet="a.example", headline="Deux morts à Ost")
>>> after = NewsArticle(url="https://a.example/1", outlet="a.example", headline="Trois morts  à Ost", credit="AFP")
>>> for change in changes(before, after):
...     print(change.field, change)
headline [-Deux-]{+Trois+} morts  à Ost
credit {+AFP+}
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import Literal, NamedTuple

from monitor.items import NewsArticle

What = Literal["kept", "removed", "added"]

FIELDS = ("headline", "alternativeHeadline", "description", "articleBody", "credit", "author")
"""What is compared: the parts of `contentDigest`."""

_ORDER: tuple[What, ...] = ("kept", "removed", "added")
MARKS: Mapping[What, tuple[str, str]] = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""What stands before and after words in a text without colour, as `git diff --word-diff` has it."""
_PARAGRAPH = re.compile(r".+?(?:\n\s*\n|\Z)", re.DOTALL)
_NUMBER = r"\d+(?:[.,]\d+|[ \u00a0\u202f]\d{3}(?!\d))+"
# A number, word or sign with the white space after it: so that spaces are never compared.
_WORD = re.compile(rf"(?:{_NUMBER}|\w+|[^\w\s])\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that were kept, removed or added; what was kept is spaced as it is now."""

    text: str
    what: What

    @property
    def words(self) -> str:
        """The text without the white space after it."""
        return self.text.rstrip()

    @property
    def space(self) -> str:
        """The white space after it."""
        return self.text[len(self.words) :]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed; `added` and `removed` count its words."""

    field: str
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        """Write the whole field, with its changes marked as `git diff --word-diff` does."""
        return "".join(
            f"{opening}{piece.words}{closing}{space}" if piece.words else piece.text
            for piece, space in spaced(self.pieces)
            for opening, closing in [MARKS[piece.what]]
        )

    @property
    def added(self) -> int:
        """The number of words added."""
        return self._count("added")

    @property
    def removed(self) -> int:
        """The number of words removed."""
        return self._count("removed")

    def _count(self, what: What) -> int:
        parts = (part for piece in self.pieces if piece.what == what for part in _WORD.findall(piece.text))
        return sum(part[0].isalnum() for part in parts)


def changes(before: NewsArticle, after: NewsArticle) -> list[Change]:
    """List the fields whose words differ, each whole; white space and the Unicode form make no difference."""
    compared = ((name, compare(_text(before, name), _text(after, name))) for name in FIELDS)
    return [
        Change(name, tuple(pieces))
        for name, pieces in compared
        if any(each.what != "kept" for each in pieces)
    ]


def compare(before: str, after: str) -> list[Piece]:
    """Give the words of both texts in order; removed words stand before those that replace them.

    Paragraphs are paired first: it keeps a long text quick, and a moved paragraph in one piece.
    """
    old, new = _PARAGRAPH.findall(before), _PARAGRAPH.findall(after)
    pieces: list[Piece] = []
    for pair in _pairs(old, new):
        pieces += [Piece(pair.after, "kept")] if pair.equal else _by_words(pair.before, pair.after)
    return _joined(pieces)


def spaced(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    """Yield each piece with the space to write after it: none before the words that replace it."""
    for piece, after in zip_longest(pieces, pieces[1:]):
        yield piece, "" if piece.what == "removed" and after and after.what == "added" else piece.space


def _text(article: NewsArticle, name: str) -> str:
    if name == "author":
        return ", ".join(article.author) or article.byline or ""
    return getattr(article, name) or ""


def _by_words(before: str, after: str) -> Iterator[Piece]:
    pairs = list(_pairs(_WORD.findall(before), _WORD.findall(after)))
    for number, pair in enumerate(pairs):
        if pair.equal and not _stray(pairs, number):
            yield Piece(pair.after, "kept")
        else:
            yield Piece(pair.before, "removed")
            yield Piece(pair.after, "added")


class _Pair(NamedTuple):
    equal: bool
    before: str
    after: str


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[_Pair]:
    """Yield what both have in common, and what stands between, in turn."""
    matcher = SequenceMatcher(None, [*map(_key, before)], [*map(_key, after)], autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        yield _Pair(tag == "equal", "".join(before[start:end]), "".join(after[first:last]))


def _stray(pairs: Sequence[_Pair], number: int) -> bool:
    """Tell a word or two, kept by chance, that stand between two changes no shorter than they are."""
    if not 0 < number < len(pairs) - 1:
        return False
    sides = (pairs[number - 1], pairs[number + 1])
    return len(pairs[number].after) <= min(max(len(side.before), len(side.after)) for side in sides)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Join neighbours of one kind; between two kept pieces, all removed words before all added."""
    joined: list[Piece] = []
    for _, run in groupby(pieces, key=lambda piece: piece.what == "kept"):
        group = list(run)
        texts = {what: "".join(each.text for each in group if each.what == what) for what in _ORDER}
        joined += [Piece(text, what) for what, text in texts.items() if text]
    return joined


def _key(part: str) -> str:
    return unicodedata.normalize("NFC", " ".join(part.split()))
