import asyncio
from datetime import timedelta
from typing import Any

from monitor.store.connection import Store
from monitor.store.events import Happening
from monitor.store.transaction import transaction
from tests.alert.newsroom import NOW


async def add(store: Store, article: str, *kinds: Any, revision: int = 1, minute: int = 0) -> None:
    """Write what happened to an article."""
    at = NOW + timedelta(minutes=minute)

    async def body(session: Any) -> None:
        happening = Happening(kinds=kinds, article=article, revision=revision, cause="crawl", run="r1", at=at)
        await store.events.add(session, [happening])

    await transaction(store.client, body)


async def waiting(store: Store, **options: Any) -> list[str]:
    """List the ids of the events that wait."""
    return [event["_id"] for event in await store.events.unmatched(9, **options)]


async def test_events_wait_until_they_are_passed_over(store: Store) -> None:
    """Oldest first; an event is marked once and never again."""
    await add(store, "b", "new", minute=1)
    await add(store, "a", "new")
    await add(store, "a", "revised", "creditAdded", revision=2, minute=2)
    assert await waiting(store) == ["a:1:new", "b:1:new", "a:2:creditAdded", "a:2:revised"]
    assert await waiting(store, without=["a:1:new"]) == ["b:1:new", "a:2:creditAdded", "a:2:revised"]
    assert await store.events.pass_over(["a:1:new", "b:1:new"], NOW) == 2
    assert await store.events.pass_over(["a:1:new", "a:2:revised"], NOW) == 1
    assert await waiting(store) == ["a:2:creditAdded"]


async def test_an_event_that_is_written_again_stays_settled(store: Store) -> None:
    """A transaction that is repeated tells nothing twice."""
    await add(store, "a", "new")
    await store.events.pass_over(["a:1:new"], NOW)
    await add(store, "a", "new")
    assert await waiting(store) == []


async def test_what_happened_to_an_article_is_told_in_order(store: Store) -> None:
    """Of that article only."""
    await add(store, "a", "revised", revision=2, minute=1)
    await add(store, "a", "new")
    await add(store, "b", "new")
    assert [event["_id"] for event in await store.events.of("a")] == ["a:1:new", "a:2:revised"]


async def test_what_waits_is_found_by_an_index(store: Store) -> None:
    """However many events are settled."""
    await add(store, "a", "new")
    plan = (
        await store.db["events"]
        .find({"matchedAt": None, "_id": {"$nin": []}})
        .sort([("at", 1), ("_id", 1)])
        .explain()
    )
    assert "unmatched" in str(plan["queryPlanner"]["winningPlan"])
    assert "SORT'" not in str(plan["queryPlanner"]["winningPlan"])


async def test_events_of_articles_that_are_gone_are_forgotten(store: Store) -> None:
    """Settled ones stay."""
    await add(store, "a", "new")
    await store.events.pass_over(["a:1:new"], NOW)
    await add(store, "a", "revised", revision=2)
    await transaction(store.client, lambda session: store.events.forget(session, ["a"]))
    assert [event["_id"] for event in await store.events.of("a")] == ["a:1:new"]


async def test_an_event_wakes_who_waits(store: Store) -> None:
    """Also one that came between two calls; without one the time runs out, or `stop` ends it."""
    stop = asyncio.Event()
    assert not await store.events.changed(stop, 0.01)
    await add(store, "a", "new")
    assert await store.events.changed(stop, 30)
    waiter = asyncio.create_task(store.events.changed(stop, 30))
    await asyncio.sleep(0.1)
    await add(store, "b", "new")
    assert await waiter
    stop.set()
    assert not await store.events.changed(stop, 30)
