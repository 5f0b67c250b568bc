"""A site on loopback over real HTTP: bodies by URL, conditional requests, a log of what was asked.

>>> with serve({"https://example.org/a": Resource(b"hello", "text/plain")}) as site:
...     from urllib.request import Request, urlopen
...     urlopen(Request(f"http://{site.address}/a", headers={"Host": "example.org"})).read()
b'hello'
"""

import hashlib
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from monitor.urls import host


@dataclass(frozen=True, slots=True)
class Resource:
    """What the site answers at one URL; a status of 3xx sends the reader to `location`; `headers` are further ones."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    location: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def etag(self) -> str:
        """The validator: a digest of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(slots=True)
class Site:
    """A running site; `show` changes what it answers, `asked` lists host and path of each request."""

    address: str
    resources: Mapping[str, Resource]
    asked: list[str] = field(default_factory=list)

    def show(self, resources: Mapping[str, Resource]) -> None:
        """Put other resources in place of the present ones."""
        self.resources = resources

    def find(self, name: str, path: str) -> Resource | None:
        """Give what stands at a host and path, whatever the scheme and with or without `www.`."""
        bare = name.partition(":")[0].removeprefix("www.")
        self.asked.append(f"{bare}{path}")
        for scheme in ("https", "http"):
            for prefix in ("", "www."):
                found = self.resources.get(f"{scheme}://{prefix}{bare}{path}")
                if found:
                    return found
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A crawler that is killed leaves its connections: that is its affair.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(resources: Mapping[str, Resource], kind: type[Site] = Site) -> Iterator[Site]:
    """Answer on a free port of 127.0.0.1 until the block ends; `kind` may answer otherwise."""
    site = kind("", resources)
    server = _Server(("127.0.0.1", 0), _handler(site))
    site.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def connect_to(site: Site, resources: Mapping[str, Resource]) -> str:
    """Give the value of MONITOR_CONNECT_TO that leads every host of the resources to the site."""
    hosts = {name for url in resources for name in (host(url), f"www.{host(url)}")}
    return ",".join(f"{name}={site.address}" for name in sorted(hosts))


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # One segment an answer: of two, the second would wait 40 ms for the reader's acknowledgement.
        wbufsize = -1

        def do_GET(self) -> None:
            found = site.find(self.headers.get("Host", ""), self.path)
            if found is None:
                self._answer(Resource(b"<!doctype html><title>404</title>", status=404))
            elif found.status == 200 and self.headers.get("If-None-Match") == found.etag:  # noqa: PLR2004 - OK
                self._answer(Resource(b"", status=304), etag=found.etag)
            else:
                self._answer(found, etag=found.etag)

        def _answer(self, found: Resource, etag: str | None = None) -> None:
            self.send_response(found.status)
            if found.location:
                self.send_header("Location", found.location)
            for name, value in found.headers:
                self.send_header(name, value)
            if etag:
                self.send_header("ETag", etag)
            if found.status != 304:  # noqa: PLR2004 - Not Modified has no body
                self.send_header("Content-Type", found.content_type)
                self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *_: Any) -> None:
            """Say nothing: `Site.asked` tells."""

    return Handler
