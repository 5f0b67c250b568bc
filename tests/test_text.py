from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.text import sentences, tokens, words


@given(st.text())
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    """Places never overlap and never leave the text."""
    last = 0
    for word, start, end in tokens(text):
        assert last <= start < end <= len(text)
        assert word or not text[start:end].isascii()
        last = end


@given(st.text())
def test_sentences_lie_in_the_text_in_order_and_hold_every_word(text: str) -> None:
    """No word is lost between two sentences."""
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert [word for start, end in spans for word in words(text[start:end])] == words(text)
