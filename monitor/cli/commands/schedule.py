"""`monitor schedule`: when outlets are crawled; `monitor up` crawls them."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor import config
from monitor.cli.database import with_store
from monitor.cli.options import Json
from monitor.cli.output import console, moment, print_json, print_table
from monitor.schedule import due
from monitor.store.connection import Store
from monitor.times import cut
from monitor.urls import is_address

app = typer.Typer(no_args_is_help=True, help="Say when outlets are crawled; monitor up crawls them.")

Name = Annotated[
    str,
    typer.Argument(
        help='As "monitor schedule list" names it; a site\'s page also by its address.',
        callback=due.called,
        show_default=False,
    ),
]


@app.command()
def add(
    outlet: Annotated[
        str,
        typer.Argument(help="A spider, the domain of its outlet, or any site's page.", show_default=False),
    ],
    every: Annotated[str | None, typer.Option(help="How often: 15m, 1h, 1d, 1w.")] = None,
    cron: Annotated[str | None, typer.Option(help="When: minute, hour, day, month, weekday.")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Whose clock the cron line follows; the outlet's, if none is named.")
    ] = None,
    section: Annotated[
        str | None, typer.Option(help="The section to crawl, or all; the spider's own, if none is named.")
    ] = None,
) -> None:
    """Crawl an outlet, or a section of it, every so often from now on, or by a cron line.

    Of a site without a file, name a section page, as for monitor crawl; each page has a schedule of its own.

    Example: monitor schedule add atlantico --every 15m

    Example: monitor schedule add atlantico --cron "*/10 6-22 * * *" --timezone Europe/Paris

    Example: monitor schedule add https://example.org/world/ --every 1h
    """
    from monitor.roster import chosen  # noqa: PLC0415 - it brings Scrapy

    found, now = chosen(outlet, config.load()), cut(datetime.now(UTC))
    schedule = due.plan(
        found.name,
        found.outlet,
        now=now,
        every=every,
        cron=cron,
        timezone=timezone,
        section=section,
        url=outlet.strip() if is_address(outlet) else None,
        home=found.timezone,
    )
    with_store(lambda store: store.schedules.add(schedule))
    first = "at once" if schedule.next == now else f"first at {moment(schedule.next)}"
    console.print(f'{schedule.id}: {due.spelled(schedule)}, {first}; "monitor up" crawls it.')


@app.command("list")
def list_schedules(
    json: Json = False,
) -> None:
    """List the schedules by name, with the last turn and the next.

    Example: monitor schedule list
    """
    found = with_store(lambda store: store.schedules.list())
    if json:
        for schedule in found:
            print_json(schedule)
        return
    print_table(
        ("schedule", "outlet", "when", "last turn", "next turn"),
        [
            (one.id, one.outlet, due.spelled(one), one.last, "paused" if one.paused else one.next)
            for one in found
        ],
        empty='No schedule yet; "monitor schedule add" makes one.',
    )


@app.command()
def pause(name: Name) -> None:
    """Crawl it no more until it is resumed; a crawl that runs goes on.

    Example: monitor schedule pause atlantico
    """
    with_store(lambda store: store.schedules.pause(name))
    console.print(f"{name} is paused.")


@app.command()
def resume(name: Name) -> None:
    """Crawl it again, at its next turn; those in the pause are not caught up.

    Example: monitor schedule resume atlantico
    """

    async def resumed(store: Store) -> datetime:
        following = due.following(await store.schedules.get(name), cut(datetime.now(UTC)))
        await store.schedules.resume(name, following)
        return following

    console.print(f"{name} goes on at {moment(with_store(resumed))}.")


@app.command()
def remove(name: Name) -> None:
    """Delete a schedule; its articles and runs stay, and a crawl that runs goes on.

    Example: monitor schedule remove atlantico
    """
    with_store(lambda store: store.schedules.remove(name))
    console.print(f"{name} is removed.")
