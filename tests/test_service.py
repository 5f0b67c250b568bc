import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from monitor.store.connection import Store, open_store
from monitor.store.embedded import Embedded
from monitor.store.schedules import Schedule

T = TypeVar("T")
CRAWLER = Path(__file__).parent / "schedule" / "crawler.py"
UP = """
import asyncio, logging, signal, sys
from monitor import config, service

async def up():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    await service.run(config.load(), stop, crawl_command=sys.argv[1:])

logging.basicConfig(level="INFO", stream=sys.stderr)
asyncio.run(up())
"""
PAST = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
SCHEDULE = Schedule(id="example", spider="example", outlet="example.org", next=PAST, every=3600)


class House:
    """A data directory with its database, and the processes started on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.notes = data / "notes"
        self.log = data / "log"
        self.processes: list[subprocess.Popen[bytes]] = []

    def up(self, behaviour: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Run everything in a process of its own, with crawls that behave so."""
        command = [sys.executable, "-c", UP, sys.executable, str(CRAWLER), behaviour, str(self.notes)]
        given = os.environ | {"MONITOR_DATA": str(self.data), **environment}
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, env=given, stderr=log)
        self.processes.append(process)
        return process

    def ask(self, question: Callable[[Store], Awaitable[T]]) -> T:
        """Ask the database, which is started for it."""

        async def asked() -> T:
            async with open_store(None, "monitor", self.data) as store:
                return await question(store)

        return asyncio.run(asked())

    @property
    def lines(self) -> list[str]:
        """What the crawls noted."""
        return self.notes.read_text().splitlines() if self.notes.exists() else []

    def logged(self, words: str) -> bool:
        """Tell whether the processes' log has such words."""
        return words in self.log.read_text()


def until(true: Callable[[], Any], seconds: float = 30) -> None:
    """Wait for something that must come true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One data directory for the module, its database stopped at the end."""
    directory = tmp_path_factory.mktemp("up")
    yield directory
    asyncio.run(Embedded(directory).stop())


@pytest.fixture
def house(data: Path) -> Iterator[House]:
    """A directory with one schedule that is due, and nothing running on it in the end."""
    house = House(data)
    for file in (house.notes, house.log):
        file.unlink(missing_ok=True)

    async def afresh(store: Store) -> None:
        await store.client.drop_database("monitor")
        await store.schedules.add(SCHEDULE)

    house.ask(afresh)
    yield house
    for process in house.processes:
        process.kill()
        process.wait()


def test_an_interrupt_ends_everything_cleanly(house: House) -> None:
    """The crawl is told, its turn stays due, and the exit code is 0."""
    up = house.up("works")
    until(lambda: house.lines)
    up.send_signal(signal.SIGINT)
    assert up.wait(timeout=20) == 0
    assert house.lines == ["start example", "interrupted example", "end example"]
    assert house.ask(lambda store: store.schedules.get("example")).next == PAST
    for fact in (
        "up database=monitor schedules=1 topics=0",
        "crawl started schedule=example",
        "stopping crawls=1",
        "stopped",
    ):
        assert house.logged(fact)


def test_a_crawl_ends_when_its_parent_is_killed(house: House) -> None:
    """The system tells it; nobody else can."""
    up = house.up("works")
    until(lambda: house.lines)
    up.kill()
    until(lambda: house.lines[-1] == "end example")
    assert house.lines == ["start example", "interrupted example", "end example"]


def test_the_turn_of_one_who_was_killed_is_made_by_the_next(house: House) -> None:
    """As soon as its claim has ended; here that is brought forward."""
    first = house.up("works")
    until(lambda: house.lines)
    first.kill()
    until(lambda: house.lines[-1] == "end example")
    house.up("finds nothing")
    until(lambda: house.logged("up database"))

    async def end_claim(store: Store) -> None:
        await store.db["schedules"].update_one({}, {"$set": {"turn.until": PAST}})

    house.ask(end_claim)
    until(lambda: house.lines[3:] == ["start example", "end example"])
    until(lambda: house.ask(lambda store: store.schedules.get("example")).next > PAST)


def test_two_who_are_up_make_a_turn_once(house: House) -> None:
    """On one machine or on two."""
    for _ in range(2):
        house.up("finds nothing")
    until(lambda: house.log.read_text().count("up database") == 2)
    until(lambda: house.logged("crawl done schedule=example"))
    time.sleep(1.5)
    assert house.lines == ["start example", "end example"]


@pytest.mark.slow
def test_a_database_that_was_killed_is_started_again(house: House) -> None:
    """And the next turn is made as if nothing had happened."""
    house.up("finds nothing")
    until(lambda: house.logged("crawl done schedule=example"))
    killed = Embedded(house.data).pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    until(lambda: Embedded(house.data).pid() not in {None, killed})

    async def add(store: Store) -> None:
        await store.schedules.add(replace(SCHEDULE, id="other", spider="other", outlet="other.example"))

    house.ask(add)
    until(lambda: house.logged("crawl done schedule=other"))
    assert house.lines[2:] == ["start other", "end other"]


def test_a_database_that_is_not_there_yet_is_waited_for(house: House) -> None:
    """The log says so, and who is tired of it ends with exit code 0."""
    up = house.up("finds nothing", MONITOR_MONGO_URI="mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100")
    until(lambda: house.logged("database waited for reason=No MongoDB answers at 127.0.0.1:1"))
    up.send_signal(signal.SIGINT)
    assert up.wait(timeout=20) == 0
