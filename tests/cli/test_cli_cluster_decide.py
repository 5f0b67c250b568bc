import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from monitor.cli.app import app
from monitor.store.connection import Store
from tests.cli.own_database import Ask, own_database
from tests.dedup.prose import prose
from tests.store.test_store_articles import NOW, article, put


@pytest.fixture
def ask(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Three copies in a database of our own."""

    async def fill(store: Store) -> None:
        for minutes, path in enumerate("abc"):
            await put(store, article(path, prose(5, 90), datePublished=NOW + timedelta(minutes=minutes)))

    with own_database(mongo_uri, monkeypatch) as asked:
        asked(fill)
        yield asked


def monitor(*words: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, stdout and stderr."""
    ran = CliRunner().invoke(app, words)
    return ran.exit_code, ran.stdout, ran.stderr


def clusters() -> list[dict[str, Any]]:
    """List the clusters of several articles."""
    return [json.loads(line) for line in monitor("cluster", "list", "--json")[1].splitlines()]


def test_articles_are_taken_out_and_brought_back(ask: Ask) -> None:
    """Each command says what the clusters are now, and leaves them so."""
    (before,) = clusters()
    code, out, _ = monitor("cluster", "split", before["id"], "https://atlantico.fr/c")
    assert code == 0
    assert out.splitlines()[1] == f"{before['id']} keeps 2 articles."
    assert [(each["id"], each["size"]) for each in clusters()] == [(before["id"], 2)]
    alone = out.split()[5]
    code, out, _ = monitor("cluster", "merge", alone, before["id"])
    assert (code, out) == (0, f"They are the cluster {before['id']} now, with 3 articles.\n")
    shown = monitor("cluster", "show", alone)[1]
    assert len([line for line in shown.splitlines() if "atlantico.fr" in line]) == 4


BAD = [
    (("split", "nothing", "https://atlantico.fr/a"), 'no cluster "nothing"'),
    (("split", "CLUSTER", "https://atlantico.fr/x"), "no article"),
    (
        ("split", "CLUSTER", *(f"https://atlantico.fr/{path}" for path in "abc")),
        "all articles of the cluster",
    ),
    (("merge", "CLUSTER", "CLUSTER"), "are one cluster"),
]


@pytest.mark.parametrize(("words", "sentence"), BAD)
def test_bad_use_is_one_sentence(ask: Ask, words: tuple[str, ...], sentence: str) -> None:
    """Exit code 2, and nothing is decided."""
    (cluster,) = clusters()
    code, out, error = monitor("cluster", *(cluster["id"] if word == "CLUSTER" else word for word in words))
    assert (code, out) == (2, "")
    assert sentence in error
    assert clusters() == [cluster]
