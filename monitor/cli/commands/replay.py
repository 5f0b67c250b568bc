"""`monitor replay`: the articles of archives, made again."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor import config
from monitor.cite import gazetteer
from monitor.cite.tagger import Tagger
from monitor.cli.database import with_store
from monitor.cli.options import Summary
from monitor.cli.output import print_json
from monitor.cli.summary import print_summary
from monitor.replay import Replay
from monitor.roster import spiders
from monitor.running import running
from monitor.store import Store
from monitor.store.runs import Run, new_id
from monitor.times import cut

app = typer.Typer()


@app.command()
def replay(
    files: Annotated[list[Path], typer.Argument(help="WARC files, oldest first.")],
    section: Annotated[
        str | None,
        typer.Option(help='The section to take; "all" for every article. [default: the archive\'s]'),
    ] = None,
    json: Summary = False,
) -> None:
    """Make the articles of archives again, with today's parsers and today's grammar of citations.

    Nothing is fetched and nobody is alerted. An article that is stored already in the same state is left
    as it is. Archives of other crawlers are read too.

    Example: monitor replay ~/.local/share/monitor/archive/*.warc.gz
    """
    tagger = Tagger(gazetteer.load(config.load().outlets))
    run = with_store(lambda store: _replay(store, tagger, files, section), agencies=tagger.gazetteer.agencies)
    if json:
        print_json(run)
    else:
        print_summary(run)


async def _replay(store: Store, tagger: Tagger, files: list[Path], section: str | None) -> Run:
    started = cut(datetime.now(UTC))
    run = Run(
        id=new_id(started),
        outlet="replay",
        spider="replay",
        section=section or "",
        cause="replay",
        started=started,
    )
    by_domain = {spider.outlet: spider for spider in spiders().values()}
    work = Replay(store, tagger, by_domain, run.id, section, config.load().obey_reservations)
    async with running(store, run, work.counts):
        await work.replay(files)
    return await store.runs.get(run.id)
