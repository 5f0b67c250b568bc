"""Characters: one form for each, one space between words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.normalise.characters import clean

_texts = st.text(st.sampled_from("ab é\u0301\u00a0\u2003\u2009\n\t\x85\u3000\u1fef.")) | st.text(max_size=12)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Le\u00a0port\u202fferme", "Le port ferme"),
        ("e\u0301te\u0301", "été"),
        ("  a  b ", "a b"),
        ("a \u200b b", "a b"),
        ("a<!-- b -->c", "ac"),
        ("A &amp; B &eacute;", "A & B é"),
        ("\u200b\ufeff", ""),
    ],
)
def test_a_line_is_what_a_reader_sees(text: str, line: str) -> None:
    """What is invisible is gone, entities are resolved, white space is one space."""
    assert clean(text) == line


@given(_texts.filter(lambda text: "&" not in text and "<" not in text))
def test_words_have_one_space_between_and_one_form(text: str) -> None:
    """Whatever its white space, a line has single spaces, none at its ends, and is in NFC."""
    line = clean(text)
    assert line == " ".join(line.split()) == clean(line)
    assert unicodedata.is_normalized("NFC", line)
