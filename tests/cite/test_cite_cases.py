"""Sentences of our own in five languages, a line each: `text || outlet:kind …` (a, c, l as the kind's first letter)."""

from functools import cache
from pathlib import Path

import pytest

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.items import NewsArticle


def _cases() -> list[tuple[str, str, str, str]]:
    cases = []
    for path in sorted(Path(__file__).with_name("cases").glob("*.txt")):
        head, *lines = path.read_text("utf-8").splitlines()
        publisher = head.removeprefix("# publisher:").strip()
        for line in filter(None, lines):
            text, _, expected = line.rpartition("||")
            cases.append((path.stem, publisher, text.strip().replace("\\n", "\n"), expected.strip()))
    return cases


@cache
def _tagger() -> Tagger:
    return Tagger(load())


@pytest.mark.parametrize(("language", "publisher", "text", "expected"), _cases())
def test_who_is_cited(language: str, publisher: str, text: str, expected: str) -> None:
    """The outlets that the sentence cites, each with its strongest kind, and no other."""
    article = NewsArticle(url="", outlet=publisher, inLanguage=language, articleBody=text)
    found: dict[str, str] = {}
    for citation in _tagger().tag(article).citations:
        if found.get(citation.outlet) != "c":
            found[citation.outlet] = citation.kind[0]
    assert found == dict(pair.split(":") for pair in expected.split())
