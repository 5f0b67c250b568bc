"""Paragraphs: what the last pages of an outlet said, as digests, so that what they repeat can be left out.

A document is `{_id: <outlet>, pages: [[digest, …], …]}`, newest last; only of outlets whose pages are read
without a page object.
"""

from collections.abc import Sequence
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from monitor.extract.boilerplate import WINDOW
from monitor.store.transaction import PATIENCE, patiently


class Paragraphs:
    """The collection `paragraphs`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], patience: float = PATIENCE) -> None:
        self._rows = database["paragraphs"]
        self.patience = patience

    async def of(self, outlet: str) -> list[tuple[str, ...]]:
        """Give the digests of an outlet's last pages, oldest first."""
        row = await patiently(lambda: self._rows.find_one({"_id": outlet}), patience=self.patience)
        return [tuple(page) for page in row["pages"]] if row else []

    async def add(self, outlet: str, page: Sequence[str]) -> None:
        """Keep the digests of a page; those of the oldest go when there are too many."""
        change = {"$push": {"pages": {"$each": [list(page)], "$slice": -WINDOW}}}
        # A repeated write would count a page twice: harmless, copies count once.
        await patiently(
            lambda: self._rows.update_one({"_id": outlet}, change, upsert=True), patience=self.patience
        )
