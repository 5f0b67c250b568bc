"""Arguments and options that several commands have, each in the same words."""

from pathlib import Path
from typing import Annotated

import typer


def _at_home(path: Path | None) -> Path | None:
    if path is None:
        return None
    from monitor.config import at_home  # noqa: PLC0415 - most commands that have it are filters, soon there

    try:
        return at_home(path)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


ArticleName = Annotated[
    str,
    typer.Argument(
        metavar="ARTICLE", help="An id, its first letters, or any of its URLs.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON lines.")]
JsonLine = Annotated[bool, typer.Option("--json", help="Write one line of JSON.")]
Limit = Annotated[int, typer.Option(min=1, help="So many at most.")]
OfOutlet = Annotated[str | None, typer.Option(help="Only of this outlet: its name or domain.")]
Outlets = Annotated[
    Path | None,
    typer.Option(
        envvar="MONITOR_OUTLETS", callback=_at_home, help="CSV file whose outlets add to or replace ours."
    ),
]
PublishedSince = Annotated[str | None, typer.Option(help="Published since: 2026-11-24, 2026-11, or 7d.")]
Summary = Annotated[bool, typer.Option("--json", help="Write the summary as one line of JSON.")]
