from datetime import UTC, datetime

import pytest

from monitor.errors import NoBody, NoHeadline
from monitor.items import Capture, Link, NewsArticle
from monitor.normalise import normalise

URL = "https://www.atlantico.fr/article/pepite/le-port-de-valdoria?utm_source=x"


def page(**fields: object) -> NewsArticle:
    """Give a raw article with the fields of a test."""
    raw = {
        "headline": "Le port",
        "articleBody": "Le port ferme.\n\nIl rouvrira lundi.",
        "inLanguage": "fr-FR",
    }
    return NewsArticle(url=URL, outlet="atlantico.fr", **(raw | fields))  # type: ignore[arg-type]


def test_the_article_is_cleaned_field_by_field() -> None:
    """Text, names, language, dates and URLs leave the step in their one form."""
    made = normalise(
        page(
            headline="Le&nbsp;port <!-- -->de Valdoria",
            byline="Par Léa Orval",
            datePublishedRaw="Publié le 12 novembre 2025 à 10h34",
        ),
        timezone="Europe/Paris",
    )
    assert made.headline == "Le port de Valdoria"
    assert made.author == ("Léa Orval",)
    assert made.inLanguage == "fr"
    assert made.datePublished == datetime(2025, 11, 12, 9, 34, tzinfo=UTC)
    assert made.datePublishedRaw == "Publié le 12 novembre 2025 à 10h34"
    assert made.urls == ("https://atlantico.fr/article/pepite/le-port-de-valdoria",)


CANONICAL = [
    ("https://atlantico.fr/article/pepite/autre-adresse", True),
    ("https://atlantico.fr/", False),
    ("https://atlantico.fr/article/pepite", False),
    ("https://example.org/article/pepite/le-port-de-valdoria", False),
    ("not a url", False),
]


@pytest.mark.parametrize(("claimed", "believed"), CANONICAL)
def test_a_canonical_link_is_believed_within_the_outlet_only(claimed: str, believed: bool) -> None:
    """Another site, the home page and a listing never become an article's identity."""
    made = normalise(page(canonicalUrl=claimed))
    assert (made.canonicalUrl == claimed) is believed
    assert "https://atlantico.fr/article/pepite/le-port-de-valdoria" in made.urls


def test_a_lead_and_a_pull_quote_are_said_once() -> None:
    """What stands above the body or inside a longer paragraph is left out of it."""
    whole = "Le maire a dit : « Nous ne fermerons jamais ce port ancien » devant la foule."
    body = f"Le chapeau.\n\n« Nous ne fermerons jamais ce port ancien »\n\n{whole}"
    assert normalise(page(description="Le chapeau.", articleBody=body)).articleBody == whole


def test_links_of_a_related_line_leave_the_text_with_it() -> None:
    """A link in "A LIRE AUSSI" is related, one in the text keeps its place."""
    body = "Lire le Post ici.\n\nA LIRE AUSSI : la suite"
    links = (
        Link(url="https://example.org/a", text="Post", start=8, end=12),
        Link(url="https://atlantico.fr/b", text="la suite", start=34, end=42),
    )
    made = normalise(page(articleBody=body, links=links))
    assert [link.url for link in made.links] == ["https://example.org/a"]
    assert [(link.url, link.start) for link in made.relatedLinks] == [("https://atlantico.fr/b", None)]


def test_a_date_after_the_capture_is_no_date() -> None:
    """A page cannot have been published after it was fetched."""
    capture = Capture(targetUri=URL, date=datetime(2025, 11, 12, tzinfo=UTC))
    made = normalise(page(datePublishedRaw="2035-01-01T00:00:00Z", capture=capture))
    assert made.datePublished is None
    assert made.datePublishedRaw == "2035-01-01T00:00:00Z"


def test_an_article_without_headline_or_text_is_dropped() -> None:
    """The reason has a name of its own."""
    with pytest.raises(NoHeadline, match="no headline"):
        normalise(page(headline=" \u200b"))
    with pytest.raises(NoBody, match="no text"):
        normalise(page(articleBody="\n\nEn raison de débordements, plus de commentaires."))


def test_normalising_twice_changes_nothing() -> None:
    """The step is a projection."""
    once = normalise(page(byline="Par Léa Orval", credit="Lu sur  le Times"), timezone="Europe/Paris")
    assert normalise(once, timezone="Europe/Paris") == once
