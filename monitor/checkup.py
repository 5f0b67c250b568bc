"""The check-up of an outlet after each crawl: what its articles have, against its own last runs.

A Scrapy extension. A layout that changed is an event, `layoutChanged`, once: not again while it is found anew.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from monitor.crawl import Part
from monitor.errors import NoBody, NoHeadline, Unchanged
from monitor.health import EXAMINED, Measure, judge
from monitor.items import NewsArticle
from monitor.store.events import Happening
from monitor.store.health import LAYOUT, Health
from monitor.store.runs import Run
from monitor.times import cut

_READ = (Unchanged, NoBody, NoHeadline)


class Checkup(Part):
    """Looks at each article that was read, whether it was stored or not."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._measure = Measure()
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._stored, signals.item_scraped)
        crawler.signals.connect(self._dropped, signals.item_dropped)

    async def judge(self) -> None:
        """Judge the run that ends, and tell of a new layout; raises `StoreAway`."""
        crawl = self.crawl
        if crawl.run is None or crawl.cause != "crawl":
            return
        measured = self._measure.health
        run = replace(crawl.run, counts=dict(crawl.counts), health=measured)
        earlier = await crawl.store.runs.examined(run.outlet, run.section, limit=EXAMINED)
        findings = judge(run, earlier)
        if crawl.counts["pages"] or findings:
            crawl.health = replace(measured, findings=findings)
            # Before the event: whoever hears of it reads what the run found.
            await crawl.store.runs.examine(run.id, crawl.health)
            if _is_news(crawl.health, earlier):
                await crawl.store.events.happened(_event(run))

    def _opened(self) -> None:
        self.crawl.ended_well.append(self.judge)

    def _stored(self, item: NewsArticle) -> None:
        self._measure.add(item)

    def _dropped(self, item: NewsArticle, exception: DropItem) -> None:
        if isinstance(getattr(exception, "reason", None), _READ):
            self._measure.add(item)


def _is_news(health: Health, earlier: Sequence[Run]) -> bool:
    known = earlier[0].health if earlier else None
    before = {(finding.kind, finding.field) for finding in known.findings} if known else set()
    return any(
        finding.kind in LAYOUT and (finding.kind, finding.field) not in before for finding in health.findings
    )


def _event(run: Run) -> Happening:
    # An event is named by what it happened to: here the outlet, as this run found it.
    return Happening(
        kinds=("layoutChanged",),
        article=f"run:{run.id}",
        revision=0,
        cause=run.cause,
        run=run.id,
        at=cut(datetime.now(UTC)),
    )
