import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.alert import matcher
from monitor.alert.matcher import Matcher
from monitor.items import Cause
from monitor.store.connection import Store, open_store
from tests.alert.newsroom import NOW, article, credited, follow, publish
from tests.dedup.prose import prose


async def match(store: Store) -> tuple[int, int]:
    """Settle what waits."""
    return await Matcher(store, clock=lambda: NOW).match_waiting()


async def told(store: Store, name: str = "t") -> list[str]:
    """List the events that a topic was told of, as path of the article and kind."""
    rows = await store.outbox.list(topic=name)
    return sorted(f"{row.said['article']['url'].rsplit('/')[-1]} {row.said['event']['kind']}" for row in rows)


async def test_an_article_is_told_to_the_topics_it_fits(store: Store) -> None:
    """A row for each channel of each topic; an event is settled once."""
    await follow(store, "cites:washingtonpost.com", "stdout:", "http://127.0.0.1:1/x")
    await follow(store, "cites:lemonde.fr", name="other")
    await publish(store, credited("a"))
    assert await match(store) == (1, 1)
    assert await match(store) == (0, 0)
    rows = await store.outbox.list()
    assert {row.channel for row in rows} == {each.id for each in (await store.topics.get("t")).channels}
    assert {(row.state, row.attempts, row.topicName, row.nextAttempt) for row in rows} == {
        ("due", 0, "t", NOW)
    }
    assert (await store.topics.get("t")).alerts == 1
    assert await told(store, "other") == []


@pytest.mark.parametrize(
    ("asked", "sending"),
    [(("crawl",), ["crawl"]), (("replay", "retag"), ["replay", "retag"])],
)
async def test_only_the_causes_asked_for_send(store: Store, asked: Any, sending: list[str]) -> None:
    """A replay, a retag or a backfill starts no storm, unless somebody asks for it."""
    await follow(store, "varneuil", causes=asked)
    causes: tuple[Cause, ...] = ("crawl", "backfill", "replay", "retag")
    for cause in causes:
        await publish(store, article(cause), cause=cause)
    assert await match(store) == (4, len(sending))
    assert await told(store) == [f"{cause} new" for cause in sending]


async def test_a_paused_topic_hears_nothing_of_the_pause(store: Store) -> None:
    """Whenever the matcher runs: what happened in the pause is never told, what came after is."""
    await follow(store, "varneuil")
    await store.topics.pause("t", NOW)
    await publish(store, article("in"), now=NOW + timedelta(minutes=1))
    await store.topics.resume("t", NOW + timedelta(minutes=2))
    await publish(store, article("after"), now=NOW + timedelta(minutes=3))
    assert await match(store) == (2, 1)
    assert await told(store) == ["after new"]


async def test_a_topic_hears_nothing_from_before_it_was_added(store: Store) -> None:
    """Events that waited for a matcher are older than the topic."""
    await publish(store, article("a"))
    await follow(store, "varneuil", now=NOW + timedelta(seconds=1))
    assert await match(store) == (1, 0)


async def test_a_story_is_told_once(store: Store) -> None:
    """A copy, and a revision, of what was told are not told; a topic of every copy hears of copies."""
    await follow(store, "varneuil")
    await follow(store, "varneuil", name="copies", every_copy=True)
    await follow(store, "varneuil event:revised", name="revised")
    text = prose(1, 90)
    await publish(store, article("a", text))
    await publish(store, article("b", text, "lemonde.fr"), now=NOW + timedelta(minutes=1))
    await match(store)
    await publish(store, article("a", text + " corrigé", at=NOW + timedelta(hours=1)))
    await match(store)
    assert await told(store) == ["a new"]
    assert await told(store, "copies") == ["a new", "b new"]
    assert await told(store, "revised") == ["a revised"]


async def test_a_revision_is_told_when_it_fits_first(store: Store) -> None:
    """What did not fit before is told when it does."""
    await follow(store, "cites:washingtonpost.com")
    await publish(store, article("a"))
    await match(store)
    await publish(store, credited("a", at=NOW + timedelta(hours=1)))
    assert (await match(store))[1] == 1
    assert len(await told(store)) == 1


