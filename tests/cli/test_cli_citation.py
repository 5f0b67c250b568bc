"""`monitor citation` and what follows from it: a person's word is kept, shown, and counted as gold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli.app import app
from tests.cli.newsroom import LAKE, PORT, fill
from tests.cli.own_database import Ask, own_database


def monitor(*words: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def ask(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Let the command line use a newsroom of its own, as ida."""
    monkeypatch.setenv("LOGNAME", "ida")
    with own_database(mongo_uri, monkeypatch) as asked:
        asked(lambda store: fill(mongo_uri, store.db.name))
        yield asked


def cited(ask: Ask, url: str = PORT) -> list[tuple[str, str, float]]:
    """List whom an article cites."""
    article = ask(lambda store: store.articles.named(url))
    return [(each.outlet, each.kind, each.confidence) for each in article.citations]


def test_what_is_rejected_goes_and_what_is_withdrawn_comes_back(ask: Ask) -> None:
    """The edge is gone at once, in every state; taken back, the tagger's word holds again."""
    before = cited(ask)
    assert ("washingtonpost.com", "attribution", before[0][2]) in before
    told = monitor("citation", "reject", PORT, "Washington Post", "--kind", "attribution")
    assert (told.exit_code, told.stdout) == (0, f"washingtonpost.com is rejected in {PORT}.\n"), told.output
    assert [edge[1] for edge in cited(ask)] == ["credit"]
    shown = monitor("article", "show", PORT).stdout
    assert "rejected  washingtonpost.com (attribution), by ida" in shown
    assert monitor("citation", "withdraw", PORT, "washingtonpost.com", "--kind", "attribution").exit_code == 0
    assert cited(ask) == before


def test_what_is_confirmed_is_sure_and_survives_a_retag(ask: Ask, tmp_path: Path, monkeypatch: Any) -> None:
    """Confidence 1, also under a table of outlets that the tagger finds less with."""
    assert monitor("citation", "confirm", PORT, "washingtonpost.com").exit_code == 0
    assert {edge[2] for edge in cited(ask)} == {1.0}
    table = tmp_path / "mine.csv"
    table.write_text(
        "domains,name,aliases,country,language,kind,owner\nwashingtonpost.com,Wapo Exemplo,,US,en,newspaper,\n"
    )
    monkeypatch.setenv("MONITOR_OUTLETS", str(table))
    told = monitor("retag")
    assert told.exit_code == 0, told.output
    assert ("washingtonpost.com", "credit", 1.0) in cited(ask)


def test_words_prove_what_was_not_found(ask: Ask) -> None:
    """Without words nothing can be confirmed; with words that are there it is, and they are the evidence."""
    refused = monitor("citation", "confirm", LAKE, "El País")
    assert (refused.exit_code, "--words" in refused.stderr) == (2, True)
    wrong = monitor("citation", "confirm", LAKE, "El País", "--words", "ces mots manquent")
    assert (wrong.exit_code, "not in the article" in wrong.stderr) == (2, True)
    assert monitor("citation", "confirm", LAKE, "El País", "--words", "Le lac").exit_code == 0
    assert cited(ask, LAKE) == [("elpais.com", "attribution", 1.0)]


def test_nothing_to_reject_or_withdraw_is_told(ask: Ask) -> None:
    """A citation that is not there cannot be rejected, nor a verdict withdrawn that nobody gave."""
    for words in (
        ("reject", LAKE, "bbc.com"),
        ("withdraw", LAKE, "bbc.com"),
        ("confirm", "https://x.example/", "bbc.com"),
    ):
        assert monitor("citation", *words).exit_code == 2


def test_verdicts_are_listed(ask: Ask) -> None:
    """Newest first, with who and when; as JSON with the words that were judged."""
    assert "Nobody has decided" in monitor("citation", "list").stderr
    monitor("citation", "confirm", PORT, "washingtonpost.com", "--kind", "credit")
    monitor("citation", "reject", PORT, "washingtonpost.com", "--kind", "attribution")
    lines = [json.loads(line) for line in monitor("citation", "list", "--json").stdout.splitlines()]
    assert [(v["decision"], v["kind"], v["by"]) for v in lines] == [
        ("rejected", "attribution", "ida"),
        ("confirmed", "credit", "ida"),
    ]
    assert lines[1]["citations"][0]["evidence"][0]["quote"] == "Lu sur le Washington Post"
    assert "washingtonpost.com" in monitor("citation", "list").stdout


def test_verdicts_are_gold(ask: Ask) -> None:
    """What was confirmed is right, what was rejected is wrong, and what nobody judged is not counted."""
    monitor("citation", "confirm", PORT, "washingtonpost.com", "--kind", "credit")
    monitor("citation", "reject", PORT, "washingtonpost.com", "--kind", "attribution")
    monitor("citation", "confirm", LAKE, "El País", "--words", "Le lac")
    told = monitor("evaluate", "cite", "--verdicts", "--errors")
    assert told.exit_code == 0, told.output
    rows = [line.split() for line in told.stdout.splitlines()]
    assert ["all", "1.000", "0.500", "0.667", "1", "0", "1"] in rows
    assert ["kind", "attribution", "0.000", "0.000", "0.000", "0", "1", "1"] in rows
    assert "missed" in told.stdout
    assert monitor("evaluate", "cite").exit_code == 2
