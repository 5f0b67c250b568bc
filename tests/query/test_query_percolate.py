"""Many saved queries against one article."""

from datetime import UTC, datetime

from monitor.items import NewsArticle
from monitor.query import Span, percolate, read

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ARTICLE = NewsArticle(url="u", outlet="atlantico.fr", headline="Le barrage de Torvane cède", inLanguage="fr")
SAVED = {
    "dams": "barrages",
    "broken": "barrage OR",
    "elsewhere": "barrage outlet:lemonde.fr",
    "press": 'cites:"no such paper"',
    "added": "event:credit-added",
}


def test_one_bad_query_is_reported_and_the_others_go_on() -> None:
    """A saved query that cannot be read keeps none of the others from matching."""
    queries, bad = read(SAVED, now=NOW)
    assert {name: error.position for name, error in bad.items()} == {"broken": 8, "press": 6}
    found = percolate(queries, ARTICLE)
    assert list(found) == ["dams"]
    assert found["dams"].spans == (Span("headline", 3, 10),)


def test_an_event_wakes_the_queries_that_ask_for_it() -> None:
    """With the event given, its queries fit too."""
    queries, _ = read(SAVED, now=NOW)
    assert list(percolate(queries, ARTICLE, "creditAdded")) == ["dams", "added"]
