"""Verdicts: what people decided of citations; kept through retag and replay, for nothing makes them again.

A document is a `monitor.cite.verdicts.Verdict`, `_id` "<URL> <outlet> <kind, or any>": a later verdict on the
same takes the place of an earlier one. An article is found by any of its URLs.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.cite.verdicts import Verdict, apply
from monitor.items import Kind, NewsArticle, as_dict
from monitor.store.transaction import PATIENCE, patiently

INDEXES = {
    "verdicts": [
        IndexModel([("urls", ASCENDING)], name="urls"),
        IndexModel([("at", DESCENDING), ("_id", ASCENDING)], name="newest"),
    ]
}


class Verdicts:
    """The collection `verdicts`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], patience: float = PATIENCE) -> None:
        self._rows = database["verdicts"]
        self.patience = patience

    async def put(self, verdict: Verdict) -> None:
        """Keep a verdict; what was decided of the same before is forgotten."""
        row = as_dict(verdict)
        name = _name(verdict.urls, verdict.outlet, verdict.kind)
        await patiently(
            lambda: self._rows.replace_one({"_id": name}, row, upsert=True), patience=self.patience
        )

    async def withdraw(self, urls: Collection[str], outlet: str, kind: Kind | None) -> bool:
        """Take a verdict back; false when there is none."""
        same = {"urls": {"$in": list(urls)}, "outlet": outlet, "kind": kind}
        gone = await patiently(lambda: self._rows.delete_many(same), patience=self.patience)
        return gone.deleted_count > 0

    async def of(
        self, urls: Collection[str], *, session: AsyncClientSession | None = None
    ) -> dict[str, list[Verdict]]:
        """Give the verdicts on the articles at these URLs, by URL."""
        rows = await self._rows.find({"urls": {"$in": list(urls)}}, session=session).to_list()
        found: dict[str, list[Verdict]] = {}
        for verdict in map(_verdict, rows):
            for url in verdict.urls:
                found.setdefault(url, []).append(verdict)
        return found

    async def applied(
        self, articles: Collection[NewsArticle], session: AsyncClientSession
    ) -> list[NewsArticle]:
        """Give tagged articles the citations that people say they have."""
        found = await self.of({url for article in articles for url in article.urls}, session=session)
        return (
            [apply(article, on_article(article.urls, found)) for article in articles]
            if found
            else list(articles)
        )

    async def list(self, *, limit: int | None = None) -> list[Verdict]:
        """Verdicts, newest first."""
        order = [("at", DESCENDING), ("_id", ASCENDING)]
        rows = await patiently(
            lambda: self._rows.find().sort(order).limit(limit or 0).to_list(), patience=self.patience
        )
        return [_verdict(row) for row in rows]


def on_article(urls: Iterable[str], found: Mapping[str, Iterable[Verdict]]) -> tuple[Verdict, ...]:
    """Choose from verdicts by URL those on the article at these URLs, each once."""
    return tuple(dict.fromkeys(verdict for url in urls for verdict in found.get(url, ())))


def _name(urls: Iterable[str], outlet: str, kind: Kind | None) -> str:
    return f"{next(iter(urls))} {outlet} {kind or 'any'}"


def _verdict(row: Mapping[str, Any]) -> Verdict:
    return msgspec.convert(row, Verdict)
