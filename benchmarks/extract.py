"""Any page, without a page object, on public sets: text, metadata and pages a second, beside trafilatura.

    .venv/bin/python benchmarks/extract.py DIRECTORY...

Each directory holds one of the sets that extract_sets.py lists. "monitor" is `monitor extract --generic`: parsed,
read and normalised; a page that it refuses as no article counts as one without text, and so the next line tells
what it reads when it refuses none, and the next counts headline and lead too, which monitor keeps apart from the
text and some sets count as text. trafilatura reads text alone, as its users call it and in its precision mode, and
in a run of its own text and metadata; newspaper4k, where `make peers` has installed it, both. Times are the process's
CPU time; p99 is the time that one page in a hundred takes longer than.

Tuned on: article-extraction-benchmark, article-extraction-dataset, fundus (text and metadata), and the dev split of
web-content-extraction (which pages are no articles, and what was read of them). Held out: its test split, trafilatura's
tests, and fundus-evaluation, of which only the three pages that had been refused were looked at.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import extract_scores as scores
import typer
from extract_sets import Sample, read
from trafilatura import bare_extraction
from trafilatura import extract as trafilatura

from monitor import extract
from monitor.errors import NotArticle
from monitor.extract import blocks, maintext, metadata
from monitor.extract.document import Document
from monitor.extract.generic import GenericPage
from monitor.items import NewsArticle
from monitor.normalise import normalise
from monitor.normalise.characters import clean

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv-peers/bin/python"
LINE = "{:24}{:>7}{:>8}{:>8}{:>8}{:>10}{:>8}{:>7}{:>9}{:>8}{:>9}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a system reads from a page."""

    body: str = ""
    headline: str = ""
    author: tuple[str, ...] = ()
    day: date | None = None
    refused: bool = False


def main(
    directories: list[Path],
    every: Annotated[bool, typer.Option(help="Pages that are no articles as well.")] = False,  # noqa: FBT002
) -> None:
    """Print a table for each set: a line for each system."""
    for directory in directories:
        for name, samples in read(directory).items():
            if not every and not samples[0].kind.endswith(("article", "snippets")):
                continue
            print(f"\n{name}, {len(samples)} pages, {_counted(samples)}")
            head = ("", "F1", "prec.", "recall", "refused", "headline", "author", "day", "pages/s", "p99 ms")
            print(LINE.format(*head, "longest"))
            for system, step in SYSTEMS.items():
                _print(system, samples, *_timed(step, samples))
            if PEERS.exists():
                _print("newspaper4k", samples, *_newspaper(samples))


def _counted(samples: Sequence[Sample]) -> str:
    if samples[0].kind == "snippets":
        return "snippets that must be there, and others that must not"
    return "words" if samples[0].name.startswith(("dev/", "test/")) else "4-grams"


def _timed(step: Callable[[Sample], Told], samples: Sequence[Sample]) -> tuple[list[Told], list[float]]:
    # Once for what is only loaded when first used.
    step(samples[0])
    told: list[Told] = []
    seconds: list[float] = []
    for sample in samples:
        started = time.process_time()
        told.append(step(sample))
        seconds.append(time.process_time() - started)
    return told, seconds


def _monitor(sample: Sample) -> Told:
    try:
        article = normalise(extract.parse(sample.html, sample.url, generic=True))
    except NotArticle:
        return Told(refused=True)
    day = article.datePublished.date() if article.datePublished else None
    return Told(article.articleBody, article.headline, article.author, day)


def _unrefused(sample: Sample) -> Told:
    article = _read(sample)
    return Told(article.articleBody) if article else Told(refused=True)


def _whole(sample: Sample) -> Told:
    article = _read(sample)
    if article is None:
        return Told(refused=True)
    return Told("\n\n".join(filter(None, (article.headline, article.description, article.articleBody))))


def _read(sample: Sample) -> NewsArticle | None:
    document = Document(sample.html, sample.url)
    found = maintext.find(blocks.cut(document.tree), metadata.headline(document))
    try:
        return normalise(GenericPage.told(document, "example.org", found))
    except NotArticle:
        return None


def _trafilatura(sample: Sample) -> Told:
    return Told(trafilatura(sample.html, include_comments=False) or "")


def _precise(sample: Sample) -> Told:
    return Told(trafilatura(sample.html, include_comments=False, favor_precision=True) or "")


def _with_metadata(sample: Sample) -> Told:
    found = bare_extraction(sample.html, url=sample.url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Told()
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    day = date.fromisoformat(found.date[:10]) if found.date else None
    return Told(found.text or "", found.title or "", authors, day)


SYSTEMS: dict[str, Callable[[Sample], Told]] = {
    "monitor": _monitor,
    "monitor, none refused": _unrefused,
    "  and headline and lead": _whole,
    "trafilatura": _trafilatura,
    "trafilatura precision": _precise,
    "trafilatura + metadata": _with_metadata,
}


def _newspaper(samples: Sequence[Sample]) -> tuple[list[Told], list[float]]:
    lines = "".join(json.dumps([sample.url, sample.html]) + "\n" for sample in samples)
    run = subprocess.run(
        [PEERS, HERE / "peers/newspaper_pages.py"], input=lines, text=True, capture_output=True, check=True
    )
    *found, seconds = map(json.loads, run.stdout.splitlines())
    told = [
        Told(
            page["body"],
            page.get("headline") or "",
            tuple(page.get("author") or ()),
            date.fromisoformat(page["day"]) if page.get("day") else None,
        )
        for page in found
    ]
    return told, [seconds / len(told)] * len(told)


def _print(system: str, samples: Sequence[Sample], told: Sequence[Told], seconds: Sequence[float]) -> None:
    score = _body(samples, told)
    ranked = sorted(seconds)
    print(
        LINE.format(
            system,
            *(f"{share:.4f}" for share in (score.f1, score.precision, score.recall)),
            sum(page.refused for page in told),
            _share(_headlines(samples, told)),
            _authors(samples, told),
            _share(_days(samples, told)),
            f"{len(samples) / sum(seconds):.0f}",
            f"{1000 * ranked[int(0.99 * len(ranked))]:.0f}",
            f"{1000 * ranked[-1]:.0f}",
        ),
        flush=True,
    )


def _body(samples: Sequence[Sample], told: Sequence[Told]) -> scores.Score:
    pairs = [
        (scores.plain(sample.body or ""), scores.plain(page.body))
        for sample, page in zip(samples, told, strict=True)
    ]
    if samples[0].kind == "snippets":
        return scores.snippets(
            (sample.present, sample.absent, found) for sample, (_, found) in zip(samples, pairs, strict=True)
        )
    return scores.by_words(pairs) if _counted(samples) == "words" else scores.body(pairs)


def _headlines(samples: Sequence[Sample], told: Sequence[Told]) -> list[bool]:
    return [
        clean(sample.headline) == clean(page.headline)
        for sample, page in zip(samples, told, strict=True)
        if sample.headline
    ]


def _authors(samples: Sequence[Sample], told: Sequence[Told]) -> str:
    pairs = [
        (sample.author, page.author) for sample, page in zip(samples, told, strict=True) if sample.author
    ]
    return f"{scores.names(pairs).f1:.3f}" if pairs else ""


def _days(samples: Sequence[Sample], told: Sequence[Told]) -> list[bool]:
    return [page.day in sample.days for sample, page in zip(samples, told, strict=True) if sample.days]


def _share(right: Iterable[bool]) -> str:
    counted = list(right)
    return f"{sum(counted) / len(counted):.3f}" if counted else ""


if __name__ == "__main__":
    typer.run(main)
