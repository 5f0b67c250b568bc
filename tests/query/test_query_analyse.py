"""Words as the query language sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.query.analyse import needle, stem
from monitor.text import fold

FAMILIES = [
    ("fr", "élection élections election elections"),
    ("fr", "déclaré déclarée déclarés déclarées déclarer declaree"),
    ("fr", "journal journaux"),
    ("fr", "européen européenne européens europeennes"),
    ("fr", "sécurité sécurités securite"),
    ("es", "investigación investigaciones investigacion"),
    ("es", "político políticas politica"),
    ("de", "Häuser Haus hauser"),
    ("de", "Straße Straßen strasse"),
    ("it", "elezione elezioni"),
    ("en", "election elections"),
    ("en", "policy policies"),
]


@pytest.mark.parametrize(("language", "family"), FAMILIES)
def test_a_family_has_one_stem(language: str, family: str) -> None:
    """Inflected forms, with their accents or typed without, have the same stem."""
    assert len({stem(fold(word), language) for word in family.split()}) == 1


@pytest.mark.parametrize("language", [None, "zz", "ja"])
def test_without_a_stemmer_a_word_is_its_stem(language: str | None) -> None:
    """A language that Snowball does not know is folded only."""
    assert stem("elections", language) == "elections"


NEEDLES = [
    ("l'élection", False, ("elect",)),
    ("l’élection", True, ("l", "elect")),
    ("qu'elles", False, ("elle",)),
    ("aujourd'hui", False, ("aujourd", "hui")),
    ("o'brien", False, ("o", "brien")),
    ("covid-19", False, ("covid", "19")),
    ("l'", False, ("l",)),
]


@pytest.mark.parametrize(("text", "quoted", "stems"), NEEDLES)
def test_elided_words_are_left_off(text: str, quoted: bool, stems: tuple[str, ...]) -> None:
    """Outside quotation marks `l'élection` asks for the election alone."""
    assert needle(text.replace("’", "'"), quoted, "fr") == stems


@given(st.text(), st.sampled_from(["fr", "de", "es", "it", "en", "tr", None]))
def test_any_word_has_a_stem(word: str, language: str | None) -> None:
    """No text breaks the stemmers."""
    assert isinstance(stem(fold(word), language), str)
