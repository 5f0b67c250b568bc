"""Scrapy in the process of a command: one spider, our settings, and of its log what is worth reading."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from monitor.errors import MonitorError
from monitor.roster import project_settings


def run(
    spider: type[Spider],
    arguments: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    during: Callable[[Crawler], AbstractContextManager[Any]] = nullcontext,
) -> Crawler:
    """Run a spider to its end, with `settings` above the project's, inside the context that `during` gives.

    Raises `MonitorError` when it did not start.
    """
    if logging.getLogger().level > logging.DEBUG:
        # Scrapy sets the levels of its own loggers; what passes is decided here.
        for handler in logging.getLogger().handlers:
            handler.addFilter(_worth_reading)
    ours = project_settings()
    ours.update({"LOG_INSTALL_ROOT_HANDLER": False, **(settings or {})}, priority="cmdline")
    process = AsyncCrawlerProcess(ours)
    crawler: Crawler = process.create_crawler(spider)
    with during(crawler):
        process.crawl(crawler, **arguments)
        process.start()
    if process.bootstrap_failed:
        raise MonitorError("The crawl did not start; the log says why, and --debug more.")
    return crawler


def _worth_reading(record: logging.LogRecord) -> bool:
    """Tell our own facts, and others' warnings, from what Scrapy says of its set-up."""
    return record.name.startswith("monitor") or record.levelno >= logging.WARNING
