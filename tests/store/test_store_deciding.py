"""What people decide of clusters holds, whatever is written after."""

from datetime import timedelta

import pytest

from monitor.errors import Unknown
from monitor.items import NewsArticle
from monitor.store.connection import Store
from tests.dedup.prose import prose
from tests.store.test_store_arranging import partition, stored, sums_up
from tests.store.test_store_articles import NOW, article, put

BODY = prose(5, 120)


def parts(*names: str) -> set[frozenset[str]]:
    """Read clusters from the letters of their members."""
    return {frozenset(name) for name in names}


async def ids(store: Store, letters: str) -> list[str]:
    """Give the ids of articles."""
    found = await stored(store)
    return [found[letter].id or "" for letter in letters]


async def cluster(store: Store, letter: str) -> str:
    """Give the cluster of an article."""
    return (await stored(store))[letter].cluster or ""


async def fill(store: Store, letters: str, body: str = BODY, **fields: object) -> list[NewsArticle]:
    """Store copies of one text."""
    return [(await put(store, article(letter, body, **fields))).article for letter in letters]


async def test_a_split_stays(store: Store) -> None:
    """Articles that were taken out stay out: revised, written again, or joined by further copies."""
    await fill(store, "abcd")
    name = await cluster(store, "a")
    told = await store.deciding.split(name, await ids(store, "cd"), NOW)
    assert set(told.values()) == {name, await cluster(store, "c")}
    assert await partition(store) == parts("ab", "cd")
    assert (await cluster(store, "a"), await sums_up(store)) == (name, True)
    await fill(store, "abcd", f"{BODY} encore", at=NOW + timedelta(hours=1))
    await fill(store, "abcd", at=NOW + timedelta(hours=2))
    assert await partition(store) == parts("ab", "cd")
    await fill(store, "e")
    assert await partition(store) in (parts("abe", "cd"), parts("ab", "cde"))
    found = await stored(store)
    assert {found[letter].copyOf for letter in "ab"}.isdisjoint({found[letter].id for letter in "cd"})
    assert await sums_up(store)


async def test_a_further_copy_goes_with_what_it_shares_more_of(store: Store) -> None:
    """It carries the text of two that belong apart."""
    await fill(store, "a")
    await fill(store, "b", f"{BODY} {prose(1, 40)}")
    await store.deciding.split(await cluster(store, "a"), await ids(store, "b"), NOW)
    await fill(store, "c", f"{BODY} {prose(1, 30)}")
    await fill(store, "d", BODY)
    assert await partition(store) == parts("ad", "bc")


async def test_a_split_holds_of_what_an_article_became(store: Store) -> None:
    """An article that was taken out proves to be one with another."""
    await fill(store, "abc")
    await store.deciding.split(await cluster(store, "a"), await ids(store, "c"), NOW)
    await fill(store, "x", prose(9, 80))
    urls = ("https://atlantico.fr/x", "https://atlantico.fr/c")
    await put(store, article("x", BODY, urls=urls, at=NOW + timedelta(hours=1)))
    found = await stored(store)
    assert len(found) == 3
    assert len({each.cluster for each in found.values()}) == 2
    assert found["a"].cluster == found["b"].cluster


async def test_a_merge_stays(store: Store) -> None:
    """Clusters that were made one stay one when their articles are revised; the first of all is copied."""
    await fill(store, "ab")
    await fill(store, "xy", prose(2, 90), datePublished=NOW + timedelta(minutes=5))
    one, other = await cluster(store, "a"), await cluster(store, "x")
    name = await store.deciding.merge(one, other, NOW)
    assert await partition(store) == parts("abxy")
    for each in (one, other):
        found = await store.clusters.get(each)
        assert found
        assert found.id == name
    await fill(store, "a", prose(3, 90), at=NOW + timedelta(hours=1))
    await fill(store, "a", at=NOW + timedelta(hours=2))
    assert await partition(store) == parts("abxy")
    (rule,) = [each.rule for each in await store.clusters.memberships(name) if each.rule == "person"]
    assert rule == "person"
    assert await sums_up(store)


async def test_the_last_word_counts(store: Store) -> None:
    """Who merges what was split takes the split back, and the other way round."""
    await fill(store, "abc")
    for _ in range(2):
        await store.deciding.split(await cluster(store, "a"), await ids(store, "c"), NOW)
        assert await partition(store) == parts("ab", "c")
        await store.deciding.merge(await cluster(store, "a"), await cluster(store, "c"), NOW)
        assert await partition(store) == parts("abc")
    assert await sums_up(store)


async def test_what_cannot_be_decided_is_said(store: Store) -> None:
    """An article that is not there, all articles, a cluster that is gone: nothing is written."""
    await fill(store, "ab")
    name = await cluster(store, "a")
    for articles, sentence in (
        (["nothing"], "no article"),
        (await ids(store, "ab"), "all articles of the cluster"),
    ):
        with pytest.raises(Unknown, match=sentence):
            await store.deciding.split(name, articles, NOW)
    with pytest.raises(Unknown, match="no cluster"):
        await store.deciding.merge(name, "nothing", NOW)
    assert await store.db["pairings"].count_documents({}) == 0
