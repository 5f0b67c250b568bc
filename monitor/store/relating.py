"""Relations: which stored articles carry the text of another, kept with the one that was written later."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.boilerplate import Boilerplate
from monitor.dedup.judge import Relation, judge
from monitor.items import NewsArticle, as_dict
from monitor.store.boilerplate import Learning
from monitor.store.candidates import Candidates
from monitor.store.documents import State, article_of


class Relating:
    """Relates states to the articles that are stored."""

    def __init__(self, database: AsyncDatabase[State]) -> None:
        self._articles = database["articles"]
        self._candidates = Candidates(database)
        self._learning = Learning(database)

    async def relate(self, session: AsyncClientSession, states: Sequence[State]) -> set[str]:
        """Give states their relations to those that carry their text; give the clusters that may change by it.

        Of states that are written together, which cannot be found yet, each is related to those before it.
        """
        found = await self._candidates.of(states, session)
        candidates = {
            state["_id"]: [*found[state["_id"]], *_sharing(state, states[:place])]
            for place, state in enumerate(states)
        }
        outlets = {
            row["outlet"]
            for state in states
            if candidates[state["_id"]]
            for row in (state, *candidates[state["_id"]])
        }
        known = await self._learning.of(outlets, session)
        touched: set[str] = set()
        for state in states:
            touched |= await self._learning.learn(state, found[state["_id"]], known, session)
            relations = _copies(state, candidates[state["_id"]], known)
            state["relations"] = [as_dict(relation) for relation in relations]
            copied = {relation.other for relation in relations}
            rows = candidates[state["_id"]]
            touched |= {row["cluster"] for row in rows if row["_id"] in copied and row["cluster"]}
        return touched

    async def disconnect(self, session: AsyncClientSession, ids: Sequence[str]) -> None:
        """Take away the other articles' edges to these: what they told of may be no more."""
        edge = {"other": {"$in": list(ids)}}
        await self._articles.update_many(
            {"relations.other": edge["other"]}, {"$pull": {"relations": edge}}, session=session
        )


def _copies(state: State, candidates: Sequence[State], known: Boilerplate) -> list[Relation]:
    """Give the relations to those of the candidates that carry a state's text."""
    if not candidates:
        return []
    verdict = judge(article_of(state), map(_text, candidates), boilerplate=known)
    return [relation for relation in verdict.relations if relation.copies]


def _sharing(state: State, others: Sequence[State]) -> list[State]:
    """Choose those that may carry the text of a state: of equal words, or with a shingle in common."""
    own = set(state["fingerprint"])
    return [
        other
        for other in others
        if other["bodyDigest"] == state["bodyDigest"] or not own.isdisjoint(other["fingerprint"])
    ]


def _text(row: Mapping[str, Any]) -> NewsArticle:
    """Give of a candidate what a verdict rests on."""
    return NewsArticle(
        url="", outlet=row["outlet"], id=row["_id"], headline=row["headline"], articleBody=row["articleBody"]
    )
