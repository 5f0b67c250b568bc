"""`monitor crawl`: one crawl of an outlet, with a summary and an exit code."""

import logging
from typing import Annotated

import typer
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from monitor import config
from monitor.cli.output import print_json
from monitor.cli.progress import progress
from monitor.cli.summary import print_summary
from monitor.crawl import Crawl
from monitor.errors import MonitorError
from monitor.roster import chosen, project_settings
from monitor.spider import OutletSpider

app = typer.Typer()


@app.command()
def crawl(
    outlet: Annotated[
        str, typer.Argument(help="The outlet's name or domain, as in spiders/; or any site's page.")
    ],
    section: Annotated[
        str | None, typer.Option(help='Its section; "all" for every article. [default: International]')
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Also what it published since then (2026-11, 30d), by its sitemaps.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Pages to fetch, at most.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Write the summary as one line of JSON.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Crawl an outlet once: fetch what is new or due, store its articles with the outlets they cite.

    Exit code 1 when the crawl failed; what was stored until then stays. Scrapy's own commands work too:
    scrapy crawl atlantico -a section=all -O articles.jsonl.

    Of a site without a file, name a section page: its feeds and sitemaps are found, every article is taken.

    Example: monitor crawl atlantico --since 7d

    Example: monitor crawl https://example.org/world/
    """
    spider = chosen(outlet, config.load())
    given = {"section": section, "since": since, "limit": str(limit) if limit else None}
    arguments = {name: value for name, value in given.items() if value}
    spider(**arguments)  # raises what is wrong with them, before anything starts
    done = run(spider, arguments)
    if done.run and json:
        print_json(done.run)
    elif done.run:
        print_summary(done.run)
    if done.error:
        raise done.error


def run(spider: type[OutletSpider], arguments: dict[str, str]) -> Crawl:
    """Crawl in this process; give the crawl as it ended."""
    if logging.getLogger().level > logging.DEBUG:
        # Scrapy sets the levels of its own loggers; what passes is decided here.
        for handler in logging.getLogger().handlers:
            handler.addFilter(_worth_reading)
    settings = project_settings()
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False)
    process = AsyncCrawlerProcess(settings)
    crawler: Crawler = process.create_crawler(spider)
    with progress(crawler, spider.outlet):
        process.crawl(crawler, **arguments)
        process.start()
    if process.bootstrap_failed:
        raise MonitorError("The crawl did not start; the log says why, and --debug more.")
    return Crawl.of(crawler)


def _worth_reading(record: logging.LogRecord) -> bool:
    """Tell our own facts, and others' warnings, from what Scrapy says of its set-up."""
    return record.name.startswith("monitor") or record.levelno >= logging.WARNING
