"""A database of its own for commands that change what is stored."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from monitor.store.connection import Store, open_store

Ask = Callable[[Callable[[Store], Any]], Any]


@contextmanager
def own_database(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Let the command line use a database that is dropped at the end; gives what asks it."""
    name = f"test_{uuid4().hex[:12]}"
    monkeypatch.setenv("MONITOR_MONGO_URI", mongo_uri)
    monkeypatch.setenv("MONITOR_MONGO_DATABASE", name)

    def ask(work: Callable[[Store], Any]) -> Any:
        async def asked() -> Any:
            async with open_store(mongo_uri, name, Path()) as store:
                return await work(store)

        return asyncio.run(asked())

    yield ask
    ask(lambda store: store.client.drop_database(name))
