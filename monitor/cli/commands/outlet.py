"""`monitor outlet`: what we know of the world's outlets, and whether a table of them is right."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cite import check as checker
from monitor.cite import gazetteer
from monitor.cite.gazetteer import Outlet, OutletKind
from monitor.cli.output import console, print_json, print_table
from monitor.text import fold

app = typer.Typer(no_args_is_help=True, help="Look up outlets: names, domains, country, kind.")

Outlets = Annotated[
    Path | None,
    typer.Option(envvar="MONITOR_OUTLETS", help="CSV file whose outlets add to or replace ours."),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON lines.")]
_MEANS = {
    "safe": "whoever writes this means the outlet",
    "cue": "an ordinary word, place or name too: counts beside a cue",
    "context": "shared or short: counts where country, town or a fuller name tell",
}


@app.callback()
def outlet() -> None:
    """Look up outlets: names, domains, country, kind."""


@app.command("list")
def list_outlets(  # noqa: PLR0913, PLR0917 - one argument an option
    words: Annotated[str, typer.Argument(help="Only outlets with these words in a name or domain.")] = "",
    country: Annotated[str | None, typer.Option(help="Only of this country: two letters, as in FR.")] = None,
    kind: Annotated[OutletKind | None, typer.Option(help="Only of this kind.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Only in this language: two letters, as in fr.")
    ] = None,
    json: Json = False,  # noqa: FBT002 - an option
    outlets: Outlets = None,
) -> None:
    """List the outlets that the tagger knows, by domain.

    Example: monitor outlet list --country SN --kind agency
    """
    wanted = {
        "country": country and country.upper(),
        "kind": kind,
        "language": language and language.lower(),
    }
    found = list(_select(gazetteer.load(outlets).outlets, words, wanted))
    if json:
        for one in found:
            print_json(_plain(one))
        return
    print_table(
        ("domain", "name", "country", "language", "kind"),
        [(o.domain, o.name, o.country, o.language, o.kind) for o in found],
        empty="No outlet fits.",
    )


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A domain, or a name as papers write it.")],
    json: Json = False,  # noqa: FBT002 - an option
    outlets: Outlets = None,
) -> None:
    """Show what we know of an outlet, with every name under which it is recognised.

    An unknown name ends with the nearest ones and exit code 2.

    Example: monitor outlet show "Chine nouvelle"
    """
    table = gazetteer.load(outlets)
    one = table.find(name)
    if json:
        print_json(_plain(one))
        return
    console.print(f"[bold]{one.name}[/bold] ({one.domain})")
    facts = {
        "domains": " ".join(one.domains),
        "country": one.country,
        "language": one.language,
        "kind": one.kind,
        "owner": one.owner,
        "sister titles": " ".join(sorted(table.sisters(one))) or None,
    }
    for fact, value in facts.items():
        if value:
            console.print(f"{fact}: {value}")
    print_table(
        ("recognised as", "how safe"),
        [(written, _MEANS[one.safety.get(written, "safe")]) for written in one.names],
    )


@app.command()
def check(
    file: Annotated[
        Path, typer.Argument(help="A table of outlets of your own, as MONITOR_OUTLETS names it.")
    ],
) -> None:
    """Check a table of outlets; every fault with its line, and exit code 2, where there is one.

    Example: monitor outlet check outlets-mine.csv
    """
    rows = checker.check(file)
    console.print(f"{file.name}: {rows} rows, no fault.")


def _select(outlets: Mapping[str, Outlet], words: str, wanted: Mapping[str, str | None]) -> Iterator[Outlet]:
    parts = fold(words).split()
    for domain in sorted(outlets):
        one = outlets[domain]
        written = fold(" ".join((*one.names, *one.domains)))
        if all(part in written for part in parts) and all(
            value is None or getattr(one, column) == value for column, value in wanted.items()
        ):
            yield one


def _plain(one: Outlet) -> dict[str, Any]:
    return {
        "domain": one.domain,
        "domains": one.domains,
        "name": one.name,
        "names": [{"name": written, "safety": one.safety.get(written, "safe")} for written in one.names],
        "country": one.country,
        "language": one.language,
        "kind": one.kind,
        "owner": one.owner,
    }
