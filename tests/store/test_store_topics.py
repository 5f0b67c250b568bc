from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alert.matcher import Matcher
from monitor.errors import Taken, Unknown
from monitor.store.connection import Store
from monitor.store.topics import Pause
from tests.alert.newsroom import NOW, article, publish, topic

MINUTE = timedelta(minutes=1)


async def test_a_topic_comes_back_as_it_was_stored(store: Store) -> None:
    """By its name, and in the list."""
    made = topic("varneuil", "stdout:", every="1h", causes=("crawl", "replay"))
    await store.topics.add(made)
    assert await store.topics.get("t") == made
    assert await store.topics.list() == [made]


async def test_a_name_is_taken_once(store: Store) -> None:
    """The same topic again, after an answer that was lost, is no clash."""
    made = topic("varneuil")
    await store.topics.add(made)
    await store.topics.add(made)
    with pytest.raises(Taken, match='There is a topic "t"'):
        await store.topics.add(replace(made, id="other"))


async def test_an_unknown_name_tells_those_that_are_there(store: Store) -> None:
    """Or how to make the first."""
    with pytest.raises(Unknown, match="monitor topic add"):
        await store.topics.get("x")
    await store.topics.add(topic("varneuil"))
    for call in (store.topics.get("x"), store.topics.remove("x"), store.topics.pause("x", NOW)):
        with pytest.raises(Unknown, match="there are: t"):
            await call


async def test_pauses_are_kept(store: Store) -> None:
    """Pausing what is paused, or resuming what is not, changes nothing."""
    await store.topics.add(topic("varneuil"))
    assert (await store.topics.resume("t", NOW)).pauses == ()
    assert (await store.topics.pause("t", NOW)).paused
    assert (await store.topics.pause("t", NOW + MINUTE)).pauses == (Pause(since=NOW),)
    resumed = await store.topics.resume("t", NOW + 2 * MINUTE)
    first = Pause(since=NOW, until=NOW + 2 * MINUTE)
    assert (resumed.paused, resumed.pauses) == (False, (first,))
    again = await store.topics.pause("t", NOW + 3 * MINUTE)
    assert again.pauses == (first, Pause(since=NOW + 3 * MINUTE))
    assert [again.hears("crawl", NOW + n * MINUTE) for n in range(-1, 5)] == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]


async def test_a_topic_is_removed_with_what_it_had_to_send(store: Store) -> None:
    """What was sent stays as history."""
    await store.topics.add(topic("varneuil"))
    for path in "ab":
        await publish(store, article(path))
    await Matcher(store, clock=lambda: NOW).match_waiting()
    (channel,) = await store.outbox.channels_due(NOW)
    claim = await store.outbox.claim(channel, NOW)
    assert claim
    await store.outbox.sent(claim, NOW)
    assert await store.topics.remove("t") == 1
    assert await store.topics.list() == []
    assert [row.state for row in await store.outbox.list()] == ["sent"]
