import json
import subprocess
import sys
from pathlib import Path
from typing import Any

STORY = " ".join(f"mot{number}" for number in range(120))


def dedup(lines: list[Any], *options: str, source: Path | None = None) -> tuple[int, list[dict[str, Any]]]:
    """Run the command through a pipe, or on a file; give its exit code and answers."""
    written = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    command = [str(Path(sys.executable).with_name("monitor")), "dedup", *options]
    if source:
        source.write_text(written)
        with source.open() as file:
            ran = subprocess.run(command, stdin=file, capture_output=True, check=False)
    else:
        ran = subprocess.run(command, input=written.encode(), capture_output=True, check=False)
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()]


ARTICLES: list[Any] = [
    {
        "id": 1,
        "outlet": "a.example",
        "datePublished": "2026-11-02T10:00:00Z",
        "articleBody": STORY,
        "more": [1],
    },
    {"id": "b", "outlet": "b.example", "datePublished": "2026-11-02", "articleBody": STORY.upper()},
    {"id": "c", "articleBody": " ".join(STORY.split()[:60])},
    {"id": "d", "articleBody": "Tout autre chose."},
]


def test_each_line_is_handed_on_with_its_cluster_and_copies(tmp_path: Path) -> None:
    """The same articles come out, in their order; a pipe and a file give the same."""
    code, answers = dedup(ARTICLES)
    assert code == 0
    assert [
        {key: answer[key] for key in given} for answer, given in zip(answers, ARTICLES, strict=True)
    ] == ARTICLES
    assert [answer["copyOf"] for answer in answers] == ["b", None, "b", None]
    assert len({answer["cluster"] for answer in answers[:3]}) == 1
    assert answers[3]["duplicates"] == []
    assert answers[1]["duplicates"] == [
        {"id": 1, "containment": 1.0, "verdict": "same", "rule": "same.words", "boilerplate": 0},
        {
            "id": "c",
            "containment": 1.0,
            "verdict": "contained",
            "rule": "contained.shingles",
            "boilerplate": 0,
        },
    ]
    assert dedup(ARTICLES, source=tmp_path / "articles.jsonl") == (code, answers)


def test_bad_lines_yield_errors_and_the_rest_goes_on() -> None:
    """Each bad line gives its id, or its number, and what is wrong; the exit code is 1."""
    bad = ["{", {"id": "e"}, {"articleBody": "x"}, {"id": "f", "articleBody": "x", "datePublished": "hier"}]
    code, answers = dedup([*bad, *ARTICLES])
    assert code == 1
    assert [answer["id"] for answer in answers[:4]] == [1, "e", 3, "f"]
    assert all(answer["error"] for answer in answers[:4])
    assert answers[4]["copyOf"] == "b"


def test_bad_options_are_bad_use() -> None:
    """A window of no articles is none."""
    assert dedup([], "--window", "0")[0] == 2
