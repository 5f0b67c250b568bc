"""What people decided stands above what the tagger finds, as long as its words are in the text."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.cite.verdicts import Verdict, apply
from monitor.items import Kind, NewsArticle

_URL = "https://atlantico.fr/digue"
_BODY = "La digue a cédé, selon Reuters.\n\nUn exemplaire du Times flottait sur le lac."


@cache
def _tagger() -> Tagger:
    return Tagger(load())


def _article(**fields: Any) -> NewsArticle:
    given: dict[str, Any] = {"articleBody": _BODY, "credit": "avec AFP", **fields}
    return _tagger().tag(NewsArticle(url=_URL, urls=(_URL,), outlet="atlantico.fr", inLanguage="fr", **given))


def _verdict(
    decision: Any, outlet: str, kind: Kind | None = None, *, at: NewsArticle | None = None
) -> Verdict:
    cited = (at or _article()).citations
    return Verdict(
        urls=(_URL,),
        outlet=outlet,
        kind=kind,
        decision=decision,
        by="ida",
        at=datetime(2026, 11, 25, tzinfo=UTC),
        citations=tuple(c for c in cited if c.outlet == outlet and kind in {None, c.kind}),
    )


def _edges(article: NewsArticle) -> list[tuple[str, str, float]]:
    return [(c.outlet, c.kind, c.confidence) for c in article.citations if c.outlet != "afp.com"]


def test_without_a_verdict_nothing_changes() -> None:
    """An article of which nobody has decided anything stays the same object."""
    article = _article()
    assert apply(article, ()) is article


def test_what_is_rejected_is_no_citation() -> None:
    """The edge goes, and with the last foreign one the article cites nobody abroad."""
    article = _article(credit=None)
    left = apply(article, [_verdict("rejected", "reuters.com")])
    assert (article.foreign, left.foreign, left.citations) == (True, False, ())
    assert apply(article, [_verdict("rejected", "reuters.com", "credit")]).citations == article.citations


def test_what_is_confirmed_is_sure() -> None:
    """Its confidence is 1; the others keep theirs."""
    sure = apply(_article(), [_verdict("confirmed", "reuters.com")])
    assert [(c.outlet, c.confidence == 1) for c in sure.citations] == [
        ("reuters.com", True),
        ("afp.com", False),
    ]


def test_what_is_confirmed_survives_a_tagger_that_finds_it_no_more() -> None:
    """Its evidence is kept, at the place where its words stand today."""
    verdict = _verdict("confirmed", "reuters.com")
    later = replace(_article(articleBody=f"Une heure après. {_BODY}"), citations=(), mentions=())
    (kept,) = apply(later, [verdict]).citations
    (proof,) = kept.evidence
    assert (kept.confidence, proof.start) == (1.0, verdict.citations[0].evidence[0].start + 17)
    assert later.articleBody[proof.start : proof.end] == proof.quote


def test_what_is_confirmed_goes_with_its_words() -> None:
    """A correction that takes the words away takes the citation away."""
    corrected = _article(articleBody="La digue a cédé.")
    assert _edges(apply(corrected, [_verdict("confirmed", "reuters.com")])) == []


@pytest.mark.parametrize(
    ("verdicts", "edges"),
    [
        ([("confirmed", None), ("rejected", "attribution")], []),
        ([("rejected", None), ("confirmed", "attribution")], [("reuters.com", "attribution", 1.0)]),
    ],
)
def test_a_verdict_on_one_kind_stands_above_one_on_all(verdicts: list[Any], edges: list[Any]) -> None:
    """Where two differ, the one on the citation's own kind counts."""
    given = [_verdict(decision, "reuters.com", kind) for decision, kind in verdicts]
    assert _edges(apply(_article(), given)) == edges


def test_words_that_a_person_sees_are_a_citation() -> None:
    """What the tagger missed is cited by the words that prove it, and is a mention no more."""
    article = _article()
    assert "thetimes.com" not in {c.outlet for c in article.citations}
    seen = _tagger().cite(article, "thetimes.com", "attribution", "Un exemplaire du Times")
    assert seen is not None
    assert (seen.country, seen.foreign, seen.evidence[0].quote) == ("GB", True, "Un exemplaire du Times")
    verdict = replace(_verdict("confirmed", "thetimes.com"), citations=(seen,))
    with_it = apply(article, [verdict])
    assert ("thetimes.com", "attribution", 1.0) in _edges(with_it)
    assert "thetimes.com" not in {mention.outlet for mention in with_it.mentions}
    assert _tagger().cite(article, "thetimes.com", "attribution", "ces mots manquent") is None
