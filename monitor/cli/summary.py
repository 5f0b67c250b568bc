"""The summary of a run: what was stored, what not, and why.

>>> line({"pages": 30, "new": 22, "foreign": 19, "OutOfSection": 6})
'30 pages, 22 new, 19 cite foreign outlets, 6 in other sections'
"""

from collections.abc import Mapping

from rich.text import Text

from monitor.cli.output import console, remarks, table
from monitor.store.runs import Run
from monitor.urls import is_address

_LABELS = {
    "listings": ("listing read", "listings read"),
    "listingsUnchanged": ("listing unchanged", "listings unchanged"),
    "listingsFailed": ("listing failed", "listings failed"),
    "found": ("page named by them", "pages named by them"),
    "pages": ("page", "pages"),
    "new": ("new", "new"),
    "revised": ("revised", "revised"),
    "unchanged": ("unchanged", "unchanged"),
    "copies": ("copy of another", "copies of others"),
    "foreign": ("cites foreign outlets", "cite foreign outlets"),
    "failed": ("failed", "failed"),
    "gone": ("gone from its site", "gone from their site"),
    "forbidden": ("forbidden by robots.txt", "forbidden by robots.txt"),
    "OutOfSection": ("in another section", "in other sections"),
    "Reserved": ("reserved by its publisher", "reserved by their publishers"),
    "NotArticle": ("no article", "no articles"),
    "NoHeadline": ("without headline", "without headline"),
    "NoBody": ("without text", "without text"),
}
_SHORT = tuple(name for name in _LABELS if not name.startswith("listing") and name != "found")


def line(counts: Mapping[str, int]) -> str:
    """Say on one line what a crawl has counted."""
    return ", ".join(_said(name, counts[name]) for name in _SHORT if counts.get(name))


def print_summary(run: Run) -> None:
    """Print a run's counts as a table, and how long it took."""
    rows = [(_label(name, count), count) for name, count in _ordered(run.counts)]
    console.print(table(("", run.outlet), rows or [("nothing new", 0)]))
    seconds = (run.ended - run.started).total_seconds() if run.ended else 0.0
    for finding in run.health.findings if run.health else ():
        remarks.print(Text.assemble(("Not as before: ", "yellow"), finding.sentence))
    if not run.counts.get("found") and run.counts.get("listings", 0) > run.counts.get("listingsUnchanged", 0):
        page = run.section if is_address(run.section) else "URL"
        remarks.print(f'No page was named; "monitor outlet try {page}" shows what a crawl sees.')
    remarks.print(f"Run {run.id}, {seconds:.1f} s. Archive: {run.file or 'none'}.")


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    known = [(name, counts[name]) for name in _LABELS if counts.get(name)]
    return known + sorted((name, count) for name, count in counts.items() if name not in _LABELS and count)


def _said(name: str, count: int) -> str:
    return f"{count} {_label(name, count)}"


def _label(name: str, count: int) -> str:
    return _LABELS.get(name, (name, name))[count != 1]
