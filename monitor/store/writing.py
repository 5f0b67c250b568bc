"""The transaction that writes articles: states, relations, clusters and events, all or nothing.

Cluster decisions are serial, or two copies stored at the same moment would found two clusters: each
transaction first counts up one document, so that of two at once the later starts again and sees the
other's articles.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from pymongo import ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.judge import judge, wording
from monitor.dedup.shingles import text_of
from monitor.items import Cause, EventKind, NewsArticle, article_from, as_dict
from monitor.store.arranging import Arranging
from monitor.store.candidates import Candidates
from monitor.store.events import Events, Happening
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
        self._arranging = Arranging(database, agencies)
        self._events = Events(database)
        self._leases = Leases(database)
        self._patience = patience

    async def write(self, given: Sequence[Given]) -> list[Stored]:
        """Write articles in one transaction, in their order."""

        async def body(session: AsyncClientSession) -> list[Stored]:
            turn = {"$inc": {"turn": 1}}
            await self._meta.update_one({"_id": "writers"}, turn, upsert=True, session=session)
            for lease in {each.lease for each in given if each.lease}:
                await self._leases.guard(session, lease)
            return await self._in_order(session, deque(given))

        return await transaction(self._client, body, patience=self._patience)

    async def _in_order(self, session: AsyncClientSession, rest: deque[Given]) -> list[Stored]:
        """Write articles one after the other, but those that are new together."""
        stored: list[Stored] = []
        while rest:
            known = await self._known(session, rest)
            new = _leading(rest, known)
            if new:
                stored += await self._new(session, [rest.popleft() for _ in range(new)])
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
        states = [_state(each, _name(each.article)) | {"revision": 1} for each in given]
        touched: set[str] = set()
        for place, state in enumerate(states):
            touched |= await self._relate(session, state, states[:place])
        await self._articles.insert_many(states, session=session)
        return await self._place(session, given, states, touched, [["new"]] * len(states))

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
        touched = {row["cluster"] for row in same} | await self._relate(session, present, ())
        await self._articles.replace_one({"_id": name}, present, session=session)
        changed = present["contentDigest"] != kept["contentDigest"]
        kinds = happened(kept, present) if changed else []
        (stored,) = await self._place(session, [given], [present], touched, [kinds])
        return stored

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

    async def _relate(self, session: AsyncClientSession, state: State, beside: Sequence[State]) -> set[str]:
        """Give a state its relations to those that carry its text; give the clusters of these.

        `beside` are the states that are written with it, and cannot be found yet.
        """
        candidates = [*await self._candidates.of(state, session), *_sharing(state, beside)]
        verdict = judge(_article(state), map(_text, candidates))
        relations = [relation for relation in verdict.relations if relation.copies]
        state["relations"] = [as_dict(relation) for relation in relations]
        related = {relation.other for relation in relations}
        return {row["cluster"] for row in candidates if row["_id"] in related and row["cluster"]}

    async def _place(
        self,
        session: AsyncClientSession,
        given: Sequence[Given],
        states: Sequence[State],
        touched: Collection[str],
        kinds: Sequence[Sequence[EventKind]],
    ) -> list[Stored]:
        """Put the states into their clusters, and tell what happened."""
        facts = await self._arranging.arrange(session, touched, [state["_id"] for state in states])
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
        return [
            Stored(_article({**state, **facts[state["_id"]]}), tuple(told))
            for state, told in zip(states, kinds, strict=True)
        ]


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


def _sharing(state: State, others: Sequence[State]) -> list[State]:
    """Choose those that may carry the text of a state: of equal words, or with a shingle in common."""
    own = set(state["fingerprint"])
    return [
        other
        for other in others
        if other["bodyDigest"] == state["bodyDigest"] or not own.isdisjoint(other["fingerprint"])
    ]


def _name(article: NewsArticle) -> str:
    return sha256(article.urls[0].encode()).hexdigest()[:16]


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
