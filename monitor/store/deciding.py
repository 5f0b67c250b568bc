"""Deciding: a person takes articles out of a cluster, or says that two clusters are one; for good."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.errors import Unknown
from monitor.store.arranging import Arranging, take_turn
from monitor.store.pairings import Pairings, paired
from monitor.store.transaction import PATIENCE, transaction


class Deciding:
    """Keeps what people decide of clusters, and arranges these; `agencies` as in `Arranging`."""

    def __init__(
        self,
        database: AsyncDatabase[dict[str, Any]],
        *,
        agencies: Collection[str] = frozenset(),
        patience: float = PATIENCE,
    ) -> None:
        self._database = database
        self._pairings = Pairings(database)
        self._arranging = Arranging(database, agencies)
        self.patience = patience

    async def split(self, cluster: str, articles: Sequence[str], now: datetime) -> dict[str, str]:
        """Take articles, by their ids, out of a cluster for good; give the cluster of each that was in it.

        Those taken out stay with each other as far as they carry one text. Raises `Unknown` for an article that
        is not in the cluster, or when none would be left.
        """

        async def body(session: AsyncClientSession) -> dict[str, str]:
            await take_turn(self._database, session)
            members = await self._members(session, cluster)
            strange = sorted(set(articles) - members)
            if strange:
                raise Unknown(f'There is no article "{strange[0]}" in the cluster {cluster}.')
            rest = members - set(articles)
            if not rest:
                raise Unknown("These are all articles of the cluster; name those that do not belong to it.")
            apart = [paired(one, other, together=False, at=now) for one in articles for other in rest]
            await self._pairings.keep(session, apart)
            facts = await self._arranging.arrange(session, [cluster], articles)
            return {name: fact["cluster"] for name, fact in facts.items()}

        return await transaction(self._database.client, body, patience=self.patience)

    async def merge(self, one: str, other: str, now: datetime) -> str:
        """Make two clusters one for good; give its id. What was decided against it before holds no more."""

        async def body(session: AsyncClientSession) -> str:
            await take_turn(self._database, session)
            members, others = await self._members(session, one), await self._members(session, other)
            known = await self._pairings.among(session, members | others)
            across = [each for each in known if len(members & set(each.articles)) == 1]
            await self._pairings.forget(session, across)
            firsts = [await self._first(session, each) for each in (one, other)]
            await self._pairings.keep(session, [paired(*firsts, together=True, at=now)])
            facts = await self._arranging.arrange(session, [one, other], firsts)
            name: str = facts[firsts[0]]["cluster"]
            return name

        return await transaction(self._database.client, body, patience=self.patience)

    async def _members(self, session: AsyncClientSession, cluster: str) -> set[str]:
        found = self._database["articles"].find({"cluster": cluster}, {"_id": 1}, session=session)
        members = {row["_id"] async for row in found}
        if not members:
            raise Unknown(
                f'There is no cluster "{cluster}" any more; "monitor cluster list" gives their ids.'
            )
        return members

    async def _first(self, session: AsyncClientSession, cluster: str) -> str:
        row = await self._database["clusters"].find_one({"_id": cluster}, {"first": 1}, session=session)
        first: str = row["first"] if row else ""
        return first
