"""The outlets of spiders/ on real pages: text and metadata against what is known, and pages a second a core.

    .venv/bin/python benchmarks/known_outlets.py DIRECTORY...

A directory is one of the sets of extract_sets.py, or holds pages each with its article beside: `<name>.html` and
`<name>.json` with `url` and what is known of `articleBody headline author datePublished`. Pages without a page
object are left out. Times are the process's CPU time. trafilatura reads the same pages in the same run, and so
does fundus where `make peers` has installed it, as far as it knows their outlets.
"""

import json
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from extract_scores import page as score
from extract_sets import Sample, read
from selectolax.lexbor import LexborHTMLParser
from trafilatura import extract as trafilatura

from monitor import extract
from monitor.errors import NotArticle
from monitor.extract.document import Document
from monitor.extract.page import fitting
from monitor.items import NewsArticle
from monitor.normalise import normalise
from monitor.normalise.characters import clean
from monitor.spider import OutletSpider

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv-peers/bin/python"
UTF8 = "text/html; charset=utf-8"
SIZES = (("up to 200 kB", 0, 200_000), ("200 to 400 kB", 200_000, 400_000), ("400 kB and more", 400_000, inf))
SPEED = "{:16}{:>7}{:>9}{:>9}{:>7}{:>9}"
LINE = "{:22}{:>6}{:>9}{:>9}{:>9}{:>10}{:>8}{:>6}"


def main(
    directories: list[Path],
    seconds: Annotated[float, typer.Option(help="CPU time for each speed.")] = 3.0,
    show: Annotated[bool, typer.Option(help="One line a page as well.")] = False,  # noqa: FBT002
) -> None:
    """Print a line an outlet, then the speeds."""
    extract.load("spiders")
    zones = {spider.outlet: spider.timezone for spider in OutletSpider.__subclasses__()}
    pages: dict[str, list[Sample]] = defaultdict(list)
    for sample in (sample for directory in directories for sample in samples(directory)):
        if fitting(Document(sample.html, sample.url)):
            pages[extract.parse(sample.html, sample.url, zones).outlet].append(sample)
    print(LINE.format("outlet", "pages", "body F1", "worst", "trafil.", "headline", "author", "day"))
    for outlet in sorted(pages):
        report(outlet, pages[outlet], zones.get(outlet), show=show)
    speeds([sample for found in pages.values() for sample in found], zones, seconds)


def samples(directory: Path) -> list[Sample]:
    """Read a set, or pages with their articles beside."""
    try:
        return [sample for found in read(directory).values() for sample in found]
    except ValueError:
        return list(beside(directory))


def beside(directory: Path) -> Iterator[Sample]:
    """Read the pages that have their article beside."""
    for path in sorted(directory.rglob("*.html")):
        if path.with_suffix(".json").exists():
            told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            published, author = told.get("datePublished"), told.get("author")
            yield Sample(
                path.stem,
                told["url"],
                extract.decode(path.read_bytes()),
                body=told.get("articleBody") or None,
                headline=told.get("headline"),
                author=None if author is None else tuple(author),
                days=frozenset([datetime.fromisoformat(published).date()] if published else []),
            )


def report(outlet: str, pages: list[Sample], zone: str | None, *, show: bool) -> None:
    """Print one outlet's figures: means over the pages of which the value is known."""
    ours: list[float] = []
    theirs: list[float] = []
    right: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for page in pages:
        article = one(page, zone)
        if page.body:
            ours.append(max(score(page.body, text).f1 for text in readings(article)))
            theirs.append(score(page.body, trafilatura(page.html, include_comments=False) or "").f1)
        if show:
            print(f"  {page.name[-50:]:50} {ours[-1] if page.body else float('nan'):.4f} {page.url[:90]}")
        for name, is_right in _metadata(page, article, zone):
            known[name] += 1
            right[name] += is_right
    shares = [
        f"{right[name] / known[name]:.3f}" if known[name] else "-" for name in ("headline", "author", "day")
    ]
    bodies = [_mean(ours), f"{min(ours, default=0):.4f}", _mean(theirs)]
    print(LINE.format(outlet, len(pages), *bodies, *shares))


def one(page: Sample, zone: str | None) -> NewsArticle | None:
    """Give the article of a page; None where it is dropped."""
    try:
        return normalise(extract.parse(page.html, page.url), timezone=zone)
    except NotArticle:
        return None


def readings(article: NewsArticle | None) -> list[str]:
    """Give the text with the lead and without: sets differ in whether it is part of the text."""
    if article is None:
        return [""]
    return [article.articleBody, f"{article.description or ''}\n\n{article.articleBody}"]


def _metadata(page: Sample, article: NewsArticle | None, zone: str | None) -> Iterator[tuple[str, bool]]:
    published = article.datePublished if article else None
    day = published.astimezone(ZoneInfo(zone or "UTC")).date() if published else None
    if page.headline is not None:
        yield "headline", article is not None and article.headline == clean(page.headline)
    if page.author is not None:
        yield "author", article is not None and sorted(article.author) == sorted(page.author)
    if page.days:
        yield "day", day in page.days


def _mean(values: list[float]) -> str:
    return f"{sum(values) / len(values):.4f}" if values else "-"


def speeds(pages: list[Sample], zones: dict[str, str], seconds: float) -> None:
    """Print pages a second of CPU time by the pages' size, then the peers over all.

    Ours is extract and normalise, from bytes as they come; what Lexbor takes to parse the same bytes is its floor.
    """

    def read_page(page: Sample) -> object:
        article = extract.parse(extract.utf8(came[page.name], UTF8), page.url, zones)
        return normalise(article, timezone=zones.get(article.outlet))

    usable = [page for page in pages if one(page, None)]
    came = {page.name: page.html.encode() for page in usable}
    print("\n" + SPEED.format("size", "pages", "kB each", "ours/s", "MB/s", "parse/s"))
    for name, least, most in (*SIZES, ("all", 0, inf)):
        sized = [page for page in usable if least <= len(came[page.name]) < most]
        if sized:
            size = sum(len(came[page.name]) for page in sized) / len(sized)
            ours = rate(read_page, sized, seconds)
            parsing = rate(lambda page: LexborHTMLParser(came[page.name]), sized, seconds)
            figures = (f"{size / 1e3:.0f}", f"{ours:.0f}", f"{ours * size / 1e6:.0f}", f"{parsing:.0f}")
            print(SPEED.format(name, len(sized), *figures))
    print(
        f"\ntrafilatura  {rate(lambda page: trafilatura(page.html), usable, seconds):8.0f} pages/s over all"
    )
    if PEERS.exists():
        lines = "\n".join(json.dumps([page.url, page.html]) for page in usable)
        told = subprocess.run(
            [PEERS, HERE / "peers/fundus_pages.py"], input=lines, capture_output=True, text=True, check=False
        )
        print(f"fundus       {told.stdout.strip() or told.stderr.strip().splitlines()[-1]}")


def rate(work: Callable[[Sample], object], pages: list[Sample], seconds: float) -> float:
    """Count how many pages a second of CPU time are read; each page as often as every other."""
    started, done = time.process_time(), 0
    while (spent := time.process_time() - started) < seconds:
        for page in pages:
            work(page)
        done += len(pages)
    return done / spent


if __name__ == "__main__":
    typer.run(main)
