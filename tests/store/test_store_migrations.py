"""A database of an older program is brought up to date, in order, once; one of a newer is left alone."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from monitor.errors import StoreAway
from monitor.store.connection import Store, open_store
from monitor.store.migrations import MIGRATIONS, Migration, migrate

Database = AsyncDatabase[dict[str, Any]]
DAWN = datetime(2026, 11, 24, tzinfo=UTC)


class Kill(Exception):
    """Ends a migration as a kill does."""


def planted(ran: list[int], *, killed: int = 0) -> list[Migration]:
    """Give three migrations that note that they ran, and add a field each; one of them is killed once."""
    kills = {killed}

    def step(number: int) -> Migration:
        async def run(database: Database) -> None:
            ran.append(number)
            await asyncio.sleep(0.05)
            await database["things"].update_many({}, {"$set": {f"v{number}": True}})
            if number in kills:
                kills.clear()
                raise Kill

        return run

    return [step(2), step(3), step(4)]


async def version(store: Store) -> int:
    """Give the version of a database."""
    found = await store.db["meta"].find_one({"_id": "schema"})
    assert found
    told: int = found["version"]
    return told


async def of_version(store: Store, number: int | None) -> None:
    """Let a database be of an older version; None for one of a program that told none."""
    await store.db["things"].insert_one({"_id": 1})
    await store.db["meta"].delete_one({"_id": "schema"})
    if number:
        await store.db["meta"].insert_one({"_id": "schema", "version": number})


@pytest.mark.parametrize(
    ("number", "expected"), [(None, [2, 3, 4]), (1, [2, 3, 4]), (2, [3, 4]), (3, [4]), (4, [])]
)
async def test_from_each_older_version(store: Store, number: int | None, expected: list[int]) -> None:
    """What lies between the database's version and the program's is run, and no more."""
    await of_version(store, number)
    ran: list[int] = []
    for _ in range(2):
        await migrate(store.db, planted(ran))
    assert (ran, await version(store)) == (expected, 4)
    assert await store.db["things"].find_one({}) == {"_id": 1} | {f"v{each}": True for each in expected}


async def test_two_at_once_migrate_once(store: Store) -> None:
    """The second waits, and finds it done."""
    await of_version(store, 1)
    ran: list[int] = []
    await asyncio.gather(*(migrate(store.db, planted(ran)) for _ in range(3)))
    assert ran == [2, 3, 4]


async def test_a_kill_in_between_costs_nothing(store: Store) -> None:
    """What was done stays done, what was interrupted is run again."""
    await of_version(store, 1)
    ran: list[int] = []
    migrations = planted(ran, killed=3)
    with pytest.raises(Kill):
        await migrate(store.db, migrations)
    assert await version(store) == 2
    await migrate(store.db, migrations)
    assert (ran, await version(store)) == ([2, 3, 3, 4], 4)


async def test_a_new_database_is_of_the_newest_version(store: Store) -> None:
    """Nothing is run on it."""
    await store.client.drop_database(store.db.name)
    ran: list[int] = []
    await migrate(store.db, planted(ran))
    assert (ran, await version(store)) == ([], 4)


async def test_a_newer_database_is_refused(store: Store, mongo_uri: str, tmp_path: Path) -> None:
    """One sentence, and nothing is written; so with one that is half restored."""
    newest = 1 + len(MIGRATIONS)
    for schema, sentence in (
        ({"version": newest + 6}, f"of version {newest + 6}, and this program knows {newest}"),
        ({"version": newest, "restoring": True}, "not finished"),
    ):
        await store.db["meta"].replace_one({"_id": "schema"}, schema)
        with pytest.raises(StoreAway, match=sentence):
            async with open_store(mongo_uri, store.db.name, tmp_path):
                pass


async def test_what_an_older_program_stored_is_found_by_this_one(store: Store) -> None:
    """Version 1 looked copies up among the articles themselves; so may a migration that was interrupted."""
    written = {"time": DAWN, "bodyDigest": "d", "fingerprint": [8, 16]}
    articles = store.db["articles"]
    await articles.insert_many(
        [
            {"_id": "kept", "urls": ["https://a.example/1"], "purged": None, **written},
            {"_id": "old", "urls": ["https://a.example/2"], **written},
            {"_id": "purged", "urls": ["https://a.example/3"], "purged": DAWN, **written},
        ]
    )
    await articles.create_index([("fingerprint", 1), ("time", -1)], name="copies")
    await store.db["fingerprints"].insert_one({"_id": "old", **written, "fingerprint": [24]})
    await store.db["meta"].update_one({"_id": "schema"}, {"$set": {"version": 1}})
    await migrate(store.db)
    assert await store.db["fingerprints"].find().sort("_id").to_list() == [
        {"_id": "kept", **written},
        {"_id": "old", **written},
    ]
    assert "copies" not in await articles.index_information()
