"""`monitor dedup`: articles in, the same out with their clusters and copies, one JSON line each."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, BinaryIO

import msgspec
import typer

from monitor.cli.lines import answer
from monitor.dedup import window as windows
from monitor.dedup.outcome import Outcome, Result, cluster_id
from monitor.dedup.window import Given, Window
from monitor.errors import BadInput

app = typer.Typer()


class Line(msgspec.Struct):
    """A line of input; all but `articleBody` may be absent."""

    articleBody: str
    headline: str | None = None
    outlet: str | None = None
    datePublished: str | None = None


@app.command()
def dedup(
    window: Annotated[
        int, typer.Option(min=1, help="Articles to compare with: the newest of the input.")
    ] = windows.ARTICLES,
    days: Annotated[int, typer.Option(min=1, help="Days that copies lie apart at most.")] = windows.DAYS,
) -> None:
    """Read articles as JSON lines, write them with their clusters and copies, as JSON lines.

    In: id, outlet, datePublished (ISO 8601), headline, articleBody; all but id and articleBody may be absent,
    anything else is handed on. Out, in the same order, when the input has ended: the same, with cluster, copyOf
    (the id of the article that it most likely copies, or null) and duplicates: id, containment (of the one of
    which more is in the other), verdict (same, near, contained), rule, boilerplate (shingles of both that did
    not count, because very many of their outlets' articles have them). The order of the input makes no
    difference. A bad line gives its id and an error, and the exit code 1 at the end.

    Example: monitor dedup < articles.jsonl > clustered.jsonl
    """
    seen = Window(articles=window, days=days)
    failed = False
    with _twice(sys.stdin.buffer) as lines:
        for number, line in lines():
            answer(partial(_enter, seen, number), number, line)
        outcome = seen.outcome()
        for number, line in lines():
            said, bad = answer(partial(_told, outcome, number), number, line)
            failed |= bad
            sys.stdout.buffer.write(said + b"\n")
    sys.stdout.buffer.flush()
    if failed:
        raise typer.Exit(1)


def _enter(seen: Window, number: int, given: dict[str, Any]) -> None:
    seen.add(number, _article(given))


def _told(outcome: Outcome, number: int, given: dict[str, Any]) -> dict[str, Any]:
    article = _article(given)
    result = outcome.of(number) or Result(cluster_id(article.id))
    duplicates = [
        {
            "id": _id(relation.other),
            "containment": round(relation.containment, 4),
            "verdict": relation.verdict,
            "rule": relation.rule,
            "boilerplate": relation.boilerplate,
        }
        for relation in result.relations
    ]
    copied = result.copyOf and _id(result.copyOf)
    return {**given, "cluster": result.cluster, "copyOf": copied, "duplicates": duplicates}


def _article(given: dict[str, Any]) -> Given:
    if "id" not in given:
        raise BadInput("Give the article an id.")
    line = msgspec.convert(given, Line)
    return Given(
        id=msgspec.json.encode(given["id"]).decode(),
        headline=line.headline or "",
        body=line.articleBody,
        outlet=line.outlet or "",
        time=_time(line.datePublished),
    )


def _id(name: str) -> Any:
    # The window knows an id as its JSON: it may be a number.
    return msgspec.json.decode(name)


def _time(written: str | None) -> datetime | None:
    if not written:
        return None
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        raise BadInput(f'"{written}" is no date; write it as in 2026-11-24T09:30:00Z.') from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@contextmanager
def _twice(source: BinaryIO) -> Iterator[Any]:
    """Give a function that reads the lines from their start; a pipe is kept in a temporary file."""
    with tempfile.TemporaryFile() as copy:
        again: BinaryIO = source
        if not source.seekable():
            shutil.copyfileobj(source, copy)
            again = copy
            copy.seek(0)
        start = again.tell()

        def lines() -> Iterator[tuple[int, bytes]]:
            again.seek(start)
            return ((number, line) for number, line in enumerate(again, 1) if line.strip())

        yield lines
