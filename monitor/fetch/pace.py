"""How fast one host is asked: Scrapy's AutoThrottle with what the host itself asks for.

AutoThrottle follows the latency of answers; below it stands a floor for each host: its Crawl-delay, and
more after each 429 and 503. A host can also be left alone for a time (Retry-After).
"""

import logging
from time import monotonic

from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

log = logging.getLogger(__name__)

SLOWER = 2.0
LEAST = 1.0


class Pace(AutoThrottle):
    """AutoThrottle with a floor for each host, and pauses."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._floors: dict[str, float] = {}

    def at_least(self, host: str, seconds: float) -> None:
        """Leave this many seconds between two requests to a host, from now on."""
        if seconds <= self._floors.get(host, 0.0):
            return
        self._floors[host] = seconds
        slot = self._slot(host)
        if slot:
            slot.delay = max(slot.delay, seconds)
        log.info("host slowed down host=%s delay=%.1f", host, seconds)

    def slow_down(self, host: str) -> None:
        """Double the time between two requests to a host, up to AUTOTHROTTLE_MAX_DELAY."""
        slot = self._slot(host)
        present = max(self._floors.get(host, 0.0), slot.delay if slot else 0.0)
        self.at_least(host, min(max(present * SLOWER, LEAST), self._max_delay()))

    def pause(self, host: str, seconds: float) -> None:
        """Send nothing to a host for so long."""
        slot = self._slot(host)
        if slot is None:
            return
        # Scrapy waits from the last request on: one in the future makes it wait until then.
        slot.delay = max(slot.delay, 0.001)
        slot.lastseen = max(slot.lastseen, monotonic() + seconds)
        log.info("host left alone host=%s seconds=%.0f", host, seconds)

    def _slot(self, host: str) -> Slot | None:
        return self.crawler.engine.downloader.slots.get(host)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        host = next(
            (name for name, other in self.crawler.engine.downloader.slots.items() if other is slot), ""
        )
        slot.delay = max(slot.delay, self._floors.get(host, 0.0))
