import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import Taken, Unknown
from monitor.store.connection import Store
from monitor.store.schedules import Schedule, Schedules

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)
HOURLY = Schedule(id="example", spider="example", outlet="example.org", next=NOW, every=3600)
WORLD = replace(HOURLY, id="example/World", section="World", next=NOW - timedelta(minutes=1))


@pytest.fixture
async def schedules(store: Store) -> Schedules:
    """A store's schedules, with one of them."""
    await store.schedules.add(HOURLY)
    return store.schedules


async def test_a_schedule_is_kept_as_it_is(schedules: Schedules) -> None:
    """By its name, and in the list."""
    await schedules.add(WORLD)
    assert await schedules.get("example/World") == WORLD
    assert await schedules.list() == [HOURLY, WORLD]
    await schedules.remove("example")
    assert await schedules.list() == [WORLD]


async def test_a_name_is_taken_once(schedules: Schedules) -> None:
    """A second schedule for a spider's section says how to change the first."""
    with pytest.raises(Taken, match='There is a schedule "example"'):
        await schedules.add(HOURLY)


async def test_an_unknown_name_is_one_sentence(store: Store) -> None:
    """It names those there are, or says how to make one."""
    with pytest.raises(Unknown, match='no schedule "x"; add one with "monitor schedule add"'):
        await store.schedules.remove("x")
    await store.schedules.add(HOURLY)
    for ask in (store.schedules.get("x"), store.schedules.pause("x"), store.schedules.resume("x", NOW)):
        with pytest.raises(Unknown, match='no schedule "x"; there are: example'):
            await ask


async def test_of_twenty_who_claim_a_turn_one_gets_it(schedules: Schedules) -> None:
    """It remembers when its turn was made."""
    claims = await asyncio.gather(*(schedules.claim(NOW) for _ in range(20)))
    assert [turn.schedule.id for turn in claims if turn] == ["example"]
    assert (await schedules.get("example")).last == NOW


async def test_turns_are_claimed_when_due_longest_waiting_first(schedules: Schedules) -> None:
    """Not before, not while paused, not for an outlet that is busy."""
    assert await schedules.claim(NOW - timedelta(seconds=1)) is None
    assert await schedules.claim(NOW, busy={"example.org"}) is None
    await schedules.add(WORLD)
    first = await schedules.claim(NOW)
    assert first is not None
    assert first.schedule.id == "example/World"
    await schedules.pause("example")
    assert await schedules.claim(NOW) is None
    await schedules.resume("example", LATER)
    assert await schedules.claim(NOW) is None
    assert await schedules.claim(LATER) is not None


async def test_a_settled_turn_is_made_once(schedules: Schedules) -> None:
    """The next is due when it says."""
    turn = await schedules.claim(NOW)
    assert turn is not None
    await schedules.settle(turn, LATER)
    assert await schedules.claim(NOW) is None
    assert await schedules.claim(LATER) is not None


async def test_a_turn_given_back_is_due_at_once(schedules: Schedules) -> None:
    """Whoever looks next makes it."""
    turn = await schedules.claim(NOW)
    assert turn is not None
    await schedules.give_back(turn)
    assert await schedules.claim(NOW) is not None


async def test_a_claim_that_is_kept_stays(schedules: Schedules, store: Store) -> None:
    """Nobody makes a turn while another is at it, however long that takes."""
    turn = await Schedules(store.db, length=0.05).claim(NOW)
    assert turn is not None
    await schedules.keep(turn)
    await asyncio.sleep(0.1)
    assert await schedules.claim(NOW) is None


async def test_a_claim_that_is_not_kept_is_lost(schedules: Schedules, store: Store) -> None:
    """The turn of one who died is made by another; the dead man's word does not count any more."""
    first = await Schedules(store.db, length=0.05).claim(NOW)
    assert first is not None
    await asyncio.sleep(0.1)
    assert await schedules.claim(NOW) is not None
    await schedules.settle(first, LATER)
    await schedules.give_back(first)
    assert (await schedules.get("example")).next == NOW
    assert await schedules.claim(NOW) is None
