"""The `monitor` command: imports a command when it is asked for, turns errors into exit codes.

Exit codes: 0 done, 1 failed, 2 bad use. What is asked for goes to stdout, logs and errors to stderr.
"""

import importlib
import logging
import os
import pkgutil
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from monitor.cli import commands
from monitor.errors import MonitorError

# Typer gives completion to every command that is built by itself; it is for `monitor` as a whole.
_OF_MONITOR = {"install_completion", "show_completion"}


class LazyGroup(TyperGroup):
    """A group with a command for each module of `monitor.cli.commands`: its `app`.

    A module is imported when its command runs: `monitor cite` must not wait for Scrapy.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Typer's
        """Name the commands in alphabetical order."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command's module."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found = importlib.import_module(f"monitor.cli.commands.{cmd_name}").app
        found.rich_markup_mode = "markdown"  # the lines of a paragraph flow into one another
        command = get_command(found)
        command.name = cmd_name
        command.params = [option for option in command.params if option.name not in _OF_MONITOR]
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the command; one sentence and the exit code for an error raised on purpose, or by the system."""
        try:
            answered = super().invoke(ctx)
            if sys.stdout:
                sys.stdout.flush()  # what cannot be written fails here, not when Python ends
        except MonitorError as error:
            if ctx.params.get("debug"):
                raise
            typer.echo(f"monitor: {error}", err=True)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            # `monitor article list | head`: the reader has what it wanted.
            _done_with_stdout()
            raise typer.Exit(0) from None
        except OSError as error:
            if ctx.params.get("debug"):
                raise
            _done_with_stdout()
            what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or error
            typer.echo(f"monitor: {what}; --debug shows where.", err=True)
            raise typer.Exit(1) from None
        return answered


def _done_with_stdout() -> None:
    """Write what is left for stdout; where that fails, let Python end without another try."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=LazyGroup, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich"
)


@app.callback()
def monitor(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and debug logs.")] = False,
) -> None:
    """Which outlets relay which foreign outlets, on what, how fast, and in which words."""
    level = "DEBUG" if debug else _log_level()
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for noisy in ("pymongo", "asyncio", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _log_level() -> str:
    # Reading the options costs half of the time to start; where none is set there is nothing to read.
    if not any(name.upper().startswith("MONITOR_") for name in os.environ):
        return "INFO"
    from monitor import config  # noqa: PLC0415 - see above

    return config.load().log_level


def main() -> None:
    """Run the command line."""
    app(prog_name="monitor")
