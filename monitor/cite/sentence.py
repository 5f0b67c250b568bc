"""A sentence as the rules see it: one character a word, one for each outlet's name.

Everything here is bounded by the sentence; what the rules read of it by `REACH` on both sides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.cite.grammar import Grammar
from monitor.cite.notation import CAPITAL, END, LOWER, NUMBER, OTHER, QUOTE, REACH, START

_TOKEN = re.compile(r"""\d(?:[\d.,]*\d)?|[^\W\d_](?:[^\W_]|[̀-ͯ])*|[,;:()\[\]/…—–"«»“”„*!?\n©@|]|(?<!\w)-|-(?!\w)|\.(?=\W*$)""")
_MARKS = {
    "[": "(", "]": ")", "—": "-", "–": "-", "-": "-", "|": "-", "…": ".", "!": ".", "?": ".",
    "«": QUOTE, "»": QUOTE, "“": QUOTE, "”": QUOTE, "„": QUOTE, '"': QUOTE, "*": QUOTE,
    "\n": "n",
}  # fmt: skip
_SAME = frozenset(",;:()/.©@")


@dataclass(slots=True)
class Sentence:
    """The characters, START first and END last; `spans` gives each one's place in the field."""

    signs: str
    spans: list[tuple[int, int]]
    places: list[int]

    def before(self, at: int) -> str:
        """Give what stands before a place, backwards from it."""
        return self.signs[max(0, at - REACH) : at][::-1]

    def after(self, at: int) -> str:
        """Give what stands after a place."""
        return self.signs[at + 1 : at + 1 + REACH]


def read(text: str, simple: str, start: int, end: int, names: Sequence[tuple[int, int]], grammar: Grammar) -> Sentence:
    """Read `text[start:end]`, of which `simple` is the folded form; `names` are the places of outlets in it, in order.

    Quotation marks and asterisks around a name go with it.
    """
    signs: list[str] = [START]
    spans: list[tuple[int, int]] = [(start, start)]
    places: list[int] = []
    at = start
    for name_start, name_end in names:
        _words(text, simple, at, name_start, signs, spans, grammar)
        if grammar.adjective_endings and signs[-1] == CAPITAL:
            word = text[spans[-1][0] : spans[-1][1]]
            if word.endswith(grammar.adjective_endings):
                signs[-1] = grammar.adjective
        places.append(len(signs))
        signs.append(OTHER)
        spans.append((name_start, name_end))
        at = name_end
    _words(text, simple, at, end, signs, spans, grammar)
    signs.append(END)
    spans.append((end, end))
    return _unquoted(signs, spans, places)


def _words(
    text: str, simple: str, start: int, end: int, signs: list[str], spans: list[tuple[int, int]], grammar: Grammar
) -> None:
    characters = grammar.characters
    for found in _TOKEN.finditer(text, start, end):
        span = low, high = found.span()
        first = text[low]
        if first.isalpha():
            sign = characters.get(simple[low:high]) or (CAPITAL if first.isupper() else LOWER)
        elif first.isdigit():
            sign = NUMBER
        else:
            sign = first if first in _SAME else _MARKS[first]
        signs.append(sign)
        spans.append(span)


def _unquoted(signs: list[str], spans: list[tuple[int, int]], places: list[int]) -> Sentence:
    """Leave out a pair of quotation marks that holds nothing but a name."""
    barred = set()
    for place in places:
        if signs[place - 1] == QUOTE and signs[place + 1] == QUOTE and place - 1 not in barred:
            barred |= {place - 1, place + 1}
            spans[place] = spans[place - 1][0], spans[place + 1][1]
    if barred:
        kept = [at for at in range(len(signs)) if at not in barred]
        moved = {at: to for to, at in enumerate(kept)}
        signs = [signs[at] for at in kept]
        spans = [spans[at] for at in kept]
        places = [moved[place] for place in places]
    return Sentence("".join(signs), spans, places)
