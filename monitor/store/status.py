"""Where the database is, and how much is in it."""

from dataclasses import dataclass

from monitor.store.connection import Store
from monitor.store.transaction import patiently


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`place` is a socket, or host and port; `size` is in bytes on disk, indexes included."""

    place: str
    version: str
    database: str
    size: int
    articles: int


async def status(store: Store) -> Status:
    """Ask the server."""
    address = await store.client.address
    host, port = address or ("", None)
    about = await patiently(store.client.server_info)
    figures = await patiently(lambda: store.db.command("dbStats"))
    return Status(
        place=f"{host}:{port}" if port else host,
        version=about["version"],
        database=store.db.name,
        size=int(figures["storageSize"] + figures["indexSize"]),
        articles=await patiently(store.db["articles"].estimated_document_count),
    )
