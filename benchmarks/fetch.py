"""Loopback site to MongoDB: pages a second of one crawl process, end to end.

    python benchmarks/fetch.py [--pages 4000] [--profile FILE]

A site answers with generated pages, gzip-compressed, from a process of its own. `scrapy crawl` asks it for all of
them, 16 at a time and without delay: robots.txt, archive, decoding, extraction, tagging, MongoDB. Seconds of
processor time are printed too: they hardly depend on what else the machine does.
"""

import argparse
import asyncio
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from multiprocessing import Event, Process, Queue
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from typing import Any

from pages import pages

_HOST = "www.atlantico.fr"
_SETTINGS = {
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "AUTOTHROTTLE_ENABLED": 0,
    "LOG_LEVEL": "WARNING",
}


def answers(count: int) -> dict[bytes, bytes]:
    """Give what the site answers at each path, headers and all."""
    listed = list(pages(count))
    items = "".join(f"<item><title>t</title><link>{url}</link></item>" for url, _ in listed)
    feed = f"<rss version='2.0'><channel><title>f</title>{items}</channel></rss>"
    found = {
        b"/rss.xml": _answer(feed, "application/xml"),
        b"/robots.txt": _answer("User-agent: *\nDisallow: /x\n", "text/plain"),
    }
    for url, html in listed:
        found["/".join(["", *url.split("/")[3:]]).encode()] = _answer(html, "text/html; charset=utf-8")
    return found


def _answer(text: str, kind: str) -> bytes:
    body = gzip.compress(text.encode(), 6)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def site(found: dict[bytes, bytes], port: "Queue[int]", stop: Signal) -> None:
    """Answer until `stop`."""
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            while (await reader.readline()).strip():
                pass
            writer.write(found.get(line.split()[1], missing))
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port.put(server.sockets[0].getsockname()[1])
        async with server:
            await asyncio.to_thread(stop.wait)

    asyncio.run(serve())


def crawl(port: int, data: Path, profile: str | None) -> tuple[dict[str, Any], float, float]:
    """Crawl the site into an empty database; give the run's counts, its seconds, and those of the processor."""
    environment = os.environ | {
        "MONITOR_DATA": str(data),
        "MONITOR_DELAY": "0",
        "MONITOR_CONNECT_TO": f"{_HOST}=127.0.0.1:{port},atlantico.fr=127.0.0.1:{port}",
    }
    monitor = [sys.executable, "-m", "monitor"]
    subprocess.run([*monitor, "db", "start"], env=environment, check=True, capture_output=True)
    settings = [word for name, value in _SETTINGS.items() for word in ("-s", f"{name}={value}")]
    profiled = ["-m", "cProfile", "-o", profile] if profile else []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *profiled, "-m", "scrapy", "crawl", "atlantico", "-a", "section=all", *settings],
        env=environment,
        check=True,
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    listed = subprocess.run(
        [*monitor, "run", "list", "--json"], env=environment, check=True, capture_output=True
    )
    subprocess.run([*monitor, "db", "stop"], env=environment, check=True, capture_output=True)
    run: dict[str, Any] = json.loads(listed.stdout)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return run["counts"], seconds, processor


def main() -> None:
    """Print pages a second, and a second of the processor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--profile", help="Write a profile of the crawl here, for pstats.")
    given = parser.parse_args()
    port: Queue[int] = Queue()
    stop = Event()
    server = Process(target=site, args=(answers(given.pages), port, stop))
    server.start()
    try:
        with tempfile.TemporaryDirectory() as directory:
            counts, seconds, processor = crawl(port.get(), Path(directory), given.profile)
    finally:
        stop.set()
        server.join()
    print(f"scrapy crawl {counts['pages']} pages, {counts['new']} new")
    print(
        f"{counts['pages'] / seconds:8.1f} pages/s   {counts['pages'] / processor:8.1f} pages/s of processor"
    )


if __name__ == "__main__":
    main()
