from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.dedup.clusters import Edge, Member, arrange, components
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
