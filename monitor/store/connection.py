"""The store: one connection to MongoDB, one attribute a collection.

Writes are acknowledged by the majority and the journal: with less, a kill -9 loses acknowledged articles.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path

from pymongo import AsyncMongoClient, IndexModel, WriteConcern
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure

from monitor.errors import StoreAway
from monitor.store import (
    articles,
    clusters,
    deciding,
    events,
    fingerprints,
    leases,
    outbox,
    pages,
    pairings,
    paragraphs,
    purging,
    retagging,
    runs,
    schedules,
    tombstones,
    topics,
    unlisted,
    verdicts,
)
from monitor.store.connecting import Document, connected
from monitor.store.migrations import migrate

# Raised with every change of an index: start-up then brings the database up to it.
INDEX_VERSION = 6


class Store:
    """The database, and its collections by name; `agencies` are the outlets whose text is wire copy."""

    def __init__(
        self, client: AsyncMongoClient[Document], database: str, agencies: Collection[str] = frozenset()
    ) -> None:
        self.client = client
        self.agencies = agencies
        self.db: AsyncDatabase[Document] = client.get_database(
            database, write_concern=WriteConcern("majority", j=True)
        )

    @cached_property
    def articles(self) -> articles.Articles:
        """Articles and their revisions."""
        return articles.Articles(self.db, agencies=self.agencies)

    @cached_property
    def topics(self) -> topics.Topics:
        """Saved queries."""
        return topics.Topics(self.db)

    @cached_property
    def outbox(self) -> outbox.Outbox:
        """Alerts on their way."""
        return outbox.Outbox(self.db)

    @cached_property
    def pages(self) -> pages.Pages:
        """Pages that were fetched."""
        return pages.Pages(self.db)

    @cached_property
    def paragraphs(self) -> paragraphs.Paragraphs:
        """What outlets' pages repeat."""
        return paragraphs.Paragraphs(self.db)

    @cached_property
    def clusters(self) -> clusters.Clusters:
        """Articles that carry one text."""
        return clusters.Clusters(self.db)

    @cached_property
    def deciding(self) -> deciding.Deciding:
        """What people decide of clusters."""
        return deciding.Deciding(self.db, agencies=self.agencies)

    @cached_property
    def purging(self) -> purging.Purging:
        """Text taken away."""
        return purging.Purging(self.db, agencies=self.agencies)

    @cached_property
    def tombstones(self) -> tombstones.Tombstones:
        """What was purged and is not to come back."""
        return tombstones.Tombstones(self.db)

    @cached_property
    def events(self) -> events.Events:
        """What happened to articles."""
        return events.Events(self.db)

    @cached_property
    def runs(self) -> runs.Runs:
        """Crawls, replays and retags."""
        return runs.Runs(self.db)

    @cached_property
    def leases(self) -> leases.Leases:
        """Who may crawl an outlet."""
        return leases.Leases(self.db)

    @cached_property
    def verdicts(self) -> verdicts.Verdicts:
        """What people decided of citations."""
        return verdicts.Verdicts(self.db)

    @cached_property
    def retagging(self) -> retagging.Retagging:
        """Citations written anew."""
        return retagging.Retagging(self.db, agencies=self.agencies)

    @cached_property
    def unlisted(self) -> unlisted.Unlisted:
        """Outlets that the gazetteer lacks."""
        return unlisted.Unlisted(self.db)

    @cached_property
    def schedules(self) -> schedules.Schedules:
        """When outlets are crawled."""
        return schedules.Schedules(self.db)


# Each module of a collection lists its indexes.
INDEXES: tuple[Mapping[str, Sequence[IndexModel]], ...] = (
    articles.INDEXES,
    clusters.INDEXES,
    events.INDEXES,
    fingerprints.INDEXES,
    outbox.INDEXES,
    pages.INDEXES,
    pairings.INDEXES,
    purging.INDEXES,
    runs.INDEXES,
    tombstones.INDEXES,
    topics.INDEXES,
    unlisted.INDEXES,
    verdicts.INDEXES,
)


@asynccontextmanager
async def open_store(
    uri: str | None, database: str, data: Path, *, agencies: Collection[str] = frozenset()
) -> AsyncIterator[Store]:
    """Connect to a MongoDB, or start the embedded one under `data`, and bring the database up to this program.

    Raises `StoreAway` with what to do when it cannot be reached, is no replica set, or is of a newer program.
    """
    async with connected(uri, data) as client:
        store = Store(client, database, agencies)
        await migrate(store.db)
        await _index(store)
        yield store


async def _index(store: Store) -> None:
    """Create the indexes once for each version; a start with nothing to do costs one look-up."""
    try:
        meta = await store.db["meta"].find_one({"_id": "indexes"})
        if meta and meta["version"] >= INDEX_VERSION:
            return
        for collections in INDEXES:
            for name, models in collections.items():
                await store.db[name].create_indexes(list(models))
        await store.db["meta"].update_one(
            {"_id": "indexes"}, {"$max": {"version": INDEX_VERSION}}, upsert=True
        )
    except OperationFailure as error:
        raise StoreAway(
            f"The indexes cannot be made: {error.details and error.details.get('errmsg')}."
        ) from None
