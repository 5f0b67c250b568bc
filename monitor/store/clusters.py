"""Clusters: which articles carry one text.

An article's document names its cluster, and keeps its `relations` to the articles that it carries text
with: these are the graph's edges. A document here sums its members up:
`{_id, founded, first, firstAt, lastAt, size, source, credited, wire, merged}`; `merged` are the ids of
clusters that became part of it. All is written in the transaction that stores an article.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

import msgspec
from pymongo import ASCENDING, DESCENDING, DeleteOne, IndexModel, ReplaceOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup import clusters as graph
from monitor.dedup.clusters import Edge, Member
from monitor.dedup.judge import Relation
from monitor.store.transaction import PATIENCE, patiently

INDEXES = {
    "clusters": [
        IndexModel([("lastAt", DESCENDING)], name="newest"),
        IndexModel([("merged", ASCENDING)], name="merged"),
    ],
    "articles": [IndexModel([("cluster", ASCENDING), ("time", ASCENDING)], name="members")],
}
_MEMBER = dict.fromkeys(
    (
        *("outlet", "time", "revision", "cluster", "copyOf", "source", "wire"),
        *("membership", "relations", "citations"),
    ),
    1,
)
Sort = Literal["size", "newest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster as it stands; `source` is a domain, `credited` whether members name it as theirs."""

    id: str
    founded: datetime
    first: str
    firstAt: datetime
    lastAt: datetime
    size: int
    source: str
    credited: bool
    wire: bool
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Why an article is in its cluster: the rule, its figure, and the member to which it is related."""

    article: str
    rule: str
    containment: float
    of: str | None = None


class Clusters:
    """The collection `clusters`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], patience: float = PATIENCE) -> None:
        self._rows = database["clusters"]
        self._articles = database["articles"]
        self.patience = patience

    async def get(self, name: str) -> Cluster | None:
        """Give a cluster by its id, or by that of one that became part of it."""
        either = {"$or": [{"_id": name}, {"merged": name}]}
        row = await patiently(lambda: self._rows.find_one(either), patience=self.patience)
        return _cluster(row) if row else None

    async def memberships(self, name: str) -> list[Membership]:
        """Give the reason for each member of a cluster, in the order of their publication."""
        order = [("time", ASCENDING), ("_id", ASCENDING)]
        found = self._articles.find({"cluster": name}, {"membership": 1}).sort(order)
        rows = await patiently(found.clone().to_list, patience=self.patience)
        return [msgspec.convert({"article": row["_id"], **row["membership"]}, Membership) for row in rows]

    async def arrange(
        self,
        session: AsyncClientSession,
        touched: Collection[str],
        also: Sequence[str] = (),
        *,
        agencies: Collection[str],
        now: datetime,
    ) -> None:
        """Work out anew the clusters that were touched, with these articles: merge, split, order, source."""
        either = {"$or": [{"cluster": {"$in": list(touched)}}, {"_id": {"$in": list(also)}}]}
        rows = {row["_id"]: row async for row in self._articles.find(either, _MEMBER, session=session)}
        named = {name: row["cluster"] for name, row in rows.items() if row["cluster"]}
        before = {
            row["_id"]: row async for row in self._rows.find({"_id": {"$in": list(touched)}}, session=session)
        }
        edges = list(_edges(rows))
        parts = graph.components(rows, edges)
        ranks = {name: (row["founded"], name) for name, row in before.items()}
        names = graph.names(parts, named, ranks)
        changes: list[UpdateOne] = []
        written: dict[str, dict[str, Any]] = {}
        for part, kept in zip(parts, names, strict=True):
            members = [rows[each] for each in part]
            name = kept or await self._new_name(members, {*before, *written}, session)
            arranged = graph.arrange([_member(row) for row in members], edges)
            wire = arranged.source in agencies or arranged.source in _agencies(members)
            changes += _changes(members, arranged, name, wire=wire)
            founded = before[name]["founded"] if name in before else now
            written[name] = _document(name, founded, members, arranged, wire=wire)
        _pass_names_on(written, before, parts, names, named)
        if changes:
            await self._articles.bulk_write(changes, ordered=False, session=session)
        gone = [DeleteOne({"_id": name}) for name in before if name not in written]
        kept_ones = [ReplaceOne({"_id": name}, row, upsert=True) for name, row in written.items()]
        if gone or kept_ones:
            await self._rows.bulk_write([*gone, *kept_ones], ordered=False, session=session)

    async def _new_name(
        self, members: Sequence[Mapping[str, Any]], taken: Collection[str], session: AsyncClientSession
    ) -> str:
        # The same articles in the same order give the same names: a replay makes the same database.
        first = min(members, key=lambda row: (row["time"], row["_id"]))
        number = 0
        while True:
            name = sha256(f"cluster {first['_id']} {first['revision']} {number}".encode()).hexdigest()[:16]
            used = {"$or": [{"_id": name}, {"merged": name}]}
            if name not in taken and not await self._rows.find_one(used, {"_id": 1}, session=session):
                return name
            number += 1

    async def list(
        self, *, since: datetime | None = None, sort: Sort = "newest", least: int = 2, limit: int = 100
    ) -> list[Cluster]:
        """Clusters of `least` members or more, one of them published since then; newest or largest first."""
        wanted: dict[str, Any] = {"size": {"$gte": least}}
        if since:
            wanted["lastAt"] = {"$gte": since}
        order = [
            *([("size", DESCENDING)] if sort == "size" else []),
            ("lastAt", DESCENDING),
            ("_id", ASCENDING),
        ]
        rows = await patiently(
            lambda: self._rows.find(wanted).sort(order).limit(limit).to_list(), patience=self.patience
        )
        return [_cluster(row) for row in rows]


