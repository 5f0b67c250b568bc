from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.asynchronous.client_session import AsyncClientSession

from monitor.dedup.boilerplate import APART, MANY
from monitor.dedup.judge import Relation, compare
from monitor.dedup.shingles import text_of
from monitor.items import as_dict
from monitor.store.boilerplate import Learning
from monitor.store.connection import Store
from monitor.store.transaction import transaction
from tests.dedup.prose import prose

NOTE = prose(99, 60)
SHINGLES = text_of("", NOTE).shingles


def row(number: int, words: int, *, outlet: str = "a.example", note: str = NOTE) -> dict[str, Any]:
    """Give the document of an article of so many words over a note."""
    return {
        "_id": f"n{number:03}",
        "urls": [f"https://{outlet}/{number}"],
        "outlet": outlet,
        "headline": "",
        "articleBody": f"{prose(number, words)} {note}",
        "cluster": "one",
        "relations": [],
    }


def relate(rows: list[dict[str, Any]]) -> None:
    """Let each tell of those before it that it seems to copy."""
    for place, one in enumerate(rows):
        for other in rows[:place]:
            relation = compare(text_of("", one["articleBody"]), text_of("", other["articleBody"]))
            if relation.copies:
                told = Relation(
                    relation.verdict, relation.here, relation.there, relation.rule, 0, other["_id"]
                )
                one["relations"].append(as_dict(told))


async def learn(store: Store, document: dict[str, Any], candidates: list[dict[str, Any]]) -> set[str]:
    """Learn in a transaction."""

    async def body(session: AsyncClientSession) -> set[str]:
        learning = Learning(store.db)
        known = await learning.of({row["outlet"] for row in candidates}, session)
        return await learning.learn(document, candidates, known, session)

    return await transaction(store.client, body)


async def known(store: Store, *outlets: str) -> list[int]:
    """Give what is boilerplate of outlets."""
    async with store.client.start_session() as session:
        boilerplate = await Learning(store.db).of(outlets, session)
    shingles: list[int] = boilerplate.of(outlets).tolist()
    return shingles


async def test_what_many_different_articles_of_an_outlet_share_is_learned(store: Store) -> None:
    """It is kept for every process, and for this outlet only."""
    rows = [row(number, 200) for number in range(APART)]
    assert await learn(store, rows[0], rows[1:]) == set()
    assert set(SHINGLES.tolist()) <= set(await known(store, "a.example", "b.example"))
    assert await known(store, "b.example") == []


@pytest.mark.parametrize(
    ("count", "outlet", "note"),
    [(APART - 1, "a.example", NOTE), (APART, "b.example", NOTE), (APART, "a.example", "")],
    ids=["too few", "of another outlet", "nothing in common"],
)
async def test_less_teaches_nothing(store: Store, count: int, outlet: str, note: str) -> None:
    """Too few articles, or those of another outlet, make no boilerplate."""
    others = [row(number, 200, outlet=outlet, note=note) for number in range(1, count)]
    assert await learn(store, row(0, 200), others) == set()
    assert await known(store, "a.example", "b.example") == []


async def test_one_story_told_again_and_again_teaches_nothing(store: Store) -> None:
    """Copies of each other are one story, as long as there are not very many."""
    rows = [row(number, 30, note=prose(98, 200)) for number in range(MANY - 1)]
    relate(rows)
    assert await learn(store, rows[-1], rows[:-1]) == set()
    assert await known(store, "a.example") == []


async def test_relations_that_rested_on_boilerplate_are_undone(store: Store) -> None:
    """Leads over one long note seemed copies; a true copy among them stays one."""
    rows = [row(number, 45) for number in range(MANY)]
    copy = {**row(3, 45), "_id": "copy", "outlet": "b.example", "urls": ["https://b.example/copy"]}
    copy["articleBody"] = copy["articleBody"].removesuffix(NOTE)
    relate([*rows[:-1], copy])
    await store.db["articles"].insert_many([*rows[:-1], copy])
    assert await learn(store, rows[-1], [*rows[:-1], copy]) == {"one"}
    left = {
        each["_id"]: [relation["other"] for relation in each["relations"]]
        async for each in store.db["articles"].find({})
    }
    assert {name: others for name, others in left.items() if others} == {"copy": ["n003"]}


async def test_what_is_known_finds_nothing(store: Store) -> None:
    """The outlet's boilerplate and the shingles of very many articles are not looked up."""
    rows = [row(number, 200) for number in range(APART)]
    await learn(store, rows[0], rows[1:])
    common, own = SHINGLES[:3].tolist(), [5, 7, 11]
    given = [
        {"_id": outlet, "outlet": outlet, "fingerprint": [*common, *own]}
        for outlet in ("a.example", "b.example")
    ]

    async def body(session: AsyncClientSession) -> dict[str, set[int]]:
        learning = Learning(store.db)
        await learning.note([7], datetime(2026, 11, 24, tzinfo=UTC), session)
        return await learning.telling(given, session)

    told = await transaction(store.client, body)
    assert told == {"a.example": {5, 11}, "b.example": {*common, 5, 11}}
