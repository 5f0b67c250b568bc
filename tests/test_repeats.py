"""What an outlet's pages repeat is learnt, kept, and left out."""

from typing import Any

import pytest

from monitor import extract
from monitor.items import NewsArticle
from monitor.repeats import Repeats
from monitor.store.connection import Store

NOTE = "Abonnez-vous à la lettre du soir de Valdoria."


def page(number: int, outlet: str = "bote.example", **fields: Any) -> NewsArticle:
    """Give a page as extract gives it: a story, and a note under it."""
    body = f"Le port numéro {number} ferme demain.\n\nLe quai {number} aussi.\n\n{NOTE}"
    url = f"https://{outlet}/{number}"
    return NewsArticle(url=url, outlet=outlet, headline=f"Port {number}", articleBody=body, **fields)


async def test_a_note_under_every_article_is_left_out(store: Store) -> None:
    """From the third page on; a later process knows it at once, and another outlet's pages teach nothing."""
    repeats = Repeats(store)
    bodies = [(await repeats.without(page(number))).articleBody for number in range(5)]
    assert [NOTE in body for body in bodies] == [True, True, False, False, False]
    later = await Repeats(store).without(page(9))
    assert later.articleBody == "Le port numéro 9 ferme demain.\n\nLe quai 9 aussi."
    other = page(1, "other.example")
    assert await Repeats(store).without(other) is other


async def test_a_page_that_is_read_again_teaches_nothing_new(store: Store) -> None:
    """The same page ten times is one page."""
    repeats = Repeats(store)
    for _ in range(10):
        assert NOTE in (await repeats.without(page(1))).articleBody
    assert len(await store.paragraphs.of("bote.example")) == 1


@pytest.mark.parametrize("url", ["https://atlantico.fr/article/pepite/x"])
async def test_what_a_page_object_reads_is_left_alone(store: Store, url: str) -> None:
    """A page object says itself what an article is."""
    extract.load("spiders")
    article = NewsArticle(url=url, outlet="atlantico.fr", articleBody=NOTE)
    assert await Repeats(store).without(article) is article
    assert await store.paragraphs.of("atlantico.fr") == []
