from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.dedup.clusters import Cut, Edge, Member, arrange, components, names
from monitor.dedup.judge import Relation

DAWN = datetime(2026, 11, 24, tzinfo=UTC)


def member(name: str, minutes: int, outlet: str = "a.example", *credited: str) -> Member:
    """Give a member published so many minutes after dawn."""
    return Member(name, outlet, DAWN + timedelta(minutes=minutes), credited)


def edge(one: str, other: str, containment: float = 0.9) -> Edge:
    """Give an edge with this containment."""
    return Edge(one, Relation("near", containment, containment, "near.shingles", other=other))


def test_copies_point_to_the_first_where_they_are_related_to_it() -> None:
    """One that shares more with another copy still copies the first."""
    cluster = arrange(
        [member("late", 9), member("first", 0), member("mid", 5)],
        [edge("late", "first", 0.6), edge("late", "mid", 1.0), edge("mid", "first")],
    )
    assert cluster.first == "first"
    assert {name: place.copyOf for name, place in cluster.places.items()} == {
        "first": None,
        "mid": "first",
        "late": "first",
    }


def test_a_copy_without_relation_to_the_first_points_to_its_nearest() -> None:
    """Two briefs that one long article holds are no copies of each other."""
    cluster = arrange(
        [member("a", 0), member("b", 1), member("long", 2)], [edge("long", "a"), edge("long", "b")]
    )
    assert cluster.places["b"].copyOf is None
    assert cluster.places["b"].of == "long"
    assert cluster.places["long"].copyOf == "a"


def test_the_source_is_whom_most_members_credit() -> None:
    """Without any credit it is the first member's outlet."""
    credited = [
        member("a", 0, "a.example"),
        member("b", 1, "b.example", "afp.com"),
        member("c", 2, "c.example"),
    ]
    assert (arrange(credited, []).source, arrange(credited, []).credited) == ("afp.com", True)
    plain = [member("b", 1, "b.example"), member("a", 0, "a.example")]
    assert (arrange(plain, []).source, arrange(plain, []).credited) == ("a.example", False)


NAMES = "abcdefg"
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from([0.5, 0.7, 0.9])))


@given(EDGES, st.lists(st.integers(0, 3), min_size=7, max_size=7), st.randoms(use_true_random=False))
def test_order_makes_no_difference(
    drawn: list[tuple[str, str, float]], minutes: list[int], chance: object
) -> None:
    """The same members and edges give the same clusters, in any order; no article copies itself."""
    # Two articles have one relation.
    edges = list({frozenset((one, other)): edge(one, other, share) for one, other, share in drawn}.values())
    members = [member(name, at) for name, at in zip(NAMES, minutes, strict=True)]
    told = arrange(members, edges), sorted(components(NAMES, edges))
    chance.shuffle(edges)  # type: ignore[attr-defined]
    chance.shuffle(members)  # type: ignore[attr-defined]
    assert (arrange(members, edges), sorted(components(reversed(NAMES), edges))) == told
    assert all(place.copyOf != name for name, place in told[0].places.items())


def test_a_chain_of_copies_is_one_cluster() -> None:
    """Copies of copies belong together, however long the chain."""
    names = [f"a{number:04}" for number in range(3000)]
    assert len(components(names, [edge(one, other) for one, other in pairwise(names)])) == 1


def cut(parted: str, others: str) -> Cut:
    """Give the cut between articles of one letter each."""
    return Cut(frozenset(parted), frozenset(others))


