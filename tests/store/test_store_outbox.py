from datetime import timedelta

import pytest

from monitor.alert.matcher import Matcher
from monitor.errors import Unknown
from monitor.store.connection import Store
from monitor.store.outbox import LEASE, Claim
from tests.alert.newsroom import NOW, article, follow, publish

SECOND = timedelta(seconds=1)


async def fill(store: Store, paths: str = "ab", **options: str) -> str:
    """Write a row for each article; give the channel."""
    made = await follow(store, "varneuil", **options)
    for second, path in enumerate(paths):
        await publish(store, article(path), now=NOW + second * SECOND)
    await Matcher(store, clock=lambda: NOW).match_waiting()
    return made.channels[0].id


async def claim(store: Store, channel: str, after: timedelta = timedelta()) -> Claim:
    """Claim what is due; something must be."""
    claimed = await store.outbox.claim(channel, NOW + after)
    assert claimed
    return claimed


async def states(store: Store) -> list[tuple[str, int]]:
    """List states and attempts, oldest event first."""
    return [(row.state, row.attempts) for row in reversed(await store.outbox.list())]


async def test_rows_are_claimed_one_by_one(store: Store) -> None:
    """Oldest event first, each by one deliverer; the key is the row's id."""
    channel = await fill(store)
    assert await store.outbox.channels_due(NOW - SECOND) == []
    assert await store.outbox.channels_due(NOW) == [channel]
    first, second = await claim(store, channel), await claim(store, channel)
    assert [row.said["article"]["url"][-1] for each in (first, second) for row in each.rows] == ["a", "b"]
    assert first.key == first.rows[0].id
    assert await store.outbox.claim(channel, NOW) is None
    assert await store.outbox.channels_due(NOW) == []
    assert await states(store) == [("due", 1), ("due", 1)]


async def test_a_claim_ends_with_its_lease(store: Store) -> None:
    """Then another has it under the same key, and the first closes nothing."""
    channel = await fill(store, "a")
    lost = await claim(store, channel)
    again = await claim(store, channel, LEASE)
    assert (again.key, again.rows[0].attempts) == (lost.key, 2)
    assert not await store.outbox.sent(lost, NOW)
    assert not await store.outbox.failed(lost, "too late", again=None)
    assert await store.outbox.sent(again, NOW)
    assert await store.outbox.sent(again, NOW), "an answer that was lost is asked for again"
    assert await states(store) == [("sent", 2)]


async def test_topics_that_are_held_wait(store: Store) -> None:
    """The others on the channel do not."""
    channel = await fill(store, "a")
    held = [(await store.topics.get("t")).id]
    assert await store.outbox.claim(channel, NOW, held=held) is None
    assert await store.outbox.claim(channel, NOW, held=["other"])


async def test_a_digest_is_claimed_whole(store: Store) -> None:
    """All rows that are due, under the key of the first; once tried it stays as it was."""
    channel = await fill(store, "abc", every="1h")
    turn = timedelta(minutes=48)
    assert await store.outbox.claim(channel, NOW + turn - SECOND) is None
    digest = await claim(store, channel, turn)
    assert [row.said["article"]["url"][-1] for row in digest.rows] == ["a", "b", "c"]
    await store.outbox.failed(digest, "down", again=NOW + turn + SECOND)
    again = await claim(store, channel, turn + SECOND)
    assert (again.key, [row.id for row in again.rows]) == (digest.key, [row.id for row in digest.rows])


async def test_a_channel_is_postponed(store: Store) -> None:
    """Without counting attempts; what is claimed keeps its lease."""
    channel = await fill(store)
    claimed = await claim(store, channel)
    await store.outbox.postpone(channel, NOW, NOW + SECOND)
    assert await store.outbox.claim(channel, NOW) is None
    other = await claim(store, channel, SECOND)
    assert other.key != claimed.key
    assert other.rows[0].attempts == 1


@pytest.mark.parametrize("every", [None, "1h"])
async def test_the_dead_are_brought_back(store: Store, every: str | None) -> None:
    """By id, or all; the rows of one message go together, and attempts are counted anew."""
    channel = await fill(store, "ab", **({"every": every} if every else {}))
    hour = timedelta(hours=1)
    while claimed := await store.outbox.claim(channel, NOW + hour):
        await store.outbox.failed(claimed, "gone", again=None)
    dead = await store.outbox.list(state="dead")
    assert {row.lastError for row in dead} == {"gone"}
    assert len(dead) == 2
    assert await store.outbox.retry([dead[0].id], NOW) == (2 if every else 1)
    assert await store.outbox.retry(None, NOW) == (0 if every else 1)
    assert await states(store) == [("due", 0), ("due", 0)]


async def test_what_is_sent_or_unknown_is_not_brought_back(store: Store) -> None:
    """The sentence says where to find what can be."""
    channel = await fill(store, "a")
    claimed = await claim(store, channel)
    await store.outbox.sent(claimed, NOW)
    for name in (claimed.key, "nonsense"):
        with pytest.raises(Unknown, match="monitor alert list --state dead"):
            await store.outbox.retry([name], NOW)
    assert await store.outbox.retry(None, NOW) == 0


async def test_rows_are_listed(store: Store) -> None:
    """Newest first, of a topic, in a state, so many."""
    channel = await fill(store, "abc")
    await store.outbox.sent(await claim(store, channel), NOW)
    urls = [row.said["article"]["url"][-1] for row in await store.outbox.list()]
    assert urls == ["c", "b", "a"]
    assert [row.state for row in await store.outbox.list(state="sent")] == ["sent"]
    assert len(await store.outbox.list(topic="t", limit=2)) == 2
    assert await store.outbox.list(topic="other") == []
    assert (await store.outbox.count("due"), await store.outbox.count("due", topic="other")) == (2, 0)
