"""`monitor retag`: what is stored is read with today's outlets, and what changes is printed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli.app import app
from tests.cli.newsroom import PORT, fill
from tests.cli.own_database import Ask, own_database

_HEADER = "domains,name,aliases,country,language,kind,owner"


def monitor(*words: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def ask(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Ask]:
    """Let the command line use a newsroom of its own, and a table in which the Post has another name."""
    table = tmp_path / "mine.csv"
    table.write_text(f"{_HEADER}\nwashingtonpost.com,Wapo Exemplo,,US,en,newspaper,\n")
    with own_database(mongo_uri, monkeypatch) as asked:
        asked(lambda store: fill(mongo_uri, store.db.name))
        monkeypatch.setenv("MONITOR_OUTLETS", str(table))
        yield asked


def credited(ask: Ask) -> list[str]:
    """List whom the article about the port credits."""
    return [c.outlet for c in ask(lambda store: store.articles.named(PORT)).citations if c.kind == "credit"]


def test_edges_that_come_and_go_are_printed(ask: Ask, monkeypatch: Any) -> None:
    """Lost with the user's table, gained again without; a third time there is nothing to do."""
    told = monitor("retag", "--json")
    assert told.exit_code == 0, told.output
    lost = [json.loads(line) for line in told.stdout.splitlines()]
    assert {(edge["change"], edge["outlet"], edge["kind"]) for edge in lost} >= {
        ("lost", "washingtonpost.com", "credit")
    }
    assert "5 articles" in told.stderr or "6 articles" in told.stderr
    assert credited(ask) == []
    monkeypatch.delenv("MONITOR_OUTLETS")
    again = monitor("retag").stdout
    assert "+ atlantico.fr" in again
    assert "washingtonpost.com credit “Lu sur le Washington Post”" in again
    assert credited(ask) == ["washingtonpost.com"]
    assert monitor("retag").stdout == ""


def test_nobody_is_told_of_a_retag(ask: Ask) -> None:
    """Its events have its cause, which topics do not hear unless they ask."""
    monitor("retag")
    events = ask(lambda store: store.db["events"].find({"cause": "retag"}).to_list())
    assert [event["kind"] for event in events] == ["creditRemoved"]
    (run,) = [run for run in ask(lambda store: store.runs.list()) if run.cause == "retag"]
    assert (run.state, run.counts["lost"], events[0]["run"]) == ("done", 2, run.id)


def test_a_dry_run_writes_nothing(ask: Ask) -> None:
    """What would change is printed, and nothing is stored, neither articles nor a run."""
    told = monitor("retag", "--dry-run")
    assert "- atlantico.fr" in told.stdout
    assert "would go" in told.stderr
    assert credited(ask) == ["washingtonpost.com"]
    assert ask(lambda store: store.runs.list()) == []


@pytest.mark.parametrize("words", [("--outlet", "lemonde.fr"), ("--since", "2026-11-21")])
def test_a_part_is_retagged(ask: Ask, words: tuple[str, str]) -> None:
    """Other outlets' articles, and older ones, stay as they are."""
    assert monitor("retag", *words).exit_code == 0
    assert credited(ask) == ["washingtonpost.com"]
