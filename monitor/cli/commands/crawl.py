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
from monitor.spider import OutletSpider, named, project_settings

app = typer.Typer()


@app.command()
def crawl(
    outlet: Annotated[str, typer.Argument(help="The outlet's name or domain, as in spiders/.")],
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

    Example: monitor crawl atlantico --since 7d
    """
    config.load()
    spider = named(outlet)
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
    settings = project_settings()
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False)
    for chatty in ("scrapy.utils.log", "scrapy.crawler", "scrapy.addons"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    process = AsyncCrawlerProcess(settings)
    if logging.getLogger().level > logging.DEBUG:
        # Set here: the process has just set them to DEBUG.
        for noisy in ("scrapy", "twisted"):
            logging.getLogger(noisy).setLevel(logging.WARNING)
    crawler: Crawler = process.create_crawler(spider)
    with progress(crawler, spider.outlet):
        process.crawl(crawler, **arguments)
        process.start()
    if process.bootstrap_failed:
        raise MonitorError("The crawl did not start; the log says why, and --debug more.")
    return Crawl.of(crawler)
