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

from monitor.dedup.clusters import Cut, Edge
from monitor.dedup.judge import Relation

INDEXES = {"pairings": [IndexModel([("articles", ASCENDING)], name="articles")]}
JOINED = Relation("same", 1.0, 1.0, "person")
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


def edges_of(pairings: Iterable[Pairing]) -> list[Edge]:
    """Give the edges between articles that people brought together."""
    pairs = (pairing.articles for pairing in pairings if pairing.together)
    return [Edge(one, replace(JOINED, other=other)) for one, other in pairs]


def cuts_of(pairings: Iterable[Pairing]) -> list[Cut]:
    """Give the cuts between articles that people took apart, one for each that is the first of its pairs."""
    apart: dict[str, set[str]] = defaultdict(set)
    for pairing in pairings:
        if not pairing.together:
            apart[pairing.articles[0]].add(pairing.articles[1])
    return [Cut(frozenset({one}), frozenset(others)) for one, others in apart.items()]


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
