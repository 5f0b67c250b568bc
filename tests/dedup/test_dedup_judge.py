from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.dedup import fingerprint, judge
from monitor.dedup.fingerprint import SAMPLE
from monitor.dedup.judge import compare
from monitor.dedup.numbers import of_words
from monitor.dedup.passages import passages
from monitor.dedup.shingles import in_order, text_of
from monitor.items import NewsArticle
from monitor.text import words
from tests.dedup.prose import prose

LETTERS = st.text(alphabet="abcéèœßÉŒZ0'’ .,-\n«»\u00a0\u0301ñ", max_size=200)
FEW = st.lists(st.sampled_from([f"mot{number}" for number in range(12)]), max_size=80).map(" ".join)


def article(body: str, **fields: object) -> NewsArticle:
    """Give an article with this body."""
    return NewsArticle(url="https://a.example/1", outlet="a.example", articleBody=body, **fields)  # type: ignore[arg-type]


STORY, OTHER = prose(1, 200), prose(2, 200)
NOTE = prose(3, 60)

CASES = [
    ("the same words", STORY, STORY.upper().replace(" ", ",  "), "same.words"),
    ("a word corrected", STORY, STORY.replace(STORY.split()[90], "corrigé"), "near.shingles"),
    ("the first half", STORY, " ".join(STORY.split()[:100]), "contained.shingles"),
    ("a relay in a longer text", " ".join(STORY.split()[:60]), f"{OTHER} {STORY}", "contained.shingles"),
    ("a quotation", f"{STORY} {NOTE}", f"{OTHER} {NOTE}", "shared.shingles"),
    ("other news", STORY, OTHER, "new.shingles"),
    ("a brief cut by half", " ".join(STORY.split()[:30]), " ".join(STORY.split()[15:200]), "new.short"),
    ("a brief in a longer text", " ".join(STORY.split()[:30]), STORY, "contained.short"),
    (
        "a line that anybody writes",
        "Plus d'informations suivent.",
        "Plus d'informations suivent !",
        "same.headline",
    ),
    ("nothing at all", "", STORY, "new.shingles"),
]


