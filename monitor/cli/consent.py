"""Asking before what cannot be undone."""

import sys

import typer

from monitor.errors import BadUse


def agreed(question: str, *, yes: bool) -> bool:
    """Ask on the terminal, unless --yes said so already; raises `BadUse` when nobody can answer."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise BadUse("Nobody can be asked here; say --yes if you mean it.")
    return typer.confirm(question, err=True)
