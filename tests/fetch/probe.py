"""Fetches URLs as a crawl does, by our settings and middlewares, without a database; a line of JSON for each.

probe.py DIRECTORY SETTING=VALUE… URL…
"""

import json
import resource
import sys
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.roster import project_settings


class Probe(scrapy.Spider):
    """Asks for each URL as for a page, one after the other."""

    name = "probe"
    run = "run"
    section = "all"
    browser = False
    urls: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[Request]:
        """Ask."""
        for place, url in enumerate(self.urls):
            meta = {"page": url, "asked": url, "note": {}, "playwright": self.browser}
            yield Request(url, self.parse, errback=self.failed, meta=meta, priority=-place, dont_filter=True)

    async def parse(self, response: Response) -> None:
        """Tell what came."""
        self.tell(
            response.meta,
            status=response.status,
            url=response.url,
            size=len(response.body),
            text=response.body[:500].decode("latin-1"),
        )

    def failed(self, failure: Failure) -> None:
        """Tell why nothing came."""
        meta = failure.request.meta  # type: ignore[attr-defined]  # Scrapy sets it
        self.tell(meta, error=type(failure.value).__name__, message=str(failure.value))

    def tell(self, meta: dict[str, Any], **facts: Any) -> None:
        """Print a line."""
        archived = {"archived": "capture" in meta, "reservation": meta.get("reservation")}
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(json.dumps({"asked": meta["asked"], **facts, **archived, "memory": memory}) + "\n")


def main(directory: str, *words: str) -> None:
    """Fetch."""
    urls = [word for word in words if "://" in word.partition("=")[0]]
    settings = project_settings()
    settings.update(dict(word.split("=", 1) for word in words if word not in urls), priority="cmdline")
    own: dict[str, Any] = {
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {"monitor.fetch.pace.Pace": 0, "scrapy.extensions.throttle.AutoThrottle": None},
        "ARCHIVE_DIR": directory,
        "LOG_LEVEL": "ERROR",
        "HTTPERROR_ALLOW_ALL": True,
    }
    settings.update(own, priority="cmdline")
    browser = settings.getbool("BROWSER")
    if browser:
        from monitor.fetch.browser import settings_for  # noqa: PLC0415 - Playwright is seldom needed

        settings.update(settings_for(settings), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl(Probe, urls=urls, browser=browser)
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
