"""Purge: text older than a day goes, from the database and from the archives.

What the database holds is taken away first, a few articles at a time, each with a tombstone; then the archives
of an outlet are written anew without it, while we have its lease, so that no crawl writes to them. Whatever
interrupts it, the next purge goes on where it was.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.fetch.archive import file_name
from monitor.fetch.redact import redact
from monitor.store import Store
from monitor.store.leases import this_process
from monitor.store.purging import Wanted
from monitor.urls import canonical


@dataclass(slots=True)
class Purge:
    """Purges a store and the archives in a directory; `counts` says what was done."""

    store: Store
    archive: Path
    counts: Counter[str] = field(default_factory=Counter)

    async def purge(self, wanted: Wanted, now: datetime) -> None:
        """Purge what is wanted, and what an earlier purge left in archives.

        Raises `LeaseHeld` while an outlet is being crawled, `ArchiveFailed`, `StoreAway`.
        """
        since: datetime | None = None
        while purged := await self.store.purging.some(wanted, now, since):
            self.counts["articles"] += purged.count
            since = purged.until
        for outlet in await self.store.tombstones.archives():
            await self._outlet(outlet)

    async def _outlet(self, outlet: str) -> None:
        urls = await self.store.tombstones.waiting(outlet)
        lease = await self.store.leases.take(outlet, f"purge {this_process()}")
        try:
            for path in sorted(self.archive.glob(file_name(outlet, "*"))):
                redacted = await asyncio.to_thread(redact, path, lambda url: canonical(url) in urls)
                # Always: a purge that was killed may have left a file anew and captures as they were.
                await self.store.purging.realign(path.name, redacted.places)
                self.counts["records"] += redacted.removed
                self.counts["files"] += redacted.removed > 0
                lease = await self.store.leases.renew(lease)
            await self.store.tombstones.cleared(outlet, urls)
        finally:
            await self.store.leases.release(lease)
