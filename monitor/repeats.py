"""What an outlet's pages repeat is left out of its articles, where no page object says what an article is.

The pages teach it (see `extract.boilerplate`), the store keeps what they taught.
"""

from dataclasses import dataclass, field

from monitor.extract import layouts
from monitor.extract.boilerplate import WINDOW, digests, shared, without
from monitor.items import NewsArticle
from monitor.store import Store

_OFTEN, _SELDOM = 20, 10
"""So many pages are learnt from one by one, later ones so many at a time: that costs time."""


@dataclass(slots=True)
class _Outlet:
    pages: list[tuple[str, ...]]
    known: frozenset[str]
    new: int = 0


@dataclass(slots=True)
class Repeats:
    """Learns from one page after the other."""

    store: Store
    _outlets: dict[str, _Outlet] = field(default_factory=dict)

    async def without(self, article: NewsArticle) -> NewsArticle:
        """Learn from an article as extract gave it; give it without what is known to be repeated."""
        if layouts(article.url) or not article.articleBody:
            return article
        outlet = await self._outlet(article.outlet)
        page = digests(article.articleBody)
        if page not in outlet.pages:
            await self.store.paragraphs.add(article.outlet, page)
            outlet.pages = [*outlet.pages, page][-WINDOW:]
            outlet.new += 1
            if len(outlet.pages) < _OFTEN or outlet.new >= _SELDOM:
                outlet.known, outlet.new = shared(outlet.pages), 0
        return without(article, outlet.known)

    async def _outlet(self, name: str) -> _Outlet:
        if name not in self._outlets:
            pages = await self.store.paragraphs.of(name)
            self._outlets[name] = _Outlet(pages, shared(pages))
        return self._outlets[name]
