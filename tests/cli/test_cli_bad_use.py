import subprocess
from pathlib import Path

import pytest

from tests.crawling import MONITOR, Shell

BAD = [
    (
        ("crawl", "atlantico"),
        {"MONITOR_OUTLETS": "/nowhere.csv"},
        "The table of outlets /nowhere.csv cannot be read",
    ),
    (("crawl", "atlantico", "--since", "soon"), {}, 'The time "soon" cannot be read'),
    (("crawl", "https://[/"), {}, '"https://[/" is no address of a web page'),
    (("crawl", "https://me:secret@no.example/"), {}, "leave out what stands before the @"),
    (("crawl", "no.example/world/"), {}, "write https://no.example/world/ to crawl a site"),
    (("crawl", "no.example"), {}, "write https://no.example/ to crawl a site"),
    (("demo", "--svg", "/nowhere/x.svg"), {}, "There is no directory /nowhere;"),
    (("evaluate", "cite"), {}, "Name a file of labelled articles"),
    (("evaluate", "cite", "list.jsonl"), {}, "list.jsonl, line 1 is no JSON object"),
    (("evaluate", "cite", "bare.jsonl"), {}, "bare.jsonl, line 1: A labelled article lacks 'id'."),
    (("run", "list"), {"MONITOR_MONGO_DATABASE": "my news"}, "MONITOR_MONGO_DATABASE: write a name"),
    (("run", "list"), {"MONITOR_MONGO_URI": "http://x/"}, "MONITOR_MONGO_URI cannot be used"),
]


@pytest.mark.parametrize(("words", "variables", "sentence"), BAD)
def test_what_is_wrong_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...], variables: dict[str, str], sentence: str
) -> None:
    """Exit code 2, and no traceback; nothing is started."""
    for name, line in (("list.jsonl", "[1]"), ("bare.jsonl", "{}")):
        (tmp_path / name).write_text(line)
    named = [str(tmp_path / word) if word.endswith(".jsonl") else word for word in words]
    done = Shell("mongodb://127.0.0.1:1/", "none", tmp_path, extra=variables).run(*named)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("monitor: ")
    assert sentence in done.stderr


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_a_full_disk_is_one_sentence(tmp_path: Path, json: tuple[str, ...]) -> None:
    """Exit code 1, whether the system refuses while we write or at the end; with --debug it shows where."""
    shell = Shell("", "none", tmp_path)
    with Path("/dev/full").open("w") as full:
        done = [
            subprocess.run(
                [MONITOR, *words, "outlet", "show", "afp.com", *json],
                env=shell.environment,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
            for words in ((), ("--debug",))
        ]
    assert [one.returncode for one in done] == [1, 1]
    assert done[0].stderr == "monitor: No space left on device; --debug shows where.\n"
    assert "Traceback" in done[1].stderr
