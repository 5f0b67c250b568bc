"""A sentence as the rules see it: one character a word, one for each outlet's name.

Everything here is bounded by the sentence; what the rules read of it by `REACH` on both sides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.cite.grammar import Grammar
from monitor.cite.hit import Hit
from monitor.cite.notation import CAPITAL, CLOSING, END, LOWER, NUMBER, OTHER, QUOTE, REACH, START

_TOKEN = re.compile(
    r"""\d(?:[\d.,]*\d)?|[^\W\d_](?:[^\W_]|[̀-ͯ])*|[,;:()\[\]/…—–"«»“”„*!?\n©@|]|(?<!\w)-|-(?!\w)|\."""
)
_MARKS = {
    "[": "(", "]": ")", "—": "-", "–": "-", "-": "-", "|": "-", "…": ".", "!": ".", "?": ".",
    "«": QUOTE, "»": QUOTE, "“": QUOTE, "”": QUOTE, "„": QUOTE, '"': QUOTE, "*": QUOTE,
    "\n": "n",
}  # fmt: skip
_ENDS = frozenset(".,;:!?…)%")
_CLOSERS = frozenset("»”")
_QUOTES = frozenset((QUOTE, CLOSING))
_SAME = frozenset(",;:()/.©@")


@dataclass(frozen=True, slots=True)
class Text:
    """A field's text, its folded form, and the grammar of its language."""

    whole: str
    simple: str
    grammar: Grammar


@dataclass(slots=True)
class Sentence:
    """The characters, START first and END last; `spans` gives each one's place in the text.

    `hits[n]` stands at `places[n]`; its span takes in the quotation marks around it.
    """

    text: Text
    start: int
    end: int
    hits: Sequence[Hit]
    signs: str
    spans: list[tuple[int, int]]
    places: list[int]

    def before(self, which: int) -> str:
        """Give what stands before a name, backwards from it."""
        at = self.places[which]
        return self.signs[max(0, at - REACH) : at][::-1]

    def after(self, which: int) -> str:
        """Give what stands after a name."""
        at = self.places[which] + 1
        return self.signs[at : at + REACH]

    def quoted(self, which: int) -> bool:
        """Whether quotation marks hold the name and nothing else."""
        hit = self.hits[which]
        return self.spans[self.places[which]] != (hit.start, hit.end)


def read(text: Text, start: int, end: int, hits: Sequence[Hit]) -> Sentence:
    """Read the text from `start` to `end`; `hits` are the outlets in it, in order."""
    signs: list[str] = [START]
    spans: list[tuple[int, int]] = [(start, start)]
    places: list[int] = []
    at = start
    closing = _closing(text.whole, start, end)
    for hit in hits:
        _add_words(text, (at, hit.start, closing), signs, spans)
        _take_adjective(text, signs, spans)
        places.append(len(signs))
        signs.append(OTHER)
        spans.append((hit.start, hit.end))
        at = hit.end
    _add_words(text, (at, end, closing), signs, spans)
    signs.append(END)
    spans.append((end, end))
    signs, spans, places = _unquoted(signs, spans, places)
    return Sentence(text, start, end, hits, "".join(signs), spans, places)


def _closing(text: str, start: int, end: int) -> int:
    """Where a sentence's last word ends: only full stops behind it count, the others abbreviate."""
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return end


def _add_words(
    text: Text, part: tuple[int, int, int], signs: list[str], spans: list[tuple[int, int]]
) -> None:
    characters, whole, simple = text.grammar.characters, text.whole, text.simple
    start, end, closing = part
    for found in _TOKEN.finditer(whole, start, end):
        span = low, high = found.span()
        first = whole[low]
        if first == "." and low < closing:
            continue
        if first.isalpha():
            sign = characters.get(simple[low:high]) or (CAPITAL if first.isupper() else LOWER)
        elif first.isnumeric():
            sign = NUMBER
        else:
            sign = first if first in _SAME else _MARKS[first]
            if sign == QUOTE and _closes(whole, low):
                sign = CLOSING
        signs.append(sign)
        spans.append(span)


def _closes(text: str, at: int) -> bool:
    """Whether a quotation mark ends what is said: it stands close to what is before it, and not to what follows.

    Where blanks are on both sides or on none, « opens and » closes.
    """
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    left = bool(before) and (before.isalnum() or before in _ENDS)
    right = after.isalnum()
    return left if left != right else text[at] in _CLOSERS


def _take_adjective(text: Text, signs: list[str], spans: list[tuple[int, int]]) -> None:
    """Read "Zürcher" before a name as the adjective it is."""
    endings = text.grammar.adjective_endings
    if endings and signs[-1] == CAPITAL and text.whole[slice(*spans[-1])].endswith(endings):
        signs[-1] = text.grammar.adjective


def _unquoted(
    signs: list[str], spans: list[tuple[int, int]], places: list[int]
) -> tuple[list[str], list[tuple[int, int]], list[int]]:
    """Leave out a pair of quotation marks that holds nothing but a name; its span takes them in."""
    barred: set[int] = set()
    for place in places:
        if signs[place - 1] in _QUOTES and signs[place + 1] in _QUOTES and place - 1 not in barred:
            barred |= {place - 1, place + 1}
            spans[place] = spans[place - 1][0], spans[place + 1][1]
    if not barred:
        return signs, spans, places
    kept = [at for at in range(len(signs)) if at not in barred]
    moved = {at: to for to, at in enumerate(kept)}
    return [signs[at] for at in kept], [spans[at] for at in kept], [moved[place] for place in places]
