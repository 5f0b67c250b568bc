"""`monitor outlet health`: what outlets' newest articles have, against their own last runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor.cli.database import with_store
from monitor.cli.options import Json
from monitor.cli.output import Cell, console, print_json, print_table
from monitor.config import load
from monitor.health import EXAMINED, FIELDS, Sums, divided, judge
from monitor.store.connection import Store
from monitor.store.health import LAYOUT
from monitor.store.runs import Run
from monitor.urls import is_address


@dataclass(frozen=True, slots=True)
class Case:
    """An outlet's section: its last run, the newest articles, those before, and why its last crawl failed."""

    run: Run
    newest: Sums
    before: Sums
    sentences: tuple[str, ...]
    layout: bool
    failed: str | None


def health(
    name: Annotated[
        str | None, typer.Argument(help="Only this outlet: its domain, its spider's name, or a page of it.")
    ] = None,
    json: Json = False,
) -> None:
    """Show how outlets fare: found, fetched, fields missing, length of texts, and what is not as it was.

    The newest articles, a handful, are compared with those of the outlet's last 30 runs. A field that was
    there and is gone means that the layout changed; topics hear of it by event:layout-changed.

    Example: monitor outlet health lemonde
    """
    cases = with_store(lambda store: _cases(store, name))
    if json:
        for case in cases:
            print_json(_plain(case))
        return
    print_table(
        (
            "outlet",
            "section",
            "last run",
            "found",
            "fetched",
            "articles",
            "text",
            "usual",
            "missing",
            "state",
        ),
        [_row(case) for case in cases],
        wide=("section", "missing", "state"),
        empty='No crawl yet; "monitor crawl" makes one.',
    )
    if name:
        for case in cases:
            print_table(
                ("field", "now", "before"),
                [(field, _percent(case.newest, field), _percent(case.before, field)) for field in FIELDS],
            )
    for case in cases:
        for sentence in (*([case.failed] if case.failed else []), *case.sentences):
            console.print(Text(f"{case.run.outlet}: {sentence}"))


async def _cases(store: Store, name: str | None) -> list[Case]:
    found = []
    for outlet, section in await store.runs.sections(_domain(name) if name else None):
        last = await store.runs.ended(outlet, section)
        if last:
            runs = await store.runs.examined(outlet, section, limit=EXAMINED)
            found.append(_case(last, runs))
    return found


def _case(last: Run, runs: Sequence[Run]) -> Case:
    """Judge the last crawl by those that were looked at, newest first: one that failed was not."""
    failed = last.error if last.state == "failed" else None
    if not runs:
        return Case(last, Sums.of(()), Sums.of(()), (), layout=False, failed=failed)
    run, earlier = runs[0], runs[1:]
    newest, rest = divided(run, earlier)
    findings = judge(run, earlier)
    layout = any(finding.kind in LAYOUT for finding in findings)
    sentences = tuple(finding.sentence for finding in findings)
    return Case(last, Sums.of(newest), Sums.of(rest), sentences, layout=layout, failed=failed)


def _domain(name: str) -> str:
    """Give an outlet's domain; what is one already needs no spider."""
    if "." in name and not is_address(name):
        return name.lower().removeprefix("www.")
    from monitor.roster import chosen  # noqa: PLC0415 - it brings Scrapy

    return chosen(name, load()).outlet


def _row(case: Case) -> list[Cell]:
    counts = case.run.counts
    lacking = [field for field in FIELDS if case.newest.articles and case.newest.share(field) < 1]
    missing = ", ".join(f"{field} {1 - case.newest.share(field):.0%}" for field in lacking)
    return [
        case.run.outlet,
        case.run.section,
        case.run.started,
        counts.get("found", 0),
        counts.get("pages", 0),
        case.newest.articles,
        _middle(case.newest),
        _middle(case.before),
        missing or ("nothing" if case.newest.articles else None),
        _state(case),
    ]


def _state(case: Case) -> Text:
    if case.failed:
        return Text("last crawl failed", "bold red")
    if case.layout:
        return Text("layout changed", "bold red")
    if case.sentences:
        return Text("not as before", "yellow")
    return Text("well", "green") if case.newest.articles else Text("no article yet", "yellow")


def _middle(sums: Sums) -> int | None:
    return sorted(sums.lengths)[len(sums.lengths) // 2] if sums.lengths else None


def _percent(sums: Sums, field: str) -> str:
    return f"{sums.share(field):.0%}" if sums.articles else "–"


def _plain(case: Case) -> Mapping[str, Any]:
    return {
        "outlet": case.run.outlet,
        "section": case.run.section,
        "run": case.run.id,
        "found": case.run.counts.get("found", 0),
        "fetched": case.run.counts.get("pages", 0),
        "articles": case.newest.articles,
        "fields": {field: round(case.newest.share(field), 3) for field in FIELDS},
        "before": {field: round(case.before.share(field), 3) for field in FIELDS},
        "bodyLength": _middle(case.newest),
        "bodyLengthBefore": _middle(case.before),
        "layoutChanged": case.layout,
        "error": case.failed,
        "findings": case.sentences,
    }
