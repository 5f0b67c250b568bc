"""Links: unwrapped off line, told apart from home pages, recorded with their words."""

from functools import cache

import pytest

from monitor.cite import links, unlisted
from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.items import Citation, Link, NewsArticle


@cache
def _tagger() -> Tagger:
    return Tagger(load())


def _cited(body: str, *given: Link, outlet: str = "atlantico.fr") -> dict[tuple[str, str], Citation]:
    article = NewsArticle(url="", outlet=outlet, inLanguage="fr", articleBody=body, links=given)
    return {(c.outlet, c.kind): c for c in _tagger().tag(article).citations}


_STORY = "https://www.theguardian.com/world/2024/may/02/a-dam-breaks"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (f"https://www.google.com/url?q={_STORY}&sa=D", _STORY),
        (f"https://l.facebook.com/l.php?u={_STORY.replace('/', '%2F').replace(':', '%3A')}&h=x", _STORY),
        ("https://www.google.com/amp/s/www.bbc.com/news/world-1", "https://www.bbc.com/news/world-1"),
        (
            "https://www-bbc-com.cdn.ampproject.org/c/s/www.bbc.com/news/world-1",
            "https://www.bbc.com/news/world-1",
        ),
        (f"https://web.archive.org/web/20240502000000/{_STORY}", _STORY),
        (f"https://www.google.com/url?q=https://l.facebook.com/l.php%3Fu%3D{_STORY}", _STORY),
        (_STORY, _STORY),
        ("http://[broken", "http://[broken"),
    ],
)
def test_redirectors_are_unwrapped(url: str, target: str) -> None:
    """The address behind redirectors, AMP caches and archives is what counts."""
    assert links.unwrap(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "https://www.bbc.com/", "https://www.lemonde.fr/abonnement", "https://www.nature.com/articles/s41586-024-1",
        "mailto:ida@example.com", "https://www.nytimes.com/subscription/all", "https://www.theguardian.com/about",
    ],
)  # fmt: skip
def test_what_is_no_article_is_no_citation(url: str) -> None:
    """Home pages, subscriptions and scholarly papers cite nobody."""
    assert not _cited("La digue a cédé hier.", Link(url=url, text="hier"))


def test_a_link_alone_is_a_link() -> None:
    """The outlet of a linked story is cited, with the link's words and its target."""
    citation = _cited("La digue a cédé hier.", Link(url=_STORY + "?utm_source=x", text="cédé"))[
        "theguardian.com", "link"
    ]
    assert citation.evidence[0].quote == "cédé"
    assert citation.evidence[0].url == _STORY + "?utm_source=x"


def test_a_link_proves_the_attribution() -> None:
    """Named and linked, the outlet has one entry with both proofs."""
    cited = _cited("La digue a cédé, selon le Guardian.", Link(url=_STORY, text="le Guardian"))
    assert list(cited) == [("theguardian.com", "attribution")]
    assert [e.url for e in cited["theguardian.com", "attribution"].evidence] == [None, _STORY]


def test_a_link_to_another_than_the_named_gives_both() -> None:
    """The text names one outlet, the link leads to another: an attribution and a link."""
    cited = _cited("La digue a cédé, selon Reuters.", Link(url=_STORY, text="Reuters"))
    assert set(cited) == {("reuters.com", "attribution"), ("theguardian.com", "link")}


def test_own_links_are_left_out() -> None:
    """The publisher's own stories are no citations."""
    assert not _cited("La digue a cédé.", Link(url=_STORY, text="cédé"), outlet="theguardian.com")


def test_an_unlisted_paper_is_cited_by_its_site() -> None:
    """A site that calls itself a newspaper is cited with less confidence and the country of its domain."""
    link = Link(url="https://www.valdoriagazette.ch/2024/05/02/a-dam-breaks", text="cédé")
    citation = _cited("La digue a cédé.", link)["valdoriagazette.ch", "link"]
    assert (citation.country, citation.foreign) == ("CH", True)
    assert citation.confidence < 0.9


def test_an_unlisted_paper_is_read_by_its_name() -> None:
    """Where the text writes the linked site's name, the words around it are judged."""
    link = Link(url="https://www.valdoriagazette.ch/2024/05/02/a-dam-breaks", text="écrit")
    cited = _cited("La digue a cédé, rapporte la Valdoria Gazette, qui l'écrit.", link)
    assert ("valdoriagazette.ch", "attribution") in cited


@pytest.mark.parametrize(
    ("host", "press"),
    [("valdorianews.com", True), ("lavozdevaldoria.es", True), ("acme.com", False), ("news.gov", False), ("newsletter.acme.com", False)],
)  # fmt: skip
def test_hosts_that_say_they_are_papers(host: str, press: bool) -> None:
    """Only a host's name tells; institutions and newsletters are none."""
    assert unlisted.is_press(host) is press


def test_candidates_are_named_with_what_they_are() -> None:
    """What stands after "le quotidien brésilien" and is not listed is suggested, with its country."""
    body = "Le quotidien brésilien Valdoria Popular révèle que la digue a cédé."
    found = _tagger().candidates(
        NewsArticle(url="", outlet="atlantico.fr", inLanguage="fr", articleBody=body)
    )
    assert [(c.name, c.country) for c in found] == [("Valdoria Popular", "BR")]
    assert body[found[0].start : found[0].end] == found[0].quote
