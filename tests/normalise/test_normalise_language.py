"""The language of an article: stated, else shown by its words."""

import pytest

from monitor.normalise.language import detect, stated


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("fr", "fr"),
        ("de_AT", "de"),
        (" es-ES ", "es"),
        ("x", None),
        ("deutsch", None),
        ("", None),
        (None, None),
    ],
)
def test_stated_tag_gives_two_letters(tag: str | None, language: str | None) -> None:
    """A BCP 47 tag gives its language; anything else gives none."""
    assert stated(tag) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Hafen bleibt geschlossen, sagte die Ministerin am Montag den Fischern der Insel.", "de"),
        ("El puerto sigue cerrado, dijo la ministra el lunes a los pescadores de la isla.", "es"),
        ("Il porto resta chiuso, ha detto lunedì la ministra ai pescatori dell'isola.", "it"),
        ("Le port reste fermé, a dit lundi la ministre aux pêcheurs de l'île.", "fr"),
        ("The port stays closed, the minister told the island's fishermen on Monday.", "en"),
        (" \n", None),
    ],
)
def test_words_show_the_language(text: str, language: str | None) -> None:
    """A page that states no language is read by its words; no words, no language."""
    assert detect(text) == language
