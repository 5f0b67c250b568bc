"""Unlisted outlets: names and sites that articles point at and the gazetteer lacks, with the words that show them.

A document is one sighting, `{_id: "<key> <article>", key, name, domain, country, kind, article, url, at, quote}`,
so that an article counts once however often it is read; `key` is the domain, else the name folded.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.database import AsyncDatabase

from monitor.cite.candidates import Candidate
from monitor.cite.gazetteer import OutletKind
from monitor.items import NewsArticle
from monitor.store.transaction import PATIENCE, patiently
from monitor.text import words

INDEXES = {"unlisted": [IndexModel([("key", ASCENDING), ("at", ASCENDING)], name="key")]}
_QUOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An outlet to add, perhaps: `count` articles point at it; `quote` is what the newest of them says.

    `country` and `kind` are what most of them say, null where none does.
    """

    key: str
    name: str | None
    domain: str | None
    country: str | None
    kind: OutletKind | None
    count: int
    first: datetime
    last: datetime
    article: str
    url: str
    quote: str


class Unlisted:
    """The collection `unlisted`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], patience: float = PATIENCE) -> None:
        self._rows = database["unlisted"]
        self.patience = patience

    async def add(self, seen: Iterable[tuple[NewsArticle, Sequence[Candidate]]]) -> None:
        """Keep what stored articles point at."""
        rows = {row["_id"]: row for article, found in seen for row in _sightings(article, found)}
        writes = [UpdateOne({"_id": name}, {"$set": row}, upsert=True) for name, row in rows.items()]
        if writes:
            await patiently(lambda: self._rows.bulk_write(writes, ordered=False), patience=self.patience)

    async def suggest(
        self, *, known: Collection[str] = frozenset(), least: int = 1, limit: int | None = None
    ) -> list[Suggestion]:
        """The outlets that most articles point at; those whose key is in `known` are left out."""
        stages: list[Mapping[str, Any]] = [
            {"$sort": {"key": 1, "at": 1}},
            {"$group": {"_id": "$key", **_SUMMED}},
            {"$match": {"count": {"$gte": least}}},
            {"$sort": {"count": -1, "last": -1, "_id": 1}},
        ]

        async def once() -> list[dict[str, Any]]:
            return await (await self._rows.aggregate(stages)).to_list()

        rows = await patiently(once, patience=self.patience)
        return [_suggestion(row) for row in rows if row["_id"] not in known][:limit]


_SUMMED: Mapping[str, Any] = {
    "count": {"$sum": 1},
    "first": {"$min": "$at"},
    "last": {"$max": "$at"},
    "countries": {"$push": "$country"},
    "kinds": {"$push": "$kind"},
    **{field: {"$last": f"${field}"} for field in ("name", "domain", "article", "url", "quote")},
}


def key_of(name: str) -> str:
    """Give the key of a name: its words folded.

    >>> key_of("Folha Exemplo"), key_of("Diário de Valdória")
    ('folha exemplo', 'diario de valdoria')
    """
    return " ".join(words(name))


def _sightings(article: NewsArticle, found: Iterable[Candidate]) -> Iterable[dict[str, Any]]:
    for each in found:
        key = each.domain or key_of(each.name or "")
        if article.id and key:
            yield {
                "_id": f"{key} {article.id}",
                "key": key,
                "name": each.name,
                "domain": each.domain,
                "country": each.country,
                "kind": each.kind,
                "article": article.id,
                "url": article.url,
                "at": article.datePublished or article.firstSeen,
                "quote": each.quote[:_QUOTE],
            }


def _suggestion(row: Mapping[str, Any]) -> Suggestion:
    facts = {"key": row["_id"], "country": _most(row["countries"]), "kind": _most(row["kinds"])}
    return msgspec.convert({**row, **facts}, Suggestion)


def _most(given: Iterable[str | None]) -> str | None:
    return next((value for value, _ in Counter(filter(None, given)).most_common(1)), None)
