"""Retag: today's gazetteer and grammar applied to what is stored, without a crawl.

Articles that have the tagger's version are passed over, so that a retag that was killed goes on where it was.
"""

from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from monitor.cite.tagger import Tagger
from monitor.items import Citation, NewsArticle
from monitor.store.connection import Store
from monitor.store.retagging import Retagged
from monitor.times import cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A citation that an article gained or lost; `words` are those that prove it, `article` is an id."""

    change: Literal["gained", "lost"]
    article: str
    url: str
    publisher: str
    outlet: str
    kind: str
    confidence: float
    rule: str
    words: str


@dataclass(slots=True)
class Retag:
    """Tags stored articles anew as run `run`; `counts` says how many, and what changed."""

    store: Store
    tagger: Tagger
    run: str
    counts: Counter[str] = field(default_factory=Counter)

    async def edges(
        self, *, since: datetime | None = None, outlet: str | None = None, dry: bool = False
    ) -> AsyncGenerator[Edge]:
        """Tag the articles published since then, of one outlet where given; yield the edges that change.

        With `dry` nothing is written. Raises `StoreAway`.
        """
        wanted: dict[str, Any] = {"time": {"$gte": since}} if since else {}
        if outlet:
            wanted["outlet"] = outlet
        async with aclosing(self.store.retagging.stale(self.tagger.version, wanted)) as pages:
            async for names in pages:
                for state in await self._look(names) if dry else await self.write(names):
                    self.counts["articles"] += 1
                    for edge in changes(state.before, state.after):
                        self.counts[edge.change] += 1
                        yield edge

    async def write(self, names: list[str]) -> list[Retagged]:
        """Tag these articles, whatever version they have, and write what comes of it."""
        states = await self.store.retagging.write(
            names, self.tagger.tag, run=self.run, now=cut(datetime.now(UTC))
        )
        await self.store.unlisted.add((state.after, self.tagger.candidates(state.after)) for state in states)
        return states

    async def _look(self, names: list[str]) -> list[Retagged]:
        return await self.store.retagging.look(names, self.tagger.tag)


def changes(before: NewsArticle, after: NewsArticle) -> Iterator[Edge]:
    """Yield the citations that one state has and the other has not: first those gained, then those lost."""
    old, new = _by_edge(before), _by_edge(after)
    for key in sorted(new.keys() - old.keys()):
        yield _edge("gained", after, new[key])
    for key in sorted(old.keys() - new.keys()):
        yield _edge("lost", before, old[key])


def _by_edge(article: NewsArticle) -> Mapping[tuple[str, str], Citation]:
    return {(citation.outlet, citation.kind): citation for citation in article.citations}


def _edge(change: Literal["gained", "lost"], article: NewsArticle, citation: Citation) -> Edge:
    proof = citation.evidence[0] if citation.evidence else None
    return Edge(
        change=change,
        article=article.id or "",
        url=article.url,
        publisher=article.outlet,
        outlet=citation.outlet,
        kind=citation.kind,
        confidence=citation.confidence,
        rule=proof.rule if proof else "",
        words=proof.quote if proof else "",
    )
