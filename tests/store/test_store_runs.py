import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import Unknown
from monitor.store.connection import Store
from monitor.store.leases import Leases
from monitor.store.runs import Run

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
RUN = Run(id="a", outlet="example.org", spider="example", section="World", cause="crawl", started=NOW)


async def test_a_run_is_kept_with_how_it_ended(store: Store) -> None:
    """What is counted, and the archive it wrote, stand beside its state."""
    await store.runs.start(RUN, await store.leases.take("example.org", "a"))
    assert await store.runs.get("a") == RUN
    end = NOW + timedelta(minutes=3)
    done = RUN.ended_with({"pages": 3, "NoBody": 1, "failed": 0}, None, end, "a.warc.gz")
    await store.runs.finish(done)
    assert await store.runs.get("a") == replace(
        RUN, state="done", ended=end, counts={"pages": 3, "NoBody": 1}, file="a.warc.gz"
    )


async def test_an_unknown_run_is_one_sentence(store: Store) -> None:
    """It says where the ids are."""
    with pytest.raises(Unknown, match='There is no run "b"; "monitor run list"'):
        await store.runs.get("b")


async def test_runs_are_listed_newest_first(store: Store) -> None:
    """Of all outlets or of one, so many at most."""
    for number in range(4):
        outlet = "other.example" if number == 2 else "example.org"
        started = NOW + timedelta(minutes=number)
        await store.runs.start(replace(RUN, id=str(number), outlet=outlet, started=started))
    assert [run.id for run in await store.runs.list()] == ["3", "2", "1", "0"]
    assert [run.id for run in await store.runs.list(outlet="example.org", limit=2)] == ["3", "1"]


async def test_a_run_whose_lease_ended_is_read_as_failed(store: Store) -> None:
    """Killed without a word, it does not run for ever; a lease renewed late brings it back."""
    lease = await store.leases.take("example.org", "a")
    await store.runs.start(RUN, lease)
    assert (await store.runs.get("a")).state == "running"
    lease = await Leases(store.db, length=0.05).renew(lease)
    await asyncio.sleep(0.1)
    dead = await store.runs.get("a")
    assert (dead.state, dead.ended) == ("failed", lease.until)
    assert dead.error is not None
    assert "killed" in dead.error
    assert [run.state for run in await store.runs.list()] == ["failed"]
    await store.leases.renew(lease)
    assert (await store.runs.get("a")).state == "running"


async def test_a_run_whose_lease_was_taken_over_is_read_as_failed(store: Store) -> None:
    """When it ended nobody knows; the one who took over runs."""
    leases = Leases(store.db, length=0.05)
    await store.runs.start(RUN, await leases.take("example.org", "a"))
    await asyncio.sleep(0.1)
    await store.runs.start(replace(RUN, id="b"), await store.leases.take("example.org", "b"))
    dead = await store.runs.get("a")
    assert (dead.state, dead.ended) == ("failed", None)
    assert (await store.runs.get("b")).state == "running"


async def test_a_run_without_lease_does_not_run_for_ever(store: Store) -> None:
    """Nobody keeps it: it is read as failed, unless it says how it ended."""
    await store.runs.start(RUN)
    assert ((await store.runs.get("a")).state, (await store.runs.get("a")).ended) == ("failed", None)
    done = RUN.ended_with({}, None, NOW)
    await store.runs.start(done)
    assert await store.runs.get("a") == done


async def test_a_run_that_ended_by_itself_does_not_ask_for_its_lease(store: Store) -> None:
    """Done is done, also when the lease is gone."""
    lease = await store.leases.take("example.org", "a")
    await store.runs.start(RUN, lease)
    await store.runs.finish(RUN.ended_with({}, None, NOW))
    await store.leases.release(lease)
    assert (await store.runs.get("a")).state == "done"
