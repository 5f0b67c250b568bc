"""A database goes into a file and comes back equal; what is not whole is refused before anything is written."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import bson
import pytest
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from monitor.errors import BadInput, StoreAway, Taken
from monitor.store.backup import backup, restore
from monitor.store.bundle import FIRST_LINE, Bundler, parts, verify
from monitor.store.connection import Store, open_store
from tests.dedup.prose import prose
from tests.store.test_store_articles import NOW, article, put

RAW: CodecOptions[Any] = CodecOptions(document_class=RawBSONDocument)


@pytest.fixture
async def again(store: Store) -> AsyncIterator[str]:
    """Name a database to restore into, dropped after the test."""
    name = f"test_{uuid4().hex[:12]}"
    yield name
    await store.client.drop_database(name)


@pytest.fixture
async def filled(store: Store) -> Store:
    """A store with copies, a revision, events, a lease and a collection of another kind."""
    for number in range(4):
        await put(store, article(f"p{number}", f"{prose(5, 90)} {prose(number, 8)}"))
    await put(store, article("p0", prose(9, 90), at=NOW + timedelta(hours=1)))
    await store.leases.release(await store.leases.take("atlantico.fr", "somebody"))
    await store.db["odd"].insert_many([{"_id": n, "b": bytes([n % 256]), "n": n * 0.1} for n in range(1200)])
    await store.db.create_collection("sorted", collation={"locale": "fr"})
    return store


async def everything(store: Store, name: str) -> dict[str, Any]:
    """Give every document byte for byte, and the options and indexes of every collection."""
    database = store.client[name]
    found = {}
    async for each in await database.list_collections():
        rows = database.get_collection(each["name"], codec_options=RAW).find()
        indexes = await (await database[each["name"]].list_indexes()).to_list()
        found[each["name"]] = each["options"], indexes, sorted([bytes(row.raw) async for row in rows])  # type: ignore[attr-defined]  # by its codec
    return found


async def test_what_is_restored_is_equal(filled: Store, again: str, tmp_path: Path, mongo_uri: str) -> None:
    """Every collection with its indexes and options; the program goes on with it."""
    file = tmp_path / "backup"
    manifest = await backup(filled.client, filled.db.name, file, NOW)
    assert await restore(filled.client, again, file) == manifest
    assert await everything(filled, again) == await everything(filled, filled.db.name)
    assert manifest["collections"]["odd"]["count"] == 1200
    assert file.stat().st_mode & 0o777 == 0o600
    async with open_store(mongo_uri, again, tmp_path) as opened:
        stored = await put(opened, article("p9", prose(5, 90)))
        assert stored.article.copyOf


async def test_it_is_of_one_moment(filled: Store, again: str, tmp_path: Path) -> None:
    """What is written while it is made is in it whole or not at all: every event has its article."""
    writing = asyncio.create_task(_write(filled))
    await asyncio.sleep(0.1)
    await backup(filled.client, filled.db.name, tmp_path / "backup", NOW)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await restore(filled.client, again, tmp_path / "backup")
    database = filled.client[again]
    names = {row["_id"] async for row in database["articles"].find()}
    assert names == {row["article"] async for row in database["events"].find()}
    sizes = [row["size"] async for row in database["clusters"].find()]
    assert sum(sizes) == len(names)


async def _write(store: Store) -> None:
    number = 0
    while True:
        await put(store, article(f"more{number}", f"{prose(5, 90)} {prose(number, 8)}"))
        number += 1


def cut_short(content: bytes) -> bytes:
    """Leave the last bytes out."""
    return content[:-200]


def flipped(content: bytes) -> bytes:
    """Change a byte in the middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]


