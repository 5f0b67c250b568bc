"""`monitor up`: everything that goes on by itself."""

import asyncio
import signal
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def up(
    crawls: Annotated[int, typer.Option(min=1, max=100, help="Crawls at one time, at most.")] = 8,
) -> None:
    """Crawl by schedule, match topics and deliver alerts, until Ctrl-C.

    Starts the database if need be. A turn that was missed while nothing ran is made once. Ctrl-C lets each
    crawl finish its page in hand; a second one ends them at once.

    Example: monitor up
    """
    from monitor import config, service  # noqa: PLC0415 - they bring everything

    async def until_told() -> None:
        stop = asyncio.Event()
        running = asyncio.ensure_future(service.run(config.load(), stop, at_once=crawls))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(
                number, lambda: running.cancel() if stop.is_set() else stop.set()
            )
        try:
            await running
        except asyncio.CancelledError:
            return

    asyncio.run(until_told())
