"""`monitor crawl`: one crawl of an outlet, with a summary and an exit code."""

from typing import Annotated

import typer

from monitor import config
from monitor.cli.options import Summary
from monitor.cli.output import print_json
from monitor.cli.process import run
from monitor.cli.progress import progress
from monitor.cli.summary import print_summary
from monitor.crawl import Crawl, known_outlets
from monitor.roster import chosen

app = typer.Typer()


@app.command()
def crawl(
    outlet: Annotated[
        str, typer.Argument(help="The outlet's name or domain, as in spiders/; or any site's page.")
    ],
    section: Annotated[
        str | None,
        typer.Option(help='Its section; "all" for every article. [default: the one its file names]'),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Also what it published since then (2026-11, 30d), by its sitemaps.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Pages to fetch, at most.")] = None,
    json: Summary = False,
) -> None:
    """Crawl an outlet once: fetch what is new or due, store its articles with the outlets they cite.

    Exit code 1 when the crawl failed; what was stored until then stays. Scrapy's own commands work too:
    scrapy crawl atlantico -a section=all -O articles.jsonl.

    Of a site without a file, name a section page: its feeds and sitemaps are found, every article is taken.

    Example: monitor crawl atlantico --since 7d

    Example: monitor crawl https://example.org/world/
    """
    options = config.load()
    spider = chosen(outlet, options)
    given = {"section": section, "since": since, "limit": str(limit) if limit else None}
    arguments = {name: value for name, value in given.items() if value}
    # Both raise what is wrong with them, before anything starts.
    spider(**arguments)
    known_outlets(options.outlets)
    done = Crawl.of(run(spider, arguments, during=lambda crawler: progress(crawler, spider.outlet)))
    if done.run and json:
        print_json(done.run)
    elif done.run:
        print_summary(done.run)
    if done.error:
        raise done.error
