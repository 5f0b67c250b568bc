"""`monitor retag`: today's outlets and grammar applied to the articles that are stored."""

from contextlib import aclosing, nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from time import monotonic
from typing import Annotated

import typer
from rich.text import Text

from monitor import config
from monitor.cite import gazetteer
from monitor.cite.tagger import Tagger
from monitor.cli.database import with_store
from monitor.cli.options import OfOutlet
from monitor.cli.output import print_json, remarks
from monitor.cli.paint import say
from monitor.cli.zone import zone
from monitor.retag import Edge, Retag
from monitor.running import running
from monitor.store import Store
from monitor.store.runs import Run, new_id
from monitor.times import cut
from monitor.times import since as first_instant

app = typer.Typer()

_SIGNS = {"gained": Text("+", "green"), "lost": Text("-", "red")}


@app.command()
def retag(
    since: Annotated[
        str | None, typer.Option(help="Only articles published since: 2026-11-24, 2026-11, or 7d.")
    ] = None,
    outlet: OfOutlet = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON lines, one a citation.")] = False,
) -> None:
    """Tag the stored articles and their revisions anew, and print each citation that came or went.

    Articles that were tagged with today's outlets and grammar are passed over: a retag that was ended goes
    on where it was. Nothing is fetched and nobody is alerted. What people confirmed or rejected stays so.

    Example: monitor retag --since 30d --dry-run
    """
    begin = first_instant(since, datetime.now(UTC), zone()) if since else None
    tagger = Tagger(gazetteer.load(config.load().outlets))
    domain = tagger.gazetteer.domain_of(outlet) if outlet else None
    with_store(
        lambda store: _retag(store, tagger, begin, domain, dry=dry_run, json=json),
        agencies=tagger.gazetteer.agencies,
    )


async def _retag(
    store: Store, tagger: Tagger, since: datetime | None, domain: str | None, *, dry: bool, json: bool
) -> None:
    began, started = monotonic(), cut(datetime.now(UTC))
    run = Run(
        id=new_id(started),
        outlet=domain or "retag",
        spider="retag",
        section="",
        cause="retag",
        started=started,
    )
    work = Retag(store, tagger, run.id)
    async with (
        nullcontext() if dry else running(store, run, work.counts),
        aclosing(work.edges(since=since, outlet=domain, dry=dry)) as edges,
    ):
        async for edge in edges:
            print_json(edge) if json else _print(edge)
    counts = work.counts
    remarks.print(
        f"{counts['articles']} articles in {monotonic() - began:.1f} s: "
        f"{counts['gained']} citations {'would come' if dry else 'came'}, {counts['lost']} {'would go' if dry else 'went'}."
    )


def _print(edge: Edge) -> None:
    facts = asdict(edge)
    about = "{publisher} {article} {outlet} {kind}".format(**facts)
    say(Text.assemble(_SIGNS[edge.change], f" {about} ", (f"“{edge.words}”", "dim")))
