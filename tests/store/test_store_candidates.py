from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.dedup.fingerprint import sample
from monitor.dedup.judge import wording
from monitor.dedup.shingles import text_of
from monitor.store.candidates import READ, Candidates
from monitor.store.connection import Store
from monitor.store.fingerprints import Fingerprints
from monitor.store.transaction import transaction
from tests.dedup.prose import prose

DAWN = datetime(2026, 11, 24, tzinfo=UTC)
STORY = prose(1, 300)


def document(name: str, body: str, *, time: datetime = DAWN, outlet: str = "a.example") -> dict[str, Any]:
    """Give what is stored of an article and its copies are found by."""
    text = text_of("Le port ferme", body)
    return {
        "_id": name,
        "urls": [f"https://{outlet}/{name}"],
        "outlet": outlet,
        "headline": "Le port ferme",
        "articleBody": body,
        "time": time,
        "bodyDigest": wording(text),
        "fingerprint": sample(text).tolist(),
        "cluster": f"cluster of {name}",
        "relations": [],
    }


async def found(store: Store, sought: dict[str, Any]) -> list[str]:
    """Give the ids of an article's candidates, as a new process would."""
    return (await found_together(store, [sought]))[sought["_id"]]


async def found_together(store: Store, sought: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Give the ids of several articles' candidates, looked up together."""

    async def body(session: Any) -> dict[str, list[dict[str, Any]]]:
        return await Candidates(store.db).of(sought, session)

    rows = await transaction(store.client, body)
    return {name: [row["_id"] for row in rows] for name, rows in rows.items()}


async def keep(store: Store, documents: Sequence[dict[str, Any]]) -> None:
    """Store documents."""
    await store.db["articles"].insert_many(documents)
    await transaction(store.client, lambda session: Fingerprints(store.db).add(session, documents))


CASES = [
    ("the same words", STORY.upper(), True),
    ("half of it", " ".join(STORY.split()[:150]), True),
    ("a relay in a longer text", f"{prose(2, 200)} {' '.join(STORY.split()[100:180])} {prose(3, 200)}", True),
    ("a brief out of it", " ".join(STORY.split()[200:230]), True),
    ("other news", prose(4, 300), False),
]


@pytest.mark.parametrize(("body", "there"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
async def test_what_may_carry_the_text_is_found(store: Store, body: str, *, there: bool) -> None:
    """Equal texts, parts, relays and briefs are candidates, with what a verdict needs."""
    await keep(store, [document("story", STORY), document("else", prose(5, 300))])
    assert await found(store, document("new", body)) == (["story"] if there else [])


async def test_an_article_is_no_candidate_for_itself(store: Store) -> None:
    """Its own earlier state is not found."""
    await keep(store, [document("story", STORY)])
    assert await found(store, document("story", f"{STORY} encore")) == []


@pytest.mark.parametrize(("days", "there"), [(-31, False), (-29, True), (29, True), (31, False)])
async def test_only_the_window_around_its_time_counts(store: Store, days: int, *, there: bool) -> None:
    """Earlier and later ones are found alike: the original may come late."""
    await keep(store, [document("story", STORY), document("part", " ".join(STORY.split()[:200]))])
    sought = document("new", STORY, time=DAWN + timedelta(days=days))
    assert await found(store, sought) == (["story", "part"] if there else [])


async def test_the_earliest_stands_for_all_of_one_text(store: Store) -> None:
    """A story that hundreds ran does not hide another that shares as much."""
    run = [document(f"run{n:03}", STORY, time=DAWN + timedelta(hours=n)) for n in range(400)]
    other = document("other", f"{STORY} {prose(8, 40)}", time=DAWN + timedelta(days=20))
    await keep(store, [*reversed(run), other])
    assert sorted(await found(store, document("new", f"{prose(9, 10)} {STORY}"))) == ["other", "run000"]


async def test_shingles_of_very_many_articles_are_left_out_for_good(store: Store) -> None:
    """Once met they are noted, no process looks them up again, and copies are found by the rest."""
    note = prose(6, 50)
    noted = [document(f"n{n}", f"{prose(1000 + n, 400)} {note}", outlet=f"o{n}.example") for n in range(READ)]
    await keep(store, [*noted, document("story", f"{STORY} {note}")])
    assert await found(store, document("new", f"{STORY} {note}", outlet="b.example")) == ["story"]
    hot = {row["_id"] async for row in store.db["boilerplate"].find({})}
    assert hot
    assert hot <= set(sample(text_of("", note)).tolist())
    assert await found(store, document("other", note, outlet="b.example")) == []
    assert await found(store, document("part", " ".join(STORY.split()[:100]))) == ["story"]


async def test_a_story_that_very_many_tell_otherwise_is_found_all_the_same(store: Store) -> None:
    """Its own shingles become common, and are not left out for that."""
    told = [document(f"n{n:03}", f"{STORY} {prose(2000 + n, 40)}") for n in range(2 * READ)]
    await keep(store, told)
    assert len(await found(store, document("new", STORY, outlet="b.example"))) > 10
    assert await store.db["boilerplate"].count_documents({}) == 0


async def test_articles_looked_up_together_find_what_each_finds_alone(store: Store) -> None:
    """Equal texts, parts, late originals and news: what one finds does not depend on those beside it."""
    await keep(
        store, [document("story", STORY), document("late", prose(2, 300), time=DAWN + timedelta(days=40))]
    )
    await keep(store, [document(f"copy{n:03}", prose(3, 300)) for n in range(40)])
    given = [
        document("same", STORY.upper()),
        document("part", f"{STORY} {prose(5, 50)}"),
        document("news", prose(6, 200)),
    ]
    given += [
        document("early", prose(2, 300)),
        document("due", prose(2, 280), time=DAWN + timedelta(days=20)),
    ]
    given += [document("fortieth", prose(3, 300)), document("most", " ".join(prose(3, 300).split()[:200]))]
    together = await found_together(store, given)
    assert together == {each["_id"]: await found(store, each) for each in given}
    assert [name for name, rows in together.items() if not rows] == ["news", "early"]


async def test_where_too_many_share_something_each_is_looked_up_alone(store: Store) -> None:
    """A story that hundreds ran or told otherwise does not hide what others among them find."""
    ran = [document(f"ran{n:03}", STORY, time=DAWN + timedelta(hours=n)) for n in range(2 * READ)]
    told = [document(f"told{n:03}", f"{prose(7, 300)} {prose(2000 + n, 40)}") for n in range(2 * READ)]
    await keep(store, [*ran, *told, document("other", prose(8, 300))])
    given = [
        document("same", STORY),
        document("again", f"{prose(7, 300)} {prose(9, 20)}"),
        document("rest", prose(8, 250)),
    ]
    together = await found_together(store, given)
    assert {name: sorted(rows) for name, rows in together.items()} == {
        each["_id"]: sorted(await found(store, each)) for each in given
    }
    assert together["same"][0] == "ran000"
    assert len(together["again"]) > 10
    assert together["rest"] == ["other"]
