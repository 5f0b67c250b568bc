"""Fingerprints: what an article's copies are found by, apart from the articles, whose texts are much larger.

A document is `{_id: "<article>", time, bodyDigest, fingerprint}`, as they stand in the article's present state,
and is written in the same transaction. MongoDB's index on the sampled shingles is the inverted index. What was
purged has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

Row = dict[str, Any]

FIELDS = ("_id", "time", "bodyDigest", "fingerprint")
_SHARING = [("fingerprint", ASCENDING), ("time", DESCENDING)]
_EQUAL = [("bodyDigest", ASCENDING), ("time", ASCENDING)]
# A look-up or an insert touches a hundred leaves, each for a key or two: of 32 kB, as usual, they cost a fifth more.
_SMALL_LEAVES = {"wiredTiger": {"configString": "leaf_page_max=8k"}}
INDEXES = {
    "fingerprints": [
        IndexModel(_SHARING, name="sharing", storageEngine=_SMALL_LEAVES),
        IndexModel(_EQUAL, name="equal"),
    ],
}


class Fingerprints:
    """The collection `fingerprints`, as transactions see it."""

    def __init__(self, database: AsyncDatabase[Row]) -> None:
        self._rows = database["fingerprints"]

    async def add(self, session: AsyncClientSession, articles: Iterable[Mapping[str, Any]]) -> None:
        """Keep those of new articles."""
        await self._rows.insert_many(map(_row, articles), ordered=False, session=session)

    async def put(self, session: AsyncClientSession, article: Mapping[str, Any]) -> None:
        """Keep that of an article that has changed."""
        await self._rows.replace_one({"_id": article["_id"]}, _row(article), upsert=True, session=session)

    async def drop(self, session: AsyncClientSession, ids: Sequence[str]) -> None:
        """Forget those of articles."""
        await self._rows.delete_many({"_id": {"$in": list(ids)}}, session=session)

    async def equal(
        self, session: AsyncClientSession, digests: Sequence[str], wanted: Mapping[str, Any], limit: int
    ) -> list[Row]:
        """Give those with one of these digests that fit a filter, the earliest first."""
        found = self._rows.find(
            {"bodyDigest": {"$in": list(digests)}, **wanted}, {"fingerprint": 0}, session=session
        )
        return await found.sort([("time", ASCENDING), ("_id", ASCENDING)]).limit(limit).to_list()

    async def sharing(
        self, session: AsyncClientSession, shingles: Iterable[int], wanted: Mapping[str, Any], limit: int
    ) -> list[Row]:
        """Give those that have one of these shingles and fit a filter."""
        found = self._rows.find({"fingerprint": {"$in": sorted(shingles)}, **wanted}, session=session)
        return await found.hint(_SHARING).limit(limit).to_list()

    async def earliest(
        self, session: AsyncClientSession, digests: Sequence[str], wanted: Mapping[str, Any]
    ) -> list[str]:
        """Name for each of these digests the earliest article that has it and fits a filter."""
        steps: list[Row] = [
            {"$match": {"$and": [{"bodyDigest": {"$in": list(digests)}}, dict(wanted)]}},
            {"$sort": {"bodyDigest": ASCENDING, "time": ASCENDING}},
            {"$group": {"_id": "$bodyDigest", "first": {"$first": "$_id"}}},
        ]
        found = await self._rows.aggregate(steps, session=session)
        return [row["first"] async for row in found]


async def fill(database: AsyncDatabase[Row]) -> None:
    """Bring a database whose articles were looked up themselves to this form; may be done again."""
    kept = {"purged": None, "bodyDigest": {"$exists": True}}
    steps: list[Row] = [
        {"$match": kept},
        {"$project": dict.fromkeys(FIELDS, 1)},
        {"$merge": {"into": "fingerprints", "whenMatched": "replace"}},
    ]
    await (await database["articles"].aggregate(steps)).to_list()
    there = await database["articles"].index_information()
    for name in ("copies", "equal"):
        if name in there:
            await database["articles"].drop_index(name)


def _row(article: Mapping[str, Any]) -> Row:
    return {field: article[field] for field in FIELDS}
