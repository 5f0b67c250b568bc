"""`monitor outlet suggest` and `add`: what articles point at and we do not know becomes a row of one's own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.cli.app import app
from monitor.dedup import fingerprint
from monitor.store.connection import Store
from tests.cli.newsroom import MORNING, made
from tests.cli.own_database import Ask, own_database

_TEXTS = (
    "Le port ferme, selon le quotidien brésilien Folha Exemplo.",
    "La directrice l'a dit au journal brésilien Folha Exemplo.",
    "La chaîne valdorienne Antena Nove a montré le port.",
)


def monitor(*words: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, list(words))


async def _fill(store: Store) -> None:
    tagger = Tagger(load())
    for number, text in enumerate(_TEXTS):
        article = tagger.tag(
            fingerprint(made(f"https://atlantico.fr/{number}", "atlantico.fr", text, number))
        )
        stored = await store.articles.store(article, cause="crawl", run="r", now=MORNING)
        await store.unlisted.add([(stored.article, tagger.candidates(stored.article))])


@pytest.fixture
def ask(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Let the command line use a database with articles that name outlets unknown to us."""
    with own_database(mongo_uri, monkeypatch) as asked:
        asked(_fill)
        yield asked


def test_suggestions_are_listed_and_taken(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the suggestion to the row, the checker, and the citation that a retag then finds."""
    first = json.loads(monitor("outlet", "suggest", "--json").stdout.splitlines()[0])
    assert (first["name"], first["country"], first["kind"], first["count"]) == (
        "Folha Exemplo",
        "BR",
        "newspaper",
        2,
    )
    assert "Antena Nove" in monitor("outlet", "suggest").stdout
    table = tmp_path / "mine.csv"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MONITOR_OUTLETS", "~/mine.csv")
    added = monitor(
        *("outlet", "add", "https://www.folhaexemplo.com.br/", "--name", "Folha Exemplo", "--country", "br"),
        *("--kind", "newspaper", "--language", "pt", "--alias", "FE~"),
    )
    assert added.exit_code == 0, added.output
    assert "monitor retag" in added.stderr
    assert table.read_text().splitlines()[1] == "folhaexemplo.com.br,Folha Exemplo,FE~,BR,pt,newspaper,"
    assert "Folha Exemplo" not in monitor("outlet", "suggest").stdout
    retagged = monitor("retag", "--json").stdout.splitlines()
    assert {json.loads(line)["outlet"] for line in retagged} == {"folhaexemplo.com.br"}
    assert ask(lambda store: store.articles.count({"citations.outlet": "folhaexemplo.com.br"})) == 2


def test_a_row_needs_a_table_and_a_new_domain(tmp_path: Path) -> None:
    """Without MONITOR_OUTLETS it says what to set; what is known, or faulty, is not written."""
    given = ("--name", "Folha", "--country", "BR")
    unset = monitor("outlet", "add", "folha.example", *given)
    assert (unset.exit_code, "MONITOR_OUTLETS" in unset.stderr) == (2, True)
    table = ("--outlets", str(tmp_path / "mine.csv"))
    known = monitor("outlet", "add", "wapo.st", *given, *table)
    assert (known.exit_code, "The Washington Post (washingtonpost.com)" in known.stderr) == (2, True)
    faulty = monitor("outlet", "add", "folha.example", "--name", "Folha", "--country", "QQ", *table)
    assert (faulty.exit_code, "ISO 3166-1" in faulty.stderr) == (2, True)
    assert not (tmp_path / "mine.csv").exists()


def test_an_ordinary_word_is_marked(tmp_path: Path) -> None:
    """The user is told which name counts beside a cue only."""
    table = tmp_path / "mine.csv"
    told = monitor(
        *("outlet", "add", "heure.example", "--name", "Le Temps", "--country", "CH", "--outlets", str(table))
    )
    assert "Le Temps?" in told.stderr
    assert "Le Temps?" in table.read_text()
