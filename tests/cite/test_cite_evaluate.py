"""Gold of both forms is read; sets, kinds and faults are counted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cite import gold
from monitor.cite.evaluate import evaluate
from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.errors import BadInput

_FRENCH = {
    "id": "a",
    "lang": "fr",
    "publisher_domain": "atlantico.fr",
    "title": "La digue",
    "text": "La digue a cédé, selon Reuters.\n\nLu sur Politico",
    "citations": [
        {"outlet_domain": "reuters.com", "kind": "attribution", "evidence": "selon Reuters", "via": None},
        {"outlet_domain": "politico.com", "kind": "credit", "evidence": "Lu sur Politico", "via": None},
        {"outlet_domain": "lemonde.fr", "kind": "attribution", "evidence": "", "via": None},
    ],
    "foreign": ["reuters.com", "politico.com"],
}
_PAGE = {
    "id": "b",
    "lang": "en",
    "publisher_domain": "infobae.com",
    "text": "TITLE: The dam\nBYLINE: Ida Morel; AFP\n\nThe dam broke, Reuters reported.\n\n[LINKS IN BODY]\nbroke | https://www.bbc.com/news/world-1\n",
    "citations": [
        {"outlet_domain": "afp.com", "kind": "credit", "evidence": "AFP"},
        {"outlet_domain": "bbc.com", "kind": "link", "evidence": "https://www.bbc.com/news/world-1"},
    ],
    "foreign": ["afp.com", "bbc.com"],
    "page_credits": [{"outlet_domain": "reuters.com", "evidence": "x"}],
}


def test_a_page_is_cut_into_its_fields() -> None:
    """Title, byline, body and links of a page's text stand apart."""
    article = gold.read(_PAGE).article
    assert (article.headline, article.byline) == ("The dam", "Ida Morel; AFP")
    assert article.articleBody == "The dam broke, Reuters reported."
    assert [(link.text, link.url) for link in article.links] == [
        ("broke", "https://www.bbc.com/news/world-1")
    ]


def test_figures_and_faults() -> None:
    """What is right, wrong and missed is counted; neutral outlets are not."""
    tagger = Tagger(load())
    cases = [gold.read(_FRENCH), gold.read(_PAGE)]
    report = evaluate((case, tagger.tag(case.article)) for case in cases)
    assert (report.all.right, report.all.wrong, report.all.missed) == (4, 0, 1)
    assert (report.foreign.right, report.foreign.missed) == (4, 0)
    assert [(fault.what, fault.outlet) for fault in report.faults] == [("missed", "lemonde.fr")]
    assert sum(total for _, total in report.calibration.values()) == 4


def test_bad_gold_is_named() -> None:
    """A labelled article without its text says what is missing."""
    with pytest.raises(BadInput, match="text"):
        gold.read({"id": "c", "publisher_domain": "x", "citations": []})


def test_the_filter_keeps_order_and_goes_on(tmp_path: Path) -> None:
    """A bad line yields its error, the rest goes on, and the exit code says so."""
    lines = [
        {"id": 1, "outlet": "lefigaro.fr", "articleBody": "La digue a cédé, selon Reuters."},
        {"id": 2},
        {"id": 3, "articleBody": "Nada."},
    ]
    given = "\n".join(map(json.dumps, lines)) + "\n[\n"
    done = subprocess.run(
        [Path(sys.executable).with_name("monitor"), "cite"],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4]
    assert ["error" in answer for answer in answers] == [False, True, False, True]
    assert answers[0]["citations"][0]["evidence"][0]["quote"] == "selon Reuters"
    assert answers[0]["foreign"] is True
