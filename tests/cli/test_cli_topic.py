import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from typer.testing import CliRunner

from monitor.cli.app import app
from tests.alert.newsroom import credited, publish
from tests.cli.own_database import Ask, own_database

SECRET = "t0psecret"  # noqa: S105 - stands for one
QUERY = "cites:washingtonpost.com"


@pytest.fixture(autouse=True)
def database(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """A database of its own for each test; gives what asks it."""
    with own_database(mongo_uri, monkeypatch) as ask:
        yield ask


def monitor(*words: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, stdout and stderr."""
    ran = CliRunner().invoke(app, ["topic", *words])
    return ran.exit_code, ran.stdout, ran.stderr


def listed() -> list[dict[str, Any]]:
    """The topics, as programs read them."""
    return [json.loads(line) for line in monitor("list", "--json")[1].splitlines()]


def test_a_topic_is_added_and_listed() -> None:
    """Table and JSON name query, channels and rhythm, and no secret of a channel."""
    assert monitor("list")[2] == 'No topic yet; "monitor topic add" makes one.\n'
    channels = ("--to", f"https://hooks.example/{SECRET}", "--to", "stdout:")
    code, out, _ = monitor("add", "post", QUERY, *channels, "--every", "90m", "--every-copy")
    assert (code, out) == (
        0,
        'post sends every 90m to https://hooks.example/…, stdout:; "monitor up" delivers.\n',
    )
    (topic,) = listed()
    assert (topic["name"], topic["query"], topic["every"], topic["everyCopy"]) == ("post", QUERY, 5400, True)
    assert [channel["to"] for channel in topic["channels"]] == ["https://hooks.example/…", "stdout:"]
    for command in (("list",), ("list", "--json"), ("show", "post"), ("show", "post", "--json")):
        code, out, _ = monitor(*command)
        assert code == 0
        assert "hooks.example" in out
        assert SECRET not in out


def test_an_outlet_may_be_named_as_people_name_it() -> None:
    """The query is stored as it was typed, and read with the gazetteer."""
    assert monitor("add", "post", 'cites:"Washington Post"')[0] == 0
    assert listed()[0]["query"] == 'cites:"Washington Post"'


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("x", "(port"), "This bracket is not closed.\n  (port\n  ^"),
        (("x", "port", "--to", f"bogus://{SECRET}"), 'The channel "bogus" is not known; write https://…'),
        (("x", "port", "--every", "often"), 'The rhythm "often" cannot be read; write 15m, 1h, 1d or 1w.'),
        (("x", "port", "--cause", "rain"), "A cause is one of crawl, backfill, replay, retag."),
        (("there", "port"), 'There is a topic "there"; choose another name, or remove it first.'),
        (("", "port"), "A topic's name is one line"),
    ],
)
def test_what_cannot_be_added_is_refused(words: tuple[str, ...], sentence: str) -> None:
    """In one sentence, with exit code 2; nothing is stored, no secret repeated."""
    monitor("add", "there", "port")
    code, out, err = monitor("add", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"monitor: {sentence}")
    assert SECRET not in err
    assert [topic["name"] for topic in listed()] == ["there"]


@pytest.mark.parametrize("command", ["show", "test", "pause", "resume", "remove"])
def test_an_unknown_topic_is_bad_use(command: str) -> None:
    """The sentence names those that are there."""
    monitor("add", "post", QUERY)
    code, _, err = monitor(command, "pots")
    assert (code, err) == (2, 'monitor: There is no topic "pots"; there are: post.\n')


def test_a_topic_is_paused_and_goes_on() -> None:
    """The list says so."""
    monitor("add", "post", QUERY)
    assert monitor("pause", "post") == (0, "post is paused.\n", "")
    assert listed()[0]["paused"]
    assert "paused: since" in monitor("show", "post")[1]
    assert monitor("resume", "post") == (0, "post goes on.\n", "")
    assert not listed()[0]["paused"]


def test_a_topic_is_removed() -> None:
    """The answer tells how many alerts went with it."""
    monitor("add", "post", QUERY)
    assert monitor("remove", "post") == (0, "post is removed, with 0 alerts not sent.\n", "")
    assert listed() == []


def test_a_topic_is_tried_on_what_is_stored(database: Ask) -> None:
    """What it would have sent, and why; nothing is sent."""
    now = datetime.now(UTC).replace(microsecond=0)
    for days in (1, 60):
        shown = credited(f"d{days}", datePublished=now - timedelta(days=days))
        database(partial(publish, given=shown, cause="replay"))
    monitor("add", "post", f"varneuil {QUERY}")
    code, out, err = monitor("test", "post", "--since", "30d")
    assert (code, err.split(" since ")[0]) == (0, "1 alert")
    assert "Nouvelles de Varneuil, d1 " in out
    assert "The Washington Post, Varneuil" in out
    assert "d60" not in out
    said = [json.loads(line) for line in monitor("test", "post", "--since", "90d", "--json")[1].splitlines()]
    assert [each["article"]["url"] for each in said] == [
        "https://atlantico.fr/d1",
        "https://atlantico.fr/d60",
    ]
    assert monitor("test", "post", "--since", "soon")[0] == 2
    assert database(lambda store: store.outbox.list()) == []
