import json
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.store.connection import Store, open_store
from tests.crawling import Shell

SHOWN = (
    "✓ First crawl",
    "✓ A day later",
    "Lu sur le Washington Post",  # a credit
    "La Repubblica, elle, y voit une leçon de géographie",  # an attribution
    "ont été mis en ligne →",  # a link
    "via reuters.com",
    "nothing comes from it",  # a mention
    "closed",
    "The same text twice",
    "wire copy",
    "1 200 → 2 100",
    "+ Lu sur El País",
    "One article at two addresses",
    "monitor search 'karsavie citescountry:GB'",
    "Credit added: Ouradan",
    "What to type next",
)


@pytest.fixture
def shell(mongo_uri: str, tmp_path: Path) -> Shell:
    """A place for the demo."""
    return Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path)


async def stored(shell: Shell) -> dict[str, int]:
    """Count what the demo stored."""

    async def count(store: Store) -> dict[str, int]:
        names = ("articles", "revisions", "events", "outbox", "pages", "topics")
        return {name: await store.db[name].count_documents({}) for name in names}

    async with open_store(shell.uri, f"{shell.database}_demo", shell.data) as store:
        return await count(store)


async def test_the_demo_shows_all_of_it_and_stores_it_once(shell: Shell, tmp_path: Path) -> None:
    """Citations of every kind, copies, corrections, an alert; run again it stores nothing, fresh all."""
    first = shell.run("demo")
    assert (first.returncode, first.stderr) == (0, "")
    assert [words for words in SHOWN if words not in first.stdout] == []
    assert max(map(len, first.stdout.splitlines())) <= 100 + len(str(tmp_path))
    after_first = await stored(shell)
    assert (after_first["articles"], after_first["revisions"]) == (24, 1)

    picture = tmp_path / "demo.svg"
    second = shell.run("demo", "--svg", picture)
    assert (second.returncode, second.stderr) == (0, "")
    assert "✓ Crawl again" in second.stdout
    assert await stored(shell) == after_first
    assert "@font-face" not in picture.read_text(encoding="utf-8")

    alerts = (tmp_path / "demo/alerts.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["key"] for line in alerts}) == len(alerts) == 2
    assert next((tmp_path / "demo/archive").glob("*.warc.gz"))
    assert not (tmp_path / "archive").exists()

    fresh = shell.run("demo", "--fresh")
    assert "✓ First crawl" in fresh.stdout
    assert await stored(shell) == after_first
