from datetime import UTC, datetime

import pytest

from monitor.store.connection import Store
from monitor.store.settle import Alert, Once, next_turn, settle
from tests.alert.newsroom import NOW, article, follow, publish, topic


@pytest.mark.parametrize(
    ("every", "turn"),
    [
        (None, NOW),
        (900, datetime(2026, 11, 24, 9, 15, tzinfo=UTC)),
        (3600, datetime(2026, 11, 24, 10, tzinfo=UTC)),
        (86_400, datetime(2026, 11, 25, tzinfo=UTC)),
        (604_800, datetime(2026, 11, 30, tzinfo=UTC)),
    ],
)
def test_a_digest_has_its_turn(every: int | None, turn: datetime) -> None:
    """Full quarters and hours, midnight, Monday, all in UTC; without a rhythm at once."""
    assert next_turn(every, NOW) == turn


def test_a_turn_that_is_now_is_over() -> None:
    """What comes at the full hour goes with the next."""
    full = NOW.replace(minute=0)
    assert next_turn(3600, full) == full.replace(hour=10)


@pytest.mark.parametrize(("once", "told"), [("story", 1), ("article", 2), ("event", 3)])
async def test_what_was_told_is_not_told_again(store: Store, once: Once, told: int) -> None:
    """Of a story, an article, an event: here two articles of one story, one of them with two events."""
    made = await follow(store, "varneuil")
    text = article("a").articleBody
    for outlet in ("lemonde.fr", "lefigaro.fr"):
        await publish(store, article("a", text, outlet))
    alert = Alert(topic=made, said={}, once=once)
    events = await store.events.unmatched(9)
    later = {**events[0], "_id": f"{events[0]['article']}:2:revised"}
    await store.db["events"].insert_one({**later, "matchedAt": None})
    for event in (*events, later):
        await settle(store.db, event, [alert], NOW)
    assert await store.db["outbox"].count_documents({}) == told
    assert (await store.topics.get("t")).alerts == told


async def test_an_event_is_settled_once(store: Store) -> None:
    """Who comes second writes nothing."""
    made = await follow(store, "varneuil")
    await publish(store, article("a"))
    (event,) = await store.events.unmatched(9)
    alert = Alert(topic=made, said={}, once="event")
    assert await settle(store.db, event, [alert], NOW) == 1
    assert await settle(store.db, event, [alert], NOW) == 0
    assert await store.events.unmatched(9) == []


async def test_a_topic_that_is_gone_is_told_nothing(store: Store) -> None:
    """The event is settled all the same."""
    await publish(store, article("a"))
    (event,) = await store.events.unmatched(9)
    assert await settle(store.db, event, [Alert(topic=topic("varneuil"), said={})], NOW) == 0
    assert await store.outbox.list() == []
    assert await store.events.unmatched(9) == []
