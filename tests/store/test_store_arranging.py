"""Clusters as the store keeps them: stable ids, the first in time, the same for every order of arrival."""

import asyncio
import sys
from collections.abc import Iterable
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from monitor.items import NewsArticle
from monitor.store.connection import Store
from tests.dedup.prose import prose
from tests.store.test_store_articles import NOW, article, put

ROOT = Path(__file__).parents[2]


async def stored(store: Store) -> dict[str, NewsArticle]:
    """Give the articles by the last part of their URLs."""
    return {each.url.rpartition("/")[2]: each async for each in store.articles.find({})}


async def partition(store: Store) -> set[frozenset[str]]:
    """Give the clusters as sets of their members."""
    together: dict[Any, set[str]] = {}
    for name, each in (await stored(store)).items():
        together.setdefault(each.cluster, set()).add(name)
    return {frozenset(names) for names in together.values()}


async def sums_up(store: Store) -> bool:
    """Tell whether every cluster's document agrees with its members, and every member has one."""
    members: dict[str, list[dict[str, Any]]] = {}
    async for row in store.db["articles"].find():
        members.setdefault(row["cluster"], []).append(row)
    documents = {row["_id"]: row async for row in store.db["clusters"].find()}
    return documents.keys() == members.keys() and all(
        documents[name]["size"] == len(rows)
        and documents[name]["first"] == min(rows, key=lambda row: (row["time"], row["_id"]))["_id"]
        for name, rows in members.items()
    )


async def test_a_revision_keeps_its_cluster(store: Store) -> None:
    """An article alone in its cluster is corrected: the cluster's id lasts."""
    before = await put(store, article("a", prose(1, 80)))
    after = await put(store, article("a", prose(2, 80), at=NOW + timedelta(hours=1)))
    assert after.events == ("revised",)
    assert after.article.cluster == before.article.cluster
    assert await sums_up(store)


@pytest.mark.parametrize("path", ["a", "b"])
async def test_a_cluster_keeps_its_name_when_a_member_leaves(store: Store, path: str) -> None:
    """Whichever of two copies is rewritten, the name stays with the other; it comes back under it, too."""
    body = prose(5, 120)
    name = (await put(store, article("a", body))).article.cluster
    await put(store, article("b", body))
    left = await put(store, article(path, prose(9, 120), at=NOW + timedelta(hours=1)))
    others = {each.cluster for key, each in (await stored(store)).items() if key != path}
    assert left.article.cluster not in others
    assert others == {name}
    back = await put(store, article(path, body, at=NOW + timedelta(hours=2)))
    assert back.article.cluster == name
    assert await sums_up(store)


async def test_a_late_original_takes_its_place(store: Store) -> None:
    """What was published earlier and crawled later is the first; the others are its copies then."""
    body = prose(5, 120)
    for number in range(40):
        await put(store, article(f"c{number}", body, datePublished=NOW + timedelta(minutes=number)))
    near = await put(
        store, article("near", f"{body} {prose(6, 20)}", datePublished=NOW + timedelta(minutes=9))
    )
    original = await put(store, article("original", body, datePublished=NOW - timedelta(hours=1)))
    (cluster,) = await store.clusters.list()
    assert (cluster.id, cluster.first, cluster.size) == (near.article.cluster, original.article.id, 42)
    copies = await stored(store)
    assert {each.copyOf for name, each in copies.items() if name != "original"} == {original.article.id}
    assert copies["original"].copyOf is None


async def test_an_article_joins_two_clusters(store: Store) -> None:
    """One that carries the text of both makes them one; the older name lasts, the other leads to it."""
    one, other = prose(1, 80), prose(2, 80)
    old = [(await put(store, article(f"a{number}", one))).article.cluster for number in range(2)]
    new = [(await put(store, article(f"b{number}", other))).article.cluster for number in range(3)]
    both = await put(store, article("both", f"{one} {other}"))
    assert both.article.cluster in {old[0], new[0]}
    for name in (old[0], new[0]):
        found = await store.clusters.get(name or "")
        assert found
        assert (found.id, found.size) == (both.article.cluster, 6)
    assert await sums_up(store)


async def test_the_cluster_of_an_article_that_became_a_state_is_still_found(store: Store) -> None:
    """Two articles prove to be one: the name of either's cluster leads to it."""
    names = [(await put(store, article(path, prose(ord(path), 60)))).article.cluster for path in "ab"]
    urls = ("https://atlantico.fr/a", "https://atlantico.fr/b")
    joined = await put(store, article("a", prose(3, 60), urls=urls, at=NOW + timedelta(hours=2)))
    found = [await store.clusters.get(name or "") for name in names]
    assert [each and each.id for each in found] == [joined.article.cluster] * 2
    assert await sums_up(store)


