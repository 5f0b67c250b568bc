"""`monitor run`: what was crawled, and how it ended."""

from typing import Annotated

import typer
from rich.text import Text

from monitor import config
from monitor.cite import gazetteer
from monitor.cli.database import with_store
from monitor.cli.options import Json, Limit, OfOutlet
from monitor.cli.output import Cell, console, moment, print_json, print_table
from monitor.store.runs import Run

app = typer.Typer(no_args_is_help=True, help="Look at crawls, replays and retags.")

_STYLES = {"running": "cyan", "done": "green", "failed": "red"}
_COUNTED = ("pages", "new", "revised", "unchanged", "failed")


@app.command("list")
def list_runs(
    outlet: OfOutlet = None,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """List runs, newest first, with what they counted.

    Example: monitor run list --outlet atlantico.fr
    """
    domain = gazetteer.load(config.load().outlets).domain_of(outlet) if outlet else None
    found = with_store(lambda store: store.runs.list(outlet=domain, limit=limit))
    if json:
        for run in found:
            print_json(run)
        return
    print_table(
        ("run", "outlet", "section", "state", "started", "took", *_COUNTED, "error"),
        [_row(run) for run in found],
        wide=("error",),
        empty='No run yet; "monitor crawl" makes one.',
    )


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help='As "monitor run list" gives it.')],
    json: Json = False,
) -> None:
    """Show a run with all that it counted, its archive, and why it failed.

    Example: monitor run show $(monitor run list --limit 1 --json | python3 -c "import json; print(json.loads(input())['id'])")
    """
    run = with_store(lambda store: store.runs.get(name))
    if json:
        print_json(run)
        return
    console.print(Text.assemble((run.id, "bold"), f" {run.spider}, ", _state(run)))
    facts = {
        "outlet": run.outlet,
        "section": run.section,
        "cause": run.cause,
        "started": moment(run.started),
        "ended": moment(run.ended),
        "archive": run.file,
        "error": run.error,
    }
    for fact, value in facts.items():
        if value:
            console.print(Text(f"{fact}: {value}"))
    print_table(("counted", "number"), run.counts.items())


def _row(run: Run) -> list[Cell]:
    took = str(run.ended - run.started).partition(".")[0] if run.ended else None
    counts = [run.counts.get(name) for name in _COUNTED]
    return [run.id, run.outlet, run.section, _state(run), run.started, took, *counts, run.error or ""]


def _state(run: Run) -> Text:
    return Text(run.state, _STYLES[run.state])
