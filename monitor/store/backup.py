"""Backup and restore: a database into a bundle as it was at one moment, and a bundle into an empty database."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import AsyncMongoClient, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure

from monitor.errors import StoreAway, Taken
from monitor.store.bundle import Bundler, parts, read, verify
from monitor.store.migrations import SCHEMA, check
from monitor.store.transaction import patiently

Database = AsyncDatabase[dict[str, Any]]
_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
_TOGETHER = 500
# What any command that opens a database leaves in it.
_NOTHING = ("indexes", "schema", "writers")
_GONE = {239, 246}
"""Codes of SnapshotTooOld and SnapshotUnavailable."""


async def backup(
    client: AsyncMongoClient[dict[str, Any]], database: str, path: Path, now: datetime
) -> dict[str, Any]:
    """Write a database to a new file; give its manifest.

    All of it is read as it was at the start, whatever is written meanwhile. Raises `Taken` when the file is there.
    """
    source = client.get_database(database, write_concern=WriteConcern("majority", j=True))
    with closing(Bundler(path)) as bundler:
        # A moment later than the last collection or index was made: before it nothing can be read of them.
        await source["meta"].update_one({"_id": "writers"}, {"$inc": {"turn": 1}}, upsert=True)
        try:
            async with client.start_session(snapshot=True) as session:
                schema = await source["meta"].find_one(SCHEMA, session=session)
                for collection in await _collections(source):
                    await _copy(source, collection, bundler, session)
        except OperationFailure as error:
            if error.code not in _GONE:
                raise
            raise StoreAway(
                f"MongoDB cannot read all as it was at the start ({error.details and error.details['errmsg']}): "
                "set its parameter minSnapshotHistoryWindowInSeconds to an hour, or try at a quieter time."
            ) from error
        return bundler.finish(
            {"database": database, "at": now, "schema": (schema or {"version": 1})["version"]}
        )


async def restore(client: AsyncMongoClient[dict[str, Any]], database: str, path: Path) -> dict[str, Any]:
    """Write a backup into an empty database, with its indexes; give its manifest.

    The file is read to its end first. Raises `BadInput` when it is not whole, `Taken` when the database is not
    empty, `StoreAway` when it is of a newer program.
    """
    manifest = verify(path)
    check({"version": manifest["schema"]})
    target = client.get_database(database, write_concern=WriteConcern("majority", j=True))
    await _empty(target)
    meta = target["meta"]
    unfinished = {**SCHEMA, "version": manifest["schema"], "restoring": True}
    await meta.replace_one(SCHEMA, unfinished, upsert=True)
    name: str = ""
    indexes: list[dict[str, Any]] = []
    for kind, rows in _together(path):
        if kind == b"c":
            await _index(target, name, indexes)
            head = read(rows[0])
            name, indexes = head["name"], head["indexes"]
            if name != meta.name:
                await target.create_collection(name, **head["options"])
        elif kind == b"d":
            documents = [RawBSONDocument(raw) for raw in rows]
            if name == meta.name:
                documents = [row for row in documents if row["_id"] != SCHEMA["_id"]]
            if documents:
                await target[name].insert_many(documents)
    await _index(target, name, indexes)
    await meta.update_one(SCHEMA, {"$unset": {"restoring": ""}})
    return manifest


async def _copy(
    source: Database, collection: dict[str, Any], bundler: Bundler, session: AsyncClientSession
) -> None:
    name = collection["name"]
    indexes = [dict(index) async for index in await source[name].list_indexes()]
    bundler.collection(name, collection["options"], [index for index in indexes if index["name"] != "_id_"])
    async with source.get_collection(name, codec_options=_RAW).find(session=session) as rows:
        async for row in rows:
            bundler.document(row.raw)  # type: ignore[attr-defined]  # by its codec it is raw


async def _collections(source: Database) -> list[dict[str, Any]]:
    """List the collections that hold documents of their own, in the order of their names."""
    found = [dict(each) async for each in await source.list_collections()]
    own = (each for each in found if each["type"] == "collection" and not each["name"].startswith("system."))
    return sorted(own, key=lambda each: each["name"])


async def _empty(target: Database) -> None:
    """Make sure that nothing is in a database, and take away what a restore left that was not finished."""
    meta = target["meta"]
    schema = await patiently(lambda: meta.find_one(SCHEMA))
    names = [each["name"] for each in await _collections(target)]
    if not (schema and schema.get("restoring")):
        for name in names:
            wanted = {"_id": {"$nin": list(_NOTHING)}} if name == meta.name else {}
            if await target[name].find_one(wanted, {"_id": 1}):
                raise Taken(
                    f'The database "{target.name}" is not empty; '
                    "set MONITOR_MONGO_DATABASE to a new name, and restore into that."
                )
    # Last the one that says that it is not finished.
    for name in sorted(names, key=lambda name: name == meta.name):
        await target.drop_collection(name)


def _together(path: Path) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield the parts of a bundle, documents of a collection several at a time."""
    waiting: list[bytes] = []
    for kind, raw in parts(path):
        if kind == b"d":
            waiting.append(raw)
        if waiting and (kind != b"d" or len(waiting) == _TOGETHER):
            yield b"d", waiting
            waiting = []
        if kind != b"d":
            yield kind, [raw]


async def _index(target: Database, name: str, indexes: list[dict[str, Any]]) -> None:
    if indexes:
        await target.command({"createIndexes": name, "indexes": indexes})
