"""Leaves alone what publishers reserve; see `reservations` for what that is.

What tdmrep.json reserves is not fetched. What a header reserves is not archived: this stands between the network and
the archive. With OBEY_RESERVATIONS off, the reservation is only noted, in `request.meta["reservation"]`.
"""

import asyncio
import logging
from collections import defaultdict
from datetime import UTC, datetime
from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from monitor.errors import MonitorError
from monitor.fetch.archive import NOT_MODIFIED
from monitor.fetch.groups import product
from monitor.fetch.page import headers
from monitor.fetch.reservations import Places, in_headers
from monitor.fetch.robots import LIFETIME, origin

log = logging.getLogger(__name__)

FILE = "/.well-known/tdmrep.json"
_LARGEST = 500 * 1024
_OK = 200


class IsReserved(IgnoreRequest):
    """A page that its publisher reserves; the message says by which words."""


class Reservations:
    """Downloader middleware for pages: listings are read to learn addresses, and may be reserved."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._obey = crawler.settings.getbool("OBEY_RESERVATIONS")
        self._token = product(crawler.settings["USER_AGENT"])
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._known: dict[str, tuple[Places, float]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `IsReserved`."""
        if "page" not in request.meta or not request.url.startswith(("http://", "https://")):
            return
        host = origin(request.url)
        async with self._locks[host]:
            places = await self._places(host)
        if places.reserve(request.url):
            self._note(request, f"tdmrep.json of {host}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Let the response pass, or raise `IsReserved`."""
        if "page" in request.meta and response.status in {_OK, NOT_MODIFIED}:
            found = in_headers(headers(response), self._token, datetime.now(UTC))
            if found:
                self._note(request, found)
        return response

    def _note(self, request: Request, reservation: str) -> None:
        request.meta["reservation"] = reservation
        if self._obey:
            raise IsReserved(reservation)

    async def _places(self, host: str) -> Places:
        known = self._known.get(host)
        if known is None or monotonic() - known[1] > LIFETIME:
            known = self._known[host] = (await self._ask(host), monotonic())
        return known[0]

    async def _ask(self, host: str) -> Places:
        meta = {"dont_retry": True, "download_maxsize": _LARGEST, "allow_offsite": True}
        request = Request(f"{host}{FILE}", callback=NO_CALLBACK, priority=1000, meta=meta)
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except MonitorError:
            raise  # the archive's failure is not the host's
        except Exception as error:  # noqa: BLE001 - whatever the network does, nothing was reserved
            log.warning("tdmrep.json not read host=%s error=%s", host, type(error).__name__)
            return Places()
        if response.status != _OK:
            return Places()
        try:
            return Places.read(response.body)
        except ValueError as error:
            log.warning("tdmrep.json is broken host=%s error=%s", host, error)
            return Places()
