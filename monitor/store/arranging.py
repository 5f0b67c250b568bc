"""Working the clusters out anew that a transaction touches: merged, split, put in order, their source told.

What is said of a cluster follows from its members and their relations alone; only its id lasts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from pymongo import DeleteOne, ReplaceOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup import clusters as graph
from monitor.dedup.clusters import Edge, Member
from monitor.dedup.judge import Relation
from monitor.store.candidates import near
from monitor.store.naming import Naming
from monitor.store.pairings import JOINED, Pairings, cuts_of, edges_of

Row = Mapping[str, Any]
Facts = dict[str, Any]

_MEMBER = dict.fromkeys(
    (
        *("outlet", "time", "storedAt", "revision", "cluster", "copyOf", "source", "wire"),
        *("membership", "relations", "bodyDigest", "citations"),
    ),
    1,
)


@dataclass(frozen=True, slots=True)
class Arranging:
    """Arranges clusters; `agencies` are the domains of outlets whose text others run as wire copy."""

    database: AsyncDatabase[dict[str, Any]]
    agencies: Collection[str] = frozenset()

    async def arrange(
        self,
        session: AsyncClientSession,
        touched: Collection[str],
        also: Sequence[str],
        states: Sequence[Row] = (),
    ) -> dict[str, Facts]:
        """Arrange the clusters that were touched, with articles that were written; give what holds of each member.

        `also` are ids of articles that are stored, `states` are of articles that are still to be: what holds of
        these is not written, for whoever stores them to do so.
        """
        rows = await self._rows(session, touched, also) | {state["_id"]: state for state in states}
        also = [*also, *(state["_id"] for state in states)]
        before = await self._before(session, touched)
        decided = await Pairings(self.database).among(session, rows)
        edges = [*edges_of(decided), *_edges(rows)]
        parts = graph.components(rows, edges, cuts_of(decided))
        naming = Naming(rows, before, also)
        names = await naming.names(session, self.database, parts)
        merged = naming.merged(names, parts)
        facts: dict[str, Facts] = {}
        written: dict[str, Facts] = {}
        for name, part, inside in zip(names, parts, _inside(parts, edges), strict=True):
            members = [rows[each] for each in part]
            arranged = graph.arrange([_member(row) for row in members], _between_wordings(members, inside))
            wire = arranged.source in self.agencies or arranged.source in _agencies(members)
            facts |= _facts(members, arranged, name, wire=wire)
            founded = (before.get(name) or {"founded": min(row["storedAt"] for row in members)})["founded"]
            written[name] = {
                **_document(name, founded, members, arranged),
                "wire": wire,
                "merged": merged[name],
            }
        stored = rows.keys() - {state["_id"] for state in states}
        await self._write(session, {name: rows[name] for name in stored}, facts, before, written)
        return facts

    async def _rows(
        self, session: AsyncClientSession, touched: Collection[str], also: Collection[str]
    ) -> dict[str, Row]:
        if not touched and not also:
            return {}
        either = {"$or": [{"cluster": {"$in": list(touched)}}, {"_id": {"$in": list(also)}}]}
        found = self.database["articles"].find(either, _MEMBER, session=session)
        return {row["_id"]: row async for row in found}

    async def _before(self, session: AsyncClientSession, touched: Collection[str]) -> dict[str, Row]:
        if not touched:
            return {}
        found = self.database["clusters"].find({"_id": {"$in": list(touched)}}, session=session)
        return {row["_id"]: row async for row in found}

    async def _write(
        self,
        session: AsyncClientSession,
        rows: Mapping[str, Row],
        facts: Mapping[str, Facts],
        before: Mapping[str, Row],
        written: Mapping[str, Facts],
    ) -> None:
        changes = [
            UpdateOne({"_id": name}, {"$set": facts[name]})
            for name, row in rows.items()
            if name in facts and any(row.get(field) != value for field, value in facts[name].items())
        ]
        if changes:
            await self.database["articles"].bulk_write(changes, ordered=False, session=session)
        gone = [DeleteOne({"_id": name}) for name in before if name not in written]
        there = [ReplaceOne({"_id": name}, row, upsert=True) for name, row in written.items()]
        if gone or there:
            await self.database["clusters"].bulk_write([*gone, *there], ordered=False, session=session)


async def take_turn(database: AsyncDatabase[dict[str, Any]], session: AsyncClientSession) -> None:
    """Let a transaction that arranges clusters go before or after any other that does.

    Two copies stored at the same moment would found two clusters: of two transactions that count up one
    document, the later starts again and sees what the other wrote.
    """
    await database["meta"].update_one({"_id": "writers"}, {"$inc": {"turn": 1}}, upsert=True, session=session)


def credited(row: Row) -> list[str]:
    """List the outlets that an article's document names as its sources."""
    return sorted({each["outlet"] for each in row["citations"] if each["kind"] == "credit"})


