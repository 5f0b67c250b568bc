"""Migrations: what brings a database that an older program wrote up to this one, in order, each once.

The first of `MIGRATIONS` leads from version 1 to version 2, and so on. A migration may be interrupted by a
kill and is then run again from its start: it must find what is done already done.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from monitor.errors import LeaseHeld, StoreAway
from monitor.store import fingerprints
from monitor.store.leases import Leases
from monitor.store.transaction import patiently

log = logging.getLogger(__name__)

Migration = Callable[[AsyncDatabase[dict[str, Any]]], Awaitable[None]]
MIGRATIONS: tuple[Migration, ...] = (fingerprints.fill,)
SCHEMA = {"_id": "schema"}
_LEASE = "schema"
_LONGEST = 900.0
_PAUSE = 0.2


async def migrate(
    database: AsyncDatabase[dict[str, Any]], migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Bring a database up to the program's version, or wait until another process has; a look-up when it is.

    Raises `StoreAway` for a database of a newer program, or one into which a restore was not finished.
    """
    newest = 1 + len(migrations)
    deadline = time.monotonic() + _LONGEST
    while await _version(database, newest) < newest:
        if time.monotonic() > deadline:
            raise StoreAway(
                "Another process is still bringing the database up to date: wait, then start again."
            )
        try:
            async with _turn(database):
                await _run(database, migrations)
        except LeaseHeld:
            await asyncio.sleep(_PAUSE)


def check(schema: dict[str, Any], newest: int = 1 + len(MIGRATIONS)) -> None:
    """Raise `StoreAway` when this program must not touch a database of this schema."""
    if schema.get("restoring"):
        raise StoreAway('A restore into this database was not finished: give "monitor db restore" again.')
    if schema["version"] > newest:
        raise StoreAway(
            f"The database is of version {schema['version']}, and this program knows {newest}: update the program."
        )


async def _version(database: AsyncDatabase[dict[str, Any]], newest: int) -> int:
    schema = await patiently(lambda: _schema(database, newest))
    check(schema, newest)
    version: int = schema["version"]
    return version


async def _schema(database: AsyncDatabase[dict[str, Any]], newest: int) -> dict[str, Any]:
    """Give what a database says of its schema; a new one says that it is the newest."""
    meta = database["meta"]
    found = await meta.find_one(SCHEMA)
    if found:
        return found
    # Programs that told no version left indexes.
    version = 1 if await meta.find_one({"_id": "indexes"}) else newest
    await meta.update_one(SCHEMA, {"$setOnInsert": {"version": version}}, upsert=True)
    return await _schema(database, newest)


async def _run(database: AsyncDatabase[dict[str, Any]], migrations: Sequence[Migration]) -> None:
    newest = 1 + len(migrations)
    for version in range(await _version(database, newest), newest):
        await migrations[version - 1](database)
        await database["meta"].update_one(SCHEMA, {"$set": {"version": version + 1}})
        log.info("database migrated database=%s version=%d", database.name, version + 1)


@asynccontextmanager
async def _turn(database: AsyncDatabase[dict[str, Any]]) -> AsyncIterator[None]:
    leases = Leases(database)
    lease = await leases.take(_LEASE, "migration")
    renewing = asyncio.create_task(leases.keep(lease))
    try:
        yield
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing
        await leases.release(lease)
