"""Crawls Atlantico with a fault of ours at the start or the end: `python tests/faulty.py Unstarted`."""

import sys
from collections.abc import AsyncIterator

from scrapy import Request

from monitor.cli.process import run
from monitor.crawl import Crawl
from spiders.atlantico import Atlantico


class Unstarted(Atlantico):
    """Fails before it asks for a listing."""

    async def start(self) -> AsyncIterator[Request]:
        """Fail."""
        raise ZeroDivisionError
        yield


class Unended(Atlantico):
    """Fails when all is read."""

    async def start(self) -> AsyncIterator[Request]:
        """Start, and have it fail at the end."""
        self.crawl.ended_well.append(self.fail)
        async for request in super().start():
            yield request

    async def fail(self) -> None:
        """Fail."""
        raise ZeroDivisionError


if __name__ == "__main__":
    spider = {each.__name__: each for each in (Unstarted, Unended)}[sys.argv[1]]
    sys.exit(str(Crawl.of(run(spider, {"limit": "1"})).error))
