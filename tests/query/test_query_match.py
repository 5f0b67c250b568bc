"""Which articles a query fits, and which of their words and citations make it fit."""

from datetime import UTC, datetime

import pytest

from monitor.items import Capture, Citation, EventKind, Kind, NewsArticle
from monitor.query import Span, match, matches, parse

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

ARTICLE = NewsArticle(
    url="https://atlantico.fr/article/pepite/barrage-de-torvane",
    outlet="atlantico.fr",
    headline="Le barrage de Torvane inquiète l'Équipe ministérielle",
    description="Les négociations diplomatiques ont été suspendues.",
    articleBody="La présidente Élise Marnaud a déclaré vouloir négocier.\n\nLes journaux de New-Torvane en parlent.",
    articleSection="International / Europe",
    author=("Jeanne Olvier", "Marc Desmoulins"),
    inLanguage="fr",
    credit="Lu sur le Torvane Herald",
    datePublished=datetime(2026, 11, 20, 9, tzinfo=UTC),
    foreign=True,
    citations=(
        Citation(
            outlet="herald.example",
            name="Torvane Herald",
            kind="credit",
            country="GB",
            foreign=True,
            confidence=0.99,
            via="agence.example",
        ),
        Citation(
            outlet="gazette.example",
            name="La Gazette",
            kind="attribution",
            country="FR",
            foreign=False,
            confidence=0.6,
        ),
    ),
)

FITS = [
    "barrage",
    "BARRAGES",
    "inquiete",
    "inquiéter",
    "presidente elise",
    "négociation",
    "negocier declaree",
    "herald",
    "l'equipe",
    "équipes",
    "d'Élise",
    "barrage AND torvane",
    "barrage OR introuvable",
    "barrage -introuvable",
    "-introuvable",
    "NOT (introuvable OR absent)",
    '"barrage de Torvane"',
    '"Barrages de torvane"',
    "new-torvane",
    '"new torvane"',
    "diplom*",
    "négo*",
    "new-tor*",
    "l'équ*",
    "title:barrage",
    "title:(barrage torvane)",
    "lead:suspendu",
    "section:international",
    "section:europe",
    'section:"international europe"',
    "section:inter*",
    'author:"Jeanne Olvier"',
    "author:desmoulins",
    "outlet:atlantico.fr",
    "lang:fr",
    "is:foreign",
    "published:2026-11-20",
    "published:2026-11-01..2026-11-24",
    "published:2026-11",
    "published:5d",
    "published:..2026-11-20",
    "cites:herald.example",
    "cites:(herald.example kind:credit)",
    "cites:(herald.example is:foreign confidence:>=.99)",
    "cites:(-herald.example kind:attribution)",
    "cites:(kind:(credit OR link) citescountry:GB)",
    "cites:herald.example kind:attribution",
    "citescountry:fr",
    "via:agence.example",
    "confidence:<0.7",
    "-kind:link",
]


@pytest.mark.parametrize("text", FITS)
def test_a_query_fits(text: str) -> None:
    """The article has what the query asks for."""
    query = parse(text, now=NOW)
    assert matches(query, ARTICLE)
    assert match(query, ARTICLE) is not None


FITS_NOT = [
    "introuvable",
    "barrage introuvable",
    "-barrage",
    '"torvane barrage"',
    '"ministérielle les négociations"',  # a phrase ends with its field
    "lead:barrage",
    "title:présidente",
    '"l equipe de"',
    '"d\'Élise"',  # within quotation marks nothing is left off
    "dipz*",
    "author:(jeanne desmoulins lemaire)",
    'author:"olvier marc"',  # two names are not side by side
    "author:olviers",  # names are not stemmed
    "section:europes",
    "olvier",  # the author is not in the text
    "outlet:herald.example",
    "lang:en",
    "is:wire",
    "is:copy",
    "published:2026-11-21..",
    "published:3d",
    "published:..2026-11-19",
    "cites:(herald.example kind:attribution)",
    "cites:(gazette.example is:foreign)",
    "cites:(is:agency)",
    "cites:atlantico.fr",
    "kind:link",
    "confidence:>0.99",
    "cites:(citescountry:FR kind:credit)",
    "event:new",
]


