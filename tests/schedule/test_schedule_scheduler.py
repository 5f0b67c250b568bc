import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.schedule.child import Child
from monitor.schedule.scheduler import Scheduler
from monitor.store.connection import Store
from monitor.store.runs import Run
from monitor.store.schedules import Schedule

CRAWLER = Path(__file__).with_name("crawler.py")
MISSED = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)


def schedule(name: str = "example", outlet: str = "example.org", **facts: Any) -> Schedule:
    """Make a schedule that has missed its turns for three hours."""
    return Schedule(id=name, spider=name, outlet=outlet, next=MISSED, every=900, **facts)


class Notes:
    """What the crawls noted, and the schedulers that start them."""

    def __init__(self, store: Store, file: Path) -> None:
        self.store = store
        self.file = file

    def scheduler(self, behaviour: str, **rules: Any) -> Scheduler:
        """Make a scheduler whose crawls behave so."""
        command = [sys.executable, str(CRAWLER), behaviour, str(self.file)]
        return Scheduler(self.store, crawl_command=command, poll=0.05, **rules)

    @property
    def lines(self) -> list[str]:
        """What was noted so far."""
        return self.file.read_text().splitlines() if self.file.exists() else []


@pytest.fixture
def notes(store: Store, tmp_path: Path) -> Notes:
    """A store and an empty file."""
    return Notes(store, tmp_path / "notes")


async def until(true: Callable[[], Any], seconds: float = 15) -> None:
    """Wait for something that must come true."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


async def run_until(*schedulers: Scheduler, true: Callable[[], Any]) -> None:
    """Run schedulers until something is true, and stop them."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for scheduler in schedulers:
            group.create_task(scheduler.run(stop))
        try:
            await until(true)
        finally:
            stop.set()


async def run_to_rest(*schedulers: Scheduler, true: Callable[[], Any]) -> None:
    """Run schedulers until something is true and no crawl runs any more, and none has begun a while later."""
    rested = 0

    def at_rest() -> bool:
        nonlocal rested
        rested = 0 if any(scheduler._busy for scheduler in schedulers) or not true() else rested + 1
        return rested > 15

    await run_until(*schedulers, true=at_rest)


async def test_ten_missed_turns_are_made_once(notes: Notes) -> None:
    """The spider and the section are what the schedule says; the next turn keeps the beat."""
    await notes.store.schedules.add(schedule(section="World News"))
    await run_to_rest(notes.scheduler("finds nothing"), true=lambda: len(notes.lines) == 2)
    assert notes.lines == ["start example --section World News", "end example --section World News"]
    after = await notes.store.schedules.get("example")
    assert after.last is not None
    assert timedelta(0) < after.next - after.last <= timedelta(minutes=15)
    assert (after.next - MISSED) % timedelta(minutes=15) == timedelta(0)
    assert await notes.store.runs.list() == []


async def test_two_schedulers_make_a_turn_once(notes: Notes) -> None:
    """Whoever claims it makes it."""
    for number in range(4):
        await notes.store.schedules.add(schedule(f"s{number}", f"{number}.example"))
    both = [notes.scheduler("finds nothing") for _ in range(2)]
    await run_to_rest(*both, true=lambda: len(notes.lines) >= 8)
    assert sorted(notes.lines) == sorted(
        f"{what} s{number}" for what in ("start", "end") for number in range(4)
    )


async def test_two_schedules_of_one_outlet_take_turns(notes: Notes) -> None:
    """Neither runs beside the other, and neither is left out."""
    await notes.store.schedules.add(schedule("one"))
    await notes.store.schedules.add(schedule("two"))
    await run_to_rest(notes.scheduler("takes half a second"), true=lambda: len(notes.lines) == 4)
    assert notes.lines == ["start one", "end one", "start two", "end two"]


async def test_no_more_crawls_at_one_time_than_allowed(notes: Notes) -> None:
    """The others wait for their turn."""
    for number in range(3):
        await notes.store.schedules.add(schedule(f"s{number}", f"{number}.example"))
    await run_to_rest(notes.scheduler("takes half a second", at_once=1), true=lambda: len(notes.lines) == 6)
    assert [line.split()[0] for line in notes.lines] == ["start", "end"] * 3


async def test_a_turn_waits_while_its_outlet_is_crawled_elsewhere(notes: Notes) -> None:
    """As soon as the lease is free it is made."""
    await notes.store.schedules.add(schedule())
    lease = await notes.store.leases.take("example.org", "another machine")
    stop = asyncio.Event()
    running = asyncio.create_task(notes.scheduler("finds nothing").run(stop))
    await asyncio.sleep(0.5)
    assert notes.lines == []
    await notes.store.leases.release(lease)
    await until(lambda: len(notes.lines) == 2)
    stop.set()
    await running


