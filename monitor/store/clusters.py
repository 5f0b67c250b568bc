"""Clusters: which articles carry one text.

An article's document names its cluster, and keeps its `relations` to the articles that it carries text
with: these are the graph's edges. A document here sums its members up:
`{_id, founded, first, firstAt, lastAt, size, source, credited, wire, merged}`; `merged` are the ids of
clusters that became part of it. All is written in the transaction that stores an article.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.database import AsyncDatabase

from monitor.store.transaction import PATIENCE, patiently

INDEXES = {
    "clusters": [
        IndexModel([("lastAt", DESCENDING)], name="newest"),
        IndexModel([("merged", ASCENDING)], name="merged"),
    ],
    "articles": [IndexModel([("cluster", ASCENDING), ("time", ASCENDING)], name="members")],
}
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


def _cluster(row: Mapping[str, Any]) -> Cluster:
    return msgspec.convert({"id": row["_id"], **row}, Cluster)
