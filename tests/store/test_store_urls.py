"""One article under several URLs: each way of writing it lands in one article that keeps them all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.dedup import fingerprint
from monitor.errors import NotArticle
from monitor.items import Capture, NewsArticle
from monitor.normalise import normalise
from monitor.store.connection import Store
from monitor.urls import canonical
from tests.dedup.prose import prose

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PLAIN = "https://atlantico.fr/monde/valdoria-port-42.html"


def page(url: str, *, claims: str | None = None, asked: str | None = None) -> NewsArticle:
    """Make the article of a page found at a URL; it may claim another, and be asked for at a third."""
    return NewsArticle(
        url=url,
        urls=(asked or url,),
        canonicalUrl=claims,
        outlet="atlantico.fr",
        headline="Valdoria : le port fermé",
        articleBody=prose(1, 90),
        capture=Capture(targetUri=url, date=NOW),
    )


SAME = {
    "scheme and www": page("http://www.atlantico.fr:80/monde/valdoria-port-42.html#suite"),
    "tracking": page(f"{PLAIN}?utm_source=rss&xtor=RSS-3&fbclid=x"),
    "AMP by path": page(f"{PLAIN.removesuffix('.html')}.amp.html", claims=PLAIN),
    "AMP by host": page("https://amp.atlantico.fr/monde/valdoria-port-42.html"),
    "AMP by parameter": page(f"{PLAIN}?outputType=amp"),
    "AMP at the front": page("https://atlantico.fr/amp/monde/valdoria-port-42.html"),
    "mobile": page("https://m.atlantico.fr/monde/valdoria-port-42.html"),
    "mobile, elsewhere": page("https://mobil.atlantico.fr/a42", claims=PLAIN),
    "print by parameter": page(f"{PLAIN}?print=1"),
    "print by path": page("https://atlantico.fr/imprimer/42", claims=PLAIN),
    "slug changed, led there": page("https://atlantico.fr/monde/valdoria-rouvre-42.html", asked=PLAIN),
    "slug changed, claimed": page("https://atlantico.fr/monde/valdoria-rouvre-42.html", claims=PLAIN),
    "other section": page("https://atlantico.fr/une/valdoria-port-42.html", claims=PLAIN),
    "shortened": page(PLAIN, asked="https://jou.example/x1"),
}


@pytest.mark.parametrize("plain_first", [True, False])
async def test_each_way_of_writing_it_is_the_same_article(store: Store, plain_first: bool) -> None:
    """Whichever comes first; nothing is revised, and either URL leads to it."""
    for case, other in SAME.items():
        for name in ("articles", "fingerprints", "clusters", "events"):
            await store.db[name].delete_many({})
        for each in [page(PLAIN), other] if plain_first else [other, page(PLAIN)]:
            await store.articles.store(fingerprint(normalise(each)), cause="crawl", run="r", now=NOW)
        stored = [article async for article in store.articles.find({})]
        known = (PLAIN, other.url, *other.urls, *filter(None, (other.canonicalUrl,)))
        assert [set(article.urls) for article in stored] == [{*map(canonical, known)}], case
        assert (stored[0].revision, await store.db["events"].count_documents({})) == (1, 1), case
        for url in known:
            assert (await store.articles.named(url)).id == stored[0].id, case


APART = {
    "another outlet is claimed": page("https://atlantico.fr/a", claims="https://lemonde.fr/a"),
    "the front page is claimed": page("https://atlantico.fr/a", claims="https://atlantico.fr/"),
    "a listing above is claimed": page("https://atlantico.fr/monde/a", claims="https://atlantico.fr/monde"),
    "another number in the query": page("https://atlantico.fr/a.php?id=43"),
}


@pytest.mark.parametrize("other", APART.values(), ids=APART)
def test_a_wrong_claim_melts_nothing(other: NewsArticle) -> None:
    """An article keeps to its own URL when what it claims cannot be."""
    assert normalise(other).urls == (canonical(other.url),)


LATER = {
    "by path": ("https://atlantico.fr/a/2", "https://atlantico.fr/a"),
    "by a word": ("https://atlantico.fr/a/seite-2", "https://atlantico.fr/a"),
    "by parameter": ("https://atlantico.fr/a?page=3", "https://atlantico.fr/a"),
}


@pytest.mark.parametrize(("url", "claims"), LATER.values(), ids=LATER)
def test_a_later_page_is_no_article(url: str, claims: str) -> None:
    """Its text would be taken for a correction of the first page."""
    with pytest.raises(NotArticle, match="later page"):
        normalise(page(url, claims=claims))
    assert normalise(replace(page(url), canonicalUrl=url)).urls == (url,)
