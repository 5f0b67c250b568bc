"""Candidates: the stored articles that may carry the text of another, found by MongoDB's own index.

Equal texts are found by digest, others by the sampled shingles of their fingerprints, both within the
window around the article's time. A shingle of very many articles tells nothing: once seen to be so, it
is left out of the look-up.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection

WINDOW = timedelta(days=30)
HOT = 300
"""A shingle in more articles is left out."""
_COPIES = [("fingerprint", ASCENDING), ("time", DESCENDING)]
_READ = 2000
"""Articles that one look-up reads; who has more has a hot shingle among his."""
_EQUAL = 32
_JUDGED = 64
_LIKELY = 0.15
_MOST_HOT = 100_000

INDEXES = {
    "articles": [
        IndexModel(_COPIES, name="copies"),
        IndexModel([("bodyDigest", ASCENDING), ("time", ASCENDING)], name="equal"),
    ]
}
_TEXT = {"headline": 1, "articleBody": 1, "cluster": 1}


class Candidates:
    """Looks candidates up, and learns which shingles are hot."""

    def __init__(self, articles: AsyncCollection[dict[str, Any]]) -> None:
        self._articles = articles
        self._hot: set[int] = set()

    async def of(self, document: Mapping[str, Any], session: AsyncClientSession) -> list[dict[str, Any]]:
        """Give the candidates for an article's document: their ids, headlines, bodies and clusters."""
        window = _window(document["time"])
        other = {"$ne": document["_id"]}
        digest = document["bodyDigest"]
        found = self._articles.find(
            {"bodyDigest": digest, "time": window, "_id": other}, _TEXT, session=session
        )
        equal = await found.sort([("time", ASCENDING), ("_id", ASCENDING)]).limit(_EQUAL).to_list()
        rest = {"time": window, "bodyDigest": {"$ne": digest}, "_id": other}
        likely = _likely(document["fingerprint"], await self._sharing(document["fingerprint"], rest, session))
        near = await self._articles.find({"_id": {"$in": likely}}, _TEXT, session=session).to_list()
        return [*equal, *near]

    async def _sharing(
        self, fingerprint: Sequence[int], rest: Mapping[str, Any], session: AsyncClientSession
    ) -> list[dict[str, Any]]:
        while True:
            wanted = [shingle for shingle in fingerprint if shingle not in self._hot]
            if not wanted:
                return []
            found = self._articles.find(
                {"fingerprint": {"$in": wanted}, **rest}, {"fingerprint": 1}, session=session
            )
            rows = await found.hint(_COPIES).limit(_READ).to_list()
            if len(rows) < _READ or not self._learn(rows, set(wanted)):
                return rows

    def _learn(self, rows: list[dict[str, Any]], wanted: Collection[int]) -> bool:
        """Learn hot shingles from a look-up that found too much; false when there is none."""
        counts = Counter(shingle for row in rows for shingle in row["fingerprint"] if shingle in wanted)
        hot = {shingle for shingle, count in counts.items() if count > HOT}
        if len(self._hot) > _MOST_HOT:
            self._hot.clear()
        self._hot |= hot
        return bool(hot)


def _likely(fingerprint: Sequence[int], rows: list[dict[str, Any]]) -> list[str]:
    """Choose those that share enough of their samples for a copy, the likeliest first."""
    own = set(fingerprint)
    shares = []
    for row in rows:
        count = len(own.intersection(row["fingerprint"]))
        share = count / min(len(own), len(row["fingerprint"]))
        if share >= _LIKELY:
            shares.append((-share, -count, row["_id"]))
    return [name for _, _, name in sorted(shares)[:_JUDGED]]


def _window(time: datetime) -> dict[str, datetime]:
    return {"$gte": time - WINDOW, "$lte": time + WINDOW}
