"""Connecting to MongoDB, ours or a given one; what is wrong is told in one sentence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from monitor.errors import BadConfig, StoreAway
from monitor.store.embedded import Embedded

Document = dict[str, Any]
_PATIENCE_MS = 10_000
_TIMEOUTS = ("serverSelectionTimeoutMS", "connectTimeoutMS")


@asynccontextmanager
async def connected(uri: str | None, data: Path) -> AsyncIterator[AsyncMongoClient[Document]]:
    """Connect to a MongoDB, or start the embedded one under `data`.

    Raises `StoreAway` with what to do when it cannot be reached or is no replica set, `BadConfig` when the URI is none.
    """
    client: AsyncMongoClient[Document] = _client(uri or await Embedded(data).start())
    try:
        await _check(client, uri)
        yield client
    finally:
        await client.close()


def _client(uri: str) -> AsyncMongoClient[Document]:
    try:
        given = {name.lower() for name in parse_uri(uri)["options"]}
        patience: dict[str, Any] = {name: _PATIENCE_MS for name in _TIMEOUTS if name.lower() not in given}
        return AsyncMongoClient(uri, tz_aware=True, appname="monitor", **patience)
    except (InvalidURI, ConfigurationError, ValueError) as error:
        raise BadConfig(f"MONITOR_MONGO_URI cannot be used: {error}.") from None


async def _check(client: AsyncMongoClient[Document], uri: str | None) -> None:
    try:
        hello = await client.admin.command("hello")
    except OperationFailure as error:
        raise StoreAway(f"MongoDB refuses us: {error.details and error.details.get('errmsg')}.") from None
    except PyMongoError:
        place = f" at {_place(uri)}" if uri else ""
        raise StoreAway(f"No MongoDB answers{place}: start it, or correct MONITOR_MONGO_URI.") from None
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise StoreAway(
            "This MongoDB is no replica set, and transactions need one: "
            "start it with --replSet rs0 and run rs.initiate() once."
        )


def _place(uri: str) -> str:
    # The URI may hold a password.
    return ", ".join(f"{host}:{port}" if port else str(host) for host, port in parse_uri(uri)["nodelist"])
