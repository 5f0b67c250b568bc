"""What a query finds in the store is what the exact matcher says, newest first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor import ask
from monitor.dedup import fingerprint
from monitor.errors import BadQuery
from monitor.items import Capture, Citation, NewsArticle
from monitor.query import Query, matches, parse
from monitor.query.tree import And
from monitor.store.connection import Store
from tests.dedup.prose import prose

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CREDIT = Citation(outlet="afp.com", name="AFP", kind="credit", country="FR", foreign=False, confidence=0.9)
NAMED = Citation(
    outlet="elpais.com", name="El País", kind="attribution", country="ES", foreign=True, via="afp.com"
)


def article(name: str, days: int, **fields: Any) -> NewsArticle:
    """Make an article of an outlet, so many days old."""
    url = f"https://{fields.get('outlet', 'atlantico.fr')}/{name}"
    given: dict[str, Any] = {
        "outlet": "atlantico.fr",
        "headline": f"Nouvelle {name}",
        "articleBody": prose(sum(map(ord, name)), 60),
        "articleSection": "International",
        "inLanguage": "fr",
        "datePublished": NOW - timedelta(days=days),
        "capture": Capture(targetUri=url, date=NOW - timedelta(days=days)),
    }
    return fingerprint(NewsArticle(url=url, urls=(url,), **{**given, **fields}))


COPIED = prose(99, 80)
ARTICLES = [
    article("port", 1, citations=(CREDIT, NAMED), foreign=True, credit="avec AFP"),
    article("pont", 2, citations=(NAMED,), foreign=True, articleBody="Les ports sont fermés."),
    article("lac", 3, datePublished=None),
    article("mine", 4, foreign=None, articleSection=None, inLanguage="de"),
    article("depeche", 5, outlet="afp.com", articleBody=COPIED),
    article("copie", 4, outlet="lepoint.fr", articleBody=COPIED),
    article("relais", 3, outlet="lefigaro.fr", articleBody=COPIED, citations=(CREDIT,)),
]
QUERIES = [
    "port",
    "-port",
    "outlet:atlantico.fr",
    "-outlet:atlantico.fr",
    "lang:fr section:international",
    "published:2026-11-20..2026-11-21",
    "-published:3d",
    "published:..2026-11-20",
    "cites:afp.com",
    "cites:(afp.com kind:credit)",
    "cites:(afp.com kind:attribution)",
    "cites:(afp.com -kind:attribution)",
    "-cites:(elpais.com via:afp.com)",
    "kind:credit kind:attribution",
    "confidence:>0.9 OR citescountry:FR",
    "-(confidence:>0.9 OR citescountry:FR)",
    "is:foreign",
    "-is:foreign",
    "is:copy",
    "is:wire",
    "is:unattributed",
    "-is:unattributed",
    "(is:unattributed OR cites:elpais.com) -outlet:lepoint.fr",
    "nouvelle -(port OR kind:credit)",
]


async def filled(store: Store) -> list[NewsArticle]:
    """Store the articles; give them as stored, newest first."""
    store.agencies = {"afp.com"}
    for one in ARTICLES:
        await store.articles.store(one, cause="crawl", run="r1", now=NOW)
    return [one async for one in store.articles.find({})]


async def found(store: Store, query: Query, limit: int | None = None) -> list[str]:
    """List the URLs of what is found."""
    return [one.url async for one, _ in ask.search(store, query, limit=limit)]


async def test_the_store_s_candidates_lose_no_match(store: Store) -> None:
    """Whatever the query, what is found is what the matcher says of each article, in the same order."""
    stored = await filled(store)
    assert len(stored) == len(ARTICLES)
    for text in QUERIES:
        query = parse(text, now=NOW)
        expected = [one.url for one in stored if matches(query, one)]
        assert await found(store, query) == expected, text
        assert await found(store, query, limit=1) == expected[:1], text


async def test_a_copy_that_names_nobody_is_found(store: Store) -> None:
    """Of two copies of an agency's text, the one without credit; the agency's own article is none."""
    await filled(store)
    assert await found(store, parse("is:unattributed", now=NOW)) == ["https://lepoint.fr/copie"]


async def test_a_hit_says_why(store: Store) -> None:
    """With each article comes what makes it fit."""
    await filled(store)
    hits = [hit async for hit in ask.search(store, parse("avec cites:afp.com", now=NOW))]
    assert [(one.credit, why.citations) for one, why in hits] == [("avec AFP", (CREDIT,))]
    assert [getattr(one, span.field)[span.start : span.end] for one, why in hits for span in why.spans] == [
        "avec"
    ]


@pytest.mark.parametrize("text", ["event:new", "port -(x OR event:revised)"])
async def test_events_are_refused(store: Store, text: str) -> None:
    """What happened to an article is no property of it: the error names the place."""
    with pytest.raises(BadQuery, match="only a topic hears") as refused:
        await found(store, parse(text, now=NOW))
    assert refused.value.position == text.index("event:")


async def test_a_query_is_narrowed_to_a_time(store: Store) -> None:
    """The sides that are given bound it, whatever it is made of."""
    await filled(store)
    three = NOW - timedelta(days=3)
    for text in ("nouvelle", "nouvelle is:foreign", "port OR pont"):
        query = parse(text, now=NOW)
        assert ask.within(query, None) is query
        assert await found(store, ask.within(query, three, NOW - timedelta(days=1))) == [
            url for url in await found(store, query) if url.rsplit("/", 1)[1] in {"pont", "lac", "relais"}
        ]


async def test_everything_is_found_by_no_condition(store: Store) -> None:
    """A query of no parts leaves out nothing."""
    stored = await filled(store)
    assert await found(store, Query("", And(()))) == [one.url for one in stored]
