"""`monitor evaluate`: how good the steps are on articles that people have labelled."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from monitor.cite import gazetteer, gold
from monitor.cite.evaluate import Report, Tally, evaluate
from monitor.cite.tagger import Tagger
from monitor.cli.database import with_store
from monitor.cli.options import Outlets
from monitor.cli.output import console, print_table
from monitor.errors import BadInput, BadUse
from monitor.items import NewsArticle
from monitor.store.connection import Store

app = typer.Typer(no_args_is_help=True, help="Measure the steps on labelled articles.")


@app.callback()
def measure() -> None:
    """Measure the steps on labelled articles."""


@app.command()
def cite(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Labelled articles, one JSON object a line.")
    ] = None,
    verdicts: Annotated[bool, typer.Option("--verdicts", help="Count what was decided here, too.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List every error in full.")] = False,
    outlets: Outlets = None,
) -> None:
    """Print precision, recall and F1 of the citations, their evidence and their calibration.

    Sets of (article, outlet) are compared; both forms of gold are read, see `monitor/cite/gold.py`. With
    `--verdicts` also the citations that people confirmed or rejected in this database, and no others of it.

    Example: monitor evaluate cite gold.jsonl --errors

    Example: monitor evaluate cite --verdicts
    """
    if not files and not verdicts:
        raise BadUse("Name a file of labelled articles, or give --verdicts.")
    tagger = Tagger(gazetteer.load(outlets))
    cases = itertools.chain.from_iterable(_cases(path) for path in files or ())
    pairs = ((case, tagger.tag(case.article)) for case in cases)
    report = evaluate(itertools.chain(pairs, _judged(tagger) if verdicts else ()))
    if errors:
        print_table(
            ("error", "article", "outlet", "expected", "found", "words"),
            [(f.what, f.article, f.outlet, f.expected, f.found, f.words) for f in report.faults],
            wide=("words",),
            empty="No errors.",
        )
    _print(report)


def _cases(path: Path) -> Iterator[gold.Case]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from None
    for number, line in enumerate(lines, 1):
        try:
            case = gold.read(msgspec.json.decode(line, type=dict[str, Any]))
        except msgspec.DecodeError as error:
            raise BadInput(f"{path}, line {number} is no JSON object: {error}.") from None
        except BadInput as error:
            raise BadInput(f"{path}, line {number}: {error}") from None
        yield case


def _judged(tagger: Tagger) -> list[tuple[gold.Case, NewsArticle]]:
    async def asked(store: Store) -> list[tuple[gold.Case, NewsArticle]]:
        verdicts = await store.verdicts.list()
        urls = {url for verdict in verdicts for url in verdict.urls}
        found = [article async for article in store.articles.find({"urls": {"$in": sorted(urls)}})]
        return [
            gold.judged(tagger.tag(article), [v for v in verdicts if set(v.urls) & set(article.urls)])
            for article in found
        ]

    return with_store(asked)


def _print(report: Report) -> None:
    rows = [("all", report.all), ("foreign", report.foreign)]
    rows += [(f"kind {kind}", tally) for kind, tally in report.kinds.items()]
    for language, tally in sorted(report.languages.items()):
        rows += [(f"{language} all", tally), (f"{language} foreign", report.languages_foreign[language])]
    print_table(
        ("set", "precision", "recall", "F1", "right", "wrong", "missed"), [_row(*row) for row in rows]
    )
    found = report.all.right
    console.print(f"{report.articles} articles; kind right: {_share(report.kind_right, found)}; ", end="")
    console.print(f"evidence overlaps: {_share(report.evidence['overlap'], found)}\n")
    print_table(
        ("confidence", "citations", "right"),
        [
            (f">= {low}", total, _share(right, total))
            for low, (right, total) in sorted(report.calibration.items())
        ],
    )


def _row(name: str, tally: Tally) -> tuple[str, str, str, str, int, int, int]:
    figures = (f"{figure:.3f}" for figure in (tally.precision, tally.recall, tally.f1))
    precision, recall, f1 = figures
    return name, precision, recall, f1, tally.right, tally.wrong, tally.missed


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.1%})" if whole else "none"
