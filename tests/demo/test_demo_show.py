from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from monitor.config import Config
from monitor.dedup.changes import changes
from monitor.demo import frame, show
from monitor.demo.place import Place
from monitor.items import Citation, Evidence, NewsArticle

WORDS = "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
ARTICLE = NewsArticle(
    url="https://bote.example/a",
    outlet="bote.example",
    id="0123456789abcdef",
    headline="Ein Titel",
    articleBody=f"{WORDS} alt {WORDS}",
    datePublished=datetime(2026, 11, 20, 8, tzinfo=UTC),
)
CITATION = Citation(
    outlet="zeit.de",
    name="Die Zeit",
    country="DE",
    kind="link",
    foreign=True,
    evidence=(
        Evidence(
            field="articleBody",
            start=0,
            end=4,
            quote="eins",
            rule="any.link.body",
            url="https://www.zeit.de/politik/ausland/2026-11/ein-sehr-langer-titel-einer-seite",
        ),
    ),
)


def printed(shown: Any) -> str:
    """Print to a window of 100 columns without colours."""
    out = Console(width=100, highlight=False, no_color=True)
    with out.capture() as capture:
        out.print(shown)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (
            ARTICLE.articleBody.replace("alt", "neu"),
            "… fünf sechs sieben acht neun zehn elf zwölf alt → neu eins zwei",
        ),
        (ARTICLE.articleBody.replace("alt ", ""), "− alt eins zwei"),
        (f"{ARTICLE.articleBody} Ende", "zwölf + Ende"),
    ],
)
def test_a_correction_shows_old_words_and_new(after: str, shown: str) -> None:
    """What changed stands between some of the words around it."""
    corrected = replace(ARTICLE, articleBody=after, revision=2)
    text = " ".join(printed(show.correction(corrected, changes(ARTICLE, corrected))).split())
    assert shown in text
    assert "revision 2" in text


def test_each_citation_stands_with_its_proof() -> None:
    """Country, name, kind and words of a citation are on one line; a long address is cut."""
    text = printed(show.cited([replace(ARTICLE, citations=(CITATION,)), ARTICLE]))
    assert text.count("Ein Titel") == 2
    assert "DE  Die Zeit                   link         eins →" in text
    assert "zeit.de/politik/ausland/2026-11/ein-sehr-langer-t…" in text


def test_a_picture_shows_some_that_cite() -> None:
    """With a limit, articles that cite come first, and the rest is counted."""
    cites = replace(ARTICLE, headline="Zitiert", citations=(CITATION,))
    text = printed(show.cited([ARTICLE, cites, cites], 1))
    assert text.count("Zitiert") == 1
    assert text.endswith("… and 2 more")


def test_what_to_type_next_leads_to_the_demo_s_database() -> None:
    """On a server of one's own, the demo's database has a name of its own."""
    place = Place.of(Config(data=Path("/srv/my data"), mongo_uri="mongodb://db/", mongo_database="press"))
    out = Console(width=100, highlight=False, no_color=True)
    with out.capture() as capture:
        frame.next_steps(out, place, "0123456789abcdef")
    assert "export MONITOR_DATA='/srv/my data/demo' MONITOR_MONGO_DATABASE=press_demo" in capture.get()
    assert "article show 0123456789abcdef" in capture.get()
