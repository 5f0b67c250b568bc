"""The frame of the demo's output: its head, its steps, its sections, what to type next."""

import shutil
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from monitor.demo.place import Place

COLUMNS = 98
"""Columns of the widest line: it fits into a window of 100."""
_NEXT = (
    (
        "Ask the demo's articles:",
        (
            "{export}",
            "{monitor} article list --foreign",
            "{monitor} article show {article} --revisions",
            "{monitor} search 'valdoria cites:(is:foreign kind:credit)'",
            "{monitor} topic test foreign --since 2026-11-01",
            "{monitor} db stop; {unset}",
        ),
    ),
    (
        "Then the real thing; an outlet's people see from your address whom to write to:",
        (
            "export MONITOR_CONTACT=you@example.org",
            "{monitor} crawl atlantico",
            "{monitor} schedule add atlantico --every 15m",
            "{monitor} up",
        ),
    ),
)


def head(out: Console, outlet: str) -> None:
    """Say what is about to be seen."""
    out.print(Rule(Text("monitor demo", "bold"), align="left"))
    out.print(f"Invented news in the markup of {outlet}, served on this machine; everything else is real.\n")


def step(out: Console, what: str, told: str, started: float) -> None:
    """Say what was done, and how long it took."""
    line = Table.grid(padding=(0, 1))
    for width in (1, 12, COLUMNS - 24, 7):
        line.add_column(width=width)
    line.columns[-1].justify = "right"
    seconds = time.monotonic() - started
    line.add_row(Text("✓", "bold green"), Text(what, "bold"), Text(told), Text(f"{seconds:.1f} s", "dim"))
    out.print(line)


def heading(out: Console, text: str) -> None:
    """Head a section."""
    out.print()
    out.print(Rule(Text(text, "bold"), align="left", style="dim"))


def next_steps(out: Console, place: Place, article: str) -> None:
    """Say what to type next; `article` is the id of one worth showing."""
    unset = f"unset {' '.join(place.environment)}"
    heading(out, "What to type next")
    for title, lines in _NEXT:
        out.print(Text(title))
        for line in lines:
            typed = line.format(monitor=command(), export=place.exports, unset=unset, article=article)
            out.print(Text(f"  {typed}", "cyan"), soft_wrap=True)


def command() -> str:
    """Give the words that call `monitor` here: as short as they work.

    >>> command().endswith("monitor")
    True
    """
    here = Path(sys.executable).with_name("monitor")
    found = shutil.which("monitor")
    if found and Path(found) == here:
        return "monitor"
    return str(here.relative_to(Path.cwd())) if here.is_relative_to(Path.cwd()) else str(here)
