"""What changed between two states, by words."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.dedup.changes import Change, changes, compare
from monitor.items import NewsArticle

CASES = [
    ("", "", ""),
    ("Le port ferme.", "Le port ferme.", "Le port ferme."),
    ("Le port ferme.", "Le port ferme ce soir.", "Le port ferme {+ce soir+}."),
    ("Le grand port ferme.", "Le port ferme.", "Le [-grand-] port ferme."),
    ("", "Lu sur El País", "{+Lu sur El País+}"),
    ("Lu sur El País", "", "[-Lu sur El País-]"),
    (
        "Deux morts et trois blessés",
        "Dix morts et six blessés",
        "[-Deux-]{+Dix+} morts et [-trois-]{+six+} blessés",
    ),
    ("1 200 pêcheurs", "2 100 pêcheurs", "[-1 200-]{+2 100+} pêcheurs"),
    ("hausse de 3,5 %", "hausse de 3,7 %", "hausse de [-3,5-]{+3,7+} %"),
    ("L'accord est signé", "L’accord est signé", "L[-'-]{+’+}accord est signé"),
    ("Un.\n\nDeux.\n\nTrois.", "Un.\n\nTrois.\n\nQuatre.", "Un.\n\n[-Deux.-]\n\nTrois.\n\n{+Quatre.+}"),
    (
        "Il pleuvait de midi à minuit sur Torvane",
        "Elle arrivera de Karsavie bientôt",
        "[-Il pleuvait de midi à minuit sur Torvane-]{+Elle arrivera de Karsavie bientôt+}",
    ),
]


@pytest.mark.parametrize(("before", "after", "written"), CASES)
def test_words_removed_and_added_are_marked(before: str, after: str, written: str) -> None:
    """Whole words, numbers with their groups; a word kept by chance between two longer changes is none."""
    assert str(Change("articleBody", tuple(compare(before, after)))) == written


TEXTS = st.lists(
    st.sampled_from(["le", "port", "a", "1 200", ".", "é", "e\u0301", "\n\n", "  ", "-", "["])
).map(" ".join)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_in_the_pieces(before: str, after: str) -> None:
    """Without what was removed they are the text after, without what was added the words before."""
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.what != "removed") == after
    old = "".join(piece.text for piece in pieces if piece.what != "added")
    assert "".join(old.split()).replace("e\u0301", "é") == "".join(before.split()).replace("e\u0301", "é")
    assert all(one.what != other.what for one, other in pairwise(pieces))


ARTICLE = NewsArticle(
    url="https://a.example/1",
    outlet="a.example",
    headline="Le port ferme",
    description="Rien ne va plus.",
    articleBody="Un.\n\nDeux.",
    author=("Ann Lee",),
    byline="Par Ann Lee",
)
FIELDS: list[tuple[dict[str, Any], list[tuple[str, int, int]]]] = [
    ({"headline": "Le port rouvre"}, [("headline", 1, 1)]),
    ({"description": None}, [("description", 0, 4)]),
    ({"credit": "avec AFP", "articleBody": "Un.\n\nDeux. Trois."}, [("articleBody", 1, 0), ("credit", 2, 0)]),
    ({"author": ("Ann Lee", "Bo Li")}, [("author", 2, 0)]),
    ({"author": ()}, [("author", 1, 0)]),
    ({"articleBody": "Un.\n\n Deux. ", "keywords": ("port",), "revision": 2}, []),
]


@pytest.mark.parametrize(("fields", "found"), FIELDS)
def test_the_fields_of_the_content_are_compared(
    fields: dict[str, Any], found: list[tuple[str, int, int]]
) -> None:
    """Each field that a reader reads, with the number of words added and removed; nothing else, and no spaces."""
    changed = changes(ARTICLE, replace(ARTICLE, **fields))
    assert [(change.field, change.added, change.removed) for change in changed] == found
