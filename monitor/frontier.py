"""The frontier of a crawl: which pages are fetched, each once.

New ones, those whose visit is due, and those that a listing says were changed since; so many at most as the
crawl may fetch.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.items import Entry
from monitor.store.pages import KEPT, Page
from monitor.urls import canonical
from monitor.visits import Visits


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A page to fetch: its canonical URL, what names it, when it changed, what is known of it."""

    url: str
    entry: Entry
    modified: datetime | None = None
    known: Page | None = None


class Frontier:
    """The pages that a crawl was led to; `changed` reads when an entry says that its page changed."""

    def __init__(
        self, visits: Visits, changed: Callable[[Entry], datetime | None], limit: int | None = None
    ) -> None:
        self._visits = visits
        self._changed = changed
        self._left = limit
        self._asked: set[str] = set()
        self._told: dict[str, datetime | None] = {}

    @property
    def found(self) -> int:
        """How many pages listings named."""
        return len(self._told)

    async def admit(self, entries: Iterable[Entry]) -> AsyncIterator[Candidate]:
        """Yield those of the pages that a listing names that are to be fetched now."""
        named = {canonical(entry.url): entry for entry in entries}
        told = {url: self._changed(entry) for url, entry in named.items()}
        new = {url: when for url, when in told.items() if self._is_news(url, when)}
        self._told.update(new)
        due = await self._visits.due(new)
        taken = [url for url in due if self._takes(url)]
        await self._visits.ask({url: named[url] for url in taken})
        for url in taken:
            yield Candidate(url=url, entry=named[url], modified=new[url], known=due[url])

    async def revisits(self) -> AsyncIterator[Candidate]:
        """Yield the pages whose visit is due, whether listings still name them or not."""
        for known in await self._visits.revisits():
            if self._takes(known.url):
                yield Candidate(url=known.url, entry=known.entry or Entry(url=known.url), known=known)

    def _is_news(self, url: str, modified: datetime | None) -> bool:
        """Tell whether a listing says of a page what none before it in this crawl did."""
        if url in self._asked:
            return False
        before = self._told.get(url)
        return url not in self._told or (modified is not None and (before is None or modified > before))

    def _takes(self, url: str) -> bool:
        # Another listing may have named it while this one waited for the database.
        if self._left == 0 or url in self._asked:
            return False
        if self._left is not None:
            self._left -= 1
        self._asked.add(url)
        return True


def validators(known: Page | None) -> Mapping[str, str]:
    """Give the headers that ask for a page only if it has changed (RFC 9110, 13.1).

    One of which nothing is kept must come whole: unchanged, it may still be an article of another section.
    """
    if known is None or known.outcome not in {*KEPT, "failed"}:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.lastModified}
    return {name: value for name, value in asked.items() if value}
