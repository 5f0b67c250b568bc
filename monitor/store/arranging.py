"""Working the clusters out anew that a transaction touches: merged, split, put in order, their source told.

What is said of a cluster follows from its members and their relations alone; only its id lasts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from pymongo import DeleteOne, ReplaceOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup import clusters as graph
from monitor.dedup.clusters import Edge, Member
from monitor.dedup.judge import Relation

Row = Mapping[str, Any]
Facts = dict[str, Any]

_MEMBER = dict.fromkeys(
    (
        *("outlet", "time", "storedAt", "revision", "cluster", "copyOf", "source", "wire"),
        *("membership", "relations", "citations"),
    ),
    1,
)


@dataclass(frozen=True, slots=True)
class Arranging:
    """Arranges clusters; `agencies` are the domains of outlets whose text others run as wire copy."""

    database: AsyncDatabase[dict[str, Any]]
    agencies: Collection[str] = frozenset()

    async def arrange(
        self, session: AsyncClientSession, touched: Collection[str], also: Sequence[str]
    ) -> dict[str, Facts]:
        """Arrange the clusters that were touched, with these articles; give what holds of each member now."""
        either = {"$or": [{"cluster": {"$in": list(touched)}}, {"_id": {"$in": list(also)}}]}
        found = self.database["articles"].find(either, _MEMBER, session=session)
        rows = {row["_id"]: row async for row in found}
        before = await self._before(session, touched)
        edges = list(_edges(rows))
        parts = graph.components(rows, edges)
        named = {name: row["cluster"] for name, row in rows.items() if row["cluster"]}
        kept = graph.names(parts, named, {name: (row["founded"], name) for name, row in before.items()})
        names = await self._names(session, parts, kept, rows)
        facts: dict[str, Facts] = {}
        written: dict[str, Facts] = {}
        for name, part, inside in zip(names, parts, _inside(parts, edges), strict=True):
            members = [rows[each] for each in part]
            arranged = graph.arrange([_member(row) for row in members], inside)
            wire = arranged.source in self.agencies or arranged.source in _agencies(members)
            facts |= _facts(members, arranged, name, wire=wire)
            founded = (before.get(name) or {"founded": min(row["storedAt"] for row in members)})["founded"]
            written[name] = _document(name, founded, members, arranged, wire=wire)
        _pass_names_on(written, before, parts, names, named)
        await self._write(session, rows, facts, before, written)
        return facts

    async def _before(self, session: AsyncClientSession, touched: Collection[str]) -> dict[str, Row]:
        if not touched:
            return {}
        found = self.database["clusters"].find({"_id": {"$in": list(touched)}}, session=session)
        return {row["_id"]: row async for row in found}

    async def _names(
        self,
        session: AsyncClientSession,
        parts: Sequence[Sequence[str]],
        kept: Sequence[str | None],
        rows: Mapping[str, Row],
    ) -> list[str]:
        """Name the parts that go on with no cluster's name as none was named before."""
        names = list(kept)
        taken = {name for name in kept if name}
        nameless = [number for number, name in enumerate(names) if name is None]
        turn = 0
        while nameless:
            wanted = {number: _new_name(parts[number], rows, turn) for number in nameless}
            used = await self._used(session, list(wanted.values()))
            for number, name in wanted.items():
                if name not in taken | used:
                    names[number] = name
                    taken.add(name)
            nameless = [number for number in nameless if names[number] is None]
            turn += 1
        return [name for name in names if name]

    async def _used(self, session: AsyncClientSession, names: Sequence[str]) -> set[str]:
        either = {"$or": [{"_id": {"$in": names}}, {"merged": {"$in": names}}]}
        found = self.database["clusters"].find(either, {"merged": 1}, session=session)
        return {name async for row in found for name in (row["_id"], *row["merged"])}

    async def _write(
        self,
        session: AsyncClientSession,
        rows: Mapping[str, Row],
        facts: Mapping[str, Facts],
        before: Mapping[str, Row],
        written: Mapping[str, Facts],
    ) -> None:
        changes = [
            UpdateOne({"_id": name}, {"$set": new})
            for name, new in facts.items()
            if any(rows[name].get(field) != value for field, value in new.items())
        ]
        if changes:
            await self.database["articles"].bulk_write(changes, ordered=False, session=session)
        gone = [DeleteOne({"_id": name}) for name in before if name not in written]
        there = [ReplaceOne({"_id": name}, row, upsert=True) for name, row in written.items()]
        if gone or there:
            await self.database["clusters"].bulk_write([*gone, *there], ordered=False, session=session)


def credited(row: Row) -> list[str]:
    """List the outlets that an article's document names as its sources."""
    return sorted({each["outlet"] for each in row["citations"] if each["kind"] == "credit"})


def _new_name(part: Sequence[str], rows: Mapping[str, Row], turn: int) -> str:
    # The same articles in the same order give the same names: a replay makes the same database.
    first = min((rows[each] for each in part), key=lambda row: (row["time"], row["_id"]))
    return sha256(f"cluster {first['_id']} {first['revision']} {turn}".encode()).hexdigest()[:16]


def _edges(rows: Mapping[str, Row]) -> Iterator[Edge]:
    for name, row in rows.items():
        for relation in row["relations"]:
            if relation["other"] in rows:
                yield Edge(name, msgspec.convert(relation, Relation))


def _inside(parts: Sequence[Sequence[str]], edges: Sequence[Edge]) -> list[list[Edge]]:
    """Give the edges inside each part."""
    part_of = {each: number for number, part in enumerate(parts) for each in part}
    inside: list[list[Edge]] = [[] for _ in parts]
    for edge in edges:
        inside[part_of[edge.one]].append(edge)
    return inside


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


def _document(
    name: str, founded: datetime, members: Sequence[Row], arranged: graph.Cluster, *, wire: bool
) -> Facts:
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
        "wire": wire,
        "merged": [],
    }


def _pass_names_on(
    written: Mapping[str, Facts],
    before: Mapping[str, Row],
    parts: Sequence[Sequence[str]],
    names: Sequence[str],
    named: Mapping[str, str],
) -> None:
    """Let a cluster that goes on answer to the names of those that became part of it."""
    for name, row in written.items():
        row["merged"] = sorted({*(before[name]["merged"] if name in before else ())})
    for gone in before.keys() - written.keys():
        heirs = [
            name
            for part, name in zip(parts, names, strict=True)
            if any(named.get(each) == gone for each in part)
        ]
        for name in heirs[:1]:
            written[name]["merged"] = sorted({*written[name]["merged"], gone, *before[gone]["merged"]})
