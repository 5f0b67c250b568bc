"""Clusters: the articles that carry one text, which came first, whom it comes from, who copies whom.

A cluster is a connected component of the graph whose edges are copies, where people have not cut it. What
is said of its members follows from the members, edges and cuts alone, so that it does not matter in which
order they came.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.dedup.judge import Relation


@dataclass(frozen=True, slots=True)
class Member:
    """An article in a cluster; `credited` are the outlets that it names as its source."""

    id: str
    outlet: str
    time: datetime
    credited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """Two articles that carry the same text: `relation` is that of `one` to its `other`."""

    one: str
    relation: Relation

    @property
    def ends(self) -> tuple[str, str]:
        """The ids of both."""
        return self.one, self.relation.other


@dataclass(frozen=True, slots=True)
class Cut:
    """A person has parted these articles from the others: no cluster holds any of both."""

    parted: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in its cluster.

    `rule` put it there, by its relation to the member `of`; `containment` is the greater share of the
    two that the other has. The first member's rule is `first`. `copyOf` is the earlier member that
    it most likely copies: the first if it is related to it, else the one with which it shares most.
    """

    rule: str
    containment: float
    of: str | None = None
    copyOf: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """What follows from a cluster's members; `source` is a domain, `credited` whether members name it."""

    first: str
    source: str
    credited: bool
    places: Mapping[str, Place]


FIRST = Place("first", 1.0)


def arrange(members: Sequence[Member], edges: Iterable[Edge]) -> Cluster:
    """Put the members of one cluster in their places."""
    ordered = sorted(members, key=lambda member: (member.time, member.id))
    rank = {member.id: place for place, member in enumerate(ordered)}
    related: dict[str, dict[str, Relation]] = defaultdict(dict)
    for edge in edges:
        one, other = edge.ends
        if one in rank and other in rank and one != other:
            related[one][other] = related[other][one] = edge.relation
    first = ordered[0].id
    source, credited = source_of(ordered)
    places = {member.id: _place(rank[member.id], related[member.id], rank) for member in ordered}
    return Cluster(first, source, credited, places)


def source_of(ordered: Sequence[Member]) -> tuple[str, bool]:
    """Give the outlet that most members credit, else the first member's; whether it is credited."""
    counts = Counter(outlet for member in ordered for outlet in set(member.credited))
    if not counts:
        return ordered[0].outlet, False
    return min(counts, key=lambda outlet: (-counts[outlet], outlet)), True


def components(ids: Iterable[str], edges: Iterable[Edge], cuts: Sequence[Cut] = ()) -> list[list[str]]:
    """Cut articles into clusters: ids that edges connect, directly or through others.

    Where a cut forbids a cluster, the strongest edges hold: an article related to both sides goes where it
    shares most.

    >>> relation = Relation("near", 0.9, 0.9, "near.shingles", other="c")
    >>> components(["a", "b", "c"], [Edge("a", relation)])
    [['a', 'c'], ['b']]
    >>> components(["a", "b", "c"], [Edge("a", relation)], [Cut(frozenset("a"), frozenset("bc"))])
    [['a'], ['b'], ['c']]
    """
    parent = {each: each for each in ids}
    sides = _sides(parent, cuts)

    def root(each: str) -> str:
        while parent[each] != each:
            parent[each] = parent[parent[each]]
            each = parent[each]
        return each

    for edge in sorted(edges, key=_strength) if sides else edges:
        one, other = edge.ends
        if one not in parent or other not in parent:
            continue
        here, there = root(one), root(other)
        if here != there and not _parted(sides.get(here), sides.get(there)):
            parent[here] = there
            sides[there] = sides.get(there, frozenset()) | sides.pop(here, frozenset())
    together: dict[str, list[str]] = defaultdict(list)
    for each in parent:
        together[root(each)].append(each)
    return [sorted(found) for found in together.values()]


def names(
    parts: Sequence[Sequence[str]], named: Mapping[str, str], ranks: Mapping[str, Any]
) -> list[str | None]:
    """Give each part of the articles the name of the cluster that it goes on with; None for a new one.

    `named` gives articles the cluster they were in, `ranks` clusters their rank, the oldest first. A cluster
    that falls apart lives on in its largest part, one of several that become one in the oldest.

    >>> names([["a", "b"], ["c"]], {"a": "x", "b": "y", "c": "x"}, {"x": 1, "y": 2})
    ['x', None]
    """
    claims: dict[str, dict[int, int]] = defaultdict(dict)
    for number, part in enumerate(parts):
        for name, count in Counter(named[each] for each in part if each in named).items():
            claims[name][number] = count
    held: dict[int, list[str]] = defaultdict(list)
    for name, counts in claims.items():
        held[min(counts, key=lambda number: (-counts[number], sorted(parts[number])))].append(name)
    return [
        min(held[number], key=lambda name: (ranks[name], name)) if held[number] else None
        for number in range(len(parts))
    ]


def _place(own: int, related: Mapping[str, Relation], rank: Mapping[str, int]) -> Place:
    if own == 0 or not related:
        return FIRST
    earlier = [other for other in related if rank[other] < own]
    nearest = min(earlier or related, key=lambda other: _closeness(related[other], rank[other]))
    relation = related[nearest]
    return Place(relation.rule, relation.containment, nearest, nearest if earlier else None)


def _closeness(relation: Relation, rank: int) -> tuple[bool, float, int]:
    # The first of all goes before any other; among equals, the earliest.
    return rank != 0, -relation.containment, rank


# The side of a cut, by its number, on which articles stand.
Side = tuple[int, bool]


def _sides(ids: Iterable[str], cuts: Sequence[Cut]) -> dict[str, frozenset[Side]]:
    stand = defaultdict(set)
    for number, cut in enumerate(cuts):
        for side, articles in enumerate((cut.parted, cut.others)):
            for each in articles:
                stand[each].add((number, bool(side)))
    return {each: frozenset(stand[each]) for each in ids if each in stand}


def _parted(here: frozenset[Side] | None, there: frozenset[Side] | None) -> bool:
    if not here or not there:
        return False
    return any((number, not side) in there for number, side in here)


def _strength(edge: Edge) -> tuple[float, float, list[str]]:
    relation = edge.relation
    return -relation.containment, -min(relation.here, relation.there), sorted(edge.ends)