TRIANGLE = [edge("a", "b", 0.9), edge("b", "c", 0.8), edge("a", "c", 0.7)]
CUTS = [
    ("nothing is cut", "abc", TRIANGLE, [], ["abc"]),
    ("one is parted from all", "abc", TRIANGLE, [cut("c", "ab")], ["ab", "c"]),
    ("two are parted together, and stay so", "abc", TRIANGLE, [cut("bc", "a")], ["a", "bc"]),
    ("two cuts", "abc", TRIANGLE, [cut("a", "bc"), cut("b", "c")], ["a", "b", "c"]),
    (
        "a cut of one pair leaves the third where it shares most",
        "abc",
        TRIANGLE,
        [cut("a", "c")],
        ["ab", "c"],
    ),
    ("a cut of articles that are gone", "abc", TRIANGLE, [cut("x", "y")], ["abc"]),
    ("a cut of what no edge connects", "abc", [edge("a", "b")], [cut("c", "ab")], ["ab", "c"]),
    (
        "a later copy of both sides brings them not together again",
        "abcd",
        [*TRIANGLE, edge("d", "a", 0.6), edge("d", "c", 0.95)],
        [cut("c", "ab")],
        ["ab", "cd"],
    ),
    (
        "through two later copies neither",
        "abcde",
        [*TRIANGLE, edge("d", "a", 0.6), edge("e", "c", 0.95), edge("d", "e", 0.55)],
        [cut("c", "ab")],
        ["abd", "ce"],
    ),
]


@pytest.mark.parametrize(
    ("ids", "edges", "cuts", "parts"), [case[1:] for case in CUTS], ids=[case[0] for case in CUTS]
)
def test_what_a_person_has_parted_stays_apart(
    ids: str, edges: list[Edge], cuts: list[Cut], parts: list[str]
) -> None:
    """No cluster holds both sides of a cut, whatever comes later."""
    assert sorted("".join(part) for part in components(ids, edges, cuts)) == parts


@given(
    EDGES, st.lists(st.tuples(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))), st.data()
)
def test_cuts_hold_in_any_order(
    drawn: list[tuple[str, str, float]], sides: list[tuple[set[str], set[str]]], data: st.DataObject
) -> None:
    """Whatever is cut, no part holds both sides, and the order of edges and cuts makes no difference."""
    edges = list({frozenset((one, other)): edge(one, other, share) for one, other, share in drawn}.values())
    cuts = [Cut(frozenset(parted), frozenset(others - parted)) for parted, others in sides]
    parts = components(NAMES, edges, cuts)
    for each in cuts:
        assert not any(each.parted & set(part) and each.others & set(part) for part in parts)
    shuffled = components(NAMES, data.draw(st.permutations(edges)), data.draw(st.permutations(cuts)))
    assert sorted(shuffled) == sorted(parts)


LIVES_ON = [
    ("members arrive", ["ab"], {"a": "x"}, ["x"]),
    ("two become one: the older name stays", ["abc"], {"a": "new", "b": "new", "c": "old"}, ["old"]),
    ("one falls apart: the larger part keeps it", ["a", "bc"], {"a": "x", "b": "x", "c": "x"}, [None, "x"]),
    ("parts of one size: that of the lesser id", ["a", "b"], {"a": "x", "b": "x"}, ["x", None]),
    ("one member changes sides", ["ab", "cd"], {"a": "x", "b": "y", "c": "y", "d": "y"}, ["x", "y"]),
    ("nobody had a name", ["a", "b"], {}, [None, None]),
]


@pytest.mark.parametrize(
    ("parts", "named", "kept"), [case[1:] for case in LIVES_ON], ids=[case[0] for case in LIVES_ON]
)
def test_a_name_lives_on(parts: list[str], named: dict[str, str], kept: list[str | None]) -> None:
    """A cluster's name stays with most of its members, one of several with the oldest."""
    assert names([list(part) for part in parts], named, {"old": 0, "x": 1, "y": 2, "new": 3}) == kept


def test_a_late_original_takes_its_place_as_first() -> None:
    """Published earlier and read later, it becomes what the others copy."""
    members = [member("copy", 5, "b.example"), member("other", 9, "c.example")]
    edges = [edge("other", "copy", 0.8)]
    assert arrange(members, edges).places["other"].copyOf == "copy"
    late = [*members, member("original", 0, "a.example")]
    arranged = arrange(late, [*edges, edge("original", "copy", 0.7), edge("original", "other", 0.6)])
    assert (arranged.first, arranged.source) == ("original", "a.example")
    assert {name: place.copyOf for name, place in arranged.places.items()} == {
        "original": None,
        "copy": "original",
        "other": "original",
    }
