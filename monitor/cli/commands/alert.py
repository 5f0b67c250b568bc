"""`monitor alert`: what topics have sent, what waits, and sending it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from monitor import config
from monitor.alert.channels import redacted
from monitor.cite import gazetteer
from monitor.cli.database import with_store
from monitor.cli.options import Json, Limit
from monitor.cli.output import Cell, console, counted, print_json, print_table, remarks
from monitor.errors import BadUse
from monitor.items import as_dict
from monitor.store.connection import Store
from monitor.store.outbox import Row, State
from monitor.times import cut

app = typer.Typer(no_args_is_help=True, help="See what was sent and what waits; send it.")


@app.command("list")
def list_alerts(
    topic: Annotated[str | None, typer.Option(help="Only of this topic.")] = None,
    state: Annotated[State | None, typer.Option(help="Only in this state.")] = None,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """List alerts, newest first, one line for each channel.

    Example: monitor alert list --state dead
    """

    async def ask(store: Store) -> tuple[list[Row], dict[str, str]]:
        channels = {
            channel.id: redacted(channel.to)
            for each in await store.topics.list()
            for channel in each.channels
        }
        return await store.outbox.list(topic=topic, state=state, limit=limit), channels

    rows, channels = with_store(ask)
    if json:
        for row in rows:
            print_json(_plain(row, channels))
        return
    print_table(
        ("event", "topic", "article", "channel", "state", "reason", "id"),
        [_cells(row, channels) for row in rows],
        wide=("article", "channel", "reason", "id"),
        empty="No alert fits.",
    )


@app.command()
def retry(
    ids: Annotated[
        list[str] | None, typer.Argument(help='As "monitor alert list" gives them.', show_default=False)
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that failed or were given up.")] = False,
) -> None:
    """Make alerts that failed, or were given up, due now.

    Example: monitor alert retry --all
    """
    if bool(ids) is all_:
        raise BadUse('Name alerts by their ids, as "monitor alert list" gives them, or say --all.')
    count = with_store(lambda store: store.outbox.retry(ids or None, cut(datetime.now(UTC))))
    console.print(f"Due now: {counted(count, 'alert')}.")


@app.command()
def deliver() -> None:
    """Match what waits and send what is due, once; for those who do not run monitor up.

    Exit code 1 if a channel did not take a message; what failed is tried again by a later call.

    Example: monitor alert deliver
    """
    from monitor.alert.deliver import drain  # noqa: PLC0415 - Apprise takes its time

    outlets = gazetteer.load(config.load().outlets).names
    tally = with_store(lambda store: drain(store, outlets=outlets))
    remarks.print(
        f"{counted(tally.events, 'event')} matched, {counted(tally.alerts, 'alert')} found; "
        f"{counted(tally.sent, 'message')} sent, {tally.failed} failed, {tally.dead} given up."
    )
    if tally.failed or tally.dead:
        raise typer.Exit(1)


def _cells(row: Row, channels: Mapping[str, str]) -> tuple[Cell, ...]:
    headline, channel = row.said["article"]["headline"], channels.get(row.channel, row.channel)
    return row.at, row.topicName, headline, channel, row.state, row.lastError, row.id


def _plain(row: Row, channels: Mapping[str, str]) -> dict[str, Any]:
    return as_dict(row) | {"to": channels.get(row.channel)}
