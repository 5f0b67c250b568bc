"""`monitor demo`: everything the project does, on a loopback site of invented news."""

import asyncio
import logging
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from monitor.errors import BadUse

app = typer.Typer()

_WIDTH = 100
"""Columns of the picture, and of what a pipe gets."""
_PICTURED = 7
"""Articles in the picture."""


@app.command()
def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget earlier demos first.")] = False,
    svg: Annotated[
        Path | None, typer.Option(help="Also write a picture of it to this file.", show_default=False)
    ] = None,
) -> None:
    """Crawl an outlet on loopback, twice; show what was stored, ask it, get an alert, in half a minute.

    Needs no network. The articles stay in a database of the demo's own, under MONITOR_DATA/demo, and the last
    lines say how to look at them; run again, it stores nothing new.

    Example: monitor demo
    """
    from monitor import config  # noqa: PLC0415 - they bring everything
    from monitor.cli.output import console  # noqa: PLC0415
    from monitor.demo.tour import tour  # noqa: PLC0415

    if svg and not svg.absolute().parent.is_dir():
        raise BadUse(f"There is no directory {svg.absolute().parent}; make it, or name another file.")
    # Its own lines tell what happens; the log of the parts it plays would run between them.
    if logging.getLogger().level == logging.INFO:
        logging.getLogger("monitor").setLevel(logging.WARNING)
    shown = min(console.width, _WIDTH)
    out = Console(highlight=False, width=_WIDTH if svg else shown, record=svg is not None)
    asyncio.run(tour(config.load(), out, fresh=fresh, most=_PICTURED if svg else None))
    if svg:
        svg.write_text(_picture(out), encoding="utf-8")


def _picture(out: Console) -> str:
    # Rich's picture loads its font from the web; any font of fixed width will do.
    return re.sub(r"@font-face \{.*?\}\s*", "", out.export_svg(title="monitor demo"), flags=re.DOTALL)
