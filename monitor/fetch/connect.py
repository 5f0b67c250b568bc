"""The last step before the network: where a request really goes.

`CONNECT_TO` maps a host to ADDRESS:PORT, as curl's `--connect-to`: the request and all that is made of it
keep their URL and Host header, only the connection goes elsewhere. What stands at that address speaks
plain HTTP, also for https URLs, so that an outlet's site can be played on loopback without certificates.
Every other address must be public (see `safety`).
"""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response

from monitor.fetch.retry import Retry
from monitor.fetch.safety import Guard


class Handler(HTTP11DownloadHandler):
    """Scrapy's download handler for http and https, with mapped hosts and refused addresses."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._connect_to: dict[str, str] = crawler.settings.getdict("CONNECT_TO")
        self._guard = Guard(crawler.settings.getlist("ALLOW_NETS"))
        self._crawler = crawler

    async def download_request(self, request: Request) -> Response:
        """Fetch a request where its host is mapped to, or at its own address if that is public."""
        retry = self._crawler.get_downloader_middleware(Retry)
        if retry:
            retry.check(request)
        response = await self._fetch(request)
        if retry:
            # Here, not in the middleware: the next request leaves before that sees the response.
            retry.hear(request, response)
        return _as_fetched(response)

    async def _fetch(self, request: Request) -> Response:
        name = (urlsplit(request.url).hostname or "").lower()
        address = self._connect_to.get(name)
        if address is None:
            self._guard.check(name, name)
            try:
                return await super().download_request(request)
            except CannotResolveHostError:
                # Twisted says of a name that our resolver refused that it is not known.
                await self._guard.look_up(name)
                raise
        mapped = redirected(request, address)
        response = await super().download_request(mapped)
        request.meta["download_latency"] = mapped.meta.get("download_latency")
        return response.replace(url=request.url)


def redirected(request: Request, address: str) -> Request:
    """Give the request that asks an address for what another stands for.

    >>> mapped = redirected(Request("https://example.org/a?b=c"), "127.0.0.1:8081")
    >>> mapped.url, mapped.headers["Host"]
    ('http://127.0.0.1:8081/a?b=c', b'example.org')
    """
    parts = urlsplit(request.url)
    url = parts._replace(scheme="http", netloc=address).geturl()
    mapped = request.replace(url=url)
    mapped.headers["Host"] = parts.netloc.rpartition("@")[2]
    mapped.meta.pop("proxy", None)  # a proxy cannot reach this machine's loopback
    return mapped


def _as_fetched(response: Response) -> Response:
    # Of a text response Scrapy would look for a charset in the compressed bytes when it replaces them.
    if b"Content-Encoding" not in response.headers:
        return response
    return Response(
        url=response.url,
        status=response.status,
        headers=response.headers,
        body=response.body,
        flags=response.flags,
        certificate=response.certificate,
        ip_address=response.ip_address,
        protocol=response.protocol,
    )
