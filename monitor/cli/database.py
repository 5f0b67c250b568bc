"""The database for a command: opened, asked, closed."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import TypeVar

from monitor import config
from monitor.store.connection import Store, open_store

T = TypeVar("T")


def with_store(ask: Callable[[Store], Awaitable[T]], *, agencies: Collection[str] = frozenset()) -> T:
    """Give what `ask` answers, with the database that the environment names; the embedded one is started.

    `agencies` are the outlets whose text is wire copy, for who arranges clusters.
    """

    async def asked() -> T:
        options = config.load()
        async with open_store(
            options.mongo_uri, options.mongo_database, options.data, agencies=agencies
        ) as store:
            return await ask(store)

    return asyncio.run(asked())
