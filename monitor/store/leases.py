"""Leases: the right to crawl an outlet, which one process has at a time; other runs have one of their own.

A document is `{_id: <outlet>, token, holder, until, claim, writes}`. Taking raises `token`, the fencing
token: whoever holds an older one can write nothing more. Time is the server's, so that machines whose
clocks differ agree. A holder that dies is waited for until `until`; nothing has to be cleaned up.
"""

import asyncio
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from socket import gethostname
from typing import Any

import msgspec
from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.errors import LeaseHeld, StoreAway
from monitor.store.transaction import PATIENCE, patiently

log = logging.getLogger(__name__)

LENGTH = 60.0
"""Seconds that a lease lasts unless it is renewed."""
_LONG_AGO = datetime.fromtimestamp(0, UTC)


def this_process() -> str:
    """Name this process as the holder of a lease."""
    return f"{gethostname()}:{os.getpid()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to crawl `outlet` until then, by the server's clock; `holder` is for people."""

    outlet: str
    token: int
    holder: str
    until: datetime


class Leases:
    """The collection `leases`."""

    def __init__(
        self, database: AsyncDatabase[dict[str, Any]], length: float = LENGTH, patience: float = PATIENCE
    ) -> None:
        self._rows = database["leases"]
        self.length = length
        self.patience = patience

    async def take(self, outlet: str, holder: str) -> Lease:
        """Take the lease of an outlet; raises `LeaseHeld` that says who has it, and until when."""
        # Tells a lease that is ours from one that was held, also when the first answer was lost.
        claim = token_hex(8)
        free = {"$lte": [{"$ifNull": ["$until", _LONG_AGO]}, "$$NOW"]}
        taken = {
            "token": {"$add": [{"$ifNull": ["$token", 0]}, 1]},
            "holder": {"$literal": holder},
            "until": self._later,
            "claim": claim,
        }
        change = {name: {"$cond": [free, value, f"${name}"]} for name, value in taken.items()}

        async def once() -> Any:
            return await self._rows.find_one_and_update(
                {"_id": outlet}, [{"$set": change}], upsert=True, return_document=ReturnDocument.AFTER
            )

        row = await patiently(once, patience=self.patience)
        if row["claim"] != claim:
            raise _held(row)
        return _lease(row)

    async def renew(self, lease: Lease) -> Lease:
        """Make a lease last anew, even one that ended unless somebody took it; else raises `LeaseHeld`."""
        row = await patiently(
            lambda: self._rows.find_one_and_update(
                _same(lease), [{"$set": {"until": self._later}}], return_document=ReturnDocument.AFTER
            ),
            patience=self.patience,
        )
        if row is None:
            raise await self._lost(lease)
        return _lease(row)

    async def keep(self, lease: Lease) -> None:
        """Renew a lease in time until we are cancelled; raises `LeaseHeld` when somebody took it."""
        while True:
            await asyncio.sleep(self.length / 3)
            try:
                await self.renew(lease)
            except StoreAway as error:
                log.warning("lease not renewed outlet=%s reason=%s", lease.outlet, error)

    async def held(self) -> set[str]:
        """Name the outlets whose lease somebody has."""
        live = {"$expr": {"$gt": ["$until", "$$NOW"]}}
        rows = await patiently(lambda: self._rows.find(live, {"_id": 1}).to_list(), patience=self.patience)
        return {row["_id"] for row in rows}

    async def release(self, lease: Lease) -> None:
        """Set the outlet free; nothing happens when another has it by now."""
        change = {"until": "$$NOW", "holder": None}
        await patiently(
            lambda: self._rows.update_one(_same(lease), [{"$set": change}]), patience=self.patience
        )

    async def forget(self, lease: Lease) -> None:
        """Delete a lease that nobody will take again."""
        await patiently(lambda: self._rows.delete_one(_same(lease)), patience=self.patience)

    async def guard(self, session: AsyncClientSession, lease: Lease) -> None:
        """Let a transaction pass only while nobody took the lease; raises `LeaseHeld`.

        It writes to the lease, so that a taker and this transaction cannot both have their way.
        """
        counted = await self._rows.update_one(_same(lease), {"$inc": {"writes": 1}}, session=session)
        if not counted.matched_count:
            raise await self._lost(lease)

    @property
    def _later(self) -> dict[str, Any]:
        return {"$add": ["$$NOW", round(1000 * self.length)]}

    async def _lost(self, lease: Lease) -> LeaseHeld:
        row = await patiently(lambda: self._rows.find_one({"_id": lease.outlet}), patience=self.patience)
        if row is None or row["holder"] is None:
            return LeaseHeld(f"The lease of {lease.outlet} was released: this crawl may write nothing more.")
        return _held(row)


def _same(lease: Lease) -> dict[str, Any]:
    return {"_id": lease.outlet, "token": lease.token, "holder": lease.holder}


def _lease(row: dict[str, Any]) -> Lease:
    return msgspec.convert({"outlet": row["_id"], **row}, Lease)


def _held(row: dict[str, Any]) -> LeaseHeld:
    return LeaseHeld(
        f"{row['_id']} is being crawled by {row['holder']}, at least until "
        f"{row['until']:%H:%M:%S} UTC: wait, or end that crawl."
    )
