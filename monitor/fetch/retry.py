"""What failed is tried again, as the host wishes: Retry-After in both forms, 429 and 503 slow it down.

>>> from datetime import UTC
>>> retry_after("120", datetime(2026, 11, 24, tzinfo=UTC))
120.0
>>> retry_after("Tue, 24 Nov 2026 00:01:00 GMT", datetime(2026, 11, 24, tzinfo=UTC))
60.0
"""

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings

from monitor.fetch.pace import Pace

log = logging.getLogger(__name__)
# What was given up is told in our words by who asked for it.
logging.getLogger("scrapy.downloadermiddlewares.retry").addFilter(
    lambda record: record.levelno < logging.ERROR
)

BUSY = frozenset({429, 503})
LONGEST_WAIT = 300.0
"""Seconds that a run waits for a host; asked for more, it leaves the host's other pages to a later run."""


def retry_after(value: str, now: datetime) -> float | None:
    """Read a Retry-After header (RFC 9110, 10.2.3), a number of seconds or a date; None if it is neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((aware - now).total_seconds(), 0.0)


class HostAway(IgnoreRequest):
    """A host asked to be left alone for longer than a run waits; `seconds` is what is left of it."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asks to be left alone for {seconds:.0f} more seconds.")
        self.seconds = seconds


class Retry(RetryMiddleware):
    """Scrapy's retries, after the wait that the host asked for."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._away: dict[str, float] = {}

    def process_request(self, request: Request) -> None:
        """Hold back requests to a host that asked for a long rest."""
        self.check(request)

    def check(self, request: Request) -> None:
        """Raise `HostAway` when the request's host asked for a long rest, perhaps while the request waited."""
        host = urlsplit(request.url).hostname or ""
        left = self._away.get(host, 0.0) - monotonic()
        if left > 0:
            raise HostAway(host, left)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Slow down or leave alone a host that is busy; then retry as Scrapy does."""
        if response.status in BUSY:
            self._give_way(request, response)
        return super().process_response(request, response)

    def hear(self, request: Request, response: Response) -> None:
        """Remember that a host asks for a long rest, before the next request leaves for it."""
        wait = _asked_for(request, response) if response.status in BUSY else 0.0
        if wait > LONGEST_WAIT:
            host = urlsplit(request.url).hostname or ""
            self._away[host] = monotonic() + wait
            log.warning("host asks to be left alone host=%s seconds=%.0f", host, wait)

    def _give_way(self, request: Request, response: Response) -> None:
        host = urlsplit(request.url).hostname or ""
        pace = self.crawler.get_extension(Pace)
        if pace:
            pace.slow_down(host)
        self.check(request)
        if pace:
            pace.pause(host, _asked_for(request, response))


def _asked_for(request: Request, response: Response) -> float:
    """Tell how many seconds to wait; where the host does not say, twice as long each time."""
    header = (response.headers.get("Retry-After") or b"").decode("latin-1")
    wait = retry_after(header, datetime.now(UTC)) if header else None
    return 2.0 ** request.meta.get("retry_times", 0) if wait is None else wait