@pytest.mark.parametrize(
    ("one", "other", "rule"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_kind_of_copy_has_its_verdict(one: str, other: str, rule: str) -> None:
    """The rule tells the verdict and on what it rests, whoever came first."""
    assert compare(text_of("", one), text_of("", other)).rule == rule
    assert compare(text_of("", other), text_of("", one)).rule == rule


def test_texts_that_say_little_need_equal_headlines() -> None:
    """Two articles of one line each are no copies when their headlines differ."""
    line = "Plus d'informations suivent."
    assert compare(text_of("Le port ferme", line), text_of("Le pont ouvre", line)).verdict == "new"
    assert compare(text_of("Le port ferme", line), text_of("LE PORT FERME", line)).verdict == "same"


def test_boilerplate_counts_on_neither_side() -> None:
    """Two short articles with one long note are no copies; a copy without its note is a whole one."""
    note = text_of("", NOTE).shingles
    one, other = (" ".join(text.split()[:50]) for text in (STORY, OTHER))
    noted, other_noted = text_of("", f"{one} {NOTE}"), text_of("", f"{other} {NOTE}")
    assert compare(noted, other_noted).verdict == "contained"
    assert compare(noted, other_noted, note).verdict == "new"
    assert compare(noted, other_noted, note).boilerplate == 2 * len(note)
    assert compare(noted, text_of("", one), note).there == 1.0


def test_a_judgement_lists_relations_from_the_strongest() -> None:
    """The verdict is the strongest relation's; what is new is not listed."""
    candidates = [
        article(OTHER, id="none"),
        article(" ".join(STORY.split()[:100]), id="half"),
        article(STORY, id="equal"),
    ]
    verdict = judge(article(STORY), candidates)
    assert verdict.verdict == "same"
    assert [(relation.other, relation.there) for relation in verdict.relations] == [
        ("equal", 1.0),
        ("half", 1.0),
    ]
    assert judge(article(STORY), reversed(candidates)) == verdict


@given(FEW, FEW)
def test_the_verdict_is_symmetric(one: str, other: str) -> None:
    """Compared the other way round, the figures change places and nothing else."""
    there = compare(text_of("", one), text_of("", other))
    back = compare(text_of("", other), text_of("", one))
    assert there.turned("") == back
    assert 0 <= there.here <= 1
    assert (there.verdict == "same") <= (words(one) == words(other))


@given(FEW, FEW)
def test_containment_is_that_of_the_sets_of_five_words(one: str, other: str) -> None:
    """The figures are those of a plain reckoning with sets."""

    def shingles(text: str) -> set[tuple[str, ...]]:
        said = words(text)
        return {tuple(said[place : place + 5]) for place in range(max(1, len(said) - 4))} if said else set()

    found, mine, theirs = compare(text_of("", one), text_of("", other)), shingles(one), shingles(other)
    expected = (
        (len(mine & theirs) / len(mine), len(mine & theirs) / len(theirs)) if mine and theirs else (0, 0)
    )
    assert (found.here, found.there) == pytest.approx(expected)


@given(LETTERS)
def test_words_are_those_that_all_rooms_see(text: str) -> None:
    """Hashing whole texts finds and folds the words as `words` does."""
    assert of_words(text).tolist() == of_words(" ".join(words(text))).tolist()
    assert len(of_words(text)) == len(words(text))


@given(FEW, FEW)
def test_passages_are_equal_words_and_do_not_overlap(one: str, other: str) -> None:
    """Each passage stands in both texts; together they cover every shared shingle of the first."""
    found = passages(one, other)
    covered: set[int] = set()
    for passage in found:
        here, there = one[passage.start : passage.end], other[passage.otherStart : passage.otherEnd]
        assert words(here) == words(there)
        covered |= set(in_order(here).tolist())
    assert all(before.end <= after.start for before, after in pairwise(found))
    if min(len(words(one)), len(words(other))) >= 5:
        common = set(in_order(one).tolist()) & set(in_order(other).tolist())
        assert bool(covered) == bool(common)


def test_passages_of_a_text_that_repeats_itself_take_linear_time() -> None:
    """Ten thousand equal words are one passage."""
    text = "mot " * 10_000
    assert len(passages(text, text)) == 1


def test_fingerprint_holds_signed_numbers_one_in_eight() -> None:
    """The sample depends on the shingle alone, and fits BSON."""
    stored = fingerprint(article(prose(5, 4000))).fingerprint
    assert 400 < len(stored) < 600
    assert all(number % SAMPLE == 0 for number in stored)
    assert min(stored) < 0 < max(stored)
    assert all(np.iinfo(np.int64).min <= number <= np.iinfo(np.int64).max for number in stored)


SAME_CONTENT = [
    ({"headline": "Le  port\u00a0ferme "}, True),
    ({"headline": "Le port ferme", "articleSection": "International"}, True),
    ({"headline": "Le port ferme", "byline": "Par  Ada\nLune"}, True),
    ({"headline": "Le port rouvre"}, False),
    ({"headline": "Le port ferme", "credit": "avec AFP"}, False),
    ({"headline": "Le port ferme", "description": "Un chapô."}, False),
    ({"headline": "Le port ferme", "author": ("Ada Lune",)}, False),
]


@pytest.mark.parametrize(("fields", "same"), SAME_CONTENT)
def test_content_is_what_a_reader_reads(fields: dict[str, object], *, same: bool) -> None:
    """White space and the page's furniture change nothing; words, credit and authors do."""
    byline = "Par Ada Lune" if "byline" in fields else None
    plain = fingerprint(article(STORY, headline="Le port ferme", byline=byline))
    changed = fingerprint(article(STORY.replace(" ", "\n"), **fields))
    assert (plain.contentDigest == changed.contentDigest) is same
