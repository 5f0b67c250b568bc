"""What every command prints with: a table for people, JSON lines for programs.

Answers go to stdout through `console`, progress and remarks to stderr through `remarks`. Colour and
width follow the terminal; a pipe gets plain text of unlimited width, `NO_COLOR` is obeyed.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor import items

_PIPE_WIDTH = 1000
"""Columns when stdout is no terminal: what reads a pipe must not get words cut in two."""

Cell = str | Text | int | float | datetime | bool | None


def _console(*, stderr: bool) -> Console:
    # Headlines and addresses have brackets and colons that are no markup.
    plain = partial(Console, stderr=stderr, highlight=False, markup=False, emoji=False)
    made = plain()
    return made if made.is_terminal else plain(width=_PIPE_WIDTH)


console = _console(stderr=False)
remarks = _console(stderr=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, wide: Sequence[str] = ()) -> Table:
    """Lay rows out under headings; columns named in `wide` fold over lines, the others are never broken."""
    laid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in columns:
        laid.add_column(name, overflow="fold", no_wrap=name not in wide and bool(wide))
    for row in rows:
        laid.add_row(*(_cell(value) for value in row))
    return laid


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, wide: Sequence[str] = (), empty: str = ""
) -> None:
    """Print a table; when there is no row, the sentence `empty` on stderr."""
    listed = list(rows)
    if listed:
        console.print(table(columns, listed, wide=wide))
    elif empty:
        remarks.print(empty)


def print_json(item: Any) -> None:
    """Print an item, or plain data, as one line of JSON."""
    sys.stdout.write(items.as_json(item) + "\n")


def moment(when: datetime | None) -> str:
    """Write a time for people: the reader's own time zone, to the minute; a dash for none.

    >>> moment(None)
    '–'
    """
    return f"{when.astimezone():%Y-%m-%d %H:%M}" if when else "–"


def counted(count: int, thing: str) -> str:
    """Say how many there are of what a word with a plural in -s names.

    >>> counted(1, "alert"), counted(0, "alert")
    ('1 alert', '0 alerts')
    """
    return f"{count} {thing}{'s' if count != 1 else ''}"


def _cell(value: Cell) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, datetime):
        return Text(moment(value))
    return Text("–" if value is None else str(value))