@pytest.mark.parametrize("text", FITS_NOT)
def test_a_query_does_not_fit(text: str) -> None:
    """The article lacks what the query asks for."""
    query = parse(text, now=NOW)
    assert not matches(query, ARTICLE)
    assert match(query, ARTICLE) is None


EVENTS: list[tuple[str, EventKind]] = [
    ("event:new", "new"),
    ("event:revised", "revised"),
    ("event:credit-added barrage", "creditAdded"),
    ("-event:new", "creditRemoved"),
]


@pytest.mark.parametrize(("text", "event"), EVENTS)
def test_an_event_fits(text: str, event: EventKind) -> None:
    """A topic may ask for what happened to the article."""
    assert matches(parse(text, now=NOW), ARTICLE, event)


def test_without_a_date_the_capture_s_is_taken() -> None:
    """An article without a date of publication counts from its capture; without both it has no date."""
    undated = NewsArticle(url="https://x.example/a", outlet="x.example")
    captured = NewsArticle(
        url="https://x.example/a",
        outlet="x.example",
        capture=Capture(targetUri="https://x.example/a", date=NOW),
    )
    query = parse("published:2026-11-24", now=NOW)
    assert matches(query, captured)
    assert not matches(query, undated)
    assert matches(parse("-published:2026", now=NOW), undated)


def test_words_are_stemmed_by_the_article_s_language() -> None:
    """The same word has another stem in another language, and none where the language is unknown."""
    query = parse("häuser", now=NOW)
    texts = {"de": True, "en": False, None: False, "zz": False}
    found = {
        language: matches(
            query, NewsArticle(url="u", outlet="o.example", headline="Das Haus", inLanguage=language)
        )
        for language in texts
    }
    assert found == texts


def test_the_words_that_fit_are_pointed_at() -> None:
    """Spans are code points into the article's fields; what is denied or false points at nothing."""
    found = match(parse('torvane (introuvable OR négo*) -absent "journaux de"', now=NOW), ARTICLE)
    assert found is not None
    assert [(span.field, getattr(ARTICLE, span.field)[span.start : span.end]) for span in found.spans] == [
        ("articleBody", "négocier"),
        ("articleBody", "journaux de"),
        ("articleBody", "Torvane"),
        ("credit", "Torvane"),
        ("description", "négociations"),
        ("headline", "Torvane"),
    ]


def test_ligatures_and_marks_keep_the_places() -> None:
    """Folding changes lengths, the places are those of the text as stored."""
    article = NewsArticle(url="u", outlet="o.example", headline="Un cœur e\u0301mu", inLanguage="fr")
    found = match(parse("coeur emu", now=NOW), article)
    assert found is not None
    assert found.spans == (Span("headline", 3, 7), Span("headline", 8, 12))


def test_the_citations_that_fit_are_given() -> None:
    """Each citation that a condition binds is given once, in the article's order."""
    found = match(parse("kind:attribution citescountry:GB cites:herald.example -kind:link", now=NOW), ARTICLE)
    assert found is not None
    assert found.citations == ARTICLE.citations


@pytest.mark.parametrize(
    ("copied", "source", "kind", "cited", "fits"),
    [
        ("x", "afp.com", None, None, True),
        ("x", "afp.com", "attribution", "elpais.com", True),
        ("x", "afp.com", "attribution", "afp.com", False),
        ("x", "afp.com", "credit", "reuters.com", False),
        ("x", "atlantico.fr", None, None, False),
        (None, "afp.com", None, None, False),
        ("x", None, None, None, False),
    ],
)
def test_a_copy_that_names_nobody_is_unattributed(
    copied: str | None, source: str | None, kind: Kind | None, cited: str | None, fits: bool
) -> None:
    """It copies another outlet's text, has no credit line, and does not name that outlet either."""
    cites = (Citation(outlet=cited or "", name="", kind=kind),) if kind else ()
    copy = NewsArticle(
        url="https://x.example", outlet="atlantico.fr", copyOf=copied, source=source, citations=cites
    )
    assert matches(parse("is:unattributed", now=NOW), copy) is fits
