import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pymongo import AsyncMongoClient

from monitor.errors import StoreAway
from monitor.store.embedded import Embedded

START = "import asyncio, sys, pathlib; from monitor.store.embedded import Embedded; print(asyncio.run(Embedded(pathlib.Path(sys.argv[1])).start()))"


@pytest.fixture
async def data(tmp_path: Path) -> AsyncIterator[Path]:
    """A directory with a space and capitals; what runs on it is ended."""
    place = tmp_path / "My Data"
    yield place
    await Embedded(place).stop()


async def write(uri: str) -> int:
    """Write one document and count them all."""
    client: AsyncMongoClient[dict[str, int]] = AsyncMongoClient(uri)
    async with client:
        await client.test.numbers.insert_one({"n": 1})
        return await client.test.numbers.count_documents({})


async def test_a_start_is_writable_and_a_second_finds_it_running(data: Path) -> None:
    """The directory is private, and starting again costs nothing."""
    database = Embedded(data)
    assert await write(await database.start()) == 1
    pid = database.pid()
    assert await Embedded(data).start() == database.uri
    assert database.pid() == pid is not None
    assert (data / "mongo").stat().st_mode & 0o777 == 0o700
    assert await database.stop() is True
    assert await database.stop() is False


def test_two_commands_at_once_start_it_once(tmp_path: Path) -> None:
    """The second waits for the first, and it outlives both."""
    both = [
        subprocess.Popen([sys.executable, "-c", START, tmp_path], stdout=subprocess.PIPE) for _ in range(2)
    ]
    told = {process.communicate()[0] for process in both}
    assert len(told) == 1
    assert [process.returncode for process in both] == [0, 0]
    logged = (tmp_path / "mongo/mongod.log").read_text()
    assert logged.count("MongoDB starting") + logged.count("***** SERVER RESTARTED *****") <= 2
    assert asyncio.run(write(told.pop().decode().strip())) == 1
    asyncio.run(Embedded(tmp_path).stop())


async def test_it_comes_back_after_kill_nine(data: Path) -> None:
    """A stale socket, pid file and lock are in nobody's way, and nothing is lost."""
    database = Embedded(data)
    await write(await database.start())
    pid = database.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while database.pid() is not None:
        await asyncio.sleep(0.02)
    assert await write(await database.start()) == 2


async def test_it_survives_its_starter(data: Path) -> None:
    """Kill -9 of the command that started it, process group and all, leaves it running."""
    starter = subprocess.Popen(
        [sys.executable, "-c", START + "; import time; time.sleep(60)", data],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert starter.stdout is not None
    uri = (await asyncio.to_thread(starter.stdout.readline)).decode().strip()
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    assert await write(uri) == 1


async def test_it_follows_a_moved_directory(data: Path, tmp_path: Path) -> None:
    """The replica set learns its new address, and its data are there."""
    await write(await Embedded(data).start())
    await Embedded(data).stop()
    moved = data.rename(tmp_path / "Elsewhere")
    try:
        assert await write(await Embedded(moved).start()) == 2
    finally:
        await Embedded(moved).stop()


async def test_a_path_too_long_for_a_socket_is_no_matter(tmp_path: Path) -> None:
    """The socket then stands in a private directory under the temporary one."""
    database = Embedded(tmp_path / ("long" * 25))
    try:
        assert await write(await database.start()) == 1
        assert len(os.fsencode(database.socket)) <= 100
        assert database.socket.parent.stat().st_mode & 0o777 == 0o700
    finally:
        await database.stop()
        database.socket.parent.rmdir()


@pytest.fixture
def no_mongod(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform without any mongod."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)


async def test_without_any_mongod_the_sentence_says_what_to_do(no_mongod: None, tmp_path: Path) -> None:
    """Install it, or set the URI."""
    with pytest.raises(StoreAway, match=r"install mongod .* or set MONITOR_MONGO_URI"):
        await Embedded(tmp_path).start()


async def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where the directory should be is one clear sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreAway, match="set MONITOR_DATA"):
        await Embedded(tmp_path / "file").start()
