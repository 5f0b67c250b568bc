"""docs/adding-an-outlet.md, done as it says: its files written, its outlet crawled on loopback."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.crawling import Shell

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/adding-an-outlet.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w/.-]+)`[^\n]*:\n\n```\w+\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE))
SPECIMEN = "tests/specimens/gazette/le-bac-de-brisemare.json"


@pytest.fixture
def newcomer(tmp_path: Path, mongo_uri: str) -> Shell:
    """Give a directory with the guide's files, and a shell in it."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "spiders/__init__.py").touch()
    extra = {"PYTHONPATH": str(tmp_path)}
    return Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path / "data", extra=extra)


def test_guide_has_the_files_of_an_outlet() -> None:
    """Spider, specimen, expectation, and the server to try it with."""
    assert set(FILES) == {
        "spiders/gazette.py",
        "tests/specimens/gazette/le-bac-de-brisemare.html",
        SPECIMEN,
        "serve.py",
    }


def test_guide_followed_to_the_letter_stores_its_article(newcomer: Shell, tmp_path: Path) -> None:
    """What the guide has one type ends with the article that it promises in the database."""
    serve = [sys.executable, "serve.py", "gazette"]
    with subprocess.Popen(
        serve,
        cwd=tmp_path,
        env=newcomer.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as site:
        assert site.stdout is not None
        told = dict(word.split("=", 1) for word in site.stdout.readline().split()[1:])
        shell = replace(newcomer, extra={**newcomer.extra, **told})
        try:
            counts = shell.json("crawl", "gazette")["counts"]
            expected: dict[str, Any] = json.loads(FILES[SPECIMEN])
            stored = shell.json("article", "show", expected["url"])
        finally:
            site.communicate("\n", timeout=20)
    assert counts["new"] == 1
    for name in ("headline", "description", "articleSection", "author", "articleBody", "isAccessibleForFree"):
        assert stored[name] == expected[name]
    assert {(c["outlet"], c["kind"]) for c in stored["citations"]} == {
        (c["outlet"], c["kind"]) for c in expected["citations"]
    }
