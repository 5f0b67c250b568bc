"""What a host may do to a crawl: over real HTTP, with our settings."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

import brotli

from monitor import settings
from monitor.demo.server import Resource, Site, serve
from tests.fetch.probing import probe

ROOT = "http://127.0.0.1"
MEBI = 1024 * 1024
ZEROS = b"\0" * (200 * MEBI)


def coded(body: bytes, *names: str) -> Resource:
    """Make an answer with content codings."""
    return Resource(body, headers=(("Content-Encoding", ", ".join(names)),))


def test_a_bomb_fills_no_memory(tmp_path: Path) -> None:
    """10 MiB after decompression are the most, by whatever coding, and the crawl goes on."""
    packed = gzip.compress(ZEROS, 9)
    pages = {
        "/small": coded(gzip.compress(b"x" * (9 * MEBI)), "gzip"),
        "/gzip": coded(packed, "gzip"),
        "/twice": coded(gzip.compress(packed, 9), "gzip", "gzip"),
        "/brotli": coded(brotli.compress(ZEROS, quality=4), "br"),
        "/long": Resource(b"x" * (11 * MEBI)),
        "/broken": coded(b"\x1f\x8b\x08rubbish", "gzip"),
        "/end": Resource(b"end"),
    }
    with serve({ROOT + path: page for path, page in pages.items()}) as site:
        told = probe(tmp_path, site.address, list(pages), "RETRY_TIMES=0")
    assert told["/small"]["size"] == 9 * MEBI
    assert all("error" in told[path] for path in ("/gzip", "/twice", "/brotli", "/long"))
    assert told["/end"]["status"] == 200
    assert told["/end"]["memory"] - told["/small"]["memory"] < 100


def test_ten_redirects_are_followed(tmp_path: Path) -> None:
    """The eleventh is not, nor is a circle."""
    found = {f"{ROOT}/r{n}": Resource(b"", status=302, location=f"/r{n + 1}") for n in range(11)}
    found[f"{ROOT}/r11"] = Resource(b"end")
    found[f"{ROOT}/o"] = Resource(b"", status=302, location="/o")
    with serve(found) as site:
        told = probe(tmp_path, site.address, ["/r0", "/r1", "/o"])
    assert "max redirections" in told["/r0"]["message"]
    assert (told["/r1"]["status"], told["/r1"]["size"]) == (200, 3)
    assert "max redirections" in told["/o"]["message"]


INSIDE = [
    "http://127.0.0.1:{port}/secret",
    "http://localhost:{port}/secret",
    "http://127.1:{port}/secret",
    "http://2130706433:{port}/secret",
    "http://0x7f000001:{port}/secret",
    "http://0:{port}/secret",
    "http://[::1]:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "file:///etc/hostname",
    "ftp://127.0.0.1/x",
    "data:text/html,secret",
]


def test_no_redirect_leads_inside(tmp_path: Path) -> None:
    """A page that sends us to our own machine, network or disk gets nothing, in whatever dress."""
    with serve({f"{ROOT}/secret": Resource(b"secret")}) as secret:
        port = secret.address.partition(":")[2]
        found = {
            f"http://example.org/{n}": Resource(b"", status=302, location=target.format(port=port))
            for n, target in enumerate(INSIDE)
        }
        with serve(found) as site:
            mapped = f"example.org={site.address}"
            told = probe(tmp_path, site.address, list(found), nets="", MONITOR_CONNECT_TO=mapped)
        assert secret.asked == []
    # What cannot be followed is the redirect itself.
    assert all("error" in line or 300 <= line["status"] < 400 for line in told.values())
    assert not any(line.get("size") for line in told.values())


def test_no_name_that_resolves_to_the_inside_is_asked(tmp_path: Path) -> None:
    """Without MONITOR_ALLOW_NETS loopback is refused by address and by name; with it, it is fetched."""
    with serve({f"{ROOT}/a": Resource(b"a"), "http://localhost/a": Resource(b"a")}) as site:
        named = f"http://localhost:{site.address.partition(':')[2]}/a"
        refused = probe(tmp_path, site.address, ["/a", named], nets="")
        assert site.asked == []
        allowed = probe(tmp_path, site.address, ["/a", named])
    assert [line.get("error") for line in refused.values()] == ["RobotsAway", "RobotsAway"]
    assert [line.get("status") for line in allowed.values()] == [200, 200]


@contextmanager
def dripping() -> Iterator[str]:
    """Answer robots.txt at once, and anything else a byte at a time, without end."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection:
            asked = connection.recv(65536)
            if b"robots.txt" in asked or b"tdmrep" in asked:
                connection.sendall(
                    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )
                return
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    def accept() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=drip, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield "{}:{}".format(*listener.getsockname())
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def test_a_page_that_never_ends_is_left(tmp_path: Path) -> None:
    """A whole page has 30 seconds, however steadily it drips."""
    assert settings.DOWNLOAD_TIMEOUT == 30
    started = time.monotonic()
    with dripping() as address:
        told = probe(tmp_path, address, ["/slow"], "DOWNLOAD_TIMEOUT=1", "RETRY_TIMES=0")
    assert "Timeout" in told["/slow"]["error"]
    assert time.monotonic() - started < 60


@dataclass(slots=True)
class Busy(Site):
    """Is busy at `/seconds` and `/date`, and notes when it is asked."""

    times: dict[str, list[float]] = field(default_factory=dict)

    def find(self, name: str, path: str) -> Resource | None:
        """Ask to be left alone for a second or two."""
        self.asked.append(f"{name}{path}")
        self.times.setdefault(path, []).append(time.monotonic())
        if path not in {"/seconds", "/date"}:
            return None
        # A date has whole seconds: it is one or more away.
        after = "1" if path == "/seconds" else formatdate(time.time() + 2, usegmt=True)
        return Resource(b"", status=429 if path == "/date" else 503, headers=(("Retry-After", after),))


def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(tmp_path: Path) -> None:
    """Retry-After in both forms holds back the retry."""
    with serve({}, Busy) as site:
        told = probe(
            tmp_path, site.address, ["/seconds", "/date"], "RETRY_TIMES=1", "AUTOTHROTTLE_MAX_DELAY=1"
        )
    assert isinstance(site, Busy)
    assert [line["status"] for line in told.values()] == [503, 429]
    for path in told:
        first, second = site.times[path]
        assert second - first >= 1.0


def test_a_host_that_asks_for_a_long_rest_is_left_to_a_later_run(tmp_path: Path) -> None:
    """Nothing more is asked of it in this one."""
    pages = {
        f"{ROOT}/a": Resource(b"", status=503, headers=(("Retry-After", "3600"),)),
        f"{ROOT}/b": Resource(b"b"),
    }
    with serve(pages) as site:
        told = probe(tmp_path, site.address, ["/a", "/b"])
        asked = [path.partition("/")[2] for path in site.asked]
    assert [line["error"] for line in told.values()] == ["HostAway", "HostAway"]
    assert asked == ["robots.txt", ".well-known/tdmrep.json", "a"]
