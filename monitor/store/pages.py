"""Pages: every URL that was fetched as a candidate article or as a listing, with its outcome and next visit.

A document's `_id` is the canonical URL; `nextVisit` is null when the page is never to be fetched again,
`failures` counts the failed visits in a row. A page has the outcome `asked` from when a crawl means to fetch it until
it is known how that ended: one that was killed in between leaves it due. A listing has the outcome `listing` and no
next visit; it is written when a crawl has read all that it names, so that "not modified" means that nothing is left
to do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.database import AsyncDatabase

from monitor.items import Entry, PageOutcome, as_dict
from monitor.store.queue import Queue
from monitor.store.transaction import PATIENCE, patiently

INDEXES = {
    "pages": [
        IndexModel([("outlet", ASCENDING), ("section", ASCENDING), ("nextVisit", ASCENDING)], name="due")
    ]
}
_AGAIN: tuple[PageOutcome, ...] = ("article", "failed", "asked")
KEPT: tuple[PageOutcome, ...] = ("article", "listing")
"""Outcomes after which "not modified" means that nothing is left to do."""
_AT_ONCE = 1000
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it was found; `modified` is the newest change of it that is known.

    `section` is the one that was asked for when it was fetched, `published` its article's date, `entry` what
    the listing said that named it, `reservation` by what words its publisher reserves it.
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
    outlet: str | None = None
    published: datetime | None = None
    entry: Entry | None = None
    reservation: str | None = None

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
        self._queue: Queue[UpdateOne, None] = Queue(self._write)

    async def known(self, urls: Iterable[str]) -> dict[str, Page]:
        """Give what is known of pages, by their canonical URLs; those never fetched are left out."""
        asked = list(dict.fromkeys(urls))
        found: dict[str, Page] = {}
        for start in range(0, len(asked), _AT_ONCE):
            found |= await self._known(asked[start : start + _AT_ONCE])
        return found

    async def due(self, outlet: str, section: str, now: datetime) -> list[Page]:
        """Give what is due of an outlet's section, named by a listing or not: articles, what failed or was asked for."""
        wanted = {
            "outlet": outlet,
            "section": section,
            "nextVisit": {"$ne": None, "$lte": now},
            "outcome": {"$in": _AGAIN},
        }
        rows = await patiently(
            lambda: self._rows.find(wanted).sort("nextVisit").to_list(), patience=self.patience
        )
        return [_page(row) for row in rows]

    async def ask(
        self, entries: Mapping[str, Entry], now: datetime, *, outlet: str, section: str, run: str | None
    ) -> None:
        """Write that pages, by their canonical URLs, are about to be fetched: due until it is known how that ended."""
        facts = {"nextVisit": now, "outlet": outlet, "section": section, "run": run}
        updates = [
            UpdateOne({"_id": url}, [{"$set": _asked(entry, facts, now)}], upsert=True)
            for url, entry in entries.items()
        ]
        for start in range(0, len(updates), _AT_ONCE):
            await self._write(updates[start : start + _AT_ONCE])

    async def forget(self, url: str) -> None:
        """Delete what is known of a page that was asked for and may not be fetched; nothing of another."""
        await patiently(
            lambda: self._rows.delete_one({"_id": url, "outcome": "asked"}), patience=self.patience
        )

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
        outlet: str | None = None,
        published: datetime | None = None,
        entry: Entry | None = None,
        reservation: str | None = None,
    ) -> None:
        """Write how a visit ended; one that failed keeps the validators of the last that did not.

        A page of which nothing is kept has no validators: asked for by a crawl of its section, it must come
        whole. A date or entry that is not given is kept, and so are the validators that a 304 does not repeat.
        """
        facts: dict[str, Any] = {
            "outcome": outcome,
            "status": status,
            "nextVisit": nextVisit,
            "run": run,
            "section": section,
            "outlet": outlet,
            "reservation": reservation,
        }
        kept: dict[str, Any] = {"published": published, "entry": as_dict(entry) if entry else None}
        validators = {"etag": etag, "lastModified": lastModified}
        if status == _NOT_MODIFIED:
            kept |= validators
        elif outcome != "failed":
            facts |= validators if outcome in KEPT else dict.fromkeys(validators)
        failures = {"$add": [{"$ifNull": ["$failures", 0]}, 1]} if outcome == "failed" else 0
        # Literals: a dollar sign in an ETag is no expression. A repeated write changes nothing.
        written = {name: {"$literal": value} for name, value in facts.items()}
        change = {
            **written,
            **{name: {"$ifNull": [{"$literal": value}, f"${name}"]} for name, value in kept.items()},
            "failures": {"$cond": [{"$eq": ["$lastSeen", now]}, "$failures", failures]},
            "firstSeen": {"$ifNull": ["$firstSeen", now]},
            "lastSeen": now,
            "modified": {"$max": ["$modified", modified]},
        }
        await self._queue.put(UpdateOne({"_id": url}, [{"$set": change}], upsert=True))

    async def _write(self, updates: Sequence[UpdateOne]) -> list[None]:
        # Two visits of one page must be written in their order.
        await patiently(lambda: self._rows.bulk_write(updates), patience=self.patience)
        return [None] * len(updates)

    async def get(self, url: str) -> Page | None:
        """Give what is known of a page; None when it was never fetched."""
        return (await self.known([url])).get(url)

    async def _known(self, urls: list[str]) -> dict[str, Page]:
        wanted = {"_id": {"$in": urls}}
        rows = await patiently(lambda: self._rows.find(wanted).to_list(), patience=self.patience)
        return {row["_id"]: _page(row) for row in rows}


def _asked(entry: Entry, facts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        **{name: {"$literal": value} for name, value in facts.items()},
        "entry": {"$literal": as_dict(entry)},
        # An article stays one, and is asked for by its validators.
        "outcome": {"$cond": [{"$eq": ["$outcome", "article"]}, "article", "asked"]},
        "firstSeen": {"$ifNull": ["$firstSeen", now]},
        "lastSeen": {"$ifNull": ["$lastSeen", now]},
    }


def _page(row: Mapping[str, Any]) -> Page:
    return msgspec.convert({**row, "url": row["_id"]}, Page)
