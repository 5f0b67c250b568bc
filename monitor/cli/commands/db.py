"""`monitor db`: the database the project runs by itself, or the one it was given."""

import asyncio
import sys
from typing import Annotated, Any

import typer

from monitor import config
from monitor.cli.output import console, print_json
from monitor.errors import BadUse
from monitor.items import as_dict
from monitor.store.connection import open_store
from monitor.store.embedded import Embedded

app = typer.Typer(no_args_is_help=True, help="Start, stop and look at the database.")

_MIB = 2**20


@app.command()
def start() -> None:
    """Start the database, as any command that needs it does; it outlives the command.

    Example: monitor db start
    """
    database = _ours()
    asyncio.run(database.start())
    console.print(f"The database runs as process {database.pid()}.")


@app.command()
def stop() -> None:
    """Stop the database; its data stay.

    Example: monitor db stop
    """
    stopped = asyncio.run(_ours().stop())
    console.print("The database has stopped." if stopped else "The database did not run.")


@app.command()
def status(
    json: Annotated[bool, typer.Option("--json", help="Write one line of JSON.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Say whether the database runs, where, its version, its size, and how many articles it holds.

    Example: monitor db status
    """
    facts = asyncio.run(_facts())
    if json:
        print_json(facts)
        return
    if not facts["running"]:
        console.print(f"The database does not run; its data are in {facts['directory']}.")
        return
    whose = f"ours, process {facts['process']}" if facts["process"] else "MONITOR_MONGO_URI"
    for fact, value in (
        ("place", f"{facts['place']} ({whose})"),
        ("version", f"MongoDB {facts['version']}"),
        ("database", facts["database"]),
        ("size", f"{facts['size'] / _MIB:.1f} MiB"),
        ("articles", facts["articles"]),
    ):
        console.print(f"{fact}: {value}", markup=False)


@app.command()
def uri() -> None:
    """Print the database's URI and nothing else; start it before, if it is ours.

    Example: mongosh "$(monitor db uri)"
    """
    options = config.load()
    sys.stdout.write((options.mongo_uri or asyncio.run(Embedded(options.data).start())) + "\n")


async def _facts() -> dict[str, Any]:
    from monitor.store.status import status  # noqa: PLC0415 - the command has its name

    options = config.load()
    ours = None if options.mongo_uri else Embedded(options.data)
    process = ours.pid() if ours else None
    facts: dict[str, Any] = {
        "running": True,
        "process": process,
        "directory": str(ours.directory) if ours else None,
    }
    if ours and process is None:
        return {**facts, "running": False}
    async with open_store(options.mongo_uri, options.mongo_database, options.data) as store:
        return {**facts, **as_dict(await status(store))}


def _ours() -> Embedded:
    options = config.load()
    if options.mongo_uri:
        raise BadUse(
            "The database that MONITOR_MONGO_URI names is not ours to start or stop; "
            "unset the variable to use our own."
        )
    return Embedded(options.data)
