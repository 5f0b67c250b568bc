"""Citations are written anew in articles, revisions and clusters; what people decided holds through it all."""

from dataclasses import replace
from datetime import timedelta

from monitor.cite.candidates import Candidate
from monitor.cite.verdicts import Decision, Verdict
from monitor.items import Citation, Evidence, NewsArticle
from monitor.store.connection import Store
from monitor.store.purging import Wanted
from monitor.store.retagging import TOGETHER
from tests.dedup.prose import prose
from tests.store.test_store_articles import NOW, article, events, put

_BOTH: tuple[Decision, ...] = ("rejected", "confirmed")


def _by(*outlets: str, version: str) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            outlet=outlet,
            name=outlet,
            kind="credit",
            evidence=(Evidence(field="credit", start=0, end=2, quote="Lu", rule=version),),
        )
        for outlet in outlets
    )


class _Tag:
    """A tagger that credits the same outlets in every article."""

    def __init__(self, version: str, *outlets: str) -> None:
        self.version, self.outlets = version, outlets

    def __call__(self, given: NewsArticle) -> NewsArticle:
        return replace(given, citations=_by(*self.outlets, version=self.version), taggerVersion=self.version)


async def _ids(store: Store, version: str, **wanted: str) -> list[str]:
    return [name async for page in store.retagging.stale(version, wanted) for name in page]


async def _retag(store: Store, tag: _Tag) -> None:
    async for page in store.retagging.stale(tag.version, {}):
        await store.retagging.write(page, tag, run=tag.version, now=NOW)


async def test_what_was_purged_keeps_its_citations(store: Store) -> None:
    """Its text is gone: whom it cites is known from before only, also when it is named."""
    stored = await put(
        store, article("a", "Un texte. " + prose(1, 60), citations=_by("elpais.com", version="t1"))
    )
    await store.purging.some(Wanted(before=NOW + timedelta(days=1)), NOW)
    assert await _ids(store, "t2") == []
    await store.retagging.write([stored.article.id or ""], _Tag("t2"), run="t2", now=NOW)
    now = await store.articles.get(stored.article.id or "")
    assert now
    assert [(each.outlet, each.evidence) for each in now.citations] == [("elpais.com", ())]


async def test_articles_and_their_revisions_are_written_anew(store: Store) -> None:
    """Each state has the new citations and version, and nothing else of it changes."""
    await put(store, article("a", "Un texte. " + prose(1, 60)))
    later = await put(store, article("a", "Un autre. " + prose(2, 60), at=NOW + timedelta(hours=1)))
    assert later.article.id
    await _retag(store, _Tag("t1", "elpais.com"))
    now = await store.articles.get(later.article.id)
    states = [*await store.articles.revisions(later.article.id), now]
    assert [[c.outlet for c in state.citations] for state in states if state] == [["elpais.com"]] * 2
    assert now
    assert replace(now, source=None) == replace(
        later.article, citations=now.citations, taggerVersion="t1", source=None
    )


async def test_a_retag_goes_on_where_it_was(store: Store) -> None:
    """What has the version is passed over, also when a revision alone lacks it; filters hold for both."""
    count = TOGETHER + 3
    for number in range(count):
        await put(store, article(f"a{number}"))
    pages = store.retagging.stale("t1", {})
    first = await anext(pages)
    await pages.aclose()
    await store.retagging.write(first, _Tag("t1"), run="r", now=NOW)
    left = await _ids(store, "t1")
    assert len(first) == TOGETHER
    assert sorted([*first, *left]) == sorted({*first, *left})
    assert len(left) == 3
    await store.db["revisions"].insert_one(
        {"_id": f"{first[0]}:1", "article": first[0], "taggerVersion": "t0"}
    )
    assert first[0] in await _ids(store, "t1")
    assert await _ids(store, "t1", outlet="lemonde.fr") == []


async def test_a_look_writes_nothing(store: Store) -> None:
    """What would become of an article is told, and the article stays."""
    stored = await put(store, article("a"))
    assert stored.article.id
    (state,) = await store.retagging.look([stored.article.id], _Tag("t1", "elpais.com"))
    assert ([c.outlet for c in state.before.citations], [c.outlet for c in state.after.citations]) == (
        [],
        ["elpais.com"],
    )
    assert await store.articles.get(stored.article.id) == stored.article


