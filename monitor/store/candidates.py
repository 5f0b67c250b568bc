"""Candidates: the stored articles that may carry the text of another, found by MongoDB's own index.

Equal texts are found by digest, others by the sampled shingles of their fingerprints, both within the
window around the article's time. Of articles with equal texts the earliest stands for all. A shingle of
very many articles tells nothing: when a look-up meets one, it is noted, and no look-up of any process asks
for it again; nor for what is the outlet's boilerplate.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.fingerprint import SAMPLE
from monitor.store.boilerplate import Learning

WINDOW = timedelta(days=30)
HOT = 300
"""A shingle of more texts is left out."""
_COPIES = [("fingerprint", ASCENDING), ("time", DESCENDING)]
_READ = 2 * HOT
"""Articles that one look-up reads; who has more has a hot shingle among his."""
_EQUAL = 32
_JUDGED = 64
_LIKELY = 0.1
_FEW = 6
"""Of so small a sample one in common is enough to look closer."""

INDEXES = {
    "articles": [
        IndexModel(_COPIES, name="copies"),
        IndexModel([("bodyDigest", ASCENDING), ("time", ASCENDING)], name="equal"),
    ]
}
_SAMPLE = {"fingerprint": 1, "bodyDigest": 1, "time": 1}
_TEXT = {"headline": 1, "articleBody": 1, "cluster": 1, "outlet": 1, "relations": 1}
Row = dict[str, Any]


class Candidates:
    """Looks candidates up."""

    def __init__(self, database: AsyncDatabase[Row]) -> None:
        self._articles = database["articles"]
        self._learning = Learning(database)

    async def of(self, document: Mapping[str, Any], session: AsyncClientSession) -> list[Row]:
        """Give the candidates for an article's document: their ids, headlines, bodies, clusters, relations."""
        window = _window(document["time"])
        other = {"$ne": document["_id"]}
        digest = document["bodyDigest"]
        found = self._articles.find(
            {"bodyDigest": digest, "time": window, "_id": other}, _TEXT, session=session
        )
        equal = await found.sort([("time", ASCENDING), ("_id", ASCENDING)]).limit(_EQUAL).to_list()
        rest = {"time": window, "bodyDigest": {"$ne": digest}, "_id": other}
        likely = await self._likely(document, rest, session)
        if not likely:
            return equal
        near = await self._articles.find({"_id": {"$in": likely}}, _TEXT, session=session).to_list()
        return [*equal, *near]

    async def _likely(
        self, document: Mapping[str, Any], rest: Mapping[str, Any], session: AsyncClientSession
    ) -> list[str]:
        """Choose the articles that share enough of what tells something for a copy."""
        wanted = set(await self._learning.telling(document["outlet"], document["fingerprint"], session))
        while wanted:
            found = self._articles.find(
                {"fingerprint": {"$in": sorted(wanted)}, **rest}, _SAMPLE, session=session
            )
            rows = await found.hint(_COPIES).limit(_READ).to_list()
            if len(rows) < _READ:
                return _likeliest(wanted, set(document["fingerprint"]) - wanted, rows)
            hot, common = _common(rows, wanted)
            if hot:
                await self._learning.note(hot, document["time"], session)
            wanted -= hot or common
        return []


def _common(rows: Sequence[Row], wanted: Collection[int]) -> tuple[set[int], set[int]]:
    """Choose the shingles that are hot, and the commonest of them all: too many have any."""
    wordings = {row["bodyDigest"]: row["fingerprint"] for row in rows}.values()
    counts = Counter(shingle for fingerprint in wordings for shingle in fingerprint if shingle in wanted)
    most = max(counts.values())
    return (
        {shingle for shingle, count in counts.items() if count > HOT},
        {shingle for shingle, count in counts.items() if count == most},
    )


def _likeliest(wanted: Collection[int], left_out: Collection[int], rows: Sequence[Row]) -> list[str]:
    """Choose those that share enough for a copy, the likeliest first; the earliest of those with one text."""
    first: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (row["time"], row["_id"])):
        first.setdefault(row["bodyDigest"], row)
    shares = []
    for row in first.values():
        theirs = set(row["fingerprint"]).difference(left_out)
        count, fewer = len(theirs.intersection(wanted)), min(_sampled(wanted), _sampled(theirs))
        if fewer <= _FEW or count >= _LIKELY * fewer:
            shares.append((-count / max(1, fewer), -count, row["_id"]))
    return [name for _, _, name in sorted(shares)[:_JUDGED]]


def _sampled(shingles: Iterable[int]) -> int:
    # Of a short text all shingles are stored, and a longer one has few of them.
    return sum(shingle % SAMPLE == 0 for shingle in shingles)


def _window(time: datetime) -> dict[str, datetime]:
    return {"$gte": time - WINDOW, "$lte": time + WINDOW}
