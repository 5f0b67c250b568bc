"""One crawl of the demo: `monitor crawl` in a process of its own, its requests told while it works."""

import asyncio
import os
from asyncio.subprocess import PIPE, STDOUT

from rich.console import Console
from rich.markup import escape

from monitor.demo.place import Place
from monitor.demo.server import Site
from monitor.errors import MonitorError
from monitor.schedule.parent import CHILD
from monitor.schedule.scheduler import CRAWL

SPIDER = "atlantico"
_TICK = 0.1
_LONGEST = 70


async def crawl(place: Place, site: Site, every: str, out: Console, title: str) -> None:
    """Crawl the site; `every` is MONITOR_CONNECT_TO for all its hosts.

    Raises `MonitorError` with the crawl's last words when it fails.
    """
    told = {"MONITOR_CONNECT_TO": every, "MONITOR_DELAY": "0", CHILD: "1"}
    before = len(site.asked)
    place.data.mkdir(parents=True, exist_ok=True)
    with place.log.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *CRAWL,
            SPIDER,
            stdin=PIPE,  # closed by the system when we die: see monitor.schedule.parent
            stdout=log,
            stderr=STDOUT,
            env={**os.environ, **place.environment, **told},
        )
    try:
        ended = asyncio.create_task(process.wait())
        with out.status(title) as status:
            while not ended.done():
                await asyncio.wait([ended], timeout=_TICK)
                asked = site.asked[before:]
                last = escape(asked[-1][:_LONGEST]) if asked else "starting"
                status.update(f"{title}  [dim]{len(asked):>3}  {last}[/dim]")
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    if process.returncode:
        raise MonitorError(f"{_last_words(place)} What the crawl said is in {place.log}.")


def _last_words(place: Place) -> str:
    lines = place.log.read_text(encoding="utf-8", errors="replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return said[-1].removeprefix("monitor: ") if said else "The crawl failed without a word."
