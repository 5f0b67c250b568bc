"""What a query says, and the sentence and place for what cannot be read."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import BadQuery
from monitor.query.parse import LONGEST, parse
from monitor.query.tree import (
    And,
    Cites,
    Confidence,
    Equals,
    Node,
    Not,
    Or,
    Published,
    Query,
    WordField,
    Words,
)

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
OUTLETS = {
    "washington post": "washingtonpost.com",
    "the washington post": "washingtonpost.com",
    "wapo.example": "washingtonpost.com",
    "le monde": "lemonde.fr",
}

A, B, C = Words("a"), Words("b"), Words("c")


def read(text: str) -> Query:
    """Read a query as of the time and with the outlets of these tests."""
    return parse(text, now=NOW, outlets=OUTLETS)


READ: list[tuple[str, Node]] = [
    ("a b", And((A, B))),
    ("a AND b", And((A, B))),
    ("a b AND c", And((A, B, C))),
    ("a OR b OR c", Or((A, B, C))),
    ("a and b", And((A, Words("and"), B))),
    ("a (b c)", And((A, B, C))),
    ("(a OR b) OR c", Or((A, B, C))),
    ("a OR (b c)", Or((A, And((B, C))))),
    ("((a))", A),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("--a", Not(Not(A))),
    ("−a", Not(A)),
    ("a -(b OR c)", And((A, Not(Or((B, C)))))),
    ('"a b"', Words("a b", quoted=True)),
    ("“a b”", Words("a b", quoted=True)),
    ("« a b »", Words("a b", quoted=True)),
    ('"a (b" c', And((Words("a (b", quoted=True), C))),
    ("l’équipe", Words("l'équipe")),
    ("covid-19", Words("covid-19")),
    ("dipl*", Words("dipl", prefix=True)),
    ("title:a", Words("a", "title")),
    ("TITLE:a", Words("a", "title")),
    ('lead:"a b"', Words("a b", "lead", quoted=True)),
    ("title:(a OR dipl*)", Or((Words("a", "title"), Words("dipl", "title", prefix=True)))),
    ("-section:a author:b", And((Not(Words("a", "section")), Words("b", "author")))),
    ("lang:FR", Equals("lang", "fr")),
    ("lang:(fr OR en)", Or((Equals("lang", "fr"), Equals("lang", "en")))),
    ("outlet:www.Lemonde.fr", Equals("outlet", "lemonde.fr")),
    ("outlet:https://www.lemonde.fr/x", Equals("outlet", "lemonde.fr")),
    ('outlet:"Le Monde"', Equals("outlet", "lemonde.fr")),
    ("outlet:unlisted.example", Equals("outlet", "unlisted.example")),
    ("cites:wapo.example", Cites(Equals("cites", "washingtonpost.com"))),
    ('cites:"the washington POST"', Cites(Equals("cites", "washingtonpost.com"))),
    (
        "cites:(washingtonpost.com kind:credit)",
        Cites(And((Equals("cites", "washingtonpost.com"), Equals("kind", "credit")))),
    ),
    (
        "cites:washingtonpost.com kind:credit",
        And((Cites(Equals("cites", "washingtonpost.com")), Cites(Equals("kind", "credit")))),
    ),
    (
        'cites:("Le Monde" OR -kind:(link OR credit))',
        Cites(
            Or((Equals("cites", "lemonde.fr"), Not(Or((Equals("kind", "link"), Equals("kind", "credit"))))))
        ),
    ),
    ("cites:(is:agency)", Cites(Equals("is", "agency"))),
    ("citescountry:us", Cites(Equals("citescountry", "US"))),
    ("via:reuters.com", Cites(Equals("via", "reuters.com"))),
    ("confidence:>0.8", Cites(Confidence(">", 0.8))),
    ("confidence:<=.5", Cites(Confidence("<=", 0.5))),
    (
        "is:foreign is:wire is:copy",
        And((Equals("is", "foreign"), Equals("is", "wire"), Equals("is", "copy"))),
    ),
    ("event:credit-added", Equals("event", "credit-added")),
    ("published:7d", Published(datetime(2026, 11, 17, 12, 30, tzinfo=UTC), None)),
]


@pytest.mark.parametrize(("text", "tree"), READ)
def test_a_query_is_read(text: str, tree: Node) -> None:
    """Each form makes the tree it stands for."""
    assert read(text).tree == tree


BAD = [
    # query, part of the sentence, the place marked by ^
    ("", "at least one word", None),
    ("   ", "at least one word", None),
    ('a "b c', "quotation mark is not closed", "  ^"),
    ("a (b c", "bracket is not closed", "  ^"),
    ("((a)", "bracket is not closed", "^"),
    ("a) b", "closes none", " ^"),
    ("a () b", "nothing between", "  ^"),
    ("a OR", "OR needs a word after", "  ^"),
    ("OR a", "OR needs a word before", "^"),
    ("a AND OR b", "AND needs a word after", "  ^"),
    ("(OR a)", "OR needs a word before", " ^"),
    ("(a NOT)", "NOT needs a word after", "   ^"),
    ("a - b", "without a space", "  ^"),
    ("a -", "- needs a word after", "  ^"),
    ("title:", "title: needs its value", "^"),
    ("title: a", "title: needs its value", "^"),
    ("title:-a", "title: needs its value", "^"),
    ("a OR b c", "write (a OR b) c, or a OR (b c)", "       ^"),
    ("a b OR c", "write a (b OR c), or (a b) OR c", "    ^"),
    ("a OR b c OR d", "write (a OR b) (c OR d), or a OR (b c) OR d", "       ^"),
    ("a OR b AND c", "write (a OR b) c, or a OR (b AND c)", "       ^"),
    ('x (title:a OR "b c" d)', 'write (title:a OR "b c") d, or title:a OR ("b c" d)', " " * 20 + "^"),
    ("tr*", "3 letters", "^"),
    ("a *", "3 letters", "  ^"),
    ("trum*p", "end of a word", "^"),
    ("*trump", "end of a word", "^"),
    ('"trum* a"', "no star between", "^"),
    ("a & b", "letter or digit", "  ^"),
    ('a ""', "letter or digit", "  ^"),
    ("!a", "not !", "^"),
    ("a|b", "takes OR", "^"),
    ('"a b"~5', "by distance", "     ^"),
    ("a NEAR/5 b", "by distance", "  ^"),
    ("x http://y.example", "is an address", "  ^"),
    ("a titel:b", "no field titel:", "  ^"),
    ("title:(a lang:fr)", "lang: cannot stand inside title:", "         ^"),
    ("cites:(lemonde.fr title:a)", "title: cannot stand inside cites:", " " * 18 + "^"),
    ("lang:french", "two letters", "     ^"),
    ("citescountry:UK", "GB", " " * 13 + "^"),
    ("kind:mention", "credit, attribution or link", "     ^"),
    ("is:new", "foreign, wire, copy, unattributed or removed", "   ^"),
    ("cites:(is:wire)", "foreign or agency", " " * 10 + "^"),
    ("event:x", "credit-added", "      ^"),
    ("confidence:0.8", "such as >0.8", " " * 11 + "^"),
    ("confidence:>2", "such as >0.8", " " * 11 + "^"),
    ('cites:"Le Mond"', "write cites:lemonde.fr for 'le monde'", "      ^"),
    ("via:nobody", "write its domain", "    ^"),
    ("published:yesterdayish", "takes a day", " " * 10 + "^"),
    ("-" * 33 + "a", "32 deep", " " * 32 + "^"),
    ("(" * 33 + "a" + ")" * 33, "32 deep", " " * 32 + "^"),
]


@pytest.mark.parametrize(("text", "sentence", "place"), BAD)
def test_a_malformed_query_is_refused_with_its_place(text: str, sentence: str, place: str | None) -> None:
    """One sentence says what to do, and a caret stands under the place."""
    with pytest.raises(BadQuery) as refused:
        read(text)
    lines = str(refused.value).split("\n")
    assert sentence in lines[0]
    assert lines[0].endswith(".")
    assert lines[1:] == ([] if place is None else [f"  {text}", f"  {place}"])


def test_a_query_has_a_length() -> None:
    """A query longer than the limit is refused before it is read."""
    assert read("a " * (LONGEST // 2))
    with pytest.raises(BadQuery, match="4,096"):
        read("a" * (LONGEST + 1))


def test_the_caret_of_a_long_query_stays_in_sight() -> None:
    """Of a long query the part around the place is shown."""
    with pytest.raises(BadQuery) as refused:
        read("abc " * 500 + "lang:french" + " abc" * 100)
    _, shown, caret = str(refused.value).split("\n")
    assert len(shown) < 110
    assert shown[caret.index("^") :].startswith("french")


def test_the_caret_stands_under_wide_letters() -> None:
    """Letters that take two columns move the caret by two."""
    with pytest.raises(BadQuery) as refused:
        read("東京 kind:x")
    assert str(refused.value).endswith(f"\n  {' ' * 10}^")


TYPED = ["a", "b*", "abc*", '"', '"a b"', "(", ")", "OR", "AND", "NOT", "-", " ", "  ", "~", "|", "!"]
FIELDS = ["title:", "cites:", "kind:", "credit", "published:", "7d", "2026-11..", "x.fr", "confidence:>0.5"]
SHAPES = ["a", "-b", "OR", "(", ")", "(", ")", "c", "NOT", "kind:link", "title:(", "cites:("]
SCRAPS = st.lists(st.sampled_from(TYPED + FIELDS)).map("".join) | st.lists(st.sampled_from(SHAPES)).map(
    " ".join
)


@given(st.text() | SCRAPS)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but BadQuery, and what is written out is read as the same tree."""
    try:
        query = read(text)
    except BadQuery as error:
        place = error.position
    else:
        place = 0
        assert read(str(query)).tree == query.tree
    assert 0 <= place <= len(text)


