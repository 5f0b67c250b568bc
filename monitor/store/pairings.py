"""Pairings: what people decided of two articles, that they belong together or apart.

A document is `{_id: "<article> <article>", articles, together, at}`, the ids in their order: who decides of a
pair again takes the place of what was decided before. Nothing else changes a pairing: it holds over
revisions, retags and replays.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DeleteOne, IndexModel, ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.clusters import Edge
from monitor.dedup.judge import Relation

INDEXES = {"pairings": [IndexModel([("articles", ASCENDING)], name="articles")]}
JOINED = Relation("near", 0.0, 0.0, "person")
"""The relation of two articles that a person brought together."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """That two articles belong together, or apart."""

    articles: tuple[str, str]
    together: bool
    at: datetime


class Pairings:
    """The collection `pairings`, as transactions see it."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._rows = database["pairings"]

    async def among(self, session: AsyncClientSession, articles: Collection[str]) -> list[Pairing]:
        """Give what was decided of pairs of these articles."""
        found = self._rows.find({"articles": {"$in": list(articles)}}, session=session)
        return [pairing async for row in found if set((pairing := _pairing(row)).articles) <= set(articles)]

    async def keep(self, session: AsyncClientSession, pairings: Iterable[Pairing]) -> None:
        """Keep what was decided."""
        rows = map(_row, pairings)
        writes = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows]
        if writes:
            await self._rows.bulk_write(writes, ordered=False, session=session)

    async def forget(self, session: AsyncClientSession, pairings: Iterable[Pairing]) -> None:
        """Forget what was decided."""
        writes = [DeleteOne({"_id": " ".join(pairing.articles)}) for pairing in pairings]
        if writes:
            await self._rows.bulk_write(writes, ordered=False, session=session)

    async def follow(self, session: AsyncClientSession, gone: Sequence[str], name: str) -> None:
        """Let what was decided of articles hold of the one that they became states of."""
        rows = await self._rows.find({"articles": {"$in": list(gone)}}, session=session).to_list()
        pairings = sorted(map(_pairing, rows), key=lambda pairing: pairing.at)
        await self.forget(session, pairings)
        moved = []
        for pairing in pairings:
            one, other = (name if each in gone else each for each in pairing.articles)
            if one != other:
                moved.append(paired(one, other, together=pairing.together, at=pairing.at))
        await self.keep(session, moved)


def paired(one: str, other: str, *, together: bool, at: datetime) -> Pairing:
    """Decide of two articles."""
    first, second = sorted((one, other))
    return Pairing((first, second), together, at)


def obey(edges: Sequence[Edge], pairings: Collection[Pairing]) -> list[Edge]:
    """Give the edges that are left when what people decided is obeyed, theirs among them.

    Edges are taken by their strength: an article that is related to two that belong apart stays with the one
    of which it shares more. So the outcome depends on the edges alone, not on their order.

    >>> at, near = datetime(2026, 11, 24), Relation("near", 0.9, 0.9, "near.shingles")
    >>> edges = [Edge("b", replace(near, other="a")), Edge("b", replace(near, here=1.0, other="c"))]
    >>> [edge.ends for edge in obey(edges, [paired("a", "c", together=False, at=at)])]
    [('b', 'c')]
    """
    if not pairings:
        return list(edges)
    apart: dict[str, set[str]] = defaultdict(set)
    joined = []
    for pairing in pairings:
        one, other = pairing.articles
        if pairing.together:
            joined.append(Edge(one, replace(JOINED, other=other)))
        else:
            apart[one].add(other)
            apart[other].add(one)
    parts: dict[str, set[str]] = {}
    for edge in [*sorted(joined, key=_strength), *sorted(edges, key=_strength)]:
        mine, theirs = (parts.setdefault(end, {end}) for end in edge.ends)
        if mine is not theirs and all(apart[each].isdisjoint(theirs) for each in mine if each in apart):
            mine |= theirs
            parts.update(dict.fromkeys(theirs, mine))
    return [edge for edge in [*joined, *edges] if parts[edge.one] is parts[edge.relation.other]]


def _strength(edge: Edge) -> tuple[float, list[str]]:
    return -edge.relation.containment, sorted(edge.ends)


def _pairing(row: dict[str, Any]) -> Pairing:
    one, other = row["articles"]
    return Pairing((one, other), row["together"], row["at"])


def _row(pairing: Pairing) -> dict[str, Any]:
    return {
        "_id": " ".join(pairing.articles),
        "articles": list(pairing.articles),
        "together": pairing.together,
        "at": pairing.at,
    }