def _edges(rows: Mapping[str, Mapping[str, Any]]) -> list[Edge]:
    return [
        Edge(name, msgspec.convert(relation, Relation))
        for name, row in rows.items()
        for relation in row["relations"]
        if relation["other"] in rows
    ]


def _member(row: Mapping[str, Any]) -> Member:
    return Member(row["_id"], row["outlet"], row["time"], tuple(credited(row)))


def credited(row: Mapping[str, Any]) -> list[str]:
    """List the outlets that an article's document names as its sources."""
    return sorted({each["outlet"] for each in row["citations"] if each["kind"] == "credit"})


def _agencies(members: Sequence[Mapping[str, Any]]) -> set[str]:
    return {each["outlet"] for row in members for each in row["citations"] if each["agency"]}


def _changes(
    members: Sequence[Mapping[str, Any]], arranged: graph.Cluster, name: str, *, wire: bool
) -> list[UpdateOne]:
    changes = []
    for row in members:
        place = arranged.places[row["_id"]]
        facts = {
            "cluster": name,
            "copyOf": place.copyOf,
            "source": arranged.source,
            "wire": wire,
            "membership": {"rule": place.rule, "containment": place.containment, "of": place.of},
        }
        if any(row.get(field) != value for field, value in facts.items()):
            changes.append(UpdateOne({"_id": row["_id"]}, {"$set": facts}))
    return changes


def _document(
    name: str, founded: datetime, members: Sequence[Mapping[str, Any]], arranged: graph.Cluster, *, wire: bool
) -> dict[str, Any]:
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
    written: Mapping[str, dict[str, Any]],
    before: Mapping[str, Mapping[str, Any]],
    parts: Sequence[Sequence[str]],
    names: Sequence[str | None],
    named: Mapping[str, str],
) -> None:
    """Let a cluster that goes on answer to the names of those that became part of it."""
    for name, row in written.items():
        row["merged"] = sorted({*(before[name]["merged"] if name in before else ())})
    for gone in before.keys() - written.keys():
        heirs = [
            name
            for part, name in zip(parts, names, strict=True)
            if name and any(named.get(each) == gone for each in part)
        ]
        for name in heirs[:1]:
            written[name]["merged"] = sorted({*written[name]["merged"], gone, *before[gone]["merged"]})


def _cluster(row: Mapping[str, Any]) -> Cluster:
    return msgspec.convert({"id": row["_id"], **row}, Cluster)
