"""Pages: every URL that was fetched as a candidate article, with its outcome and its next visit.

A document's `_id` is the canonical URL; `nextVisit` is null when the page is never to be fetched again,
`failures` counts the failed visits in a row.
"""

from collections.abc import Iterable, Mapping
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
class Page:
    """A page as it was found; `modified` is the newest change of it that is known.

    `section` is the one that was asked for when it was fetched.
    """

    url: str
    outcome: PageOutcome
    firstSeen: datetime
    lastSeen: datetime
    nextVisit: datetime | None = None
    modified: datetime | None = None
    status: int | None = None
    failures: int = 0
    etag: str | None = None
    lastModified: str | None = None
    run: str | None = None
    section: str | None = None

    def due(self, now: datetime, modified: datetime | None, section: str | None = None) -> bool:
        """Tell whether to fetch it again.

        Its visit is due, a listing says that it changed since, or it was out of another section than this.
        """
        if self.outcome == "outOfSection" and section != self.section:
            return True
        if self.nextVisit is not None and self.nextVisit <= now:
            return True
        return modified is not None and modified > (self.modified or self.lastSeen)


class Pages:
    """The collection `pages`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], patience: float = PATIENCE) -> None:
        self._rows = database["pages"]
        self.patience = patience

    async def known(self, urls: Iterable[str]) -> dict[str, Page]:
        """Give what is known of pages, by their canonical URLs; those never fetched are left out."""
        asked = list(dict.fromkeys(urls))
        found: dict[str, Page] = {}
        for start in range(0, len(asked), _AT_ONCE):
            found |= await self._known(asked[start : start + _AT_ONCE])
        return found

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
        modified: datetime | None = None,
        run: str | None = None,
        section: str | None = None,
    ) -> None:
        """Write how a visit ended; one that failed keeps the validators of the last that did not."""
        facts: dict[str, Any] = {
            "outcome": outcome,
            "status": status,
            "nextVisit": nextVisit,
            "run": run,
            "section": section,
        }
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
            "modified": {"$max": ["$modified", modified]},
        }
        await patiently(
            lambda: self._rows.update_one({"_id": url}, [{"$set": change}], upsert=True),
            patience=self.patience,
        )

    async def get(self, url: str) -> Page | None:
        """Give what is known of a page; None when it was never fetched."""
        return (await self.known([url])).get(url)

    async def _known(self, urls: list[str]) -> dict[str, Page]:
        wanted = {"_id": {"$in": urls}}
        rows = await patiently(lambda: self._rows.find(wanted).to_list(), patience=self.patience)
        return {row["_id"]: _page(row) for row in rows}


def _page(row: Mapping[str, Any]) -> Page:
    return msgspec.convert({**row, "url": row["_id"]}, Page)
