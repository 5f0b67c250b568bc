"""Words as numbers: each word of a text, found and folded as `monitor.text.words` does it, hashed.

All the letters of a text are folded and hashed together, in arrays: a text of 500 words takes some
50 µs, where a loop over its words takes ten times as long. A word's number is its letters' codes as a
polynomial in 0xC2B2AE3D27D4EB4F modulo 2^64.

>>> one, other = of_words("À l’ÉCOLE, œuvre"), of_words("a l'ecole oeuvre")
>>> len(one), one.tolist() == other.tolist()
(4, True)
"""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from monitor.text import fold, words

Numbers = NDArray[np.uint64]

_BASE = np.uint64(0xC2B2AE3D27D4EB4F)
_LONGEST = 256
"""Letters of a word whose order counts."""
_SEPARATOR, _DROPPED, _EXPANDED = 0, 1, 2
_TABLE = 1 << 16


def of_words(text: str) -> Numbers:
    """Give the number of each word, in their order."""
    letters = _folded(text)
    inside = letters != _SEPARATOR
    begun = inside.copy()
    begun[1:] &= ~inside[:-1]
    starts = np.flatnonzero(begun)
    if not len(starts):
        return np.empty(0, np.uint64)
    letters = letters[starts[0] :]
    starts -= starts[0]
    ends = np.concatenate((starts[1:], [len(letters)]))
    places = np.arange(len(letters)) - np.repeat(starts, ends - starts)
    terms: Numbers = _powers().take(places, mode="clip")
    terms *= letters
    return np.add.reduceat(terms, starts, dtype=np.uint64)


def _folded(text: str) -> NDArray[np.uint16]:
    """Fold each letter; what is no letter or digit becomes a separator."""
    letters = _looked_up(text)
    if (letters == _EXPANDED).any():
        for letter in set(text):
            if ord(letter) < _TABLE and _table()[ord(letter)] == _EXPANDED:
                text = text.replace(letter, fold(letter))
        letters = _looked_up(text)
    dropped = letters == _DROPPED
    return letters[~dropped] if dropped.any() else letters


def _looked_up(text: str) -> NDArray[np.uint16]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    # The letters above are those of no living script that has words; the last entry is no letter.
    return _table().take(codes, mode="clip")


@cache
def _table() -> NDArray[np.uint16]:
    return np.fromiter(map(_entry, range(_TABLE)), np.uint16, _TABLE)


def _entry(code: int) -> int:
    letter = chr(code)
    if unicodedata.combining(letter):
        return _DROPPED
    if not letter.isalnum():
        return _SEPARATOR
    if letter.casefold() == letter and not unicodedata.decomposition(letter) and letter not in "œæøłđı":
        return code
    folded = fold(letter)
    if not words(folded):
        return _SEPARATOR
    return ord(folded) if len(folded) == 1 and ord(folded) < _TABLE else _EXPANDED


@cache
def _powers() -> Numbers:
    powers: Numbers = np.cumprod(np.full(_LONGEST, _BASE), dtype=np.uint64)
    return powers
