"""Writing citations anew: those of articles that are stored, and of their revisions, with nothing else changed.

The sources of clusters follow from the credits of their members, and are arranged where these change. What
people decided of a citation is applied to whatever the tagger finds.
"""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

from monitor.items import EventKind, NewsArticle, article_from, as_dict
from monitor.store.arranging import Arranging, take_turn
from monitor.store.documents import State
from monitor.store.events import Events, Happening
from monitor.store.transaction import PATIENCE, patiently, transaction
from monitor.store.verdicts import Verdicts

TOGETHER = 50
"""Articles in one transaction."""
_CHANGED = ("citations", "mentions", "foreign", "taggerVersion")
Tag = Callable[[NewsArticle], NewsArticle]


@dataclass(frozen=True, slots=True)
class Retagged:
    """An article before and after."""

    before: NewsArticle
    after: NewsArticle


class Retagging:
    """Writes citations anew; `agencies` are the domains of outlets whose text others run as wire copy."""

    def __init__(
        self,
        database: AsyncDatabase[State],
        *,
        agencies: Collection[str] = frozenset(),
        patience: float = PATIENCE,
    ) -> None:
        self._client = database.client
        self._articles = database["articles"]
        self._revisions = database["revisions"]
        self._database = database
        self._arranging = Arranging(database, agencies)
        self._events = Events(database)
        self._verdicts = Verdicts(database)
        self._patience = patience

    async def stale(self, version: str, wanted: Mapping[str, Any]) -> AsyncGenerator[list[str]]:
        """Yield, some at a time, the ids of the articles that fit a filter and have not this tagger's version.

        An article whose revisions lack it alone comes after those.
        """
        # Of what was purged nothing is left to tag.
        old = {"taggerVersion": {"$ne": version}, "purged": None}
        async with aclosing(self._pages(self._articles, {**wanted, **old}, "_id")) as pages:
            async for page in pages:
                yield page
        async with aclosing(self._pages(self._revisions, old, "article")) as pages:
            async for page in pages:
                fitting = {**wanted, "_id": {"$in": sorted(set(page))}}
                found = self._articles.find(fitting, {"_id": 1})
                yield [row["_id"] for row in await patiently(found.clone().to_list, patience=self._patience)]

    async def _pages(
        self, rows: AsyncCollection[State], wanted: Mapping[str, Any], field: str
    ) -> AsyncGenerator[list[str]]:
        last = ""
        while True:
            page = {**wanted, "_id": {"$gt": last}}
            found = rows.find(page, {"_id": 1, field: 1}).sort("_id").limit(TOGETHER)
            names = await patiently(found.clone().to_list, patience=self._patience)
            if not names:
                return
            yield [row[field] for row in names]
            last = names[-1]["_id"]

    async def look(self, names: Sequence[str], tag: Tag) -> list[Retagged]:
        """Tell what would become of articles."""

        async def body(session: AsyncClientSession) -> list[Retagged]:
            return await self._tagged(session, await self._read(session, self._articles, "_id", names), tag)

        return await transaction(self._client, body, patience=self._patience)

    async def write(
        self, names: Sequence[str], tag: Tag, *, run: str | None, now: datetime
    ) -> list[Retagged]:
        """Tag articles and their revisions, and write what comes of it, all or nothing."""

        async def body(session: AsyncClientSession) -> list[Retagged]:
            rows = await self._read(session, self._articles, "_id", names)
            present = await self._tagged(session, rows, tag)
            await self._update(session, self._articles, rows, present)
            rows = await self._read(session, self._revisions, "article", names)
            await self._update(session, self._revisions, rows, await self._tagged(session, rows, tag))
            await self._follow(session, present, run, now)
            return present

        return await transaction(self._client, body, patience=self._patience)

    async def _read(
        self, session: AsyncClientSession, rows: AsyncCollection[State], field: str, names: Sequence[str]
    ) -> list[State]:
        found = rows.find({field: {"$in": list(names)}}, session=session)
        return await found.sort([("time", -1), ("_id", 1)]).to_list()

    async def _tagged(self, session: AsyncClientSession, rows: Sequence[State], tag: Tag) -> list[Retagged]:
        before = [article_from({**row, "id": row["_id"]}) for row in rows]
        tagged = [article if article.purged else tag(article) for article in before]
        after = await self._verdicts.applied(tagged, session)
        return [Retagged(*pair) for pair in zip(before, after, strict=True)]

    async def _update(
        self,
        session: AsyncClientSession,
        collection: AsyncCollection[State],
        rows: Sequence[State],
        states: Sequence[Retagged],
    ) -> None:
        writes = []
        for row, state in zip(rows, states, strict=True):
            after = as_dict(state.after)
            new = {field: after[field] for field in _CHANGED if after[field] != row[field]}
            if new:
                writes.append(UpdateOne({"_id": row["_id"]}, {"$set": new}))
        if writes:
            await collection.bulk_write(writes, ordered=False, session=session)

    async def _follow(
        self, session: AsyncClientSession, states: Sequence[Retagged], run: str | None, now: datetime
    ) -> None:
        """Arrange the clusters whose sources may be others now, and tell of credits that came or went."""
        moved = [state for state in states if _sources(state.before) != _sources(state.after)]
        if not moved:
            return
        # As every writer of clusters, before it reads them.
        await take_turn(self._database, session)
        await self._arranging.arrange(
            session,
            {state.after.cluster for state in moved if state.after.cluster},
            [state.after.id for state in moved if state.after.id],
        )
        happenings = [
            Happening(
                kinds=kinds,
                article=state.after.id or "",
                revision=state.after.revision,
                cause="retag",
                run=run,
                at=now,
            )
            for state in moved
            if (kinds := _credits(state))
        ]
        await self._events.add(session, happenings)


def _sources(article: NewsArticle) -> set[tuple[str, str]]:
    """Give what a cluster reads of its members' citations: credits, and agencies."""
    return {(each.outlet, each.kind) for each in article.citations if each.kind == "credit" or each.agency}


def _credits(state: Retagged) -> list[EventKind]:
    before, after = (
        {each.outlet for each in article.citations if each.kind == "credit"}
        for article in (state.before, state.after)
    )
    came: list[EventKind] = ["creditAdded"] if after - before else []
    return [*came, "creditRemoved"] if before - after else came
