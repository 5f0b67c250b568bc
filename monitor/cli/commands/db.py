"""`monitor db`: the database the project runs by itself, or the one it was given."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor import config
from monitor.cli.database import with_store
from monitor.cli.options import JsonLine
from monitor.cli.output import console, moment, print_json
from monitor.errors import BadUse
from monitor.items import as_dict
from monitor.store.connecting import connected
from monitor.store.connection import Store, open_store
from monitor.store.embedded import Embedded
from monitor.times import cut

app = typer.Typer(
    no_args_is_help=True, help="Start, stop and look at the database; copy it, and bring a copy back."
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)]
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
    json: JsonLine = False,
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
        console.print(f"{fact}: {value}")


@app.command()
def uri() -> None:
    """Print the database's URI and nothing else; start it before, if it is ours.

    Example: mongosh "$(monitor db uri)"
    """
    options = config.load()
    sys.stdout.write((options.mongo_uri or asyncio.run(Embedded(options.data).start())) + "\n")


@app.command()
def backup(file: File) -> None:
    """Write the database to a file, as it is at this moment, while crawls may go on.

    The file holds every document and index; archives are files already, and are not in it.

    Example: monitor db backup monitor-2026-11-24.backup
    """
    manifest = with_store(lambda store: _backup(store, file))
    _print_manifest(manifest, f"{file} holds", file.stat().st_size)


@app.command()
def restore(file: File) -> None:
    """Write a backup into an empty database; a file that is not whole is refused before anything is written.

    Example: MONITOR_MONGO_DATABASE=again monitor db restore monitor-2026-11-24.backup
    """
    manifest = asyncio.run(_restore(file))
    _print_manifest(manifest, f"The database {config.load().mongo_database} has", file.stat().st_size)


async def _backup(store: Store, file: Path) -> dict[str, Any]:
    from monitor.store.backup import backup as write  # noqa: PLC0415 - the command has its name

    return await write(store.client, store.db.name, file, cut(datetime.now(UTC)))


async def _restore(file: Path) -> dict[str, Any]:
    from monitor.store.backup import restore as write  # noqa: PLC0415 - the command has its name

    options = config.load()
    async with connected(options.mongo_uri, options.data) as client:
        return await write(client, options.mongo_database, file)


def _print_manifest(manifest: dict[str, Any], lead: str, size: int) -> None:
    counts = {name: each["count"] for name, each in manifest["collections"].items()}
    console.print(
        f"{lead} {sum(counts.values())} documents of {len(counts)} collections, {counts.get('articles', 0)} of them "
        f"articles, as of {moment(manifest['at'])} ({size / _MIB:.1f} MiB).",
        soft_wrap=True,
    )


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
