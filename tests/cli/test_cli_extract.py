import base64
import io
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from monitor.cli.lines import answer, run_filter
from tests.extract.pages import TEXT, URL, page

GOOD = {"id": "port", "url": URL, "html": page(), "fetched": "2026-05-05T08:00:00Z"}

RUBBISH = base64.b64encode(random.Random(5).randbytes(9_000)).decode()  # noqa: S311 - it guards nothing


def extract(lines: list[Any], *options: str) -> tuple[int, list[dict[str, Any]]]:
    """Run the command through a pipe; give its exit code and answers."""
    written = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    command = [str(Path(sys.executable).with_name("monitor")), "extract", *options]
    ran = subprocess.run(command, input=written.encode(), capture_output=True, check=False)
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_page_comes_out_as_an_article() -> None:
    """With its id, its text and its capture; as text or as bytes."""
    coded = {**GOOD, "html": None, "htmlBase64": base64.b64encode(page().encode("cp1252")).decode()}
    code, (first, second) = extract([GOOD, coded], "--generic")
    assert code == 0
    assert (first["id"], first["articleBody"]) == ("port", "\n\n".join(TEXT))
    assert first["capture"]["date"] == "2026-05-05T08:00:00Z"
    assert second["articleBody"] == first["articleBody"]


BAD = [
    ("[1]", "Line 1 is no JSON object."),
    ("{", "Line 1 is no JSON object: Input data was truncated."),
    (
        {**GOOD, "url": "http://["},
        '"http://[" is no address of a web page; write it as in https://example.org/world/.',
    ),
    ({**GOOD, "url": None}, "Give the page's url."),
    ({**GOOD, "html": 5}, "Give the page as html, or its bytes as htmlBase64."),
    ({"url": URL, "htmlBase64": "@"}, "htmlBase64 cannot be decoded: Only base64 data is allowed."),
    (
        {"url": URL, "htmlBase64": "é"},
        "htmlBase64 cannot be decoded: string argument should contain only ASCII characters.",
    ),
    ({**GOOD, "html": None, "htmlBase64": "", "contentType": 5}, f"{URL} has no text."),
    ({**GOOD, "fetched": "bientôt"}, 'fetched is "bientôt"; write a time such as 2026-11-24T10:00:00Z.'),
    ({**GOOD, "url": "https://example.org/"}, "https://example.org/ is a home page."),
    ({**GOOD, "html": ""}, f"{URL} has no text."),
    *(
        (
            {**GOOD, "html": None, "htmlBase64": RUBBISH, "contentType": f"text/html{charset}"},
            f"{URL} cannot be read as text.",
        )
        for charset in ("", "; charset=utf-8", "; charset=cp1252", "; charset=shift_jis")
    ),
]


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    """Each gives its id, or its number, and what is wrong; the exit code says that there were some."""
    code, answers = extract([line for given, _ in BAD for line in (given, GOOD)], "--generic")
    assert code == 1
    assert [answer["headline"] for answer in answers[1::2]] == ["Le port ferme"] * len(BAD)
    errors = [answer["error"] for answer in answers[::2]]
    expected = [error.replace("Line 1", f"Line {2 * place + 1}") for place, (_, error) in enumerate(BAD)]
    assert errors == expected
    assert [answer["id"] for answer in answers[:6:2]] == [1, 3, "port"]


def test_several_processes_keep_the_order() -> None:
    """Long and short pages, good and bad lines come out as they went in."""
    lines = [
        {**GOOD, "id": number, "html": page(after="<p>x</p>" * (1000 * (number % 3 == 0)))}
        if number % 5
        else "{"
        for number in range(12)
    ]
    code, answers = extract(lines, "--generic", "--jobs", "2")
    assert code == 1
    assert [str(answer["id"]) for answer in answers] == [
        str(number if number % 5 else number + 1) for number in range(12)
    ]


def test_addresses_that_are_none_do_no_harm() -> None:
    """A page may write any canonical address, base and link."""
    lines = []
    for address in ("http://[", "//[::1", "https://example.org:99999/"):
        head = f'<base href="{address}"><link rel="canonical" href="{address}"><meta name="date" content="2026-05-04">'
        body = "".join(f"<p>{text.replace('port', f'<a href={address}>port</a>')}</p>" for text in TEXT)
        lines.append({**GOOD, "html": page(body, head=head)})
    code, answers = extract(lines, "--generic")
    assert code == 0
    assert [answer["canonicalUrl"] for answer in answers] == [URL] * len(lines)


def test_a_fetch_may_have_any_date() -> None:
    """The calendar's last day, too."""
    code, answers = extract([{**GOOD, "fetched": date} for date in ("9999-12-31T23:59:59Z", "0001-01-01")])
    assert (code, [answer["headline"] for answer in answers]) == (0, ["Le port ferme"] * 2)


def test_a_fault_of_ours_costs_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """Its id comes out with a sentence, and the log has what happened."""

    def faulty(given: dict[str, Any]) -> float:
        return 1 / int(given["of"])

    assert answer(faulty, 1, b'{"id":"a","of":2}') == (b"0.5", False)
    said, bad = answer(faulty, 2, b'{"id":"b","of":0}')
    assert (json.loads(said)["id"], bad) == ("b", True)
    assert "a fault of ours" in json.loads(said)["error"]
    assert "ZeroDivisionError" in caplog.text


def kills_itself(given: dict[str, Any]) -> int:
    """Answer a line, but end its process at some: as the system does, short of memory."""
    if given["id"] in {5, 9}:
        os.kill(os.getpid(), signal.SIGKILL)
    return int(given["id"])


def test_a_process_that_is_killed_costs_its_line(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Those that were under way are answered all the same, in their order; nothing waits for ever."""
    lines = b"".join(b'{"id":%d}\n' % number for number in range(40))
    with pytest.raises(typer.Exit):
        run_filter(kills_itself, jobs=2, source=io.BytesIO(lines))
    answers = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    killed = {answer["id"]: answer["error"] for answer in answers if isinstance(answer, dict)}
    assert list(killed) == [5, 9]
    assert killed[5] == "Line 6 cannot be read: the process that read it was killed, perhaps for its memory."
    assert [a["id"] if isinstance(a, dict) else a for a in answers] == list(range(40))
