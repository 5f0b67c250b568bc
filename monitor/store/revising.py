"""Revising: a further state of an article that is stored, or of several that prove to be one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from pymongo import ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.items import EventKind
from monitor.store.documents import PLACE, State
from monitor.store.events import Events
from monitor.store.fingerprints import Fingerprints
from monitor.store.pairings import Pairings
from monitor.store.relating import Relating
from monitor.store.states import captured, happened, in_order


@dataclass(frozen=True, slots=True)
class Revised:
    """An article's present state, what happened to it, and the clusters to arrange; none when it is as it was."""

    present: State
    kinds: Sequence[EventKind] = ()
    touched: Collection[str] = ()


class Revising:
    """Writes states, and the earlier ones as revisions."""

    def __init__(self, database: AsyncDatabase[State]) -> None:
        self._articles = database["articles"]
        self._revisions = database["revisions"]
        self._outbox = database["outbox"]
        self._pairings = Pairings(database)
        self._events = Events(database)
        self._relating = Relating(database)
        self._fingerprints = Fingerprints(database)

    async def revise(self, session: AsyncClientSession, state: State, same: Sequence[State]) -> Revised:
        """Bring a state to the articles that have its URLs, oldest first: the first of them takes it.

        What becomes of that article is given, and not written yet: its place in a cluster is to be found.
        """
        kept, *others = same
        name = kept["_id"]
        ids = [row["_id"] for row in same]
        earlier = [row async for row in self._revisions.find({"article": {"$in": ids}}, session=session)]
        own = [kept, *(row for row in earlier if row["article"] == name)]
        states = in_order(own, [*others, *(row for row in earlier if row["article"] != name), state])
        lasting = {
            "_id": name,
            "urls": list(dict.fromkeys([*(url for row in same for url in row["urls"]), *state["urls"]])),
            "firstSeen": min(captured(each) for each in [*same, *states, state]),
            "removed": _removed(same, captured(state)),
        }
        if not others and len(states) == len(own):
            return await self._unchanged(session, kept, lasting)
        await self._relating.disconnect(session, ids)
        await self._become(session, ids[1:], name)
        present = {**states[-1], **lasting, **{field: kept[field] for field in PLACE}}
        present.pop("article", None)
        await self._write_revisions(session, name, states[:-1])
        touched = {row["cluster"] for row in same} | await self._relating.relate(session, [present])
        changed = present["contentDigest"] != kept["contentDigest"]
        return Revised(present, happened(kept, present) if changed else [], touched)

    async def _unchanged(self, session: AsyncClientSession, kept: State, lasting: State) -> Revised:
        if any(kept.get(field) != value for field, value in lasting.items()):
            await self._articles.update_one({"_id": kept["_id"]}, {"$set": lasting}, session=session)
        return Revised({**kept, **lasting})

    async def _become(self, session: AsyncClientSession, ids: Sequence[str], name: str) -> None:
        """Take away articles that have become states of another, before it takes their URLs.

        Who was told of one of them was told of the other, and what people decided of one holds of the other.
        """
        if ids:
            gone = {"$in": list(ids)}
            await self._articles.delete_many({"_id": gone}, session=session)
            await self._fingerprints.drop(session, ids)
            await self._revisions.delete_many({"article": gone}, session=session)
            await self._events.forget(session, ids)
            await self._outbox.update_many({"article": gone}, {"$set": {"article": name}}, session=session)
            await self._pairings.follow(session, ids, name)

    async def _write_revisions(
        self, session: AsyncClientSession, name: str, earlier: Sequence[State]
    ) -> None:
        rows = [{**state, "_id": f"{name}:{state['revision']}", "article": name} for state in earlier]
        writes = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows]
        if writes:
            await self._revisions.bulk_write(writes, ordered=False, session=session)


def _removed(rows: Sequence[State], at: datetime) -> datetime | None:
    """Tell since when the page is gone: no more when it was captured after that, but for a late older capture."""
    return max((gone for row in rows if (gone := row.get("removed")) and gone > at), default=None)
