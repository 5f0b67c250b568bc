"""Writing all or nothing, and waiting for a database that is away for a while.

Whatever fails for the moment (a conflict with another writer, a lost connection, a new primary) is tried
again until `patience`, in seconds, is at an end; then it is `StoreAway`. A commit whose answer was lost
is asked for again, never taken for done.
"""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from pymongo import AsyncMongoClient, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import ConnectionFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from monitor.errors import StoreAway

log = logging.getLogger(__name__)

T = TypeVar("T")
# A writer that was killed keeps its locks until its transaction is too old: 60 s where MongoDB is not told
# otherwise, and up to a minute more until that is noticed.
PATIENCE = 120.0
_FIRST_PAUSE, _LONGEST_PAUSE, _LONGEST_CONFLICT = 0.01, 1.0, 0.1
_TRANSIENT = "TransientTransactionError"
_UNKNOWN = "UnknownTransactionCommitResult"


async def transaction(
    client: AsyncMongoClient[dict[str, Any]],
    body: Callable[[AsyncClientSession], Awaitable[T]],
    *,
    patience: float = PATIENCE,
) -> T:
    """Run `body` in a transaction; it may run several times, and only its last run counts."""
    deadline = time.monotonic() + patience

    async def once() -> T:
        async with client.start_session() as session:
            await session.start_transaction(
                read_concern=ReadConcern("snapshot"), write_concern=WriteConcern("majority", j=True)
            )
            result = await body(session)
            await _until(deadline, session.commit_transaction, lambda error: error.has_error_label(_UNKNOWN))
            return result

    return await _until(deadline, once, _passing)


async def patiently(call: Callable[[], Awaitable[T]], *, patience: float = PATIENCE) -> T:
    """Run a read, or a write that may be repeated, until the database answers."""
    return await _until(time.monotonic() + patience, call, _passing)


@asynccontextmanager
async def reaching() -> AsyncIterator[None]:
    """Raise `StoreAway` when the database cannot be reached, for what cannot be tried again."""
    try:
        yield
    except ConnectionFailure as error:
        raise _away(error) from error


async def _until(
    deadline: float, call: Callable[[], Awaitable[T]], again: Callable[[PyMongoError], bool]
) -> T:
    pause = _FIRST_PAUSE
    while True:
        try:
            return await call()
        except PyMongoError as error:
            if not again(error):
                raise
            conflict = not isinstance(error, ConnectionFailure)
            if time.monotonic() + pause > deadline:
                raise _away(error) from error
            log.debug("database tried again reason=%s", error)
        # Writers that met in a conflict must not meet again: one would win each time, the others wait for longer.
        await asyncio.sleep(random.uniform(0, pause))  # noqa: S311 - no secret
        pause = min(2 * pause, _LONGEST_CONFLICT if conflict else _LONGEST_PAUSE)


def _passing(error: PyMongoError) -> bool:
    return isinstance(error, ConnectionFailure) or error.has_error_label(_TRANSIENT)


def _away(error: PyMongoError) -> StoreAway:
    if isinstance(error, ConnectionFailure):
        return StoreAway("MongoDB does not answer any more: see that it runs, then start again.")
    return StoreAway("MongoDB is too busy with other writers: start again.")
