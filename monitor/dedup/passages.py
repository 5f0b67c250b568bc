"""The passages that two texts have in common, by offsets.

>>> one = "On le sait : le port de Valdoria ferme demain à midi, dit-il."
>>> other = "Le port de Valdoria ferme demain à midi."
>>> [(one[p.start:p.end], other[p.otherStart:p.otherEnd]) for p in passages(one, other)]
[('le port de Valdoria ferme demain à midi', 'Le port de Valdoria ferme demain à midi')]
"""

from dataclasses import dataclass

from monitor.dedup.shingles import WIDTH, in_order
from monitor.text import tokens


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that stands in both texts; code points into each."""

    start: int
    end: int
    otherStart: int
    otherEnd: int


def passages(one: str, other: str) -> tuple[Passage, ...]:
    """List the passages of one text that are in another, in its order, none overlapping there.

    A passage has five words at least; the cost is linear in the two texts.
    """
    words, other_words = list(tokens(one)), list(tokens(other))
    if min(len(words), len(other_words)) < WIDTH:
        return ()
    places: dict[int, int] = {}
    for place, shingle in enumerate(in_order(other).tolist()):
        places.setdefault(shingle, place)
    mine = in_order(one).tolist()
    found = []
    first = 0
    while first < len(mine):
        there = places.get(mine[first])
        length = 0 if there is None else _run(words, other_words, first, there)
        if there is None or length < WIDTH:
            first += 1
            continue
        last, other_last = words[first + length - 1], other_words[there + length - 1]
        found.append(Passage(words[first][1], last[2], other_words[there][1], other_last[2]))
        first += length
    return tuple(found)


def _run(words: list[tuple[str, int, int]], others: list[tuple[str, int, int]], here: int, there: int) -> int:
    length = 0
    while here + length < len(words) and there + length < len(others):
        if words[here + length][0] != others[there + length][0]:
            break
        length += 1
    return length
