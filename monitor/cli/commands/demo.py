"""`monitor demo`: everything the project does, on a loopback site of invented news."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer()

_WIDTH = 100
"""Columns of the picture, and of what a pipe gets."""


@app.command()
def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget earlier demos first.")] = False,  # noqa: FBT002 - an option
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

    shown = min(console.width, _WIDTH)
    out = Console(highlight=False, width=_WIDTH if svg else shown, record=svg is not None)
    asyncio.run(tour(config.load(), out, fresh=fresh))
    if svg:
        out.save_svg(str(svg), title="monitor demo")
