"""Candidates: the stored articles that may carry the text of another, found by MongoDB's own index.

Equal texts are found by digest, others by the sampled shingles of their fingerprints, both within the
window around the article's time. Of articles with equal texts the earliest stands for all.

What very many articles have costs much and tells little: a look-up that would read too many goes on without
the shingles that most of them have. Where those articles have little else in common with this one, the
shingle is noted, and no look-up of any process asks for it again; nor for what is the outlet's boilerplate.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.fingerprint import SAMPLE
from monitor.store.boilerplate import Learning

WINDOW = timedelta(days=30)
HOT = 75
"""A shingle that so many otherwise different articles have, of those that one look-up reads, is left out."""
READ = 150
"""Articles that a look-up reads at once."""
_COPIES = [("fingerprint", ASCENDING), ("time", DESCENDING)]
_COMMON = READ // 4
_EQUAL = 32
_JUDGED = 64
_LIKELY = 0.1
_UNLIKE = 0.25
"""With less of the sample in common, no more than a quotation is."""
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

    async def alone(self, documents: Sequence[Mapping[str, Any]], session: AsyncClientSession) -> set[str]:
        """Tell which of several articles have no candidate, by two look-ups for all; none when that is too much."""
        digests = [document["bodyDigest"] for document in documents]
        found = self._articles.find({"bodyDigest": {"$in": digests}}, {"bodyDigest": 1}, session=session)
        equal = await found.limit(READ).to_list()
        wanted = {shingle for document in documents for shingle in document["fingerprint"]}
        found = self._articles.find(
            {"fingerprint": {"$in": sorted(wanted)}}, {"fingerprint": 1}, session=session
        )
        sharing = await found.hint(_COPIES).limit(READ).to_list()
        if READ in {len(equal), len(sharing)}:
            return set()
        taken: set[Any] = {row["bodyDigest"] for row in equal}
        taken.update(shingle for row in sharing for shingle in row["fingerprint"])
        return {
            document["_id"]
            for document in documents
            if taken.isdisjoint((document["bodyDigest"], *document["fingerprint"]))
        }

    async def _likely(
        self, document: Mapping[str, Any], rest: Mapping[str, Any], session: AsyncClientSession
    ) -> list[str]:
        """Choose the articles that share enough of what tells something for a copy."""
        telling = set(await self._learning.telling(document["outlet"], document["fingerprint"], session))
        sample, read = set(document["fingerprint"]), {}
        wanted, likeness = telling, _Likeness(telling, sample - telling)
        while wanted:
            found = self._articles.find(
                {"fingerprint": {"$in": sorted(wanted)}, **rest}, _SAMPLE, session=session
            )
            rows = await found.hint(_COPIES).limit(READ).to_list()
            read.update({row["_id"]: row for row in rows})
            if len(rows) < READ:
                break
            unlike = [row for row in rows if likeness.share(row) < _UNLIKE]
            hot = {shingle for shingle, count in _counts(unlike, wanted).items() if count >= HOT}
            if hot:
                await self._learning.note(hot, document["time"], session)
                # As if it had been known before.
                telling = telling - hot
                likeness = _Likeness(telling, sample - telling)
            counts = _counts(rows, wanted)
            most = min(_COMMON, max(counts.values()))
            wanted = {shingle for shingle in wanted - hot if counts[shingle] < most}
        likely = likeness.likeliest(read.values())
        if len(read) < READ:
            return likely
        return await self._earliest([read[name]["bodyDigest"] for name in likely], rest, session)

    async def _earliest(
        self, digests: Sequence[str], rest: Mapping[str, Any], session: AsyncClientSession
    ) -> list[str]:
        """Give the earliest article of each text, where not all of them were read."""
        steps: list[dict[str, Any]] = [
            {"$match": {**rest, "bodyDigest": {"$in": list(digests)}}},
            {"$sort": {"bodyDigest": ASCENDING, "time": ASCENDING}},
            {"$group": {"_id": "$bodyDigest", "first": {"$first": "$_id"}}},
        ]
        found = await self._articles.aggregate(steps, session=session)
        return [row["first"] async for row in found]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much of an article's sample others have: of what is `wanted`, not of what was left out."""

    wanted: set[int]
    left_out: set[int]

    def likeliest(self, rows: Iterable[Row]) -> list[str]:
        """Choose those that share enough for a copy, the likeliest first; the earliest of those with one text."""
        first: dict[str, Row] = {}
        for row in sorted(rows, key=lambda row: (row["time"], row["_id"])):
            first.setdefault(row["bodyDigest"], row)
        shares = ((self.share(row), row["_id"]) for row in first.values())
        enough = sorted((-share, name) for share, name in shares if share >= _LIKELY)
        return [name for _, name in enough[:_JUDGED]]

    def share(self, row: Row) -> float:
        """Give the share that is common of the smaller sample; where this is very small, any is enough."""
        theirs = set(row["fingerprint"]) - self.left_out
        common, fewer = len(theirs & self.wanted), min(_sampled(self.wanted), _sampled(theirs))
        return 1.0 if fewer <= _FEW else common / fewer


def _counts(rows: Iterable[Row], wanted: Collection[int]) -> Counter[int]:
    """Count how many of the articles have each of the shingles that are wanted."""
    return Counter(shingle for row in rows for shingle in row["fingerprint"] if shingle in wanted)


def _sampled(shingles: Iterable[int]) -> int:
    # Of a short text all shingles are stored, and a longer one has few of them.
    return sum(shingle % SAMPLE == 0 for shingle in shingles)


def _window(time: datetime) -> dict[str, datetime]:
    return {"$gte": time - WINDOW, "$lte": time + WINDOW}
