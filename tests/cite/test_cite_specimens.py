import json
from pathlib import Path
from typing import Any

import pytest

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.items import Citation, article_from
from monitor.urls import outlet_of

SPECIMENS = Path(__file__).parent.parent / "specimens"
TAGGER = Tagger(load())


def expectations() -> dict[str, dict[str, Any]]:
    """Give the JSON of every specimen that says whom it cites, by folder and slug."""
    read = {
        f"{path.parent.name}/{path.stem}": json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(SPECIMENS.glob("*/*.json"))
    }
    return {name: expected for name, expected in read.items() if "citations" in expected}


EXPECTED = expectations()


def edges(citations: tuple[Citation, ...]) -> set[tuple[str, str, str | None]]:
    """Give outlet, kind and via of each citation."""
    return {(citation.outlet, citation.kind, citation.via) for citation in citations}


@pytest.mark.parametrize("name", EXPECTED)
def test_specimen_cites_whom_its_json_names(name: str) -> None:
    """The words of each specimen are tagged as the JSON beside it says, citations, mentions and foreign."""
    expected = EXPECTED[name]
    bare = {key: value for key, value in expected.items() if key not in {"citations", "mentions", "foreign"}}
    tagged = TAGGER.tag(article_from(bare | {"outlet": outlet_of(expected["url"], TAGGER.gazetteer.domains)}))
    for found, wanted in ((tagged.citations, "citations"), (tagged.mentions, "mentions")):
        assert edges(found) == {(c["outlet"], c["kind"], c.get("via")) for c in expected.get(wanted, [])}
    assert tagged.foreign == expected["foreign"]
    for citation in (*tagged.citations, *tagged.mentions):
        for evidence in citation.evidence:
            assert getattr(tagged, evidence.field)[evidence.start : evidence.end] == evidence.quote
