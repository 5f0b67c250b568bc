from dataclasses import replace
from typing import Any

import pytest

from monitor.alert.match import Standing, alerts_of, later
from tests.alert.newsroom import article, credited, event, reading, topic


def standing(query: str, **options: Any) -> Standing:
    """Make a topic with its query as read."""
    return Standing(topic(query, **options), reading(query))


WITH = credited("a", revision=2)
WITHOUT = replace(article("a"), id="a1")


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ("varneuil", False),
        ("event:new", False),
        ("event:new OR event:revised", True),
        ("varneuil event:credit-added", True),
        ("-event:new", True),
        ("-event:revised", False),
        ("-(varneuil event:new)", True),
    ],
)
def test_a_query_may_ask_for_what_happens_later(query: str, asks: bool) -> None:
    """Naming an event after the first, or denying the first, asks for later events."""
    assert later(reading(query).tree) is asks


@pytest.mark.parametrize(
    ("query", "options", "once"),
    [
        ("varneuil", {}, "story"),
        ("varneuil", {"every_copy": True}, "article"),
        ("event:revised", {"every_copy": True}, "event"),
    ],
)
def test_what_is_told_once(query: str, options: dict[str, Any], once: str) -> None:
    """A story, an article or an event, as topic and query ask."""
    assert standing(query, **options).once == once


@pytest.mark.parametrize(
    ("query", "kind", "fits"),
    [
        ("varneuil", "new", True),
        ("cites:washingtonpost.com", "revised", True),
        ("cites:lemonde.fr", "new", False),
        ("event:new", "revised", False),
        ("event:credit-added", "creditAdded", True),
        ("event:credit-added cites:washingtonpost.com", "creditAdded", True),
        ("event:credit-removed", "creditAdded", False),
    ],
)
def test_an_event_is_for_topics_that_its_article_fits(query: str, kind: str, fits: bool) -> None:
    """The query is put to the article, and what it says of events to the event."""
    assert bool(alerts_of(event(kind, 2), [standing(query)], WITH, WITHOUT)) is fits


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("event:credit-removed cites:washingtonpost.com", True),
        ("event:credit-removed -cites:washingtonpost.com", False),
        ("cites:washingtonpost.com", False),
        ("varneuil -cites:washingtonpost.com", True),
    ],
)
def test_a_removed_credit_is_sought_in_the_state_before(query: str, fits: bool) -> None:
    """Only topics that ask for the removal are shown what was there before it."""
    assert bool(alerts_of(event("creditRemoved", 2), [standing(query)], WITHOUT, WITH)) is fits


@pytest.mark.parametrize(
    ("kind", "after", "before", "change"),
    [
        ("creditAdded", WITH, WITHOUT, "added"),
        ("creditRemoved", WITHOUT, WITH, "removed"),
        ("revised", WITH, WITHOUT, None),
        ("creditAdded", WITH, WITH, None),
    ],
)
def test_the_credit_that_changed_is_marked(kind: str, after: Any, before: Any, change: str | None) -> None:
    """An alert about a credit says which one."""
    query = "event:credit-added OR event:credit-removed OR event:revised"
    (alert,) = alerts_of(event(kind, 2), [standing(query)], after, before)
    assert [each["change"] for each in alert.said["citations"]] == [change]
