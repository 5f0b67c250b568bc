import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.dedup import boilerplate
from monitor.dedup.boilerplate import APART, MANY, Boilerplate, boilerplate_of, repeated

SIZES = [
    (APART, 0, True),
    (APART - 1, 0, False),
    (APART - 1, MANY - APART, False),
    (0, MANY, True),
    (1, MANY - 1, True),
    (0, MANY - 1, False),
]


@pytest.mark.parametrize(("apart", "copies", "learned"), SIZES)
def test_how_often_a_passage_must_stand(apart: int, copies: int, *, learned: bool) -> None:
    """Enough texts that are no copies of each other make boilerplate, or more of any."""
    note = np.array([-7, 1, 8])
    assert boilerplate_of([note] * apart, [note] * copies).tolist() == (note.tolist() if learned else [])


@given(st.lists(st.sets(st.integers(-(2**63), 2**63 - 1), max_size=5), min_size=1, max_size=5), st.data())
def test_counting_in_pieces_is_counting(texts: list[set[int]], data: st.DataObject) -> None:
    """However few are counted at once, the result is that of a plain count, and sorted."""
    made = [np.array(sorted(text), np.int64) for text in texts for _ in range(data.draw(st.integers(1, 20)))]
    plain = sorted(
        {
            shingle
            for text in texts
            for shingle in text
            if sum(shingle in each.tolist() for each in made) >= APART
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boilerplate, "_AT_ONCE", data.draw(st.integers(1, 100)))
        assert boilerplate_of(made).tolist() == plain


def test_boilerplate_of_several_outlets_is_that_of_each() -> None:
    """Outlets without any add none."""
    known = Boilerplate({"a.example": np.array([1, 3])})
    known.learn("b.example", np.array([2, 3]))
    assert known.of(["c.example"]).tolist() == []
    assert known.of(["a.example", "c.example"]).tolist() == [1, 3]
    assert known.of(["a.example", "b.example"]).tolist() == [1, 2, 3]


def test_what_a_text_repeats_counts_the_text_itself() -> None:
    """Of three texts with a passage, two are others."""
    own, other = np.array([1, 2, 3]), np.array([2, 3, 4])
    assert repeated(own, [other, other], 3).tolist() == [2, 3]
    assert repeated(own, [other], 3).tolist() == []