async def test_credits_that_came_and_went_are_events_of_the_retag(store: Store) -> None:
    """Each retag tells its own; one that changes no credit tells nothing."""
    await put(store, article("a"))
    for tag in (_Tag("t1", "elpais.com"), _Tag("t2", "elpais.com"), _Tag("t3"), _Tag("t4", "elpais.com")):
        await _retag(store, tag)
    assert await events(store) == ["1 creditAdded", "1 creditAdded", "1 creditRemoved", "1 new"]
    rows = await store.db["events"].find({"kind": {"$ne": "new"}}).to_list()
    assert {row["cause"] for row in rows} == {"retag"}
    assert {row["run"] for row in rows} == {"t1", "t3", "t4"}


async def test_the_source_of_a_cluster_follows(store: Store) -> None:
    """Two that carry one text have the outlet that both credit now as their source."""
    text = prose(3, 120)
    await put(store, article("a", text))
    second = await put(store, article("b", text))
    assert second.article.source == "atlantico.fr"
    await _retag(store, _Tag("t1", "elpais.com"))
    assert second.article.cluster
    cluster = await store.clusters.get(second.article.cluster)
    assert cluster
    assert (cluster.source, cluster.credited, cluster.size) == ("elpais.com", True, 2)
    (other,) = [each async for each in store.articles.find({"urls": "https://atlantico.fr/b"})]
    assert other.source == "elpais.com"


async def test_a_verdict_holds_through_retag_and_a_new_state(store: Store) -> None:
    """What is rejected does not come again, neither with a tagger nor with a correction."""
    stored = await put(store, article("a"))
    verdict = Verdict(urls=stored.article.urls, outlet="elpais.com", decision="rejected", by="ida", at=NOW)
    await store.verdicts.put(verdict)
    await _retag(store, _Tag("t1", "elpais.com", "bbc.com"))
    again = _Tag("t1", "elpais.com", "bbc.com")(
        article("a", "Corrigé. " + prose(9, 60), at=NOW + timedelta(hours=1))
    )
    corrected = await put(store, again)
    for state in (*await store.articles.revisions(stored.article.id or ""), corrected.article):
        assert [c.outlet for c in state.citations] == ["bbc.com"]


async def test_a_later_verdict_takes_the_place_of_an_earlier_one(store: Store) -> None:
    """One verdict an article, outlet and kind is kept, until it is withdrawn."""
    urls = ("https://atlantico.fr/a",)
    for minute, decision in enumerate(_BOTH):
        at = NOW + timedelta(minutes=minute)
        verdict = Verdict(urls=urls, outlet="bbc.com", decision=decision, by="ida", at=at)
        await store.verdicts.put(verdict)
    await store.verdicts.put(
        Verdict(urls=urls, outlet="bbc.com", kind="link", decision="rejected", by="ida", at=NOW)
    )
    assert [(v.kind, v.decision) for v in await store.verdicts.list()] == [
        (None, "confirmed"),
        ("link", "rejected"),
    ]
    assert await store.verdicts.withdraw(urls, "bbc.com", None)
    assert not await store.verdicts.withdraw(urls, "bbc.com", None)
    assert [v.kind for v in await store.verdicts.list()] == ["link"]


async def test_unlisted_outlets_are_counted_by_article(store: Store) -> None:
    """Two articles that name one count as two, however often they are read; what is known is left out."""

    def seen(name: str | None, domain: str | None, country: str | None, quote: str) -> Candidate:
        return Candidate(name, domain, country, "newspaper" if name else None, "articleBody", 0, 0, quote)

    one, two = [
        replace((await put(store, article(path))).article, datePublished=NOW + timedelta(days=day))
        for day, path in enumerate("ab")
    ]
    for _ in range(2):
        await store.unlisted.add(
            [
                (one, [seen("Folha Exemplo", None, None, "le quotidien Folha Exemplo")]),
                (
                    two,
                    [
                        seen("Folha exemplo", None, "BR", "le brésilien Folha exemplo"),
                        seen(None, "avoz.example", "PT", "lire"),
                    ],
                ),
            ]
        )
    folha, voz = await store.unlisted.suggest()
    assert (folha.count, folha.country, folha.kind, folha.first, folha.last) == (
        2,
        "BR",
        "newspaper",
        NOW,
        NOW + timedelta(days=1),
    )
    assert (folha.name, folha.article, folha.quote) == ("Folha exemplo", two.id, "le brésilien Folha exemplo")
    assert (voz.key, voz.domain, voz.count) == ("avoz.example", "avoz.example", 1)
    assert [each.key for each in await store.unlisted.suggest(known={"folha exemplo"})] == ["avoz.example"]
    assert [each.count for each in await store.unlisted.suggest(least=2)] == [2]
