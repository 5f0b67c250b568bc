"""Shingles: a text as the set of its runs of five words, each a number.

A shingle's number is its words' numbers as a polynomial in 0x9E3779B97F4A7C15 modulo 2^64, mixed by
MurmurHash3's finaliser so that every bit of it is as good as any other, and read as a signed number,
because BSON has no unsigned ones. A text of fewer than five words has one shingle, made of them all.

>>> one, other = in_order("Le port de Valdoria ferme demain."), in_order("LE PORT DE VALDORIA FERME…")
>>> len(one), one[:1].tolist() == other.tolist()
(2, True)
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_128_hexdigest

from monitor.dedup import numbers
from monitor.text import words

WIDTH = 5
"""Words in a shingle."""

Shingles = NDArray[np.int64]
NOTHING: Shingles = np.empty(0, np.int64)

_BASE = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND, _SHIFT = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53), np.uint64(33)


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text made ready to be compared: `shingles` are sorted, each once.

    `digest` is that of its words in their order, `headline` the folded words of the line above it.
    """

    words: int
    digest: str
    headline: str
    shingles: Shingles


@lru_cache(maxsize=128)
def text_of(headline: str, body: str) -> Text:
    """Make a body, and the headline above it, ready to be compared.

    The last ones are kept: a text is asked for by its fingerprint, by its digest and by its verdicts.
    """
    hashes = numbers.of_words(body)
    return Text(
        words=len(hashes),
        digest=xxh3_128_hexdigest(hashes.tobytes()),
        headline=" ".join(words(headline)),
        shingles=_distinct(_rolled(hashes)),
    )


def in_order(body: str) -> Shingles:
    """List the shingle that starts at each word."""
    return _rolled(numbers.of_words(body))


def common(one: Shingles, other: Shingles) -> Shingles:
    """List the shingles in both, sorted; each of the two must be sorted and without repetition."""
    if len(one) > len(other):
        one, other = other, one
    return one[_inside(one, other)]


def without(shingles: Shingles, left_out: Shingles) -> Shingles:
    """Leave shingles out; both must be sorted and without repetition."""
    return shingles[~_inside(shingles, left_out)] if len(left_out) else shingles


def _inside(shingles: Shingles, others: Shingles) -> NDArray[np.bool_]:
    if not len(others):
        return np.zeros(len(shingles), np.bool_)
    found: NDArray[np.bool_] = others.take(np.searchsorted(others, shingles), mode="clip") == shingles
    return found


def _rolled(hashes: numbers.Numbers) -> Shingles:
    if not len(hashes):
        return NOTHING
    width = min(WIDTH, len(hashes))
    count = len(hashes) - width + 1
    rolled = hashes[:count].copy()
    for place in range(1, width):
        rolled *= _BASE
        rolled += hashes[place : place + count]
    for factor in (_FIRST, _SECOND):
        rolled ^= rolled >> _SHIFT
        rolled *= factor
    rolled ^= rolled >> _SHIFT
    return rolled.view(np.int64)


def _distinct(shingles: Shingles) -> Shingles:
    ordered = np.sort(shingles)
    if len(ordered) > 1:
        ordered = ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]
    return ordered
