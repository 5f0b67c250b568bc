"""The store's look-up of copies: milliseconds at 400,000 articles in the window, and inserts a second.

    python benchmarks/lookup.py [--articles 400000] [--stored 3000] [--data DIRECTORY]

Articles of about 400 words are written to a real mongod, with boilerplate: a note under each article of some
outlets, and a legal line that a tenth of all have. Further ones are then stored one by one, each in a
transaction of its own that looks its copies up with `monitor.store.candidates`. With `--data` the database
stays, and the next run goes on with it. The database is ours or that of `--uri`.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any

import news
from pymongo import AsyncMongoClient, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.fingerprint import sample
from monitor.dedup.judge import wording
from monitor.dedup.shingles import text_of
from monitor.memory import collect_seldom
from monitor.store import fingerprints
from monitor.store.boilerplate import Learning
from monitor.store.candidates import Candidates
from monitor.store.embedded import Embedded
from monitor.store.fingerprints import Fingerprints
from monitor.store.transaction import transaction

Document = dict[str, Any]
NAME = "lookup"
_START = datetime(2026, 10, 1, tzinfo=UTC)
_LEGAL = 10
_BATCH = 2_000


def documents(count: int, first: int = 0) -> Iterator[Document]:
    """Yield documents without end from the one of this number, `count` of them within thirty days."""
    writer = news.Writer()
    legal = writer.text(25)
    for number, article in islice(enumerate(writer.articles(sys.maxsize)), first, None):
        body = f"{article['articleBody']}\n\n{legal}" if number % _LEGAL == 0 else article["articleBody"]
        text = text_of(article["headline"], body)
        yield {
            "_id": f"{number:012}",
            "outlet": article["outlet"],
            "headline": article["headline"],
            "articleBody": body,
            "time": _START + number * (timedelta(days=30) / count),
            "bodyDigest": wording(text),
            "fingerprint": sample(text).tolist(),
            "cluster": f"c{number}",
            "relations": [],
            "truth": article["truth"],
        }


async def load(database: AsyncDatabase[Document], count: int) -> int:
    """Write the articles that are not there yet, then the indexes; give the number of articles there are."""
    articles = database["articles"]
    there = await articles.estimated_document_count()
    if there >= count:
        return there
    await articles.drop()
    await database["fingerprints"].drop()
    rest = islice(documents(count), count)
    while batch := list(islice(rest, _BATCH)):
        await articles.insert_many(batch, ordered=False)
    await fingerprints.fill(database)
    for name, models in fingerprints.INDEXES.items():
        await database[name].create_indexes(list(models))
    return count


async def store(
    client: AsyncMongoClient[Document], database: AsyncDatabase[Document], made: Sequence[Document]
) -> tuple[list[float], int, int]:
    """Store articles one by one; give the seconds of each look-up, the copies there were and those found."""
    looking, learning, prints = Candidates(database), Learning(database), Fingerprints(database)
    seconds: list[float] = []
    there = hits = 0
    for document in made:

        async def body(session: AsyncClientSession, document: Document = document) -> list[Document]:
            started = time.perf_counter()
            found = (await looking.of([document], session))[document["_id"]]
            seconds.append(time.perf_counter() - started)
            known = await learning.of([row["outlet"] for row in found], session)
            await learning.learn(document, found, known, session)
            await database["articles"].insert_one(document, session=session)
            await prints.add(session, [document])
            return found

        found = await transaction(client, body)
        if document["truth"]["source"]:
            there += 1
            source = f"{int(document['truth']['source'][1:]):012}"
            hits += any(row["_id"] == source for row in found) or any(
                row["articleBody"] == document["articleBody"] for row in found
            )
    return seconds, there, hits


@asynccontextmanager
async def opened(uri: str | None, data: Path) -> AsyncIterator[AsyncMongoClient[Document]]:
    """Connect; our own mongod is ended afterwards."""
    embedded = Embedded(data)
    try:
        async with AsyncMongoClient[Document](uri or await embedded.start(), tz_aware=True) as client:
            yield client
    finally:
        if not uri:
            await embedded.stop()


async def measure(options: argparse.Namespace, data: Path) -> None:
    """Load, store, print."""
    async with opened(options.uri, data) as client:
        database = client.get_database(NAME, write_concern=WriteConcern("majority", j=True))
        started = time.perf_counter()
        there = await load(database, options.articles)
        made = list(islice(documents(options.articles, there), options.stored))
        # As the commands that store do.
        collect_seldom()
        print(f"{there} articles there after {time.perf_counter() - started:.0f} s")
        started = time.perf_counter()
        seconds, copies, hits = await store(client, database, made)
        spent = time.perf_counter() - started
        if not (options.uri or options.data):
            await client.drop_database(NAME)
    cut = [1000 * each for each in quantiles(seconds, n=20)]
    print(f"look-up   p50 {cut[9]:.1f} ms   p95 {cut[18]:.1f} ms   worst {1000 * max(seconds):.1f} ms")
    print(f"stored    {options.stored / spent:.0f} articles/s, look-up and insert in one transaction")
    print(f"found     {hits} of {copies} articles that were made from another")


def main() -> None:
    """Measure with a directory of its own, or the one named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=400_000)
    parser.add_argument("--stored", type=int, default=3_000)
    parser.add_argument("--data", type=Path, help="keep the database here")
    parser.add_argument("--uri", help="a MongoDB of your own, a replica set")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lookup-") as directory:
        asyncio.run(measure(options, options.data or Path(directory)))


if __name__ == "__main__":
    main()
