"""A retag that is broken off goes on where it was; it says what changed, and keeps outlets that are unknown."""

from contextlib import aclosing
from dataclasses import replace

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.items import Citation, NewsArticle
from monitor.retag import Retag, changes
from monitor.store.connection import Store
from tests.store.test_store_articles import article, put

_TEXT = "Le pont numéro {} ferme, selon Reuters et le quotidien brésilien Folha Exemplo."


def test_edges_are_told_by_outlet_and_kind() -> None:
    """A citation whose words or confidence change is the same edge; another kind is another."""

    def citing(*edges: tuple[str, str, float]) -> NewsArticle:
        cited = tuple(Citation(outlet=o, name=o, kind=k, confidence=c) for o, k, c in edges)  # type: ignore[arg-type]
        return NewsArticle(url="u", outlet="atlantico.fr", id="i", citations=cited)

    before = citing(("bbc.com", "link", 0.9), ("afp.com", "credit", 0.9))
    after = citing(("bbc.com", "attribution", 0.9), ("afp.com", "credit", 1.0))
    assert [(edge.change, edge.outlet, edge.kind) for edge in changes(before, after)] == [
        ("gained", "bbc.com", "attribution"),
        ("lost", "bbc.com", "link"),
    ]


async def test_a_retag_that_is_broken_off_goes_on(store: Store) -> None:
    """Together the two tell of each article once, and every article has the version in the end."""
    tagger = Tagger(load())
    for number in range(60):
        await put(store, replace(article(f"a{number}"), articleBody=_TEXT.format(number)))
    told = []
    async with aclosing(Retag(store, tagger, "r1").edges()) as edges:
        async for edge in edges:
            told.append(edge.article)
            if len(told) == 50:
                break
    told += [edge.article async for edge in Retag(store, tagger, "r2").edges()]
    assert len(told) == len(set(told)) == 60
    assert await store.articles.count({"taggerVersion": tagger.version}) == 60
    (folha,) = await store.unlisted.suggest()
    assert (folha.name, folha.country, folha.count) == ("Folha Exemplo", "BR", 60)
