"""A user's own table of outlets: a row written into it, and taken out again when the checker finds a fault."""

import csv
import io
import os
from pathlib import Path

from monitor.cite.check import check, is_ordinary
from monitor.cite.gazetteer import COLUMNS, Outlet
from monitor.errors import BadInput


def add(table: Path, outlet: Outlet) -> tuple[str, ...]:
    """Write an outlet into a table, made with its header if it is missing; give the aliases written.

    A name that is an ordinary word too is marked so. Raises `BadInput` where the table cannot be written,
    or with every fault that it would have; it then stays as it was.
    """
    aliases = list(outlet.aliases)
    names = {alias.rstrip("?~") for alias in aliases}
    aliases = [f"{alias}?" if alias[-1:] not in "?~" and is_ordinary(alias) else alias for alias in aliases]
    if is_ordinary(outlet.name) and outlet.name not in names:
        aliases.append(f"{outlet.name}?")
    size = _append(table, outlet, aliases)
    try:
        check(table)
    except BadInput:
        os.truncate(table, size)
        if not size:
            table.unlink()
        raise
    return tuple(aliases)


def _append(table: Path, outlet: Outlet, aliases: list[str]) -> int:
    """Write the row at the end; give the size before."""
    try:
        with table.open("a+b") as file:
            size = file.tell()
            file.seek(0)
            whole = file.read()
            file.write(_row(whole.decode("utf-8-sig"), outlet, aliases).encode())
    except OSError as error:
        raise BadInput(f"The table of outlets {table} cannot be written: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise BadInput(f"The table of outlets {table} is no CSV in UTF-8: {error}.") from None
    return size


def _row(before: str, outlet: Outlet, aliases: list[str]) -> str:
    columns = next(csv.reader(before.splitlines()), list(COLUMNS))
    text = io.StringIO("" if not before or before.endswith("\n") else "\n", newline="")
    text.seek(0, io.SEEK_END)
    row = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    if not before:
        row.writeheader()
    row.writerow(
        {
            "domains": " ".join(outlet.domains),
            "name": outlet.name,
            "aliases": " | ".join(aliases),
            "country": outlet.country,
            "language": outlet.language,
            "kind": outlet.kind,
            "owner": outlet.owner,
        }
    )
    return text.getvalue()
