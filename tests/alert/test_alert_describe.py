from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.alert.describe import describe, sentence_of
from monitor.items import Citation, Evidence, NewsArticle
from monitor.query import Span, match
from tests.alert.newsroom import POST, event, reading

LONG = "Un mot " + "puis un autre " * 100 + "enfin le budget " + "et la suite " * 100 + "voilà."
BODY = f"Première phrase. Le Post l'écrit ici et là. Troisième.\n\n{LONG}"


def place(words: str) -> Span:
    """Find words in the body."""
    start = BODY.index(words)
    return Span("articleBody", start, start + len(words))


ARTICLE = NewsArticle(
    url="https://atlantico.fr/a",
    outlet="atlantico.fr",
    id="a1",
    headline="Un titre",
    articleBody=BODY,
    datePublished=datetime(2026, 11, 24, tzinfo=UTC),
    inLanguage="fr",
)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Post", "Le Post l'écrit ici et là."),
        ("phrase. Le", "Première phrase. Le Post l'écrit ici et là."),
        ("Première", "Première phrase."),
    ],
)
def test_a_place_is_shown_in_its_sentence(words: str, sentence: str) -> None:
    """Words that stand in two sentences are shown in both."""
    assert sentence_of(ARTICLE, place(words)) == sentence


def test_a_long_sentence_is_cut_between_words() -> None:
    """Around the place, at most 400 characters, no word in two."""
    shown = sentence_of(ARTICLE, place("budget"))
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= 404
    assert "budget" in shown
    assert f" {shown[2:-2]} " in BODY


def evidence(words: str, url: str | None = None) -> Evidence:
    """Make evidence of words in the body."""
    at = place(words)
    return Evidence(field="articleBody", start=at.start, end=at.end, quote=words, rule="fr.x.y", url=url)


def test_a_sentence_stands_once_with_its_link() -> None:
    """Several proofs in one sentence are shown as one, and a link among them is kept."""
    proofs = (evidence("Post"), evidence("ici"), evidence("là", "https://washingtonpost.com/x"))
    article = replace(ARTICLE, citations=(Citation(kind="attribution", evidence=proofs, **POST),))
    found = match(reading("phrase"), article)
    assert found
    (citation,) = describe(article, found, topic="t", query="q", event=event())["citations"]
    assert citation["evidence"] == [
        {
            "sentence": "Le Post l'écrit ici et là.",
            "quote": "Post",
            "field": "articleBody",
            "url": "https://washingtonpost.com/x",
        }
    ]


def test_what_was_asked_for_comes_first() -> None:
    """Citations that the query names stand before the others and are marked."""
    other = Citation(outlet="lemonde.fr", name="Le Monde", kind="attribution")
    asked = Citation(kind="credit", **POST)
    article = NewsArticle(url="https://atlantico.fr/a", outlet="atlantico.fr", citations=(other, asked))
    found = match(reading("cites:washingtonpost.com"), article)
    assert found
    said = describe(article, found, topic="t", query="q", event=event())
    assert [(each["outlet"], each["matched"]) for each in said["citations"]] == [
        ("washingtonpost.com", True),
        ("lemonde.fr", False),
    ]
