"""The transaction that writes articles: states, relations, clusters and events, all or nothing."""

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.items import EventKind, NewsArticle
from monitor.store.arranging import Arranging, take_turn
from monitor.store.documents import Given, State, article_of, document
from monitor.store.events import Events, Happening
from monitor.store.fingerprints import Fingerprints
from monitor.store.leases import Leases
from monitor.store.relating import Relating
from monitor.store.revising import Revising
from monitor.store.tombstones import Tombstones
from monitor.store.transaction import transaction
from monitor.store.verdicts import Verdicts


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it is stored, and what happened to it; nothing when this state was there already."""

    article: NewsArticle
    events: tuple[EventKind, ...] = ()


class Writing:
    """Writes articles; `agencies` are the domains of outlets whose text others run as wire copy."""

    def __init__(self, database: AsyncDatabase[State], agencies: Collection[str], patience: float) -> None:
        self._database = database
        self._articles = database["articles"]
        self._relating = Relating(database)
        self._fingerprints = Fingerprints(database)
        self._revising = Revising(database)
        self._arranging = Arranging(database, agencies)
        self._events = Events(database)
        self._leases = Leases(database)
        self._tombstones = Tombstones(database)
        self._verdicts = Verdicts(database)
        self._patience = patience

    async def write(self, given: Sequence[Given]) -> list[Stored]:
        """Write articles in one transaction, in their order."""

        async def body(session: AsyncClientSession) -> list[Stored]:
            await take_turn(self._database, session)
            for lease in {each.lease for each in given if each.lease}:
                await self._leases.guard(session, lease)
            judged = await self._verdicts.applied([each.article for each in given], session)
            ready = (replace(each, article=article) for each, article in zip(given, judged, strict=True))
            return await self._in_order(session, deque(ready))

        return await transaction(self._database.client, body, patience=self._patience)

    async def _in_order(self, session: AsyncClientSession, rest: deque[Given]) -> list[Stored]:
        """Write articles one after the other, but those that are new together; what was purged stays so."""
        stored: list[Stored] = []
        purged = await self._tombstones.among((url for each in rest for url in each.article.urls), session)
        while rest:
            known = await self._known(session, rest)
            new = _leading(rest, known.keys() | purged)
            if new:
                stored += await self._new(session, [rest.popleft() for _ in range(new)])
            elif not purged.isdisjoint(rest[0].article.urls):
                stored.append(Stored(rest.popleft().article))
            else:
                given = rest.popleft()
                same = {known[url]["_id"]: known[url] for url in given.article.urls if url in known}
                stored.append(await self._next(session, given, _oldest_first(same.values())))
        return stored

    async def _known(self, session: AsyncClientSession, given: Iterable[Given]) -> dict[str, State]:
        """Give the articles that are stored under the URLs of those to be written, by URL."""
        urls = {"urls": {"$in": list({url for each in given for url in each.article.urls})}}
        found = self._articles.find(urls, session=session)
        return {url: row async for row in found for url in row["urls"]}

    async def _new(self, session: AsyncClientSession, given: Sequence[Given]) -> list[Stored]:
        states = [document(each) | {"revision": 1} for each in given]
        touched = await self._relating.relate(session, states)
        await self._place(session, states, touched)
        await self._articles.insert_many(states, session=session)
        await self._fingerprints.add(session, states)
        return await self._tell(session, given, states, [["new"]] * len(states))

    async def _next(self, session: AsyncClientSession, given: Given, same: Sequence[State]) -> Stored:
        revised = await self._revising.revise(session, document(given, same[0]["_id"]), same)
        if not revised.touched:
            return Stored(article_of(revised.present))
        await self._place(session, [revised.present], revised.touched)
        await self._articles.replace_one({"_id": same[0]["_id"]}, revised.present, session=session)
        await self._fingerprints.put(session, revised.present)
        (stored,) = await self._tell(session, [given], [revised.present], [revised.kinds])
        return stored

    async def _place(
        self, session: AsyncClientSession, states: Sequence[State], touched: Collection[str]
    ) -> None:
        """Put the states into their clusters."""
        facts = await self._arranging.arrange(session, touched, (), states)
        for state in states:
            state.update(facts[state["_id"]])

    async def _tell(
        self,
        session: AsyncClientSession,
        given: Sequence[Given],
        states: Sequence[State],
        kinds: Sequence[Sequence[EventKind]],
    ) -> list[Stored]:
        """Tell what happened to articles."""
        happenings = [
            Happening(
                kinds=told,
                article=state["_id"],
                revision=state["revision"],
                cause=each.cause,
                run=each.run,
                at=each.now,
            )
            for each, state, told in zip(given, states, kinds, strict=True)
        ]
        await self._events.add(session, happenings)
        return [Stored(article_of(state), tuple(told)) for state, told in zip(states, kinds, strict=True)]


def _leading(rest: Iterable[Given], known: Collection[str]) -> int:
    """Count how many at the start are new, and have no URL in common."""
    seen = set(known)
    count = 0
    for each in rest:
        if not seen.isdisjoint(each.article.urls):
            break
        seen.update(each.article.urls)
        count += 1
    return count


def _oldest_first(rows: Iterable[State]) -> list[State]:
    return sorted(rows, key=lambda row: (row["firstSeen"], row["_id"]))
