"""The cost of tagging grows with the text and no faster, whatever the text; every offset is true."""

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.items import Link, NewsArticle

_WORDS = (
    "selon", "d'après", "Le Monde", "le Guardian", "Reuters", "AFP", ",", ".", "«", "»", "(", ")", "a révélé", "rapporte",
    "le quotidien", "The Times", "told", "according to", "sagte", "dem", "Spiegel", "El País", "secondo", "\n", "\n\n", "©",
    "Lu sur", "Post", "the paper", "dit", "à", "de", "et", "cité par", "-", ":", "Washington Post", "İ", "ﬁ", "𝔗imes", "e\u0301",
)  # fmt: skip


@cache
def _tagger() -> Tagger:
    return Tagger(load())


def _seconds(text: str, language: str) -> float:
    article = NewsArticle(url="", outlet="example.com", inLanguage=language, articleBody=text)
    start = time.process_time()
    _tagger().tag(article)
    return time.process_time() - start


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS), max_size=60),
    st.sampled_from(["fr", "en", "de", "es", "it", None]),
    st.text(max_size=80),
)
def test_offsets_are_true(words: list[str], language: str | None, noise: str) -> None:
    """Whatever the text, `field[start:end] == quote`, and the quotation names its rule."""
    text = " ".join([*words, noise])
    article = NewsArticle(
        url="", outlet="example.com", inLanguage=language, headline=text, byline=noise, articleBody=text, credit=noise,
        links=(Link(url="https://www.lemonde.fr/a/2024/01/02/x-y-z", text=noise),),
    )  # fmt: skip
    tagged = _tagger().tag(article)
    for citation in (*tagged.citations, *tagged.mentions):
        assert 0 < citation.confidence <= 1
        for evidence in citation.evidence:
            field = noise if evidence.field.startswith("links.") else getattr(article, evidence.field)
            assert field[evidence.start : evidence.end] == evidence.quote
            assert evidence.rule


@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "it"])
@pytest.mark.parametrize(
    "piece",
    [
        "Le Monde ", "Le Monde, ", "selon Le Monde ", "Reuters Reuters, AFP et ", "(Reuters) ", "« The Times » ",
        "a dit que de la du à ", "Washington Post a Post ", "Selon le quotidien Le Monde.\n", "le quotidien dit à ",
        "according to the paper told to by in ", "sagte dem der Spiegel, ", "@lemonde ",
    ],
)  # fmt: skip
def test_cost_is_linear(piece: str, language: str) -> None:
    """Four times the text takes about four times as long: nothing in it makes a rule run away."""
    _seconds(piece * 10, language)
    small = piece * (20_000 // len(piece))

    def growth() -> float:
        return _seconds(small * 4, language) / max(_seconds(small, language), 0.02)

    # Another process on this machine can slow one measurement down, hardly three.
    assert any(growth() < 12 for _ in range(3))


@pytest.mark.slow
def test_five_megabytes_of_names_do_not_hang() -> None:
    """Five megabytes that are nothing but outlets' names are read in well under a minute."""
    names = [outlet.name for outlet in _tagger().gazetteer.outlets.values()]
    piece = ", ".join(names[:2000]) + "\n"
    assert _seconds(piece * (5_000_000 // len(piece)), "fr") < 60
