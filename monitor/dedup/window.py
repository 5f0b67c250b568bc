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
from monitor.dedup.judge import BRIEF, Relation, compare
from monitor.dedup.shingles import Shingles, Text, common, text_of, without

ARTICLES = 100_000
DAYS = 30
RATE = 4
"""One shingle in so many is looked up; finer than in the store, where it costs disk."""
_JUDGED = 64
"""Candidates judged for one article, the likeliest first."""
_LIKELY = 0.15
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
        self._doubtful: list[tuple[Edge, Text, Text, str]] = []

    def add(self, number: int, given: Given) -> list[Relation]:
        """Enter an article under a number of its own; give its copies among those before it."""
        text = text_of(given.headline, given.body)
        kept = _Kept(number, given.id, given.outlet, given.time, text, sample(text, RATE))
        found = list(self._copies(kept)) if kept.text.words else []
        self._keep(kept)
        return found

    def results(self) -> dict[int, Result]:
        """Give the result of each article that has copies, by its number."""
        edges = self._settled()
        together = defaultdict(list)
        cluster_of = {}
        for number, ids in enumerate(components(self._members, edges)):
            cluster_of.update(dict.fromkeys(ids, number))
        for edge in edges:
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

    def _copies(self, kept: _Kept) -> Iterator[Relation]:
        shared: list[Shingles] = []
        for other, boilerplate in self._candidates(kept):
            relation = compare(kept.text, other.text, boilerplate)
            same_outlet = kept.outlet == other.outlet
            if relation.copies:
                for one in self._equal_to(other):
                    if self._near_in_time(kept, one):
                        yield self._connect(kept, one, relation)
            elif same_outlet:
                shared.append(without(common(kept.text.shingles, other.text.shingles), boilerplate))
        self._boilerplate.learn(kept.outlet, shared)

    def _candidates(self, kept: _Kept) -> Iterator[tuple[_Kept, Shingles]]:
        outlet, text = kept.outlet, kept.text
        wanted = without(kept.sampled, self._boilerplate.of(outlet))
        equal = self._equals.get(_wording(text), [])
        found = {number: len(wanted) for number in equal[:1]}
        for number, count in self._index.find(wanted).items():
            found.setdefault(number, count)
        likely = sorted(found, key=lambda number: (-found[number], number))
        for number in likely[:_JUDGED]:
            other = self._kept.get(number)
            if other is None:
                continue
            fewer = min(len(wanted), max(1, len(other.sampled)))
            if found[number] > 1 or found[number] >= _LIKELY * fewer:
                yield other, self._boilerplate.of(outlet, other.outlet)

    def _equal_to(self, other: _Kept) -> list[_Kept]:
        return [self._kept[number] for number in self._equals.get(_wording(other.text), [other.number])]

    def _near_in_time(self, one: _Kept, other: _Kept) -> bool:
        here, there = one.time, other.time
        return here is None or there is None or abs(here - there) <= self._span

    def _connect(self, kept: _Kept, other: _Kept, relation: Relation) -> Relation:
        for each in (kept, other):
            time = each.time or _UNDATED
            self._members.setdefault(each.key, Member(each.key, each.outlet, time))
        edge = Edge(kept.key, replace(relation, other=other.key))
        outlet = kept.outlet
        if relation.verdict == "contained" and outlet and outlet == other.outlet:
            self._doubtful.append((edge, kept.text, other.text, outlet))
        else:
            self._edges.append(edge)
        return replace(relation, other=other.id)

    def _settled(self) -> list[Edge]:
        """Judge again what was judged before the outlet's boilerplate was known."""
        settled = list(self._edges)
        for edge, one, other, outlet in self._doubtful:
            relation = compare(one, other, self._boilerplate.of(outlet))
            if relation.copies:
                settled.append(Edge(edge.one, replace(relation, other=edge.relation.other)))
        return settled

    def _keep(self, kept: _Kept) -> None:
        self._kept[kept.number] = kept
        self._order.append(kept.number)
        equal = self._equals.setdefault(_wording(kept.text), [])
        if not equal:
            self._index.add(kept.number, kept.sampled)
        equal.append(kept.number)
        if len(self._order) > self._limit:
            self._forget(self._order.popleft())

    def _forget(self, number: int) -> None:
        text = self._kept.pop(number).text
        equal = self._equals[_wording(text)]
        equal.remove(number)
        if not equal:
            del self._equals[_wording(text)]
        else:
            # The first was in the index; now the next stands for its equals.
            self._index.add(equal[0], self._kept[equal[0]].sampled)


def cluster_id(first: str) -> str:
    """Name the cluster whose first member has this id."""
    return xxh64_hexdigest(first.encode())


def _wording(text: Text) -> str:
    # Texts that say little are equal only if their headlines are too.
    return f"{text.digest} {text.headline}" if text.words < BRIEF else text.digest


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
        relations = sorted(related[member.id], key=lambda each: (-each.containment, each.other))
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