async def test_a_story_told_of_an_article_is_told_of_what_it_became(store: Store) -> None:
    """The outbox follows an article that became a state of another."""
    await put(store, article("a", prose(1, 60)))
    other = await put(store, article("b", prose(2, 60)))
    await store.db["outbox"].insert_one({"_id": "t:e:c", "topic": "t", "article": other.article.id})
    urls = ("https://atlantico.fr/a", "https://atlantico.fr/b")
    joined = await put(store, article("a", prose(3, 60), urls=urls, at=NOW + timedelta(hours=2)))
    row = await store.db["outbox"].find_one({})
    assert row
    assert row["article"] == joined.article.id


@pytest.mark.slow
async def test_many_copies_of_one_story(store: Store) -> None:
    """300 of them are one cluster, each a copy of the first."""
    body = prose(5, 150)
    given = [
        article(f"p{number}", body, datePublished=NOW + timedelta(minutes=number)) for number in range(300)
    ]
    await asyncio.gather(*(put(store, each) for each in reversed(given)))
    (cluster,) = await store.clusters.list()
    first = (await stored(store))["p0"]
    assert (cluster.size, cluster.first) == (300, first.id)
    assert await store.articles.count({"copyOf": first.id}) == 299


async def test_two_processes_that_store_copies_found_one_cluster(store: Store, mongo_uri: str) -> None:
    """Both write as fast as they can; each story ends in one cluster, all of it summed up."""
    commands = [
        [sys.executable, "-m", "tests.store.copies", mongo_uri, store.db.name, name, "12", "5"]
        for name in ("one", "two")
    ]
    running = [await asyncio.create_subprocess_exec(*command, cwd=ROOT) for command in commands]
    assert [await process.wait() for process in running] == [0, 0]
    (cluster,) = await store.clusters.list()
    assert cluster.size == 24
    assert await sums_up(store)


async def test_the_order_of_arrival_makes_no_difference(store: Store) -> None:
    """Copies, parts, a bridge between two texts and a short text: each order gives the same clusters."""
    one, other, short = prose(1, 90), prose(2, 90), prose(3, 20)
    given = [
        article("one", one),
        article("copy", f"{one} {prose(4, 15)}", datePublished=NOW + timedelta(minutes=3)),
        article("part", " ".join(one.split()[:50]), datePublished=NOW - timedelta(minutes=3)),
        article("bridge", f"{one} {other}", datePublished=NOW + timedelta(minutes=9)),
        article("other", other),
        article("short", short, datePublished=NOW + timedelta(minutes=1)),
        article("short2", short),
        article("alone", prose(8, 90)),
    ]
    orders = [order for place, order in enumerate(permutations(given)) if place % 2017 == 0]
    found = [await _in_order(store, order) for order in orders]
    assert len(orders) == 20
    assert all(each == found[0] for each in found)
    assert found[0][0] == {
        frozenset({"one", "copy", "part", "bridge", "other"}),
        frozenset({"short", "short2"}),
        frozenset({"alone"}),
    }


async def test_neither_does_it_among_copies_of_two_wordings(store: Store) -> None:
    """Of articles with equal words only the first is compared with others; all are placed as it is."""
    body = prose(1, 90)
    edited = f"{body} {prose(2, 12)}"
    given = [
        article("g1", body),
        article("g2", body, datePublished=NOW + timedelta(minutes=3)),
        article("h1", edited, datePublished=NOW + timedelta(minutes=1)),
        article("h2", edited, datePublished=NOW + timedelta(minutes=2)),
    ]
    found = [await _in_order(store, order) for order in permutations(given)]
    assert all(each == found[0] for each in found)
    assert found[0][1] == {"g1": None, "g2": "g1", "h1": "g1", "h2": "g1"}


async def _in_order(store: Store, order: Iterable[NewsArticle]) -> tuple[Any, ...]:
    for name in ("articles", "fingerprints", "revisions", "clusters", "events"):
        await store.db[name].delete_many({})
    given = list(order)
    half = len(given) // 2
    await asyncio.gather(*(put(store, each) for each in given[:half]))
    for each in given[half:]:
        await put(store, each)
    assert await sums_up(store)
    ids = {each.id: name for name, each in (await stored(store)).items()}
    copied = {name: ids.get(each.copyOf) for name, each in (await stored(store)).items()}
    rules = {
        ids[row["_id"]]: row["membership"]["rule"] async for row in store.db["articles"].find().sort("_id")
    }
    return await partition(store), copied, rules
