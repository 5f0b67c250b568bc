"""Pages that only a browser shows, by scrapy-playwright; an outlet asks for it with `browser = True`.

Everything else stays: robots.txt, pace, archive, and the rules of `safety`, which the browser obeys for
each thing that a page loads. It needs `playwright install chromium` once.
"""

import asyncio
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from monitor.fetch.safety import Guard

if TYPE_CHECKING:
    from playwright.async_api import Request

_NEEDLESS = frozenset({"image", "media", "font"})


def settings_for(settings: BaseSettings) -> dict[str, Any]:
    """Give the settings of an outlet that needs a browser."""
    guard = Guard(settings.getlist("ALLOW_NETS"))

    async def abort(request: "Request") -> bool:
        return request.resource_type in _NEEDLESS or await refused(request.url, guard)

    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "PLAYWRIGHT_ABORT_REQUEST": abort,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": settings.getfloat("DOWNLOAD_TIMEOUT") * 1000,
    }


async def refused(url: str, guard: Guard) -> bool:
    """Tell whether a browser may not load a URL: no http, or an address that is not public."""
    parts = urlsplit(url)
    if parts.scheme in {"data", "blob", "about"}:
        return False
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return True
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(parts.hostname, parts.port or 0, type=socket.SOCK_STREAM)
    except OSError:
        return True
    return any(guard.refusal(str(address[4][0])) for address in found)
