from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.dedup.boilerplate import MANY
from monitor.dedup.index import HOT, Index
from monitor.dedup.outcome import Result
from monitor.dedup.window import Given, Window
from tests.dedup.prose import prose

DAWN = datetime(2026, 11, 24, tzinfo=UTC)


def run(articles: list[Given], window: Window | None = None) -> dict[str, Result]:
    """Give the results by id."""
    window = window or Window(postings=1 << 14)
    for number, given_ in enumerate(articles):
        window.add(number, given_)
    outcome = window.outcome()
    results = {each.id: outcome.of(number) for number, each in enumerate(articles)}
    return {name: result for name, result in results.items() if result}


def story(name: str, body: str, minutes: int = 0, outlet: str = "") -> Given:
    """Give an article published so many minutes after dawn."""
    return Given(name, "", body, outlet, DAWN + timedelta(minutes=minutes))


FIRST, SECOND = prose(1, 200), prose(2, 200)
PIECES = [
    story("original", FIRST, 5),
    story("late", FIRST, 1),
    story("cut", " ".join(FIRST.split()[:90]), 7),
    story("relay", f"{prose(4, 150)} {' '.join(FIRST.split()[20:90])} {prose(5, 100)}", 8),
    story("brief", " ".join(FIRST.split()[30:80]), 9),
    story("other", SECOND, 2),
    story("edited", SECOND.replace(SECOND.split()[50], "autre"), 3),
    story("alone", prose(3, 100), 4),
]


def test_copies_of_every_kind_are_found() -> None:
    """The earliest is the first whenever it comes; an article alone has no result."""
    results = run(PIECES)
    assert results["late"].copyOf is None
    assert {results[name].copyOf for name in ("original", "cut")} == {"late"}
    assert results["edited"].copyOf == "other"
    assert results["relay"].cluster == results["late"].cluster != results["other"].cluster
    assert "alone" not in results
    assert results["original"].relations[0].verdict == "same"


@settings(max_examples=25, deadline=None)
@given(st.permutations(PIECES))
def test_the_order_of_the_stream_makes_no_difference(articles: list[Given]) -> None:
    """Clusters, first members and figures are the same for every order."""
    assert run(articles) == run(PIECES)


NOTE = prose(99, 50)
NOTED = [
    *(story(f"short{n}", f"{prose(n, 45)} {NOTE}", n, "a.example") for n in range(100, 104)),
    *(story(f"long{n}", f"{prose(n, 200)} {NOTE}", n, "a.example") for n in range(200, 216)),
]


def test_an_outlets_boilerplate_is_learned_and_does_not_count() -> None:
    """Short articles over one long note are no copies, though the first came before it was known."""
    assert run(NOTED) == {}
    assert len(run(NOTED[:4])) == 4


def test_a_note_under_short_articles_only_is_boilerplate_when_no_story_is_told_so_often() -> None:
    """Leads over one long note look like copies of each other, until there are very many of them."""
    leads = [story(str(n), f"{prose(n, 45)} {NOTE}", n, "a.example") for n in range(MANY)]
    assert run(leads) == {}
    assert len(run(leads[1:])) == MANY - 1


def test_what_one_story_repeats_is_no_boilerplate() -> None:
    """Twenty states of a story at one outlet, each with another lead, are one cluster."""
    states = [story(str(n), f"{prose(n, 30)} {FIRST}", n, "a.example") for n in range(20)]
    assert len({result.cluster for result in run(states).values()}) == 1


def test_boilerplate_of_one_outlet_counts_for_others() -> None:
    """A copy elsewhere of what is boilerplate here only is judged by the rest of it."""
    copy = story("copy", NOTED[0].body, 999, "b.example")
    other = story("other", f"{prose(500, 45)} {NOTE}", 999, "b.example")
    assert sorted(run([*NOTED, copy, other])) == ["copy", "short100"]


@settings(max_examples=10, deadline=None)
@given(st.permutations([*NOTED, *PIECES, story("copy", NOTED[0].body, 999, "b.example")]))
def test_boilerplate_is_the_same_for_every_order(articles: list[Given]) -> None:
    """Clusters and figures do not depend on when boilerplate became known."""
    assert run(articles) == run([*NOTED, *PIECES, story("copy", NOTED[0].body, 999, "b.example")])


def test_equal_articles_are_one_text_however_many() -> None:
    """A text that hundreds run is compared once, and each of them is told all others in reach."""
    days = [Given(str(n), "", FIRST, f"o{n}.example", DAWN + timedelta(days=n / 10)) for n in range(400)]
    results = run(days)
    assert {result.cluster for result in results.values()} == {results["0"].cluster}
    assert len(results["0"].relations) == 300
    assert results["399"].copyOf == "99"


def test_one_id_twice_is_no_copy_of_itself() -> None:
    """Two lines with one id share a cluster, and neither copies the other."""
    results = run([story("x", FIRST), story("x", FIRST, 1), story("y", FIRST, 2)])
    assert results["x"].copyOf is None
    assert [relation.other for relation in results["x"].relations] == ["y"]


def test_articles_far_apart_in_time_are_no_copies() -> None:
    """The days of the window count between dates of publication; an article without date fits all."""
    month = 31 * 24 * 60
    assert run([story("old", FIRST), story("new", FIRST, month)]) == {}
    assert len(run([story("old", FIRST), Given("undated", "", FIRST)])) == 2


def test_memory_is_bounded_by_the_window() -> None:
    """What is older than the window is forgotten; equal articles keep each other findable."""
    window = Window(articles=3, postings=1 << 12)
    texts = [
        FIRST,
        FIRST,
        *(prose(n, 100) for n in range(20, 22)),
        FIRST,
        *(prose(n, 100) for n in range(30, 34)),
        FIRST,
    ]
    results = run([story(str(n), text) for n, text in enumerate(texts)], window)
    assert sorted(results) == ["0", "1", "4"]
    assert len(window._kept) == 3
    assert len(window._worded) == 3


@given(st.lists(st.sets(st.integers(0, 40), min_size=1), max_size=30))
def test_the_index_counts_as_a_plain_one_does(texts: list[set[int]]) -> None:
    """A text is found with as many shingles as it has in common, as long as the ring holds it."""
    # The lowest bits tell nothing, as in a sample; sixteen slots make long chains.
    made = [np.array(sorted(text), np.int64) << 14 for text in texts]
    index = Index(postings=16)
    kept: list[tuple[int, int]] = []
    for number, text in enumerate(made):
        plain: dict[int, int] = {}
        for shingle, other in kept:
            if shingle in text:
                plain[other] = plain.get(other, 0) + 1
        assert index.find(text) == plain
        index.add(number, text)
        kept = [*kept, *((shingle, number) for shingle in text.tolist())][-16:]


def test_a_shingle_of_very_many_texts_finds_nothing() -> None:
    """Looking up boilerplate costs no more than looking up anything else."""
    index = Index(postings=1 << 12)
    common = np.array([1 << 20])
    for number in range(HOT + 2):
        index.add(number, common)
    assert not index.find(common)
    assert index.find(np.array([2 << 20])) == {}
