"""The browser's only way out: a proxy on loopback that connects to no address that may not be fetched.

A browser follows redirects, runs scripts and asks DNS itself; only where the connection is made can it be held to the
rules of `safety`. Mapped hosts (CONNECT_TO) are led elsewhere as in `connect`, over plain HTTP alone.
"""

import asyncio
import logging
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from monitor.fetch.safety import Guard, Refused

log = logging.getLogger(__name__)

_LONGEST_HEAD = 64 * 1024
_BLOCK = 64 * 1024
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_AWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
_OURS = (b"proxy-connection:", b"connection:", b"keep-alive:", b"proxy-authorization:")


class Proxy:
    """An HTTP proxy for one browser; one connection, at most `largest` bytes, for each request."""

    def __init__(self, guard: Guard, connect_to: Mapping[str, str], largest: int) -> None:
        self._guard = guard
        self._connect_to = connect_to
        self._largest = largest
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen; give the proxy's address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_LONGEST_HEAD)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        except Refused:
            writer.write(_REFUSED)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            log.debug("browser's request failed error=%s", error)
            writer.write(_AWAY)
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        line, *fields = head.split(b"\r\n")
        method, target, _ = line.decode("latin-1").split(" ", 2)
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if tunnel else target)
        name, port = (parts.hostname or "").lower(), parts.port or (443 if tunnel else 80)
        upstream, out = await self._connect(name, port)
        if tunnel:
            writer.write(_OPEN)
        else:
            kept = [each for each in fields if each and not each.lower().startswith(_OURS)]
            path = parts._replace(scheme="", netloc="").geturl() or "/"
            request = f"{method} {path} HTTP/1.1".encode("latin-1")
            out.write(b"\r\n".join([request, *kept, b"Connection: close", b"", b""]))
        sending = asyncio.create_task(_pass_on(reader, out, self._largest))
        try:
            await _pass_on(upstream, writer, self._largest)
        finally:
            sending.cancel()
            out.close()

    async def _connect(self, name: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        mapped = self._connect_to.get(name)
        if mapped:
            place = urlsplit(f"//{mapped}")
            return await asyncio.open_connection(place.hostname, place.port)
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        for *_, address in found:
            self._guard.check(name, str(address[0]))
        # To the very address that was checked: the name might answer otherwise the next time.
        return await asyncio.open_connection(str(found[0][4][0]), port)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter, most: int) -> None:
    while most > 0 and (block := await source.read(min(_BLOCK, most))):
        most -= len(block)
        target.write(block)
        await target.drain()