async def test_a_merge_of_clusters_resends_nothing(store: Store) -> None:
    """Two stories told, then an article that carries both: their clusters become one, nobody is told."""
    await follow(store, "varneuil")
    first, second = prose(1, 150), prose(2, 150)
    await publish(store, article("a", first))
    await publish(store, article("b", second))
    await match(store)
    await publish(store, article("c", f"{first}\n\n{second}"))
    clusters = {one.cluster async for one in store.articles.find({})}
    assert len(clusters) == 1
    assert await match(store) == (1, 0)
    assert await told(store) == ["a new", "b new"]


async def test_credits_that_come_and_go_are_told(store: Store) -> None:
    """Each time, with the state in which the credit stood."""
    await follow(store, "cites:washingtonpost.com event:credit-added", name="added")
    await follow(store, "cites:washingtonpost.com event:credit-removed", name="removed")
    for hour, made in enumerate((article, credited, article, credited)):
        text = f"{prose(7, 80)} version {hour}"
        await publish(store, made("a", text, at=NOW + timedelta(hours=hour)))
    await match(store)
    assert await told(store, "added") == ["a creditAdded", "a creditAdded"]
    assert await told(store, "removed") == ["a creditRemoved"]
    (row,) = await store.outbox.list(topic="removed")
    assert [each["change"] for each in row.said["citations"]] == ["removed"]
    assert row.said["article"]["revision"] == 2


async def test_a_query_that_cannot_be_read_stops_no_other(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """It is reported once, by the topic's name."""
    made = await follow(store, "varneuil")
    await store.topics.add(replace(made, id="bad", name="old form", query="near("))
    for path in "ab":
        await publish(store, article(path))
    assert await match(store) == (2, 2)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "topic cannot be read topic=old form reason=This bracket is not closed."
    ]


async def test_a_relative_date_is_read_at_each_event(store: Store) -> None:
    """`published:1d` means the day before the event, whenever the matcher runs."""
    await follow(store, "published:1d")
    await publish(store, article("fresh"))
    await publish(store, article("stale"), now=NOW + timedelta(days=3))
    assert await match(store) == (2, 1)
    assert await told(store) == ["fresh new"]


async def test_an_event_that_cannot_be_matched_keeps_no_other_waiting(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """It stays unmatched and is tried again by the next process."""
    await follow(store, "varneuil")
    broken = (await publish(store, article("broken"))).article
    await store.db["articles"].update_one({"_id": broken.id}, {"$set": {"headline": 7}})
    await publish(store, article("sound"))
    assert await match(store) == (1, 1)
    assert "event cannot be matched" in caplog.text
    await store.db["articles"].update_one({"_id": broken.id}, {"$set": {"headline": "Varneuil"}})
    assert await match(store) == (1, 1)


async def test_an_event_of_an_article_that_is_gone_is_settled(store: Store) -> None:
    """Nobody can be told what it said."""
    await follow(store, "varneuil")
    await publish(store, article("a"))
    await store.db["articles"].delete_many({})
    assert await match(store) == (1, 0)
    assert await match(store) == (0, 0)


async def test_two_matchers_at_once_tell_a_story_once(store: Store, mongo_uri: str, tmp_path: Any) -> None:
    """Each event is settled by one of them, and two copies of one story are told once."""
    await follow(store, "varneuil")
    for number in range(10):
        text = prose(number, 90)
        for outlet in ("lemonde.fr", "lefigaro.fr"):
            await publish(store, article(str(number), text, outlet))
    async with open_store(mongo_uri, store.db.name, tmp_path) as other:
        settled = await asyncio.gather(match(store), match(other), match(store))
    assert sum(alerts for _, alerts in settled) == 10
    assert await store.db["outbox"].count_documents({}) == 10
    assert (await store.topics.get("t")).alerts == 10
    assert await store.events.unmatched(1) == []


async def test_a_matcher_wakes_at_an_event(store: Store) -> None:
    """The change stream tells it long before it would look by itself."""
    await follow(store, "varneuil")
    stop = asyncio.Event()
    running = asyncio.create_task(matcher.run(store, stop, poll=30))
    try:
        await asyncio.sleep(0.3)
        await publish(store, article("a"))
        async with asyncio.timeout(10):
            while not await told(store):
                await asyncio.sleep(0.02)
    finally:
        stop.set()
        await running
