import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.store.connection import Store, open_store
from monitor.store.embedded import Embedded
from tests.crawling import Shell


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One real mongod for the session, stopped at its end."""
    database = Embedded(tmp_path_factory.mktemp("mongo"))
    yield asyncio.run(database.start())
    asyncio.run(database.stop())


@pytest.fixture
async def store(mongo_uri: str, tmp_path: Path) -> AsyncIterator[Store]:
    """A store with a database of its own, dropped after the test."""
    async with open_store(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path) as opened:
        yield opened
        await opened.client.drop_database(opened.db.name)


@pytest.fixture
async def stored(shell: Shell) -> AsyncIterator[Store]:
    """What the commands of a module's `shell` stored, dropped after the test."""
    async with shell.stored() as opened:
        yield opened
