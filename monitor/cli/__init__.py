"""The command line: `monitor COMMAND`. One file a command or group of commands."""

from monitor.cli.app import main

__all__ = ["main"]
