"""An outlet's newest articles against its own last runs, and who hears of a new layout."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from monitor.demo.server import Site, connect_to, serve
from monitor.health import FIELDS, Measure, judge
from monitor.items import NewsArticle
from monitor.store.health import Health
from monitor.store.runs import Run
from tests import newsite
from tests.crawling import Shell

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = f"{newsite.HOME}/world/rss.xml"


def run(number: int = 0, articles: int = 10, length: int = 3000, **facts: Any) -> Run:
    """Make a run; `facts` are shares of fields other than 1, or counts."""
    shares = {name: facts.pop(name) for name in FIELDS if name in facts}
    fields = {name: round(articles * shares.get(name, 1.0)) for name in FIELDS}
    counts = {"found": 20, "pages": articles, **facts}
    started = NOW - timedelta(hours=number)
    return Run(
        id=f"run-{number}",
        outlet="valdoria-courier.example",
        spider="x",
        section=FEED,
        cause="crawl",
        started=started,
        state="done",
        ended=started,
        counts={name: count for name, count in counts.items() if count},
        health=Health(articles=articles, fields=fields, bodyLength=length if articles else None),
    )


def usual(runs: int = 30, **facts: Any) -> list[Run]:
    """Make the runs before."""
    return [run(number, **facts) for number in range(1, runs + 1)]


WELL = [
    ("all as ever", run(), usual()),
    ("no runs before", run(author=0.0), []),
    ("a field that was seldom there", run(articles=4, keywords=0.0), usual(keywords=0.3)),
    ("one article without an author", run(articles=1, author=0.0), usual()),
    ("a few articles without", run(author=0.7), usual()),
    ("nothing named, since nothing changed", run(articles=0, found=0, listingsUnchanged=1), usual()),
    ("nothing named, as often", run(articles=0, found=0), usual(found=0)),
    ("short news", run(length=1500), usual()),
    ("many pages that are no articles, as ever", run(NotArticle=8), usual(NotArticle=7)),
]


@pytest.mark.parametrize(("now", "before"), [case[1:] for case in WELL], ids=[case[0] for case in WELL])
def test_what_is_as_it_was_is_no_finding(now: Run, before: list[Run]) -> None:
    """Chance, few articles and outlets' ways raise no alarm."""
    assert judge(now, before) == ()


ILL = [
    ("author gone", run(author=0.0), usual(), "fieldGone", "author"),
    ("text gone", run(articleBody=0.0), usual(), "fieldGone", "articleBody"),
    ("gone though it was not always there", run(author=0.0), usual(author=0.8), "fieldGone", "author"),
    ("rarer", run(articles=20, author=0.2), usual(), "fieldRarer", "author"),
    ("cut", run(length=400), usual(), "bodyShorter", "articleBody"),
    ("no articles", run(articles=1, pages=10, NoBody=9), usual(), "noArticles", None),
    ("nothing named", run(articles=0, found=0), usual(), "nothingFound", None),
]


@pytest.mark.parametrize(
    ("now", "before", "kind", "field"), [case[1:] for case in ILL], ids=[case[0] for case in ILL]
)
def test_what_is_not_as_it_was_is_named(now: Run, before: list[Run], kind: str, field: str | None) -> None:
    """One finding, with its kind, its field and a sentence."""
    (finding,) = judge(now, before)
    assert (finding.kind, finding.field) == (kind, field)
    assert finding.sentence.endswith(".")


def test_articles_that_come_one_by_one_are_taken_together() -> None:
    """Runs that bring one article each tell of a new layout once a handful has come."""
    singles = [run(number, articles=1, author=0.0) for number in range(5)]
    before = usual()
    assert judge(singles[0], [*singles[1:2], *before]) == ()
    (finding,) = judge(singles[0], [*singles[1:], *before])
    assert finding.sentence.startswith("author is gone: none of the last 5 articles has it, 100%")


def test_an_article_is_measured_raw_or_clean() -> None:
    """A byline is an author, a raw date is a date; white space is no text."""
    measure = Measure()
    base = NewsArticle(url="https://e.org/a", outlet="e.org", headline="A", articleBody="Text.")
    measure.add(replace(base, byline="A. Nemo", datePublishedRaw="hier"))
    measure.add(replace(base, author=("A. Nemo",), articleBody=" "))
    assert measure.health == Health(
        articles=2,
        fields={"headline": 2, "author": 2, "datePublished": 1, "articleBody": 1},
        bodyLength=3,
    )


@pytest.fixture
def site() -> Iterator[Site]:
    """A site whose articles have no author."""
    with serve(newsite.site(articles=8, forbidden=0)) as running:
        yield running


async def test_a_new_layout_is_told_once(site: Site, mongo_uri: str, tmp_path: Path) -> None:
    """By the summary, by `monitor outlet health`, and to the topic that asks for it and no other."""
    shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, connect_to(site, site.resources))
    async with shell.stored() as stored:
        for before in usual(5, description=0.0, keywords=0.0, dateModified=0.0, articleSection=0.0):
            await stored.runs.start(before)
        told = str(tmp_path / "told")
        for name, query in (("broken", "event:layout-changed"), ("all", "outlet:valdoria-courier.example")):
            added = shell.run(
                "topic", "add", name, query, "--to", f"file:{told}-{name}.jsonl", "--every-copy"
            )
            assert added.returncode == 0, added.stderr
        crawled = shell.json("crawl", FEED)
        assert [finding["field"] for finding in crawled["health"]["findings"]] == ["author"]
        delivered = shell.run("alert", "deliver")
        assert delivered.returncode == 0, delivered.stderr
        (line,) = Path(f"{told}-broken.jsonl").read_text().splitlines()
        assert "author is gone: none of the last 8 articles has it" in json.loads(line)["title"]
        assert len(Path(f"{told}-all.jsonl").read_text().splitlines()) == 8
        shown = shell.json("outlet", "health", "valdoria-courier.example")
        assert shell.json("outlet", "health", newsite.SECTION) == shown
        assert (shown["layoutChanged"], shown["fields"]["author"], shown["before"]["author"]) == (
            True,
            0.0,
            1.0,
        )
        assert "layout changed" in shell.run("outlet", "health").stdout
        assert await stored.db["events"].count_documents({"kind": "layoutChanged"}) == 1
        await stored.db["pages"].delete_many({})
        shell.json("crawl", FEED)
        assert await stored.db["events"].count_documents({"kind": "layoutChanged"}) == 1
