"""Working the clusters out anew that a transaction touches: merged, split, put in order, their source told.

What is said of a cluster follows from its members and their relations alone; only its id lasts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from monitor.store.candidates import WINDOW
from monitor.store.pairings import Pairings, cuts_of, edges_of

Row = Mapping[str, Any]
Facts = dict[str, Any]

_SAME = "same.words"
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
        self, session: AsyncClientSession, touched: Collection[str], also: Sequence[str]
    ) -> dict[str, Facts]:
        """Arrange the clusters that were touched, with these articles; give what holds of each member now.

        Where a cluster breaks, its name stays with those that were not written: `also` are those that were.
        """
        either = {"$or": [{"cluster": {"$in": list(touched)}}, {"_id": {"$in": list(also)}}]}
        found = self.database["articles"].find(either, _MEMBER, session=session)
        rows = {row["_id"]: row async for row in found}
        before = await self._before(session, touched)
        decided = await Pairings(self.database).among(session, rows)
        edges = [*edges_of(decided), *_edges(rows)]
        parts = graph.components(rows, edges, cuts_of(decided))
        named = _named(rows, also)
        # Of clusters that become one, the largest keeps its name: the fewest articles change theirs.
        ranks = {name: (-row["size"], row["founded"], name) for name, row in before.items()}
        kept = graph.names(parts, named, ranks)
        names = await self._names(session, parts, kept, rows)
        facts: dict[str, Facts] = {}
        written: dict[str, Facts] = {}
        for name, part, inside in zip(names, parts, _inside(parts, edges), strict=True):
            members = [rows[each] for each in part]
            arranged = graph.arrange([_member(row) for row in members], [*inside, *_equal(members, inside)])
            wire = arranged.source in self.agencies or arranged.source in _agencies(members)
            facts |= _facts(members, arranged, name, wire=wire)
            founded = (before.get(name) or {"founded": min(row["storedAt"] for row in members)})["founded"]
            written[name] = _document(name, founded, members, arranged, wire=wire)
        cluster_of = {each: name for name, part in zip(names, parts, strict=True) for each in part}
        heirs = {named[each]: name for each, name in cluster_of.items() if each in named}
        _pass_names_on(written, before, heirs, cluster_of[also[0]] if also else None)
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


async def take_turn(database: AsyncDatabase[dict[str, Any]], session: AsyncClientSession) -> None:
    """Let a transaction that arranges clusters go before or after any other that does.

    Two copies stored at the same moment would found two clusters: of two transactions that count up one
    document, the later starts again and sees what the other wrote.
    """
    await database["meta"].update_one({"_id": "writers"}, {"$inc": {"turn": 1}}, upsert=True, session=session)


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
    """Give each part its edges; some of them lead to another, where people took articles apart."""
    part_of = {each: number for number, part in enumerate(parts) for each in part}
    inside: list[list[Edge]] = [[] for _ in parts]
    for edge in edges:
        inside[part_of[edge.one]].append(edge)
    return inside


def _equal(members: Sequence[Row], edges: Sequence[Edge]) -> Iterator[Edge]:
    """Yield the edges between articles of equal words and the first of them.

    Only some of very many are looked up when one is written, and a late original was written after them.
    """
    same = {edge.one: edge.relation for edge in edges if edge.relation.rule == _SAME}
    first: dict[str, Row] = {}
    for row in sorted(members, key=lambda row: (row["time"], row["_id"])):
        earliest = first.setdefault(row["bodyDigest"], row)
        relation = same.get(row["_id"]) or same.get(earliest["_id"])
        if earliest is not row and relation and row["time"] - earliest["time"] <= WINDOW:
            yield Edge(row["_id"], replace(relation, other=earliest["_id"]))


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


def _named(rows: Mapping[str, Row], also: Collection[str]) -> dict[str, str]:
    """Give the articles that claim their cluster's name for the part that they are in."""
    claims = {name: row["cluster"] for name, row in rows.items() if row["cluster"]}
    others = {cluster for name, cluster in claims.items() if name not in also}
    return {name: cluster for name, cluster in claims.items() if name not in also or cluster not in others}


def _pass_names_on(
    written: Mapping[str, Facts], before: Mapping[str, Row], heirs: Mapping[str, str], last: str | None
) -> None:
    """Let a cluster that goes on answer to the names of those that became part of it.

    `heirs` tells by its name where a cluster's articles are now; it is `last` where they became states of
    another article, and none where they are gone.
    """
    for name, row in written.items():
        row["merged"] = sorted(before[name]["merged"] if name in before else ())
    for gone in before.keys() - written.keys():
        heir = written.get(heirs.get(gone) or last or "")
        if heir:
            heir["merged"] = sorted({*heir["merged"], gone, *before[gone]["merged"]})
