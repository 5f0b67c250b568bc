"""Public sets of pages with their articles, told by what their directory holds.

article-extraction-benchmark      ground-truth.json                    4-gram F1 of the body
fundus-evaluation                 dataset/ground_truth.json            4-gram F1 of the body
web-content-extraction-benchmark  test/ground-truth, dev/ground-truth  word F1 of the body, as its evaluate.py; by split and type
trafilatura                       tests/evaldata.json                  snippets that must, and must not, be there
article-extraction-dataset        news_articles.json                   body and metadata
fundus                            tests/resources/parser/test_data     metadata, and the body

Each is a Git repository of that name; fetch them yourself.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from monitor.extract import decode


@dataclass(frozen=True, slots=True)
class Sample:
    """One page and what should be read from it; None is not known."""

    name: str
    url: str
    html: str
    kind: str = "article"
    body: str | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    headline: str | None = None
    author: tuple[str, ...] | None = None
    days: frozenset[date] = frozenset()


def read(directory: Path) -> dict[str, list[Sample]]:
    """Give the sets in a directory by name; raises `ValueError` when it holds none that is known."""
    for place, name, reader in _READERS:
        if (directory / place).exists():
            samples = list(reader(directory))
            return {
                f"{name} {kind}".strip(): [sample for sample in samples if sample.kind == kind]
                for kind in dict.fromkeys(sample.kind for sample in samples)
            }
    raise ValueError(f"{directory} holds no set that is known; see the top of {__file__}.")


def _scrapinghub(root: Path) -> Iterator[Sample]:
    for name, told in _json(root / "ground-truth.json").items():
        html = _unzipped(root / f"html/{name}.html.gz")
        yield Sample(name, told["url"], html, body=told["articleBody"])


def _fundus_evaluation(root: Path) -> Iterator[Sample]:
    for name, told in _json(root / "dataset/ground_truth.json").items():
        # Paragraphs in brackets may be there or not; here they are wanted.
        body = "\n".join(paragraph.strip("[]") for paragraph in told["body"])
        yield Sample(name, told["url"], _unzipped(root / "dataset/html" / name), body=body)


def _wcxb(root: Path) -> Iterator[Sample]:
    for split in ("dev", "test"):
        for path in sorted((root / split / "ground-truth").glob("*.json")):
            told = _json(path)
            truth = told["ground_truth"]
            yield Sample(
                f"{split}/{path.stem}",
                told.get("url") or f"https://example.org/{path.stem}",
                _unzipped(root / split / f"html/{path.stem}.html.gz"),
                kind=f"{split} {told['_internal']['page_type']['primary']}",
                body=truth.get("main_content") or "",
                present=tuple(truth.get("with") or ()),
                absent=tuple(truth.get("without") or ()),
            )


def _trafilatura(root: Path) -> Iterator[Sample]:
    tests = root / "tests"
    for url, told in _json(tests / "evaldata.json").items():
        path = next(
            path for path in (tests / "cache" / told["file"], tests / "eval" / told["file"]) if path.exists()
        )
        yield Sample(
            told["file"],
            url,
            decode(path.read_bytes()),
            kind="snippets",
            present=tuple(told["with"]),
            absent=tuple(told["without"]),
        )


def _newspaper(root: Path) -> Iterator[Sample]:
    for told in _json(root / "news_articles.json"):
        path = root / f"html/{told['html_file']}.html"
        if path.exists():
            authors = told["authors"]
            yield Sample(
                path.stem,
                told["link"],
                decode(path.read_bytes()),
                body=told["text"],
                headline=told["title"] or None,
                author=_names(authors) if authors else None,
                days=_days(told["date"]),
            )


def _fundus(root: Path) -> Iterator[Sample]:
    for land in sorted((root / "tests/resources/parser/test_data").iterdir()):
        known = _json(land / "meta.info") if (land / "meta.info").exists() else {}
        for truth in sorted(land.glob("*.json")):
            pages = sorted(land.glob(f"{truth.stem}_[0-9]*.html.gz"))
            # The versions of a parser and its pages are in the order of their dates.
            for page, told in zip(pages, _versions(_json(truth)), strict=True):
                yield Sample(
                    f"{land.name}/{page.name}",
                    known[page.name]["url"],
                    _unzipped(page),
                    body=_fundus_body(told["body"]),
                    headline=told.get("title"),
                    author=tuple(told["authors"]) if told.get("authors") else None,
                    days=_days(told.get("publishing_date")),
                )


def _versions(told: dict[str, Any]) -> list[Any]:
    return [told[name] for name in sorted(told, key=lambda name: [int(x) for x in name[1:].split("_")])]


def _fundus_body(told: dict[str, Any]) -> str:
    sections = [
        part for section in told["sections"] for part in (*section["headline"], *section["paragraphs"])
    ]
    return "\n".join((*told["summary"], *sections))


def _days(published: str | None) -> frozenset[date]:
    """Give the day where it was written, and in UTC."""
    if not published:
        return frozenset()
    when = datetime.fromisoformat(published)
    return frozenset({when.date(), when.astimezone(UTC).date()} if when.tzinfo else {when.date()})


def _names(authors: str | list[str]) -> tuple[str, ...]:
    listed = authors.split(",") if isinstance(authors, str) else authors
    return tuple(name.strip() for name in listed if name.strip())


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _unzipped(path: Path) -> str:
    return decode(gzip.decompress(path.read_bytes()), "text/html; charset=utf-8")


_READERS = (
    ("ground-truth.json", "article-extraction-benchmark", _scrapinghub),
    ("dataset/ground_truth.json", "fundus-evaluation", _fundus_evaluation),
    ("dev/ground-truth", "web-content-extraction", _wcxb),
    ("tests/evaldata.json", "trafilatura-tests", _trafilatura),
    ("news_articles.json", "article-extraction-dataset", _newspaper),
    ("tests/resources/parser/test_data", "fundus", _fundus),
)
