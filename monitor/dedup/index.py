"""An index from shingles to the texts that have them, in bounded memory.

Postings lie in a ring: the newest overwrites the oldest. Each names the posting before it in the same
slot of a hash table, as the window of DEFLATE does, so that looking up and forgetting cost the same
however many there are. All shingles of a text are looked up together.

>>> index = Index(postings=1024)
>>> index.add(0, np.array([10, 20, 30])), index.add(1, np.array([20, 30, 40]))
(None, None)
>>> index.find(np.array([10, 20, 50]))
Counter({0: 2, 1: 1})
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from monitor.dedup.shingles import Shingles

POSTINGS = 1 << 24
"""Postings kept; each takes 22 bytes, its part of the table included."""
HOT = 300
"""A shingle that more texts have finds nothing: it tells nothing of a text."""

Numbers = NDArray[np.uint32]


class Index:
    """Texts by their shingles; a text is a number, the newest has the greatest."""

    def __init__(self, postings: int = POSTINGS) -> None:
        self._size = 1 << (postings - 1).bit_length()
        self._mask = np.uint32(self._size - 1)
        # The system gives memory to these as they fill.
        self._last = np.zeros(self._size, np.uint32)
        self._shingle = np.zeros(self._size, np.int64)
        self._text = np.zeros(self._size, np.int32)
        self._before = np.zeros(self._size, np.uint32)
        self._depth = np.zeros(self._size, np.uint16)
        # Postings are counted modulo 2^32; at the start all numbers in the table are one ring old.
        self._next = self._size + 1

    def add(self, text: int, shingles: Shingles) -> None:
        """Enter a text under its shingles, each once."""
        for some in _pieces(shingles, self._size):
            numbers = (np.arange(len(some), dtype=np.int64) + self._next).astype(np.uint32)
            slots, places = self._slots(some), numbers & self._mask
            before = self._last[slots]
            # A posting about to be overwritten is no link of a chain any more.
            self._next += len(some)
            deeper = np.minimum(self._depth[before & self._mask], HOT) + np.uint16(1)
            depth = np.where(self._alive(before), deeper, 0)
            self._shingle[places], self._text[places] = some, text
            self._before[places], self._depth[places] = before, depth
            self._last[slots] = numbers
            self._chain_again(slots, numbers)

    def find(self, shingles: Shingles) -> Counter[int]:
        """Give the texts that have any of the shingles, and how many of them each has."""
        wanted, numbers = shingles, self._last[self._slots(shingles)]
        usable = self._depth[numbers & self._mask] <= HOT
        wanted, numbers = wanted[usable], numbers[usable]
        found: Counter[int] = Counter()
        for _ in range(HOT):
            alive = self._alive(numbers)
            wanted, numbers = wanted[alive], numbers[alive]
            if not len(numbers):
                break
            places = numbers & self._mask
            found.update(self._text[places[self._shingle[places] == wanted]].tolist())
            numbers = self._before[places]
        return found

    def _slots(self, shingles: Shingles) -> Numbers:
        # Not the lowest bits: sampling has made those of all shingles equal.
        return (shingles >> np.int64(16)).astype(np.uint32) & self._mask

    def _alive(self, numbers: Numbers) -> NDArray[np.bool_]:
        age = np.uint32(self._next & 0xFFFFFFFF) - numbers
        alive: NDArray[np.bool_] = age <= np.uint32(self._size)
        return alive

    def _chain_again(self, slots: Numbers, numbers: Numbers) -> None:
        """Connect the postings of one text that share a slot: only the last of them was entered."""
        if (self._last[slots] == numbers).all():
            return
        newest: dict[int, int] = {}
        for slot, number in zip(slots.tolist(), numbers.tolist(), strict=True):
            if slot in newest:
                self._before[number & int(self._mask)] = newest[slot]
            newest[slot] = number


def _pieces(shingles: Shingles, size: int) -> Iterator[Shingles]:
    # A text longer than the ring must not overwrite itself.
    for start in range(0, len(shingles), size):
        yield shingles[start : start + size]
