"""`monitor outlet`: what we know of the world's outlets, and whether a table of them is right."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor import urls
from monitor.cite import check as checker
from monitor.cite import gazetteer, table
from monitor.cite.gazetteer import Outlet, OutletKind
from monitor.cli.database import with_store
from monitor.cli.options import Json, Limit, Outlets
from monitor.cli.outlets.attempt import attempt
from monitor.cli.outlets.draft import draft
from monitor.cli.outlets.health import health
from monitor.cli.output import console, print_json, print_table, remarks
from monitor.errors import BadUse, Taken
from monitor.store.unlisted import Suggestion, key_of
from monitor.text import fold

app = typer.Typer(no_args_is_help=True, help="Look up outlets: names, domains, country, kind.")

_MEANS = {
    "safe": "whoever writes this means the outlet",
    "cue": "an ordinary word, place or name too: counts beside a cue",
    "context": "shared or short: counts where country, town or a fuller name tell",
}


app.command()(health)
app.command("try")(attempt)
app.command("new")(draft)


@app.callback()
def outlet() -> None:
    """Look up outlets: names, domains, country, kind."""


@app.command("list")
def list_outlets(
    words: Annotated[str, typer.Argument(help="Only outlets with these words in a name or domain.")] = "",
    country: Annotated[str | None, typer.Option(help="Only of this country: two letters, as in FR.")] = None,
    kind: Annotated[OutletKind | None, typer.Option(help="Only of this kind.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Only in this language: two letters, as in fr.")
    ] = None,
    json: Json = False,
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
    json: Json = False,
    outlets: Outlets = None,
) -> None:
    """Show what we know of an outlet, with every name under which it is recognised.

    An unknown name ends with the nearest ones and exit code 2.

    Example: monitor outlet show "Chine nouvelle"
    """
    known = gazetteer.load(outlets)
    one = known.find(name)
    if json:
        print_json(_plain(one))
        return
    console.print(Text.assemble((one.name, "bold"), f" ({one.domain})"))
    facts = {
        "domains": " ".join(one.domains),
        "country": one.country,
        "language": one.language,
        "kind": one.kind,
        "owner": one.owner,
        "sister titles": " ".join(sorted(known.sisters(one))) or None,
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


@app.command()
def suggest(
    least: Annotated[int, typer.Option(min=1, help="Only what so many articles point at, or more.")] = 1,
    limit: Limit = 30,
    json: Json = False,
    outlets: Outlets = None,
) -> None:
    """List the outlets that stored articles name or link to and that we do not know, the commonest first.

    Country and kind are what the articles' words say ("le quotidien brésilien …"), or the domain's end.

    Example: monitor outlet suggest --least 3
    """
    ours = gazetteer.load(outlets)
    known = {key_of(name) for one in ours.outlets.values() for name in one.names} | {*ours.domains}
    found: list[Suggestion] = with_store(
        lambda store: store.unlisted.suggest(known=known, least=least, limit=limit)
    )
    if json:
        for one in found:
            print_json(one)
        return
    print_table(
        ("articles", "name or domain", "country", "kind", "last", "words"),
        [(o.count, o.name or o.domain, o.country, o.kind, o.last, o.quote) for o in found],
        wide=("words",),
        empty="No article points at an outlet that we do not know.",
    )


@app.command()
def add(
    domain: Annotated[str, typer.Argument(help="Its domain, as in example.com.")],
    name: Annotated[str, typer.Option(help="Its name, as it writes it.")],
    country: Annotated[str, typer.Option(help="Where it is made: two letters, as in FR.")],
    kind: Annotated[OutletKind, typer.Option(help="What it is.")] = "digital",
    language: Annotated[str | None, typer.Option(help="Its language: two letters, as in fr.")] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option(help="Another name, marked ? or ~ as docs/outlets.md says; again for more."),
    ] = None,
    outlets: Outlets = None,
) -> None:
    """Write an outlet into your own table, the file that MONITOR_OUTLETS names, and check the table.

    Example: monitor outlet add folhaexemplo.com.br --name "Folha Exemplo" --country BR --kind newspaper
    """
    if outlets is None:
        raise BadUse("Set MONITOR_OUTLETS to the file of your own outlets; it is made if it is missing.")
    host = urls.host(domain if urls.is_address(domain) else f"https://{domain}")
    known = gazetteer.load(outlets if outlets.exists() else None).domains.get(host)
    if known:
        raise Taken(f"{host} is known: {known.name} ({known.domain}); change its row in a table by hand.")
    one = Outlet(
        domain=host,
        domains=(host,),
        name=name.strip(),
        aliases=tuple(alias or ()),
        country=country.upper(),
        language=language.lower() if language else None,
        kind=kind,
        owner=None,
    )
    aliases = table.add(outlets, one)
    console.print(f"{one.name} ({host}) is in {outlets}.", soft_wrap=True)
    if marked := [each for each in aliases if each not in one.aliases]:
        remarks.print(f"Marked as an ordinary word, too, which counts beside a cue: {', '.join(marked)}.")
    remarks.print("New articles are read with it; `monitor retag` reads those that are stored.")


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
