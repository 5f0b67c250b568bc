"""Writes each exchange to the run's archive before anything parses it.

It stands below Scrapy's HttpCompression, so that bodies are archived as they came. The spider says what
the run is: without its `run`, as in `scrapy shell`, nothing is archived. The capture is left in
`request.meta["capture"]`; `request.meta` may name an earlier one ("known") and hold a "note".
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from monitor.fetch.archive import Archive, Exchange, file_name
from monitor.times import cut

# What the connection's coding was is gone with the connection.
_HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})


class Recorder:
    """Downloader middleware that archives."""

    def __init__(self, crawler: Crawler, directory: Path) -> None:
        self._crawler = crawler
        self._directory = directory
        self._archive: Archive | None = None
        crawler.signals.connect(self._close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the directory of archives from the settings."""
        return cls(crawler, Path(crawler.settings["ARCHIVE_DIR"]))

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive the exchange; raises `ArchiveFailed`."""
        spider = self._crawler.spider
        run = getattr(spider, "run", None)
        if run is None:
            return response
        if self._archive is None:
            outlet: str = getattr(spider, "outlet", "") or getattr(spider, "name", "crawl")
            info = {
                "software": self._crawler.settings["USER_AGENT"],
                "format": "WARC File Format 1.1",
                "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
                "robots": "obey",
                "isPartOf": f"{outlet}-{run}",
                "outlet": outlet,
                "section": getattr(spider, "section", ""),
            }
            self._archive = Archive(self._directory / file_name(outlet, run), info)
        request.meta["capture"] = self._archive.add(_exchange(request, response))
        return response

    def _close(self) -> None:
        if self._archive:
            self._archive.close()


def _exchange(request: Request, response: Response) -> Exchange:
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    host = urlsplit(request.url).netloc.rpartition("@")[2]
    return Exchange(
        url=request.url,
        date=cut(datetime.now(UTC)),
        method=request.method,
        request=[("Host", host), *_pairs(request.headers)],
        status=f"{response.status} {phrase}".rstrip(),
        response=list(_pairs(response.headers)),
        body=response.body,
        note=request.meta.get("note"),
    )


def _pairs(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, values in headers.items():
        text = name.decode("latin-1")
        if text.lower() not in _HOP_BY_HOP:
            for value in values:
                yield text, value.decode("latin-1")
