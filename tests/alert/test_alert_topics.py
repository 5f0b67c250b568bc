from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alert.topics import make
from monitor.errors import BadChannel, BadQuery, BadTime, BadUse
from tests.alert.newsroom import NOW


def test_a_topic_is_made_of_what_was_asked_for(tmp_path: Path) -> None:
    """Channels, rhythm, copies and causes as given; a channel named twice is one."""
    file = f"file:{tmp_path}/a.jsonl"
    topic = make(
        " post ",
        "cites:washpost",
        now=NOW,
        to=[file, "stdout:", file],
        every="1h",
        every_copy=True,
        causes=("crawl", "backfill", "crawl"),
        outlets={"washpost": "washingtonpost.com"},
    )
    assert (topic.name, topic.query, topic.created) == ("post", "cites:washpost", NOW)
    assert [channel.to for channel in topic.channels] == [file, "stdout:"]
    assert (topic.every, topic.everyCopy, topic.causes) == (3600, True, ("crawl", "backfill"))
    assert not topic.paused


def test_without_a_channel_it_prints() -> None:
    """What is delivered goes to the output of the process that delivers."""
    assert [channel.to for channel in make("t", "port", now=NOW).channels] == ["stdout:"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": " "}, BadUse),
        ({"name": "a\nb"}, BadUse),
        ({"name": "a" * 101}, BadUse),
        ({"query": "(port"}, BadQuery),
        ({"query": "cites:"}, BadQuery),
        ({"to": ["bogus://x"]}, BadChannel),
        ({"every": "often"}, BadTime),
    ],
)
def test_what_cannot_be_done_is_refused(given: dict[str, Any], error: type[BadUse]) -> None:
    """A topic that is stored can be matched and sent."""
    options = {"name": "t", "query": "port", **given}
    with pytest.raises(error) as refused:
        make(options.pop("name"), options.pop("query"), now=NOW, **options)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("cause", "after", "heard"),
    [
        ("crawl", timedelta(0), True),
        ("crawl", timedelta(seconds=-1), False),
        ("backfill", timedelta(days=9), True),
        ("retag", timedelta(days=9), False),
        ("replay", timedelta(days=9), False),
    ],
)
def test_a_topic_hears_what_happens_after_it_was_added(cause: str, after: timedelta, heard: bool) -> None:
    """And of the causes that it asked for only."""
    topic = make("t", "port", now=NOW, causes=("crawl", "backfill"))
    assert topic.hears(cause, NOW + after) is heard


def test_replays_are_heard_whatever_their_clock_says() -> None:
    """A replay's events bear the time of the archive."""
    assert make("t", "port", now=NOW, causes=("replay",)).hears("replay", NOW - timedelta(days=900))
