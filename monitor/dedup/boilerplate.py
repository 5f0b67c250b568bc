"""Boilerplate: what an outlet writes under articles that tell different stories.

A passage is boilerplate of an outlet when many of its articles have it of which no two are copies, or more
of them than one story ever has: a long note under short articles makes all of these look like copies of
each other. Boilerplate counts on no side of a verdict.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import numpy as np

from monitor.dedup.shingles import NOTHING, Shingles, common

T = TypeVar("T")

APART = 16
"""A shingle in so many texts of one outlet, no two of them copies, is its boilerplate."""
MANY = 32
"""A shingle in so many different texts of one outlet is its boilerplate, copies or not."""
_KEPT = 20_000
"""Shingles known of one outlet."""
_AT_ONCE = 1 << 22
"""Shingles counted at once: as many as take 100 MB."""


class Boilerplate:
    """The boilerplate of each outlet, as far as it is learned."""

    def __init__(self, known: Mapping[str, Shingles] | None = None) -> None:
        self._known = dict(known or {})
        self._together: dict[frozenset[str], Shingles] = {}

    def of(self, outlets: Iterable[str]) -> Shingles:
        """Give the shingles that do not count for these outlets together, sorted."""
        known = frozenset(self._known.keys() & set(outlets))
        if not known:
            return NOTHING
        if len(known) == 1:
            return self._known[next(iter(known))]
        if known not in self._together:
            self._together[known] = np.unique(np.concatenate([self._known[each] for each in known]))
        return self._together[known]

    def learn(self, outlet: str, shingles: Shingles) -> None:
        """Learn that these shingles are boilerplate of the outlet; sorted."""
        if len(shingles):
            known = np.union1d(self._known.get(outlet, NOTHING), shingles)
            # No outlet has so much; should one seem to, the numbers decide, which are as good as drawn by lot.
            self._known[outlet] = known[:_KEPT]
            self._together.clear()


def boilerplate_among(texts: Mapping[T, Shingles], copies: Callable[[T], AbstractSet[T]]) -> Shingles:
    """Give the boilerplate of an outlet, sorted, by all its texts and what each of them is a copy of."""
    chosen = set(apart(list(texts), copies))
    rest = [shingles for text, shingles in texts.items() if text not in chosen]
    return boilerplate_of([texts[text] for text in chosen], rest)


def boilerplate_of(texts: Sequence[Shingles], copies: Sequence[Shingles] = ()) -> Shingles:
    """Give the boilerplate of an outlet, sorted, by texts of which no two are copies, and by all others.

    >>> note, other = np.arange(5), np.arange(5, 9)
    >>> boilerplate_of([note] * APART + [other]).tolist()
    [0, 1, 2, 3, 4]
    """
    if len(texts) + len(copies) < APART:
        return NOTHING
    return np.concatenate(list(_in_pieces(texts, copies)))


def repeated(own: Shingles, others: Iterable[Shingles], least: int) -> Shingles:
    """Choose the shingles of a text that `least` texts have, itself included; each sorted."""
    shared = [own, *(common(own, text) for text in others)]
    if len(shared) < least:
        return NOTHING
    found, counts = np.unique(np.concatenate(shared), return_counts=True)
    frequent: Shingles = found[counts >= least]
    return frequent


def apart(texts: Sequence[T], copies: Callable[[T], AbstractSet[T]]) -> list[T]:
    """Choose texts of which no two are copies: first those with the fewest, then in the order given.

    >>> apart("abcd", lambda text: {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}}.get(text, set()))
    ['d', 'a', 'c']
    """
    among = set(texts)
    copied = {text: copies(text) & among for text in texts}
    chosen: dict[T, None] = {}
    for text in sorted(texts, key=lambda text: len(copied[text])):
        if not any(copy in chosen for copy in copied[text]):
            chosen[text] = None
    return list(chosen)


def _in_pieces(texts: Sequence[Shingles], copies: Sequence[Shingles]) -> Iterator[Shingles]:
    pieces = 1 + (sum(map(len, texts)) + sum(map(len, copies))) // _AT_ONCE
    edges = np.linspace(-(2.0**63), 2.0**63, pieces + 1)[1:-1].astype(np.int64)
    cut = [np.split(text, np.searchsorted(text, edges)) for text in (*texts, *copies)]
    for piece in range(pieces):
        inside = [parts[piece] for parts in cut]
        found, counts = np.unique(np.concatenate(inside), return_counts=True)
        found, counts = found[counts >= APART], counts[counts >= APART]
        in_copies = np.concatenate([NOTHING, *inside[len(texts) :]])
        places = np.searchsorted(found, in_copies[np.isin(in_copies, found)])
        alone = counts - np.bincount(places, minlength=len(found))
        yield found[(alone >= APART) | (counts >= MANY)]
