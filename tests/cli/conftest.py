import asyncio
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
from typer.testing import CliRunner, Result

from monitor.cli.app import app
from tests.cli.newsroom import fill

Monitor = Callable[..., Result]


@pytest.fixture(scope="session")
def newsroom(mongo_uri: str) -> Iterator[str]:
    """Name a database that holds the newsroom's articles, dropped at the end."""
    name = f"test_{uuid4().hex[:12]}"
    asyncio.run(fill(mongo_uri, name))
    yield name
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        client.drop_database(name)


@pytest.fixture
def monitor(mongo_uri: str, newsroom: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitor]:
    """Run `monitor` on the newsroom, without a terminal, in UTC."""
    monkeypatch.setenv("MONITOR_MONGO_URI", mongo_uri)
    monkeypatch.setenv("MONITOR_MONGO_DATABASE", newsroom)
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "UTC")
        time.tzset()
        yield lambda *words: CliRunner().invoke(app, list(words))
    time.tzset()


def lines(result: Result) -> list[dict[str, Any]]:
    """Read the JSON lines that a command wrote."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]
