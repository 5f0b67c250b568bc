"""Boilerplate: the shingles by which nothing is found, and those that count on no side of a verdict.

One collection has both. A document whose `_id` is an outlet keeps its boilerplate, as `monitor.dedup` learns
it, in `shingles`: sorted signed 64-bit numbers, little-endian. A document whose `_id` is a shingle says that
very many articles have it, `at` the time of the article that met it so; it tells nothing of any text.
All is read and written in the transaction that stores an article, so that no process knows more than another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

import numpy as np
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.boilerplate import APART, Boilerplate, boilerplate_among
from monitor.dedup.judge import compare
from monitor.dedup.shingles import NOTHING, Shingles, Text, text_of, without

Row = Mapping[str, Any]


class Learning:
    """What is known, and how it becomes more."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._rows = database["boilerplate"]
        self._articles = database["articles"]

    async def of(self, outlets: Collection[str], session: AsyncClientSession) -> Boilerplate:
        """Give the boilerplate of outlets."""
        if not outlets:
            return Boilerplate()
        found = self._rows.find({"_id": {"$in": sorted(outlets)}}, session=session)
        return Boilerplate({row["_id"]: _read(row) async for row in found})

    async def telling(self, documents: Sequence[Row], session: AsyncClientSession) -> dict[str, set[int]]:
        """Choose of articles' fingerprints the shingles that tell something, by the articles' ids."""
        names: set[Any] = {document["outlet"] for document in documents}
        names.update(shingle for document in documents for shingle in document["fingerprint"])
        hot: set[int] = set()
        known: dict[str, Shingles] = {}
        async for row in self._rows.find({"_id": {"$in": list(names)}}, session=session):
            if "shingles" in row:
                known[row["_id"]] = _read(row)
            else:
                hot.add(row["_id"])
        found = {}
        for document in documents:
            own = np.unique(np.array(document["fingerprint"], np.int64))
            found[document["_id"]] = set(without(own, known.get(document["outlet"], NOTHING)).tolist()) - hot
        return found

    async def note(self, shingles: Iterable[int], at: datetime, session: AsyncClientSession) -> None:
        """Keep that very many articles have these shingles."""
        noted = [
            UpdateOne({"_id": each}, {"$setOnInsert": {"at": at}}, upsert=True) for each in sorted(shingles)
        ]
        await self._rows.bulk_write(noted, ordered=False, session=session)

    async def learn(
        self, document: Row, candidates: Sequence[Row], known: Boilerplate, session: AsyncClientSession
    ) -> set[str]:
        """Learn from an article and its candidates what is boilerplate of its outlet, beside what is known of theirs.

        Relations between candidates that rested on it are taken away; gives the clusters that these had put
        together, which must be arranged anew.
        """
        own = [row for row in candidates if row["outlet"] == document["outlet"]]
        if len(own) < APART - 1:
            return set()
        texts = {row["_id"]: _text(row) for row in (*candidates, document)}
        found = self._boilerplate(document, own, texts)
        new = without(found, known.of([document["outlet"]]))
        if not len(new):
            return set()
        known.learn(document["outlet"], new)
        kept = {"$set": {"shingles": known.of([document["outlet"]]).astype("<i8").tobytes()}}
        await self._rows.update_one({"_id": document["outlet"]}, kept, upsert=True, session=session)
        return await self._judge_again(candidates, texts, known, session)

    def _boilerplate(self, document: Row, own: Sequence[Row], texts: Mapping[str, Text]) -> Shingles:
        copies: dict[str, set[str]] = {row["_id"]: set() for row in (*own, document)}
        for row in own:
            here, there = texts[document["_id"]], texts[row["_id"]]
            near = [document["_id"]] if compare(here, there).copies else []
            for other in (*near, *(relation["other"] for relation in row["relations"])):
                if other in copies:
                    copies[other].add(row["_id"])
                    copies[row["_id"]].add(other)
        wordings = {texts[name].digest: name for name in sorted(copies)}
        shingles = {name: texts[name].shingles for name in wordings.values()}
        return boilerplate_among(shingles, copies.__getitem__)

    async def _judge_again(
        self,
        rows: Sequence[Row],
        texts: Mapping[str, Text],
        known: Boilerplate,
        session: AsyncClientSession,
    ) -> set[str]:
        gone: dict[str, list[str]] = {}
        touched: set[str] = set()
        for one, other in combinations(rows, 2):
            names = one["_id"], other["_id"]
            related = [row["_id"] for row in (one, other) if _tells_of(row, names)]
            boilerplate = known.of([one["outlet"], other["outlet"]])
            if related and not compare(texts[names[0]], texts[names[1]], boilerplate).copies:
                for name in related:
                    gone.setdefault(name, []).append(names[name == names[0]])
                touched |= {one["cluster"], other["cluster"]} - {None}
        pulled = [
            UpdateOne({"_id": name}, {"$pull": {"relations": {"other": {"$in": others}}}})
            for name, others in gone.items()
        ]
        if pulled:
            await self._articles.bulk_write(pulled, ordered=False, session=session)
        return touched


def _tells_of(row: Row, names: Collection[str]) -> bool:
    return any(relation["other"] in names for relation in row["relations"])


def _text(row: Row) -> Text:
    return text_of(row["headline"], row["articleBody"])


def _read(row: Row) -> Shingles:
    return np.frombuffer(row["shingles"], "<i8").astype(np.int64)
