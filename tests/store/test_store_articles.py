"""Articles are written whole, with their revisions, clusters and events."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.dedup import fingerprint
from monitor.errors import LeaseHeld, Unknown
from monitor.items import Capture, Cause, Citation, NewsArticle
from monitor.store.connection import Store
from monitor.store.writing import Stored
from tests.dedup.prose import prose

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def article(path: str, body: str = "", **fields: Any) -> NewsArticle:
    """Make an article as dedup hands it on."""
    url = f"https://atlantico.fr/{path}"
    given: dict[str, Any] = {
        "outlet": "atlantico.fr",
        "urls": (url,),
        "canonicalUrl": url,
        "headline": f"Nouvelle {path}",
        "articleBody": body or prose(sum(map(ord, path)), 80),
        "datePublished": NOW,
        "inLanguage": "fr",
        "capture": Capture(targetUri=url, date=fields.pop("at", NOW)),
    }
    return fingerprint(NewsArticle(url=url, **{**given, **fields}))


async def put(store: Store, given: NewsArticle, cause: Cause = "crawl") -> Stored:
    """Store an article now."""
    return await store.articles.store(given, cause=cause, run="r1", now=NOW)


async def events(store: Store) -> list[str]:
    """List what happened, as "<revision> <kind>"."""
    rows = await store.db["events"].find().sort([("article", 1), ("revision", 1), ("kind", 1)]).to_list()
    return [f"{row['revision']} {row['kind']}" for row in rows]


async def test_what_is_stored_comes_back(store: Store) -> None:
    """An article is read as it was stored, by its id, the start of it, or its URL in any form."""
    stored = await put(store, article("a"))
    assert stored.events == ("new",)
    one = stored.article
    assert one.id
    assert one.cluster
    assert (one.revision, one.firstSeen) == (1, NOW)
    assert await store.articles.get(one.id) == one
    for name in (one.id, one.id[:8], "http://www.atlantico.fr/a?utm_source=x"):
        assert await store.articles.named(name) == one
    with pytest.raises(Unknown, match="no article"):
        await store.articles.named("https://atlantico.fr/b")


async def test_the_same_state_is_stored_once(store: Store) -> None:
    """A second time nothing happens, but further URLs are kept."""
    await put(store, article("a"))
    assert await store.articles.holds(article("a"))
    again = await put(store, article("a", urls=("https://atlantico.fr/a", "https://atlantico.fr/old")))
    assert again.events == ()
    assert again.article.urls == ("https://atlantico.fr/a", "https://atlantico.fr/old")
    assert await events(store) == ["1 new"]


async def test_a_correction_makes_a_revision(store: Store) -> None:
    """The earlier state is kept, and a credit line that came is an event of its own."""
    first = await put(store, article("a", "Un texte. " + prose(1, 60)))
    second = await put(
        store, article("a", prose(2, 60), credit="Lu sur El País", at=NOW + timedelta(hours=1))
    )
    assert second.events == ("revised", "creditAdded")
    assert second.article.id == first.article.id
    assert [state.articleBody[:9] for state in await store.articles.revisions(second.article.id or "")] == [
        "Un texte."
    ]
    assert await events(store) == ["1 new", "2 creditAdded", "2 revised"]
    back = await put(store, article("a", "Un texte. " + prose(1, 60), at=NOW + timedelta(hours=2)))
    assert (back.article.revision, back.events) == (3, ("revised", "creditRemoved"))


async def test_an_older_state_that_comes_late_takes_its_place(store: Store) -> None:
    """The present state stays, the late one is kept as an earlier one, and nobody is told."""
    await put(store, article("a", prose(2, 60)))
    late = await put(store, article("a", prose(1, 60), at=NOW - timedelta(days=1)))
    assert late.events == ()
    assert late.article.revision == 1
    assert late.article.firstSeen == NOW - timedelta(days=1)
    assert [state.revision for state in await store.articles.revisions(late.article.id or "")] == [2]
    assert await events(store) == ["1 new"]


async def test_two_articles_that_prove_to_be_one_become_one(store: Store) -> None:
    """A page with the URLs of both joins them; all states are kept."""
    one = await put(store, article("a", prose(1, 60)))
    await put(store, article("b", prose(2, 60), at=NOW + timedelta(hours=1)))
    urls = ("https://atlantico.fr/a", "https://atlantico.fr/b")
    joined = await put(store, article("a", prose(3, 60), urls=urls, at=NOW + timedelta(hours=2)))
    assert joined.article.id == one.article.id
    assert joined.article.urls == urls
    assert [each async for each in store.articles.find({})] == [joined.article]
    assert len(await store.articles.revisions(joined.article.id or "")) == 2
    assert await store.db["clusters"].count_documents({}) == 1


async def test_copies_share_a_cluster(store: Store) -> None:
    """A copy elsewhere joins the first one's cluster and points to it; wire copy is marked."""
    afp = Citation(outlet="afp.com", name="AFP", kind="credit", agency=True)
    body = prose(5, 120)
    first = await put(store, article("a", body, citations=(afp,)))
    later = NOW + timedelta(minutes=5)
    copy = await put(store, article("b", f"{body} {prose(6, 20)}", datePublished=later, citations=(afp,)))
    other = await put(store, article("c", prose(7, 90)))
    assert copy.article.cluster == first.article.cluster != other.article.cluster
    assert (copy.article.copyOf, copy.article.wire) == (first.article.id, True)
    found = await store.clusters.list()
    assert [(each.size, each.source, each.first) for each in found] == [(2, "afp.com", first.article.id)]


async def test_a_copy_that_is_rewritten_leaves_its_cluster(store: Store) -> None:
    """What a revision no longer shares connects it no more."""
    body = prose(5, 120)
    first = await put(store, article("a", body))
    await put(store, article("b", body))
    later = await put(store, article("b", prose(9, 120), at=NOW + timedelta(hours=1)))
    assert later.article.cluster != first.article.cluster
    assert later.article.copyOf is None
    assert await store.clusters.list() == []


async def test_copies_at_the_same_moment_found_one_cluster(store: Store) -> None:
    """Writers of two connections are serial, and those of one go together."""
    body = prose(5, 120)
    other = Store(store.client, store.db.name)
    await asyncio.gather(
        *(put(store if number % 2 else other, article(f"p{number}", body)) for number in range(12))
    )
    assert len({each.cluster async for each in store.articles.find({})}) == 1
    (only,) = await store.clusters.list()
    assert only.size == 12


async def test_who_lost_the_lease_writes_nothing(store: Store) -> None:
    """A crawl that was taken over cannot store what it still has in hand."""
    lease = await store.leases.take("atlantico.fr", "one")
    await store.articles.store(article("a"), cause="crawl", run="r", now=NOW, lease=lease)
    await store.leases.release(lease)
    await store.leases.take("atlantico.fr", "two")
    with pytest.raises(LeaseHeld):
        await store.articles.store(article("b"), cause="crawl", run="r", now=NOW, lease=lease)
    assert await store.articles.count({}) == 1
