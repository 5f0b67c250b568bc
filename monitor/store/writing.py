"""The transaction that writes articles: states, relations, clusters and events, all or nothing.

Cluster decisions are serial, or two copies stored at the same moment would found two clusters: each
transaction first counts up one document, so that of two at once the later starts again and sees the
other's articles.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from pymongo import ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.judge import judge, wording
from monitor.dedup.shingles import text_of
from monitor.items import Cause, EventKind, NewsArticle, article_from, as_dict
from monitor.store.candidates import Candidates
from monitor.store.clusters import Clusters
from monitor.store.events import Events
from monitor.store.leases import Lease, Leases
from monitor.store.states import State, captured, happened, in_order
from monitor.store.transaction import transaction

_PLACE = {"cluster": 1, "copyOf": 1, "source": 1, "wire": 1}


@dataclass(frozen=True, slots=True)
class Given:
    """An article to be written, with what is known of how it came."""

    article: NewsArticle
    cause: Cause
    run: str | None
    now: datetime
    lease: Lease | None


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it is stored, and what happened to it; nothing when this state was there already."""

    article: NewsArticle
    events: tuple[EventKind, ...] = ()


class Writing:
    """Writes articles; `agencies` are the domains of outlets whose text others run as wire copy."""

    def __init__(self, database: AsyncDatabase[State], agencies: Collection[str], patience: float) -> None:
        self._client = database.client
        self._articles = database["articles"]
        self._revisions = database["revisions"]
        self._meta = database["meta"]
        self._candidates = Candidates(self._articles)
        self._clusters = Clusters(database)
        self._events = Events(database)
        self._leases = Leases(database)
        self._agencies = agencies
        self._patience = patience

    async def write(self, given: Sequence[Given]) -> list[Stored]:
        """Write articles in one transaction, in their order."""

        async def body(session: AsyncClientSession) -> list[Stored]:
            await self._meta.update_one(
                {"_id": "writers"}, {"$inc": {"turn": 1}}, upsert=True, session=session
            )
            for lease in {each.lease for each in given if each.lease}:
                await self._leases.guard(session, lease)
            return [await self._one(session, each) for each in given]

        return await transaction(self._client, body, patience=self._patience)

    async def _one(self, session: AsyncClientSession, given: Given) -> Stored:
        urls = {"urls": {"$in": list(given.article.urls)}}
        found = [row async for row in self._articles.find(urls, session=session)]
        same = sorted(found, key=lambda row: (row["firstSeen"], row["_id"]))
        if not same:
            name = sha256(given.article.urls[0].encode()).hexdigest()[:16]
            state = _state(given, name) | {"revision": 1}
            return await self._put(session, given, state, touched=(), kinds=["new"])
        return await self._next(session, given, same)

    async def _next(self, session: AsyncClientSession, given: Given, same: Sequence[State]) -> Stored:
        """Bring a further state to an article that is stored, or to several that prove to be one."""
        kept, *others = same
        name = kept["_id"]
        ids = [row["_id"] for row in same]
        earlier = [row async for row in self._revisions.find({"article": {"$in": ids}}, session=session)]
        state = _state(given, name)
        own = [kept, *(row for row in earlier if row["article"] == name)]
        states = in_order(own, [*others, *(row for row in earlier if row["article"] != name), state])
        lasting = {
            "_id": name,
            "urls": list(dict.fromkeys([*(url for row in same for url in row["urls"]), *state["urls"]])),
            "firstSeen": min(captured(each) for each in [*same, *states, state]),
        }
        if not others and len(states) == len(own):
            return await self._unchanged(session, kept, lasting)
        await self._disconnect(session, ids)
        await self._forget(session, ids[1:])
        present = {**states[-1], **lasting}
        present.pop("article", None)
        await self._write_revisions(session, name, states[:-1])
        changed = present["contentDigest"] != kept["contentDigest"]
        touched = {row["cluster"] for row in same if row["cluster"]}
        kinds = happened(kept, present) if changed else []
        return await self._put(session, given, present, touched=touched, kinds=kinds)

    async def _unchanged(self, session: AsyncClientSession, kept: State, lasting: State) -> Stored:
        if any(kept[field] != value for field, value in lasting.items()):
            await self._articles.update_one({"_id": kept["_id"]}, {"$set": lasting}, session=session)
        return Stored(_article({**kept, **lasting}))

    async def _disconnect(self, session: AsyncClientSession, ids: Sequence[str]) -> None:
        """Take away the other articles' edges to these: what they told of may be no more."""
        edge = {"other": {"$in": list(ids)}}
        await self._articles.update_many(
            {"relations.other": edge["other"]}, {"$pull": {"relations": edge}}, session=session
        )

    async def _forget(self, session: AsyncClientSession, ids: Sequence[str]) -> None:
        """Take away articles that have become states of another, before it takes their URLs."""
        if ids:
            await self._articles.delete_many({"_id": {"$in": ids}}, session=session)
            await self._revisions.delete_many({"article": {"$in": ids}}, session=session)
            await self._events.forget(session, ids)

    async def _write_revisions(
        self, session: AsyncClientSession, name: str, earlier: Sequence[State]
    ) -> None:
        rows = [{**state, "_id": f"{name}:{state['revision']}", "article": name} for state in earlier]
        writes = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows]
        if writes:
            await self._revisions.bulk_write(writes, ordered=False, session=session)

    async def _put(
        self,
        session: AsyncClientSession,
        given: Given,
        state: State,
        *,
        touched: Collection[str],
        kinds: Sequence[EventKind],
    ) -> Stored:
        """Write the present state, its relations, and what follows for clusters; tell what happened."""
        name = state["_id"]
        candidates = await self._candidates.of(state, session)
        article = _article(state)
        relations = [
            relation for relation in judge(article, map(_text, candidates)).relations if relation.copies
        ]
        state["relations"] = [as_dict(relation) for relation in relations]
        await self._articles.replace_one({"_id": name}, state, upsert=True, session=session)
        related = {relation.other for relation in relations}
        also = {row["cluster"] for row in candidates if row["_id"] in related}
        await self._clusters.arrange(
            session, {*touched, *also}, [name], agencies=self._agencies, now=given.now
        )
        await self._events.add(
            session,
            kinds,
            article=name,
            revision=state["revision"],
            cause=given.cause,
            run=given.run,
            at=given.now,
        )
        place = await self._articles.find_one({"_id": name}, _PLACE, session=session) or {}
        placed = replace(article, **{field: place[field] for field in _PLACE})
        return Stored(placed, tuple(kinds))


def _state(given: Given, name: str) -> State:
    """Give the document of an article as it came."""
    article = given.article
    plain = as_dict(article)
    del plain["id"]
    seen = article.capture.date if article.capture else given.now
    text = text_of(article.headline, article.articleBody)
    return plain | {
        "_id": name,
        "firstSeen": seen,
        "time": article.datePublished or seen,
        "bodyDigest": wording(text),
        "relations": [],
        "membership": None,
        "cluster": None,
        "storedAt": given.now,
        "run": given.run,
        "cause": given.cause,
    }


def _text(row: Mapping[str, Any]) -> NewsArticle:
    """Give of a candidate what a verdict rests on."""
    return NewsArticle(
        url="", outlet="", id=row["_id"], headline=row["headline"], articleBody=row["articleBody"]
    )


def _article(row: Mapping[str, Any]) -> NewsArticle:
    return article_from({**row, "id": row["_id"]})