async def test_a_crawl_that_finds_its_lease_held_is_no_failure(notes: Notes) -> None:
    """Its turn stays due until the other has ended."""
    await notes.store.schedules.add(schedule())
    scheduler = notes.scheduler("is refused")
    started = asyncio.create_task(run_to_rest(scheduler, true=lambda: notes.lines))
    await until(lambda: notes.lines)
    await notes.store.leases.take("example.org", "another machine")
    await started
    assert notes.lines == ["start example"]
    assert await notes.store.runs.list() == []
    assert (await notes.store.schedules.get("example")).next == MISSED
    assert await notes.store.schedules.claim(datetime.now(UTC)) is not None


FAILURES = [
    ("fails", "The crawl ended with code 1: monitor: There is no such place."),
    ("dies", "The crawl was ended by SIGKILL."),
]


@pytest.mark.parametrize(("behaviour", "sentence"), FAILURES)
async def test_a_crawl_that_fails_is_recorded_and_made_again_at_the_next_turn(
    notes: Notes, behaviour: str, sentence: str
) -> None:
    """With the last words of the process, if it had any."""
    await notes.store.schedules.add(schedule())
    await run_to_rest(notes.scheduler(behaviour), true=lambda: notes.lines)
    (run,) = await notes.store.runs.list()
    assert (run.state, run.outlet, run.spider, run.error) == ("failed", "example.org", "example", sentence)
    assert notes.lines == ["start example"]
    assert (await notes.store.schedules.get("example")).next > datetime.now(UTC)


async def test_a_run_whose_crawl_was_killed_is_closed_at_once(notes: Notes) -> None:
    """With what it had counted; nobody has to wait for its lease to end."""
    await notes.store.schedules.add(schedule())
    scheduler = notes.scheduler("dies")
    running = asyncio.create_task(run_to_rest(scheduler, true=lambda: notes.lines))
    await until(lambda: notes.lines)
    run = Run(
        id="a",
        outlet="example.org",
        spider="example",
        section="World",
        cause="crawl",
        started=datetime.now(UTC),
        counts={"pages": 2},
    )
    await notes.store.runs.start(run, await notes.store.leases.take("example.org", "the crawl"))
    await running
    (closed,) = await notes.store.runs.list()
    assert (closed.state, closed.counts) == ("failed", {"pages": 2})
    assert closed.error == "The crawl was ended by SIGKILL."
    assert closed.ended is not None


async def test_a_command_that_is_not_there_leaves_the_turn_due(
    notes: Notes, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says why, and the scheduler goes on."""
    await notes.store.schedules.add(schedule())
    scheduler = Scheduler(notes.store, crawl_command=["/nowhere/crawl"], poll=0.05)
    await run_to_rest(scheduler, true=lambda: "stays due" in caplog.text)
    assert "/nowhere/crawl" in caplog.text


async def test_a_stop_interrupts_the_crawls_and_leaves_their_turns_due(
    notes: Notes, capfd: pytest.CaptureFixture[str]
) -> None:
    """A crawl ends as it does at Ctrl-C; what it says on stderr is shown after its name, its summary is not."""
    await notes.store.schedules.add(schedule())
    await run_until(notes.scheduler("works"), true=lambda: notes.lines)
    assert notes.lines == ["start example", "interrupted example", "end example"]
    assert (await notes.store.schedules.get("example")).next == MISSED
    assert await notes.store.schedules.claim(datetime.now(UTC)) is not None
    out, error = capfd.readouterr()
    assert "example: at work\n" in error
    assert "a summary" not in out + error


async def test_a_crawl_that_had_ended_before_the_stop_is_done(notes: Notes) -> None:
    """Nobody interrupts it, and its turn is not due again."""
    await notes.store.schedules.add(schedule())
    scheduler, stop = notes.scheduler("finds nothing"), asyncio.Event()
    child = await Child.start("example", [*scheduler.crawl_command, "example"])
    await child.process.wait()
    stop.set()
    turn = await notes.store.schedules.claim(datetime.now(UTC))
    assert turn is not None
    assert not await scheduler._watch(child, turn, stop)
    await scheduler._close(turn, child, datetime.now(UTC), interrupted=False)
    assert (await notes.store.schedules.get("example")).next > datetime.now(UTC)


async def test_a_crawl_that_does_not_end_is_killed(notes: Notes, caplog: pytest.LogCaptureFixture) -> None:
    """After a patience that is long enough for a page."""
    await notes.store.schedules.add(schedule())
    await run_until(notes.scheduler("is stubborn", patience=0.2), true=lambda: notes.lines)
    assert notes.lines == ["start example"]
    assert "crawl killed schedule=example" in caplog.text


async def test_a_cancelled_scheduler_kills_its_crawls(notes: Notes) -> None:
    """The second Ctrl-C waits for nobody."""
    await notes.store.schedules.add(schedule())
    running = asyncio.create_task(notes.scheduler("is stubborn").run(asyncio.Event()))
    await until(lambda: notes.lines)
    running.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await running
    assert notes.lines == ["start example"]
