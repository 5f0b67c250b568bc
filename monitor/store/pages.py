"""Pages: every URL that was fetched as a candidate article, with its outcome and its next visit.

A document's `_id` is the canonical URL; `nextVisit` is null when the page is never to be fetched again,
`failures` counts the failed visits in a row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from pymongo import ASCENDING, IndexModel
from pymongo.asynchronous.database import AsyncDatabase

from monitor.items import PageOutcome
from monitor.store.transaction import PATIENCE, patiently

INDEXES = {"pages": [IndexModel([("nextVisit", ASCENDING)], name="nextVisit")]}
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What to ask an outlet with whether a page has changed."""

    etag: str | None = None
    lastModified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it was found."""

    url: str
    outcome: PageOutcome
    firstSeen: datetime
    lastSeen: datetime
    nextVisit: datetime | None = None
    status: int | None = None
    failures: int = 0
    etag: str | None = None
    lastModified: str | None = None
    run: str | None = None


class Pages:
    """The collection `pages`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], patience: float = PATIENCE) -> None:
        self._rows = database["pages"]
        self.patience = patience

    async def due(self, urls: Iterable[str], now: datetime) -> set[str]:
        """Give those of the canonical URLs that should be fetched: never seen, or their visit is due."""
        asked = list(dict.fromkeys(urls))
        waiting: set[str] = set()
        for start in range(0, len(asked), _AT_ONCE):
            waiting |= await self._waiting(asked[start : start + _AT_ONCE], now)
        return set(asked) - waiting

    async def remember(  # noqa: PLR0913 - one argument a field
        self,
        url: str,
        *,
        outcome: PageOutcome,
        now: datetime,
        status: int | None = None,
        etag: str | None = None,
        lastModified: str | None = None,  # noqa: N803 - the field's name
        nextVisit: datetime | None = None,  # noqa: N803 - likewise
        run: str | None = None,
    ) -> None:
        """Write how a visit ended; one that failed keeps the validators of the last that did not."""
        facts: dict[str, Any] = {"outcome": outcome, "status": status, "nextVisit": nextVisit, "run": run}
        if outcome != "failed":
            facts |= {"etag": etag, "lastModified": lastModified}
        failures = {"$add": [{"$ifNull": ["$failures", 0]}, 1]} if outcome == "failed" else 0
        # Literals: a dollar sign in an ETag is no expression. A repeated write changes nothing.
        written = {name: {"$literal": value} for name, value in facts.items()}
        change = {
            **written,
            "failures": {"$cond": [{"$eq": ["$lastSeen", now]}, "$failures", failures]},
            "firstSeen": {"$ifNull": ["$firstSeen", now]},
            "lastSeen": now,
        }
        await patiently(
            lambda: self._rows.update_one({"_id": url}, [{"$set": change}], upsert=True),
            patience=self.patience,
        )

    async def get(self, url: str) -> Page | None:
        """Give what is known of a page; None when it was never fetched."""
        row = await patiently(lambda: self._rows.find_one({"_id": url}), patience=self.patience)
        return msgspec.convert({"url": row["_id"], **row}, Page) if row else None

    async def validators(self, url: str) -> Validators:
        """Give the validators of a page; none when it was never fetched."""
        page = await self.get(url)
        return Validators(etag=page.etag, lastModified=page.lastModified) if page else Validators()

    async def _waiting(self, urls: list[str], now: datetime) -> set[str]:
        later = {"_id": {"$in": urls}, "$or": [{"nextVisit": None}, {"nextVisit": {"$gt": now}}]}
        found = await patiently(lambda: self._rows.find(later, {"_id": 1}).to_list(), patience=self.patience)
        return {row["_id"] for row in found}
