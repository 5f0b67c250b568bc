"""Bylines and credit lines: whom the lines above and below an article credit."""

import pytest

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.items import NewsArticle

TAGGER = Tagger(load())


@pytest.mark.parametrize(
    ("language", "byline", "credited"),
    [
        ("fr", "Par Nadège Verhoef avec AP", {"apnews.com"}),
        ("fr", "Le Monde avec AP et Reuters", {"lemonde.fr", "apnews.com", "reuters.com"}),
        ("en", "By Jane Doe with AP", {"apnews.com"}),
        ("de", "Von Diana Resnik mit AP", {"apnews.com"}),
        ("es", "Por Luis País y EFE", {"efe.com"}),
        ("de", "Von Ida Stern", set()),
        ("de", "Von Karl von Stern", set()),
        ("en", "By Ana Sun and Joe Post", set()),
    ],
)
def test_byline_credits_agencies_and_no_surname(language: str, byline: str, credited: set[str]) -> None:
    """An agency joined to a name is credited; an outlet's name that is a surname is not."""
    article = NewsArticle(
        url="https://example.org/a",
        outlet="example.org",
        articleBody="Text.",
        byline=byline,
        inLanguage=language,
    )
    assert {citation.outlet for citation in TAGGER.tag(article).citations} == credited


@pytest.mark.parametrize(
    ("credit", "credited"),
    [
        ("gal/dpa", {"dpa.com"}),
        ("gal/dpa/Reuters", {"dpa.com", "reuters.com"}),
        ("SZ/dpa/chrk", {"dpa.com"}),
        ("Quelle: ZEIT ONLINE, dpa, jsp", {"dpa.com"}),
        ("gal", set()),
    ],
)
def test_credit_line_credits_the_sources_beside_initials(credit: str, credited: set[str]) -> None:
    """A desk signs with initials; what stands beside them, with a stroke between, is where the text is from."""
    article = NewsArticle(
        url="https://www.spiegel.de/a",
        outlet="sueddeutsche.de" if credit.startswith("SZ") else "zeit.de",
        articleBody="Text.",
        credit=credit,
        inLanguage="de",
    )
    assert {citation.outlet for citation in TAGGER.tag(article).citations} == credited
