"""A window over a stream of articles: finds the copies of each among those before it, in bounded memory.

The texts kept are the newest; of articles without copies nothing else is. `results` then gives the
clusters, the same for any order of the stream: equal bodies are found by digest, others by the index of
sampled shingles, and every pair is judged on all shingles.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from xxhash import xxh64_hexdigest

from monitor.dedup.boilerplate import Boilerplate
from monitor.dedup.clusters import Edge, Member, arrange, components
from monitor.dedup.fingerprint import sample
from monitor.dedup.index import POSTINGS, Index
from monitor.dedup.judge import Relation, compare, verdict_of, wording
from monitor.dedup.shingles import Shingles, Text, common, text_of, without

ARTICLES = 100_000
DAYS = 30
RATE = 4
"""One shingle in so many is looked up; finer than in the store, where it costs disk."""
_JUDGED = 64
"""Candidates judged for one article, the likeliest first."""
_LIKELY = 0.15
_DOUBTFUL = 0.25
"""A pair with less in common will be no copy when boilerplate no longer counts."""
_UNDATED = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Given:
    """An article as the window takes it; `id` need not be unique, `time` is null when unknown."""

    id: str
    headline: str
    body: str
    outlet: str = ""
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of an article at the end; relations are to those that carry its text."""

    cluster: str
    copyOf: str | None = None
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    number: int
    id: str
    outlet: str
    time: datetime | None
    text: Text
    sampled: Shingles

    @property
    def key(self) -> str:
        # Sorts by the id, and tells two lines of one id apart.
        return f"{self.id}\0{self.number:012}"


class Window:
    """The newest articles of a stream."""

    def __init__(self, articles: int = ARTICLES, days: int = DAYS, postings: int = POSTINGS) -> None:
        self._limit = articles
        self._span = timedelta(days=days)
        self._index = Index(postings)
        self._boilerplate = Boilerplate()
        self._kept: dict[int, _Kept] = {}
        self._order: deque[int] = deque()
        # Articles of equal words, by their words; only the first of them is in the index.
        self._equals: dict[str, list[int]] = {}
        self._members: dict[str, Member] = {}
        self._edges: list[Edge] = []
        # Pairs that are judged for good when the later article leaves the window.
        self._open: deque[tuple[_Kept, _Kept]] = deque()

    def add(self, number: int, given: Given) -> None:
        """Enter an article under a number of its own, greater than those before."""
        text = text_of(given.headline, given.body)
        kept = _Kept(number, given.id, given.outlet, given.time, text, sample(text, RATE))
        if text.words:
            self._compare(kept)
        self._keep(kept)

    def results(self) -> dict[int, Result]:
        """Give the result of each article that has copies, by its number."""
        while self._open:
            self._settle()
        together = defaultdict(list)
        cluster_of = {}
        for number, ids in enumerate(components(self._members, self._edges)):
            cluster_of.update(dict.fromkeys(ids, number))
        for edge in self._edges:
            together[cluster_of[edge.one]].append(edge)
        members = defaultdict(list)
        for key, cluster in cluster_of.items():
            if cluster in together:
                members[cluster].append(self._members[key])
        return {
            number: result
            for cluster, inside in together.items()
            for number, result in _told(members[cluster], inside)
        }

    def _compare(self, kept: _Kept) -> None:
        shared: list[Shingles] = []
        for other, boilerplate in self._candidates(kept):
            relation = compare(kept.text, other.text, boilerplate)
            if not relation.copies and kept.outlet == other.outlet:
                shared.append(without(common(kept.text.shingles, other.text.shingles), boilerplate))
            if relation.verdict == "same":
                self._connect(kept, other, relation)
            elif relation.containment >= _DOUBTFUL:
                self._open.append((kept, other))
        self._boilerplate.learn(kept.outlet, shared)

    def _candidates(self, kept: _Kept) -> Iterator[tuple[_Kept, Shingles]]:
        """Yield the articles that may have copied or been copied, with the boilerplate of both outlets."""
        wanted = without(kept.sampled, self._boilerplate.of(kept.outlet))
        found = self._index.find(wanted)
        for number in self._equals.get(wording(kept.text), ())[:1]:
            found[number] = len(wanted)
        for number in sorted(found, key=lambda number: (-found[number], number))[:_JUDGED]:
            first = self._kept.get(number)
            if first is None:
                continue
            fewer = min(len(wanted), len(first.sampled))
            if found[number] > 1 or found[number] >= _LIKELY * fewer:
                for other in map(self._kept.__getitem__, self._equals[wording(first.text)]):
                    if _near(kept.time, other.time, self._span):
                        yield other, self._boilerplate.of(kept.outlet, other.outlet)

    def _settle(self) -> None:
        """Judge a pair for good, when the boilerplate of its outlets is known as well as it will be."""
        kept, other = self._open.popleft()
        relation = compare(kept.text, other.text, self._boilerplate.of(kept.outlet, other.outlet))
        if relation.copies:
            self._connect(kept, other, relation)

    def _connect(self, kept: _Kept, other: _Kept, relation: Relation) -> None:
        for one in (kept, other):
            time = one.time or _UNDATED
            self._members.setdefault(one.key, Member(one.key, one.outlet, time))
        self._edges.append(Edge(kept.key, replace(relation, other=other.key)))

    def _keep(self, kept: _Kept) -> None:
        self._kept[kept.number] = kept
        self._order.append(kept.number)
        equal = self._equals.setdefault(wording(kept.text), [])
        if not equal:
            self._index.add(kept.number, kept.sampled)
        equal.append(kept.number)
        if len(self._order) > self._limit:
            forgotten = self._order.popleft()
            while self._open and self._open[0][0].number <= forgotten:
                self._settle()
            self._forget(forgotten)

    def _forget(self, number: int) -> None:
        text = self._kept.pop(number).text
        equal = self._equals[wording(text)]
        equal.remove(number)
        if not equal:
            del self._equals[wording(text)]
        else:
            # The first was in the index; now the next stands for its equals.
            self._index.add(equal[0], self._kept[equal[0]].sampled)


def cluster_id(first: str) -> str:
    """Name the cluster whose first member has this id."""
    return xxh64_hexdigest(first.encode())


def _near(here: datetime | None, there: datetime | None, span: timedelta) -> bool:
    return here is None or there is None or abs(here - there) <= span


def _told(members: list[Member], edges: list[Edge]) -> Iterator[tuple[int, Result]]:
    cluster = arrange(members, edges)
    related: dict[str, list[Relation]] = defaultdict(list)
    for edge in edges:
        one, other = edge.ends
        related[one].append(edge.relation)
        related[other].append(edge.relation.turned(one))
    name = cluster_id(_id(cluster.first))
    for member in members:
        copied = cluster.places[member.id].copyOf
        relations = verdict_of(related[member.id]).relations
        own = _id(member.id)
        yield (
            int(member.id.rpartition("\0")[2]),
            Result(
                name,
                _id(copied) if copied and _id(copied) != own else None,
                tuple(replace(each, other=_id(each.other)) for each in relations if _id(each.other) != own),
            ),
        )


def _id(key: str) -> str:
    return key.rpartition("\0")[0]