def _edges(rows: Mapping[str, Row]) -> Iterator[Edge]:
    for name, row in rows.items():
        for relation in row["relations"]:
            if relation["other"] in rows:
                yield Edge(name, msgspec.convert(relation, Relation))


def _inside(parts: Sequence[Sequence[str]], edges: Sequence[Edge]) -> list[list[Edge]]:
    """Give each part its edges; some of them lead to another, where people took articles apart."""
    part_of = {each: number for number, part in enumerate(parts) for each in part}
    inside: list[list[Edge]] = [[] for _ in parts]
    for edge in edges:
        inside[part_of[edge.one]].append(edge)
    return inside


def _between_wordings(members: Sequence[Row], edges: Sequence[Edge]) -> Iterator[Edge]:
    """Yield the edges that places follow from: of each article to the first of every wording related to its own.

    Which of many copies were looked up depends on the order in which they came. What holds of an article holds
    of all that have its words, so that their order makes no difference.
    """
    runs: dict[str, list[Row]] = {}
    for row in sorted(members, key=lambda row: (row["time"], row["_id"])):
        runs.setdefault(row["bodyDigest"], []).append(row)
    wording = {row["_id"]: row["bodyDigest"] for row in members}
    related: dict[tuple[str, str], Relation] = {}
    for edge in edges:
        one, other = (wording.get(end) for end in edge.ends)
        if edge.relation.rule == JOINED.rule:
            yield edge
        elif one and other:
            for pair, relation in (((one, other), edge.relation), ((other, one), edge.relation.turned(""))):
                related[pair] = max(related.get(pair, relation), relation, key=_weight)
    for (own, others), relation in related.items():
        for row in runs[own]:
            first = next((each for each in runs[others] if near(each, row)), None)
            if first:
                yield Edge(row["_id"], replace(relation, other=first["_id"]))


def _weight(relation: Relation) -> tuple[float, float, str]:
    return relation.containment, min(relation.here, relation.there), relation.rule


def _member(row: Row) -> Member:
    return Member(row["_id"], row["outlet"], row["time"], tuple(credited(row)))


def _agencies(members: Sequence[Row]) -> set[str]:
    return {each["outlet"] for row in members for each in row["citations"] if each["agency"]}


def _facts(members: Sequence[Row], arranged: graph.Cluster, name: str, *, wire: bool) -> dict[str, Facts]:
    return {
        row["_id"]: {
            "cluster": name,
            "copyOf": place.copyOf,
            "source": arranged.source,
            "wire": wire,
            "membership": {"rule": place.rule, "containment": place.containment, "of": place.of},
        }
        for row, place in ((row, arranged.places[row["_id"]]) for row in members)
    }


def _document(name: str, founded: datetime, members: Sequence[Row], arranged: graph.Cluster) -> Facts:
    times = [row["time"] for row in members]
    return {
        "_id": name,
        "founded": founded,
        "first": arranged.first,
        "firstAt": min(times),
        "lastAt": max(times),
        "size": len(members),
        "source": arranged.source,
        "credited": arranged.credited,
    }
