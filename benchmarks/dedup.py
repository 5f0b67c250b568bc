"""Which articles are copies: quality against exhaustive truth, and speed, beside datasketch's MinHashLSH.

    python benchmarks/dedup.py articles.jsonl       # real press: JSON lines as `monitor dedup` reads them
    python benchmarks/dedup.py --generate 20000     # stories of our own, copied, cut, relayed and edited
    python benchmarks/dedup.py --generate 100000 --speed

Truth is every pair of articles of 40 words or more of which half of one, or more, is in the other, counted
on all five-word shingles; once with boilerplate counted and once without. Relays are the pairs of which one
is three times as long as the other, or longer. Seconds are of the process, and of ours with its start and
end. `make peers` installs the peer; without it, ours stands alone.
"""

import argparse
import json
import resource
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import copies
import news

ROOT = Path(__file__).parent.parent
PEERS = ROOT / ".venv-peers/bin/python"
COPIES = {"same", "near", "contained"}


class Ran(NamedTuple):
    """What a program found, as pairs of line numbers; articles a second and memory in megabytes."""

    name: str
    pairs: set[copies.Pair]
    per_second: float
    megabytes: float


def ours(path: Path) -> Ran:
    """Run `monitor dedup` as anybody would."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with path.open("rb") as lines, tempfile.TemporaryFile() as told:
        subprocess.run([ROOT / ".venv/bin/monitor", "dedup"], stdin=lines, stdout=told, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        told.seek(0)
        numbers: dict[str, int] = {}
        found: list[tuple[str, list[str]]] = []
        for number, line in enumerate(told):
            article = json.loads(line)
            numbers[article["id"]] = number
            found.append(
                (article["id"], [each["id"] for each in article["duplicates"] if each["verdict"] in COPIES])
            )
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pairs = {_pair(numbers[one], numbers[other]) for one, others in found for other in others}
    return Ran("monitor dedup", pairs, len(found) / seconds, after.ru_maxrss / 1024)


def peers(path: Path, python: Path) -> Iterator[Ran]:
    """Run datasketch, plain and with its estimate checked."""
    for name, options in (("MinHashLSH", []), ("MinHashLSH, checked", ["--verify"])):
        with path.open("rb") as lines:
            script = [python, ROOT / "benchmarks/peers/datasketch_pairs.py", *options]
            said = subprocess.run(script, stdin=lines, stdout=subprocess.PIPE, check=True).stdout
        *pairs, figures = map(json.loads, said.splitlines())
        yield Ran(name, {_pair(*pair) for pair in pairs}, figures["perSecond"], figures["megabytes"])


def show(runs: Sequence[Ran], articles: Sequence[dict[str, Any]], *, quality: bool) -> None:
    """Print one table."""
    truths = [copies.truth(articles, boilerplate=left_out) for left_out in (False, True)] if quality else []
    for true, counted in zip(truths, ("counted", "left out"), strict=False):
        print(f"\n{len(true.pairs)} true pairs, boilerplate {counted} ({true.boilerplate} shingles)")
        print(f"{'':22}{'precision':>10}{'recall':>10}{'relays':>10}{'B-cubed':>10}")
        for ran in runs:
            score = copies.score(true, ran.pairs, articles)
            figures = (score.precision, score.recall, score.relays, score.bcubed)
            print(f"{ran.name:22}" + "".join(f"{figure:10.3f}" for figure in figures))
    print(f"\n{'':22}{'articles/s':>10}{'MB':>10}{'ratio':>10}")
    for ran in runs:
        ratio = runs[0].per_second / ran.per_second
        print(f"{ran.name:22}{ran.per_second:10.0f}{ran.megabytes:10.0f}{ratio:10.1f}")


def _pair(one: int, other: int) -> copies.Pair:
    return min(one, other), max(one, other)


def _generated(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as lines:
        for article in news.Writer().articles(count):
            lines.write(json.dumps(article, ensure_ascii=False) + "\n")


def main() -> None:
    """Measure on the file that is named, or on articles of our own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", type=Path, nargs="?", help="JSON lines as monitor dedup reads them")
    parser.add_argument("--generate", type=int, default=20_000, help="so many articles of our own")
    parser.add_argument("--speed", action="store_true", help="ours alone, without truth and peers")
    parser.add_argument("--peers", type=Path, default=PEERS, help="a Python that has datasketch")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        path = options.articles or Path(directory) / "articles.jsonl"
        if not options.articles:
            _generated(path, options.generate)
        with path.open(encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines if line.strip()]
        words = sum(len(article["articleBody"].split()) for article in articles) / max(1, len(articles))
        print(f"{len(articles)} articles of {words:.0f} words")
        runs = [ours(path)]
        if options.peers.exists() and not options.speed:
            runs += peers(path, options.peers)
    show(runs, articles, quality=not options.speed)


if __name__ == "__main__":
    main()
