"""Stores copies of one text from a process of its own: python copies.py URI DATABASE NAME COUNT SEED."""

import asyncio
import sys
from pathlib import Path

from monitor.store.connection import open_store
from tests.dedup.prose import prose
from tests.store.test_store_articles import article, put


async def main(uri: str, database: str, name: str, count: int, seed: int) -> None:
    """Store so many copies, each with a few words of its own, as fast as the database takes them."""
    async with open_store(uri, database, Path()) as store:
        body = prose(seed, 120)
        for number in range(count):
            await put(store, article(f"{name}{number}", f"{body} {prose(number, 5)} {name}"))


if __name__ == "__main__":
    _, uri, database, name, count, seed = sys.argv
    asyncio.run(main(uri, database, name, int(count), int(seed)))
