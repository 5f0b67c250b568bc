from datetime import timedelta

import pytest

from monitor.alert.rehearse import rehearse
from monitor.store.connection import Store
from tests.alert.newsroom import EARLIER, NOW, article, credited, publish, topic
from tests.dedup.prose import prose


async def rehearsed(store: Store, query: str, *, every_copy: bool = False) -> list[str]:
    """List the paths of the articles that a topic would have told of."""
    made = topic(query, every_copy=every_copy)
    found = await rehearse(store, made, since=EARLIER, now=NOW, outlets={})
    return [alert.said["article"]["url"].rsplit("/")[-1] for alert in found]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("varneuil", ["later", "cites", "plain"]),
        ("cites:washingtonpost.com", ["cites"]),
        ("event:credit-added", []),
        ("corrigé", []),
    ],
)
async def test_a_topic_is_tried_on_what_is_stored(store: Store, query: str, paths: list[str]) -> None:
    """Newest first, whatever the cause, since a time; nothing is written."""
    await publish(store, article("old", datePublished=EARLIER - timedelta(hours=1)), cause="replay")
    await publish(store, article("plain"), cause="replay")
    await publish(store, credited("cites", datePublished=NOW + timedelta(hours=1)), cause="backfill")
    await publish(store, article("later", datePublished=NOW + timedelta(hours=2)))
    assert await rehearsed(store, query) == paths
    assert await store.outbox.list() == []
    assert len(await store.events.unmatched(9)) == 4


@pytest.mark.parametrize(("every_copy", "paths"), [(False, ["first"]), (True, ["copy", "first"])])
async def test_a_story_is_told_by_its_first_article(store: Store, every_copy: bool, paths: list[str]) -> None:
    """As it would have been; a topic of every copy hears of all."""
    text = prose(1, 90)
    await publish(store, article("copy", text, "lemonde.fr", datePublished=NOW + timedelta(hours=1)))
    await publish(store, article("first", text))
    assert await rehearsed(store, "varneuil", every_copy=every_copy) == paths


async def test_what_happened_later_is_told_from_the_states(store: Store) -> None:
    """A credit that is gone is found in the state that had it."""
    for hour, made in enumerate((credited, article)):
        await publish(store, made("a", f"{prose(7, 80)} version {hour}", at=NOW + timedelta(hours=hour)))
    assert await rehearsed(store, "event:credit-removed cites:washingtonpost.com") == ["a"]
