"""Boilerplate: what an outlet writes under articles that tell different stories.

It is learned from pairs of an outlet's articles that are no copies of each other: shingles that turn
up in such pairs again and again are the outlet's own, and count on no side of a verdict.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from monitor.dedup.judge import NO_BOILERPLATE
from monitor.dedup.shingles import Shingles

ARTICLES = 8
"""A shingle that so many of an outlet's articles share with articles of other clusters is boilerplate."""
_KEPT = 20_000
"""Shingles watched of one outlet."""


class Boilerplate:
    """The boilerplate of each outlet, as far as it is learned."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[int]] = {}
        self._known: dict[str, Shingles] = {}

    def of(self, *outlets: str) -> Shingles:
        """The shingles that do not count for these outlets, sorted."""
        known = [self._known[outlet] for outlet in dict.fromkeys(outlets) if outlet in self._known]
        if len(known) > 1:
            return np.unique(np.concatenate(known))
        return known[0] if known else NO_BOILERPLATE

    def learn(self, outlet: str, shared: Sequence[Shingles]) -> None:
        """Learn from what an article of the outlet shares with others of it that are no copies."""
        if not outlet or not any(map(len, shared)):
            return
        found = np.unique(np.concatenate(shared))
        counts = self._counts.setdefault(outlet, Counter())
        counts.update(found.tolist())
        learned = [shingle for shingle in found.tolist() if counts[shingle] == ARTICLES]
        if learned:
            self._known[outlet] = np.union1d(self.of(outlet), np.array(learned, np.int64))
        if len(counts) > _KEPT:
            self._counts[outlet] = Counter(dict(counts.most_common(_KEPT // 2)))
