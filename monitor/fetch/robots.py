"""robots.txt as RFC 9309 has it: nothing goes to a host before its robots.txt has answered.

    2xx              its rules hold, of the first 500 KiB
    3xx              followed, five times; after that as 4xx
    4xx              everything is allowed, but for 429
    429, 5xx, none   nothing is allowed

What was learnt holds for 24 hours. A Crawl-delay becomes the host's pace. The lines that are for us are found
by `groups`; how their patterns match is protego's.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from monitor.errors import MonitorError
from monitor.fetch import groups
from monitor.fetch.pace import Pace
from monitor.fetch.trouble import answered, told
from monitor.urls import resolved

log = logging.getLogger(__name__)

LARGEST = 500 * 1024
LIFETIME = 24 * 3600.0
REDIRECTS = 5
_TOO_MANY = 429


class Disallowed(IgnoreRequest):
    """The host's robots.txt forbids this request."""


class RobotsAway(IgnoreRequest):
    """The host's robots.txt does not answer, and nothing is asked for without it."""


class Rules:
    r"""What one robots.txt allows to one user agent.

    >>> rules = Rules.read(200, b"User-agent: *\nDisallow: /private/", "media-monitor/1.0 (contact: a@b.c)")
    >>> rules.allows("https://example.org/private/x"), rules.allows("https://example.org/")
    (False, True)
    """

    def __init__(
        self, parsed: Protego | None, sitemaps: Sequence[str] = (), *, otherwise: bool, why: str = ""
    ) -> None:
        self._parsed = parsed
        self._otherwise = otherwise
        self.sitemaps = tuple(sitemaps)
        self.why = why
        """Why there are none, where nothing is allowed for want of them."""

    @classmethod
    def read(cls, status: int, body: bytes, user_agent: str) -> Self:
        """Read an answer to the request for robots.txt; `user_agent` is the header that is sent."""
        if 200 <= status < 300:  # noqa: PLR2004 - success
            read = body[:LARGEST]
            lines = [f"{name}: {value}" for name, value in groups.ours(read, groups.product(user_agent))]
            parsed = Protego.parse("\n".join(["User-agent: *", *lines]))
            return cls(parsed, groups.sitemaps(read), otherwise=True)
        if status < 500 and status != _TOO_MANY:  # noqa: PLR2004 - server errors
            return cls.everything()
        return cls.nothing(f"{answered(status, 'its robots.txt')}, without which nothing is fetched")

    @classmethod
    def nothing(cls, why: str) -> Self:
        """Allow nothing: there was no answer."""
        return cls(None, otherwise=False, why=why)

    @classmethod
    def everything(cls) -> Self:
        """Allow everything: there is no robots.txt."""
        return cls(None, otherwise=True)

    def allows(self, url: str) -> bool:
        """Tell whether a URL may be fetched."""
        return self._otherwise if self._parsed is None else bool(self._parsed.can_fetch(url, "*"))

    @property
    def delay(self) -> float:
        """Seconds that the host wants between two requests; 0 when it does not say."""
        return float(self._parsed.crawl_delay("*") or 0.0) if self._parsed else 0.0


class Robots:
    """Downloader middleware: holds each request until its host's robots.txt has answered."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["USER_AGENT"]
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._known: dict[str, tuple[Rules, float]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware."""
        return cls(crawler)

    def sitemaps(self, url: str) -> list[str]:
        """Give the sitemaps that a host's robots.txt names, once it has answered."""
        known = self._known.get(origin(url))
        named = [resolved(url, sitemap) for sitemap in known[0].sitemaps] if known else []
        return [sitemap for sitemap in named if sitemap]

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `Disallowed` or `RobotsAway`."""
        if request.meta.get("dont_obey_robotstxt") or not request.url.startswith(("http://", "https://")):
            return
        asked = origin(request.url)
        async with self._locks[asked]:
            rules = await self._rules(asked)
        if rules.why:
            raise RobotsAway(f"{rules.why}.")
        if not rules.allows(request.url):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise Disallowed(f"{asked}/robots.txt forbids {request.url}.")

    async def _rules(self, host: str) -> Rules:
        known = self._known.get(host)
        if known and monotonic() - known[1] < LIFETIME:
            return known[0]
        rules = await self._ask(host)
        self._known[host] = (rules, monotonic())
        pace = self._crawler.get_extension(Pace)
        if pace and rules.delay:
            pace.at_least(urlsplit(host).hostname or "", rules.delay)
        return rules

    async def _ask(self, host: str) -> Rules:
        request = Request(
            f"{host}/robots.txt",
            callback=NO_CALLBACK,
            priority=1000,
            meta={"dont_obey_robotstxt": True, "redirect_ttl": REDIRECTS, "allow_offsite": True},
        )
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except MonitorError:
            raise  # the archive's failure is not the host's
        except Exception as error:  # noqa: BLE001 - whatever the network does, no answer means no
            # Too many redirects: RFC 9309, 2.3.1.2 lets us go on as if there were none.
            if str(error) == "max redirections reached":
                return Rules.everything()
            why = told(error, host)
            log.warning("robots.txt not read host=%s reason=%s", host, why)
            return Rules.nothing(why)
        log.info("robots.txt read host=%s status=%d", host, response.status)
        return Rules.read(response.status, response.body, self._agent)


def origin(url: str) -> str:
    """Give scheme, host and port of a URL, for which one robots.txt holds."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
