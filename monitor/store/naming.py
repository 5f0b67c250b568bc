"""The names of clusters: all that lasts of one when its members change.

A cluster that breaks leaves its name to the members that were not written just now, else to the larger part.
Of several that become one the largest keeps its name, for the fewest articles change theirs, and answers to
those of the others, too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup import clusters as graph

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Naming:
    """Names the parts into which articles, by their ids, have come.

    `before` are the clusters that were touched, `also` the articles that were written.
    """

    rows: Mapping[str, Row]
    before: Mapping[str, Row]
    also: Sequence[str]

    async def names(
        self,
        session: AsyncClientSession,
        database: AsyncDatabase[dict[str, Any]],
        parts: Sequence[Sequence[str]],
    ) -> list[str]:
        """Name each part: as a cluster with which it goes on, or as none was named before."""
        ranks = {name: (-row["size"], row["founded"], name) for name, row in self.before.items()}
        names = graph.names(parts, self._claims(), ranks)
        taken = {name for name in names if name}
        nameless = [number for number, name in enumerate(names) if name is None]
        turn = 0
        while nameless:
            wanted = {number: self._new(parts[number], turn) for number in nameless}
            used = taken | await _used(session, database, list(wanted.values()))
            for number, name in wanted.items():
                if name not in used:
                    names[number] = name
                    used.add(name)
            nameless = [number for number in nameless if names[number] is None]
            turn += 1
        return [name for name in names if name]

    def merged(self, names: Sequence[str], parts: Sequence[Sequence[str]]) -> dict[str, list[str]]:
        """Give for each name those of clusters that became part of it, now or before."""
        found = {name: {*(self.before[name]["merged"] if name in self.before else ())} for name in names}
        claims, now = (
            self._claims(),
            {each: name for name, part in zip(names, parts, strict=True) for each in part},
        )
        heirs = {claims[each]: name for each, name in now.items() if each in claims}
        # The articles of a cluster without heirs became states of another, or are gone.
        last = now[self.also[0]] if self.also else None
        for gone in self.before.keys() - found.keys():
            heir = heirs.get(gone) or last
            if heir:
                found[heir] |= {gone, *self.before[gone]["merged"]}
        return {name: sorted(merged) for name, merged in found.items()}

    def _claims(self) -> dict[str, str]:
        """Give the articles that claim their cluster's name for the part that they are in."""
        claims = {name: row["cluster"] for name, row in self.rows.items() if row["cluster"]}
        written = set(self.also)
        others = {cluster for name, cluster in claims.items() if name not in written}
        return {
            name: cluster for name, cluster in claims.items() if name not in written or cluster not in others
        }

    def _new(self, part: Collection[str], turn: int) -> str:
        # The same articles in the same order give the same names: a replay makes the same database.
        first = min((self.rows[each] for each in part), key=lambda row: (row["time"], row["_id"]))
        return sha256(f"cluster {first['_id']} {first['revision']} {turn}".encode()).hexdigest()[:16]


async def _used(
    session: AsyncClientSession, database: AsyncDatabase[dict[str, Any]], names: Sequence[str]
) -> set[str]:
    either = {"$or": [{"_id": {"$in": names}}, {"merged": {"$in": names}}]}
    found = database["clusters"].find(either, {"merged": 1}, session=session)
    return {name async for row in found for name in (row["_id"], *row["merged"])}
