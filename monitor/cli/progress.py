"""What a crawl shows while it works: one line that changes in a terminal, lines of the log elsewhere."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Group
from rich.live import Live
from rich.logging import RichHandler
from rich.spinner import Spinner
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler

from monitor.cli.output import remarks
from monitor.cli.summary import line
from monitor.crawl import Crawl

_EVENTS = (signals.response_received, signals.item_scraped, signals.item_dropped)


@contextmanager
def progress(crawler: Crawler, outlet: str) -> Iterator[None]:
    """Show how far a crawl is until the block ends."""
    if not remarks.is_terminal:
        yield
        return
    spinner = Spinner("dots", Text(f"{outlet}: listings"))
    latest = Text(overflow="ellipsis", no_wrap=True, style="dim")
    with Live(Group(spinner, latest), console=remarks, transient=True, refresh_per_second=8):

        def update(**said: object) -> None:
            found = crawler.get_extension(Crawl)
            spinner.update(text=Text(f"{outlet}: {line(found.counts) if found else ''}"))
            headline = getattr(said.get("item"), "headline", "")
            if headline:
                latest.plain = f"  {headline}"

        for event in _EVENTS:
            # Scrapy keeps weak references: this one lives as long as the block.
            crawler.signals.connect(update, event)
        with _logs_above():
            yield


@contextmanager
def _logs_above() -> Iterator[None]:
    """Let warnings appear above the moving line, not through it."""
    root = logging.getLogger()
    before = root.handlers[:]
    handler = RichHandler(console=remarks, show_path=False, show_time=False, level=logging.WARNING)
    root.handlers = [handler]
    try:
        yield
    finally:
        root.handlers = before
