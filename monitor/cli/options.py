"""Arguments and options that several commands have, each in the same words."""

from pathlib import Path
from typing import Annotated

import typer


def _at_home(path: Path | None) -> Path | None:
    """Read ~ in a path that comes from the environment, as `config` does."""
    try:
        return path.expanduser() if path else None
    except RuntimeError:
        raise typer.BadParameter("~ stands for nobody's directory; write the path whole") from None


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
