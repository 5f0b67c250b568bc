import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from monitor.cli.app import app
from tests.cli.own_database import own_database


@pytest.fixture(autouse=True)
def database(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database of its own for the command line, dropped after the test."""
    with own_database(mongo_uri, monkeypatch):
        yield


def monitor(*words: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, stdout and stderr."""
    ran = CliRunner().invoke(app, words)
    return ran.exit_code, ran.stdout, ran.stderr


def listed() -> list[dict[str, Any]]:
    """The schedules, as programs read them."""
    return [json.loads(line) for line in monitor("schedule", "list", "--json")[1].splitlines()]


def test_a_rhythm_begins_at_once() -> None:
    """The answer names schedule and rhythm."""
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    code, out, _ = monitor("schedule", "add", "atlantico", "--every", "15m")
    assert (code, out) == (0, 'atlantico: every 15m, at once; "monitor up" crawls it.\n')
    (schedule,) = listed()
    assert (schedule["spider"], schedule["outlet"]) == ("atlantico", "atlantico.fr")
    assert (schedule["every"], schedule["cron"], schedule["paused"]) == (900, None, False)
    assert before < datetime.fromisoformat(schedule["next"]) < datetime.now(UTC)


def test_a_cron_line_follows_the_clock_of_the_outlet_or_of_another() -> None:
    """An outlet is known by its domain too; a section makes a schedule of its own."""
    assert monitor("schedule", "add", "atlantico.fr", "--cron", "0 6 * * *")[0] == 0
    words = ("--cron", "0 6 * * *", "--timezone", "America/Lima", "--section", "all")
    assert monitor("schedule", "add", "atlantico", *words)[0] == 0
    own, other = listed()
    assert (own["id"], own["timezone"], own["section"]) == ("atlantico", "Europe/Paris", None)
    assert (other["id"], other["timezone"], other["section"]) == ("atlantico/all", "America/Lima", "all")
    assert datetime.fromisoformat(other["next"]).hour == 11


def test_schedules_are_listed_for_people() -> None:
    """An empty list says how to begin."""
    assert monitor("schedule", "list") == (0, "", 'No schedule yet; "monitor schedule add" makes one.\n')
    monitor("schedule", "add", "atlantico", "--every", "1h")
    code, out, _ = monitor("schedule", "list")
    assert code == 0
    assert "atlantico   atlantico.fr   every 1h" in out


def test_a_schedule_is_paused_resumed_and_removed() -> None:
    """What the pause left out is not caught up."""
    monitor("schedule", "add", "atlantico", "--every", "15m")
    assert monitor("schedule", "pause", "atlantico")[:2] == (0, "atlantico is paused.\n")
    assert listed()[0]["paused"]
    assert "paused" in monitor("schedule", "list")[1]
    code, out, _ = monitor("schedule", "resume", "atlantico")
    assert (code, out.startswith("atlantico goes on at 20")) == (0, True)
    assert datetime.fromisoformat(listed()[0]["next"]) > datetime.now(UTC) + timedelta(minutes=14)
    assert monitor("schedule", "remove", "atlantico")[:2] == (0, "atlantico is removed.\n")
    assert listed() == []


def test_a_site_without_a_file_is_scheduled_by_its_pages() -> None:
    """Each page has a schedule of its own, of one outlet; it is named by its address, with or without scheme."""
    pages = ("https://www.gazette.example/world/", "https://gazette.example/economy/")
    code, out, _ = monitor("schedule", "add", f" {pages[0]} ", "--every", "1h")
    assert (code, out) == (0, 'gazette.example/world: every 1h, at once; "monitor up" crawls it.\n')
    assert monitor("schedule", "add", pages[1], "--cron", "0 6 * * *")[0] == 0
    economy, world = listed()
    assert (world["id"], world["url"], world["outlet"]) == (
        "gazette.example/world",
        pages[0],
        "gazette.example",
    )
    assert (economy["id"], economy["outlet"], economy["timezone"]) == (
        "gazette.example/economy",
        "gazette.example",
        "UTC",
    )
    assert monitor("schedule", "add", "http://gazette.example/world", "--every", "1d")[0] == 2
    assert monitor("schedule", "pause", pages[0])[:2] == (0, "gazette.example/world is paused.\n")
    assert monitor("schedule", "resume", "gazette.example/world")[0] == 0
    assert monitor("schedule", "remove", pages[1])[0] == 0
    assert [one["id"] for one in listed()] == ["gazette.example/world"]


def test_an_address_is_printed_as_it_is() -> None:
    """Neither brackets nor colons are taken for markup."""
    monitor("schedule", "add", "https://gazette.example/[b]:x:[/b]", "--every", "1h")
    assert monitor("schedule", "pause", "gazette.example/[b]:x:[/b]")[:2] == (
        0,
        "gazette.example/[b]:x:[/b] is paused.\n",
    )


def test_a_page_of_an_outlet_with_a_file_is_crawled_by_its_spider() -> None:
    """The schedule has the page's name, the cron line the outlet's time zone."""
    page = "https://www.lemonde.fr/afrique/"
    assert monitor("schedule", "add", page, "--cron", "0 6 * * *")[0] == 0
    (one,) = listed()
    assert (one["id"], one["spider"], one["timezone"]) == ("lemonde.fr/afrique", "lemonde", "Europe/Paris")


BAD = [
    (("add", "https://", "--every", "15m"), "no address of a web page"),
    (("add", "file:///etc/hostname", "--every", "15m"), "no address of a web page"),
    (("add", "gazette.example", "--every", "15m"), "write https://gazette.example/"),
    (("add", "http://127.0.0.1:8081/", "--every", "15m"), "127.0.0.1 is not a public address"),
    (("add", "http://[::ffff:10.0.0.1]/x", "--every", "15m"), "is not a public address"),
    (("add", "http://169.254.169.254/", "--every", "15m"), "is not a public address"),
    (("add", "atlantique", "--every", "15m"), "atlantico"),
    (("add", "atlantico"), "either how often"),
    (("add", "atlantico", "--every", "10s"), '"10s" cannot be used; write 15m'),
    (("add", "atlantico", "--cron", "x"), "write minute, hour"),
    (("add", "atlantico", "--cron", "0 6 * * *", "--timezone", "Paris"), "Europe/Paris"),
    (("pause", "atlantico"), 'There is no schedule "atlantico"; add one'),
    (("resume", "atlantico"), 'There is no schedule "atlantico"; add one'),
    (("remove", "atlantico"), 'There is no schedule "atlantico"; add one'),
]


@pytest.mark.parametrize(("words", "sentence"), BAD)
def test_bad_use_is_one_sentence_and_exit_code_2(words: tuple[str, ...], sentence: str) -> None:
    """It says what to write, and nothing is stored."""
    code, out, error = monitor("schedule", *words)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert sentence in error
    assert listed() == []


def test_a_second_schedule_of_a_section_is_refused() -> None:
    """It says how to change the first."""
    monitor("schedule", "add", "atlantico", "--every", "15m")
    code, _, error = monitor("schedule", "add", "atlantico", "--every", "1h")
    assert (code, "monitor schedule remove atlantico" in error) == (2, True)
    assert [schedule["every"] for schedule in listed()] == [900]
