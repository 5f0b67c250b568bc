import json
from typing import Any

import pytest

from monitor.extract import metadata
from monitor.extract.document import Document

URL = "https://gazette.example.org/monde/port"


def document(html: str = "", path: str = "", **stated: Any) -> Document:
    """Make a page that states an article in JSON-LD."""
    script = json.dumps({"@type": "NewsArticle", **stated}) if stated else ""
    return Document(f'{html}<script type="application/ld+json">{script}</script>', URL + path)


HEADLINES = [
    (document("<h1>Vu</h1>", headline="Dit"), "Dit"),
    (
        document('<meta property="og:title" content="Le port ferme">', headline="Valdoria: Le port ferme"),
        "Le port ferme",
    ),
    (document('<meta property="og:title" content="Le port ferme | Example">'), "Le port ferme"),
    (document('<meta property="og:title" content="Le port - une fin"><h1>Autre</h1>'), "Le port - une fin"),
    (
        document('<meta property="og:title" content="Le port ferme - La Gazette"><h1>Le port ferme</h1>'),
        "Le port ferme",
    ),
    (document("<h1>Vu</h1><title>Titre</title>"), "Vu"),
    (document("<title>Titre | example.org</title>"), "Titre"),
    (document(), ""),
]


@pytest.mark.parametrize(("page", "expected"), HEADLINES)
def test_the_headline_is_the_articles_not_the_sites(page: Document, expected: str) -> None:
    """What is stated comes first; kickers and the site's name are left out."""
    assert metadata.headline(page) == expected


AUTHORS = [
    (document(author={"@type": "Person", "name": "Anne Dufour"}), ("Anne Dufour",)),
    (document(author={"@type": "Organization", "name": "La Gazette"}), ()),
    (document(author={"@id": "https://example.org/#anne"}), ()),
    (
        document('<meta name="author" content="Anne Dufour, Jean Roe">', author={"name": "Anne Dufour"}),
        ("Anne Dufour", "Jean Roe"),
    ),
    (document('<meta name="author" content="La Gazette">', author={"name": "Anne Dufour"}), ("Anne Dufour",)),
]


@pytest.mark.parametrize(("page", "expected"), AUTHORS)
def test_authors_are_persons(page: Document, expected: tuple[str, ...]) -> None:
    """Organisations and addresses are none; meta counts where it names more."""
    assert metadata.authors(page) == expected


BYLINES = [
    (document('<meta name="author" content="Anne Dufour">'), "Anne Dufour"),
    (
        document('<meta name="author" content="example"><span class="byline">Par Anne Dufour</span>'),
        "Par Anne Dufour",
    ),
    (
        document('<p class="author">Par <a>Anne Dufour</a> et <a>Jean Roe</a></p>'),
        "Par Anne Dufour et Jean Roe",
    ),
    (document('<p class="author"><a>Anne Dufour</a><a>Jean Roe</a></p>'), "Anne Dufour · Jean Roe"),
    (document(author={"@type": "Organization", "name": "AFP"}), "AFP"),
    (document(), None),
]


@pytest.mark.parametrize(("page", "expected"), BYLINES)
def test_the_byline_is_as_signed_or_as_shown(page: Document, expected: str | None) -> None:
    """The site's own name is no signature; elements side by side stay apart."""
    assert metadata.byline(page) == expected


DATES = [
    (document(datePublished="2026-05-04"), "2026-05-04"),
    (document('<meta name="article:published:time" content="2026-05-04">'), "2026-05-04"),
    (document("<time datetime='2026-05-04'>lundi</time>"), "2026-05-04"),
    (document("<span class='fecha'>4 de mayo de 2026</span>"), "4 de mayo de 2026"),
    (document(path="/2026/05/04/ferme"), "2026-05-04"),
    (document(), None),
]


@pytest.mark.parametrize(("page", "expected"), DATES)
def test_the_date_is_found_where_the_page_has_it(page: Document, expected: str | None) -> None:
    """In JSON-LD, meta, the page or its address, in this order."""
    assert metadata.published(page) == expected
