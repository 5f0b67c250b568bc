"""Pages that only a browser shows, by scrapy-playwright; an outlet asks for it with `browser = True`.

Everything else stays: robots.txt, pace, reservations, archive. All that the browser loads comes through our `proxy`, which
obeys the rules of `safety`. What is archived is the page as the browser shows it, so that a replay needs none. The browser
is Chromium: the one on PATH, else Playwright's own (`playwright install chromium`).
"""

import logging
import shutil
from typing import TYPE_CHECKING, Any

from playwright.async_api import TimeoutError  # noqa: A004 - Playwright's own
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from monitor.fetch import connect
from monitor.fetch.proxy import Proxy
from monitor.fetch.safety import Guard

if TYPE_CHECKING:
    from playwright.async_api import Page as BrowserPage
    from playwright.async_api import Request as BrowserRequest

log = logging.getLogger(__name__)

_REST = 5_000
_NEEDLESS = frozenset({"image", "media", "font"})
_ARGUMENTS = (
    "--disable-quic",
    "--disable-background-networking",
    # Both would pass by the proxy.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
)


class Handler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # it ships no types
    """Fetches pages with the browser, and whatever is no page as ever."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._plain = connect.Handler(crawler)
        self._largest = settings.getint("DOWNLOAD_MAXSIZE")
        guard = Guard(settings.getlist("ALLOW_NETS"))
        self._proxy = Proxy(guard, settings.getdict("CONNECT_TO"), self._largest)

    async def download_request(self, request: Request) -> Response:
        """Fetch a request; raises `IgnoreRequest` when the page as shown is too large."""
        if not request.meta.get("playwright"):
            return await self._plain.download_request(request)
        request.meta.setdefault("playwright_page_methods", [PageMethod(settled)])
        response: Response = await super().download_request(request)
        if len(response.body) > self._largest:
            raise IgnoreRequest(f"{request.url} is larger than {self._largest} bytes.")
        return response

    async def close(self) -> None:
        """Close browser and proxy."""
        await super().close()
        await self._plain.close()
        self._proxy.close()

    async def _launch(self) -> None:
        self.config.launch_options["proxy"] = {"server": await self._proxy.start(), "bypass": "<-loopback>"}
        await super()._launch()


def settings_for(settings: BaseSettings) -> dict[str, Any]:
    """Give the settings of an outlet that needs a browser."""
    options: dict[str, Any] = {"args": list(_ARGUMENTS)}
    found = executable()
    if found:
        options["executable_path"] = found
    return {
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "monitor.fetch.browser.Handler"),
        "PLAYWRIGHT_ABORT_REQUEST": needless,
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": settings.getfloat("DOWNLOAD_TIMEOUT") * 1000,
    }


def executable() -> str | None:
    """Give the path of the system's Chromium; None when there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


async def settled(page: "BrowserPage") -> None:
    """Wait until a page has loaded what it shows; pages that never rest are taken as they are."""
    try:
        await page.wait_for_load_state("networkidle", timeout=_REST)
    except TimeoutError:
        log.info("page taken before it rests url=%s", page.url)


def needless(request: "BrowserRequest") -> bool:
    """Tell what a page loads without changing its text."""
    return request.resource_type in _NEEDLESS
