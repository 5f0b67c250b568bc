"""A window over a stream of articles: finds the copies of each among those before it, in bounded memory.

Articles of the same words are one wording; its text is kept as long as one of them is among the newest.
Wordings are found by the index of sampled shingles, and every pair of them is judged on all shingles, for
good when one of them leaves the window, or at the end, when the boilerplate of each outlet is known from all
its texts in the window. So the order of the stream makes no difference within the window.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.dedup.boilerplate import APART, MANY, Boilerplate, apart, boilerplate_among, repeated
from monitor.dedup.fingerprint import SHORT, count_sampled, sample
from monitor.dedup.index import HOT, POSTINGS, Index
from monitor.dedup.judge import Relation, compare, wording
from monitor.dedup.outcome import Outcome
from monitor.dedup.shingles import Shingles, Text, text_of, without
from monitor.dedup.wording import Run, Wording

ARTICLES = 100_000
DAYS = 30
RATE = 4
"""One shingle in so many is looked up; finer than in the store, where it costs disk."""
_LIKELY = 0.12
_FEW = 8
"""Of so small a sample one in common is enough to look closer."""
_DOUBTFUL = 0.25
"""A pair with less in common will be no copy when boilerplate no longer counts."""
_SURELY = 2
"""What exceeds the bounds of boilerplate so many times will be boilerplate at the end, and finds nothing."""


@dataclass(frozen=True, slots=True)
class Given:
    """An article as the window takes it; `id` need not be unique, `time` is null when unknown."""

    id: str
    headline: str
    body: str
    outlet: str = ""
    time: datetime | None = None


@dataclass(slots=True, eq=False)
class _Kept:
    """A wording in the window, its text, and its pairs that are not judged for good."""

    wording: Wording
    text: Text
    sampled: Shingles
    size: int
    outlets: set[str] = field(default_factory=set)
    entered: int = 0
    inside: int = 0
    open: dict["_Kept", Relation] = field(default_factory=dict)


class Window:
    """The newest articles of a stream."""

    def __init__(self, articles: int = ARTICLES, days: int = DAYS, postings: int = POSTINGS) -> None:
        self._limit = articles
        self._span = timedelta(days=days)
        self._index = Index(postings)
        self._surely, self._boilerplate = Boilerplate(), Boilerplate()
        self._learned_for = 0
        self._kept: dict[int, _Kept] = {}
        self._worded: dict[str, _Kept] = {}
        self._order: deque[tuple[int, _Kept]] = deque()
        self._related: list[tuple[Wording, Wording, Relation]] = []
        self._several: list[Wording] = []

    def add(self, number: int, given: Given) -> None:
        """Enter an article under a number of its own, greater than those before."""
        text = text_of(given.headline, given.body)
        if not text.words:
            return
        kept = self._worded.get(wording(text))
        if kept is None:
            sampled = sample(text, RATE)
            size = count_sampled(sampled, RATE)
            kept = _Kept(Wording(number), text, sampled, size, entered=number)
            self._compare(kept, given.outlet)
            self._worded[wording(text)] = self._kept[number] = kept
            self._index.add(number, kept.sampled)
        elif given.outlet not in kept.outlets:
            self._learn(given.outlet, kept, self._likely(kept, given.outlet))
        kept.outlets.add(given.outlet)
        kept.wording.runs.append(Run(number, given.id, given.outlet, given.time))
        kept.inside += 1
        self._order.append((number, kept))
        if len(self._order) > self._limit:
            self._leave(*self._order.popleft())

    def outcome(self) -> Outcome:
        """Judge what is not judged yet, and give what is known of each article that has copies."""
        self._know_boilerplate()
        for kept in self._kept.values():
            self._settle(kept)
        return Outcome(self._related, self._several, self._span)

    def _compare(self, kept: _Kept, outlet: str) -> None:
        likely = self._likely(kept, outlet)
        for other in likely:
            relation = compare(kept.text, other.text)
            if relation.containment >= _DOUBTFUL:
                kept.open[other] = relation
                other.open[kept] = relation.turned("")
        self._learn(outlet, kept, likely)

    def _likely(self, kept: _Kept, outlet: str) -> list[_Kept]:
        """List the wordings that share enough of the sample for a copy, boilerplate aside."""
        wanted = without(kept.sampled, self._surely.of([outlet]))
        found = self._index.find(wanted)
        del found[kept.wording.number]
        sampled = count_sampled(wanted, RATE)
        return [
            self._kept[number]
            for number in sorted(found, key=lambda number: (-found[number], number))[:HOT]
            if number in self._kept and _enough(found[number], len(wanted), sampled, kept, self._kept[number])
        ]

    def _learn(self, outlet: str, kept: _Kept, likely: list[_Kept]) -> None:
        """Learn what of a text is surely the outlet's boilerplate."""
        own = [other for other in likely if outlet in other.outlets] if outlet else []
        if len(own) < _SURELY * APART - 1:
            return
        text = kept.text.shingles
        self._surely.learn(outlet, repeated(text, _texts(_apart(own, kept)), _SURELY * APART))
        self._surely.learn(outlet, repeated(text, _texts(own), _SURELY * MANY))

    def _know_boilerplate(self) -> None:
        """Learn the boilerplate of each outlet that has pairs to judge."""
        texts: dict[str, list[_Kept]] = defaultdict(list)
        for kept in self._kept.values():
            for outlet in kept.outlets:
                texts[outlet].append(kept)
        known = {}
        for outlet, kepts in texts.items():
            if outlet and any(kept.open or len(kept.wording.runs) > 1 for kept in kepts):
                ordered = sorted(kepts, key=lambda kept: kept.text.digest)
                known[outlet] = boilerplate_among({kept: kept.text.shingles for kept in ordered}, _copies)
        self._boilerplate = Boilerplate({outlet: found for outlet, found in known.items() if len(found)})
        self._learned_for = max(1, self._limit // 4)

    def _settle(self, kept: _Kept) -> None:
        """Judge a wording's pairs for good."""
        if len(kept.wording.runs) > 1:
            same = compare(kept.text, kept.text, self._boilerplate.of(kept.outlets))
            kept.wording.same = same
            self._several.append(kept.wording)
        for other, raw in kept.open.items():
            del other.open[kept]
            boilerplate = self._boilerplate.of(kept.outlets | other.outlets)
            relation = compare(kept.text, other.text, boilerplate) if len(boilerplate) else raw
            if relation.copies:
                self._related.append((kept.wording, other.wording, relation))
        kept.open.clear()

    def _leave(self, number: int, kept: _Kept) -> None:
        kept.inside -= 1
        if not kept.inside:
            if not self._learned_for:
                self._know_boilerplate()
            self._learned_for -= 1
            self._settle(kept)
            del self._kept[kept.wording.number], self._worded[wording(kept.text)]
        elif number == kept.entered:
            # Its postings are about to be overwritten.
            kept.entered = self._order[-1][0]
            self._index.add(kept.wording.number, kept.sampled)


def _enough(common: int, wanted: int, sampled: int, kept: _Kept, other: _Kept) -> bool:
    """Tell whether so much in common of the samples is worth a closer look."""
    if max(kept.text.words, other.text.words) < SHORT:
        return common >= _LIKELY * min(wanted, len(other.sampled))
    fewer = min(sampled, other.size)
    return fewer <= _FEW or common >= _LIKELY * fewer


def _apart(others: Iterable[_Kept], kept: _Kept) -> list[_Kept]:
    copies = _copies(kept)
    # In an order that does not depend on that of arrival.
    ordered = sorted((other for other in others if other not in copies), key=lambda each: each.text.digest)
    return apart(ordered, _copies)


def _copies(kept: _Kept) -> set[_Kept]:
    return {other for other, relation in kept.open.items() if relation.copies}


def _texts(kept: Iterable[_Kept]) -> list[Shingles]:
    return [each.text.shingles for each in kept]