def another_document(content: bytes) -> bytes:
    """Change a word of a document, in a stream that is whole."""
    return gzip.compress(gzip.decompress(content).replace(b"mot1", b"mot2", 1))


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut short": cut_short,
    "empty": lambda _: b"",
    "another file": lambda _: gzip.compress(b"hello"),
    "not compressed": lambda _: b"hello",
    "only the first line": lambda _: gzip.compress(FIRST_LINE),
    "a byte is another": flipped,
    "a word is another": another_document,
    "more at the end": lambda content: content + gzip.compress(b"d" + bytes.fromhex("0500000000")),
}


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """A bundle of two collections."""
    bundler = Bundler(tmp_path / "whole")
    for name in ("one", "other"):
        bundler.collection(name, {}, [])
        for number in range(50):
            bundler.document(bson.encode({"_id": number, "text": prose(number, 30)}))
    bundler.finish({"schema": 1})
    return (tmp_path / "whole").read_bytes()


def test_a_bundle_says_what_is_in_it(whole: bytes, tmp_path: Path) -> None:
    """Read to its end it agrees with its manifest."""
    assert {name: each["count"] for name, each in verify(tmp_path / "whole")["collections"].items()} == {
        "one": 50,
        "other": 50,
    }


@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_what_is_not_whole_is_refused(whole: bytes, tmp_path: Path, breaks: Callable[[bytes], bytes]) -> None:
    """In one sentence that names the file."""
    (tmp_path / "broken").write_bytes(breaks(whole))
    with pytest.raises(BadInput, match="broken cannot be restored"):
        verify(tmp_path / "broken")


async def test_every_end_that_is_cut_off_is_missed(whole: bytes, tmp_path: Path) -> None:
    """Wherever a file ends too early."""
    for size in range(0, len(whole), max(1, len(whole) // 200)):
        (tmp_path / "broken").write_bytes(whole[:size])
        with pytest.raises(BadInput):
            verify(tmp_path / "broken")


async def test_what_is_cut_short_writes_nothing(filled: Store, again: str, tmp_path: Path) -> None:
    """The file is read to its end before the database is touched."""
    file = tmp_path / "backup"
    await backup(filled.client, filled.db.name, file, NOW)
    file.write_bytes(cut_short(file.read_bytes()))
    with pytest.raises(BadInput, match="cut short"):
        await restore(filled.client, again, file)
    assert await everything(filled, again) == {}


async def test_a_database_that_is_not_empty_is_refused(filled: Store, tmp_path: Path) -> None:
    """It stays as it is; so does a file that is there."""
    file = tmp_path / "backup"
    await backup(filled.client, filled.db.name, file, NOW)
    before, content = await everything(filled, filled.db.name), file.read_bytes()
    with pytest.raises(Taken, match="is not empty"):
        await restore(filled.client, filled.db.name, file)
    with pytest.raises(Taken, match="exists"):
        await backup(filled.client, filled.db.name, file, NOW)
    assert (await everything(filled, filled.db.name), file.read_bytes()) == (before, content)


async def test_a_restore_that_was_killed_is_begun_again(
    filled: Store, again: str, tmp_path: Path, mongo_uri: str
) -> None:
    """Meanwhile the database is refused; the next restore puts it right."""
    file = tmp_path / "backup"
    await backup(filled.client, filled.db.name, file, NOW)
    half = filled.client[again]
    await half["meta"].insert_one({"_id": "schema", "version": 1, "restoring": True})
    await half["articles"].insert_one({"_id": "half"})
    with pytest.raises(StoreAway, match="not finished"):
        async with open_store(mongo_uri, again, tmp_path):
            pass
    await restore(filled.client, again, file)
    assert await everything(filled, again) == await everything(filled, filled.db.name)


async def test_a_backup_of_a_newer_program_is_refused(filled: Store, again: str, tmp_path: Path) -> None:
    """By the version in its manifest."""
    await filled.db["meta"].update_one({"_id": "schema"}, {"$set": {"version": 99}})
    await backup(filled.client, filled.db.name, tmp_path / "backup", NOW)
    with pytest.raises(StoreAway, match="of version 99"):
        await restore(filled.client, again, tmp_path / "backup")


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    """The sentence names it."""
    with pytest.raises(BadInput, match="No such file"):
        list(parts(tmp_path / "nothing"))