WORD = st.text("abcé", min_size=3, max_size=5)
FIELD: st.SearchStrategy[WordField] = st.sampled_from(["text", "title", "author"])
WORDS: st.SearchStrategy[Node] = st.builds(Words, WORD, FIELD, prefix=st.booleans()) | st.builds(
    lambda several: Words(" ".join(several), quoted=True), st.lists(WORD, min_size=1, max_size=3)
)
CONDITION: st.SearchStrategy[Node] = st.sampled_from(
    [Equals("cites", "x.fr"), Equals("kind", "link"), Equals("is", "agency"), Confidence(">", 0.25)]
)
VALUES: st.SearchStrategy[Node] = st.sampled_from(
    [Equals("lang", "fr"), Equals("is", "foreign"), Published(NOW, None), Published(None, NOW)]
)


def _joined(parts: list[Node], kind: type[And | Or]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0]


def _grown(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        leaves,
        lambda part: (
            st.builds(Not, part)
            | st.builds(_joined, st.lists(part, min_size=1, max_size=3), st.sampled_from([And, Or]))
        ),
        max_leaves=8,
    )


@given(_grown(WORDS | VALUES | st.builds(Cites, _grown(CONDITION))))
def test_a_tree_is_written_and_read_again(tree: Node) -> None:
    """A tree that any front end makes can be written as a query of the same meaning."""
    assert parse(str(tree), now=NOW).tree == tree
