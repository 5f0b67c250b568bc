"""What is wrong with a database after the trial of kills, and in what two databases differ."""

from collections import Counter, defaultdict
from typing import Any

from kills_newsroom import Newsroom

from monitor.store.connection import Store
from monitor.urls import canonical

_PLACE = {"copyOf", "source", "wire", "membership"}
# What says when and how it was fetched, and names that follow from the order of arrival.
_OF_THE_FETCH = {"capture", "firstSeen", "storedAt", "run", "cause", "cluster", "relations", "_id"}


async def faults(store: Store, newsroom: Newsroom) -> list[str]:
    """List what is lost, half or double."""
    found = []
    articles = await store.db["articles"].find().to_list()
    by_url = defaultdict(list)
    for row in articles:
        for url in row["urls"]:
            by_url[url].append(row)
    for url in newsroom.shown:
        rows = by_url[canonical(url)]
        if len(rows) != 1:
            known = await store.pages.get(canonical(url))
            found.append(f"{url} is in {len(rows)} articles; {known or 'it was never read to its end'}")
        elif newsroom.corrections.get(url, "") not in rows[0]["articleBody"]:
            found.append(f"{url} lacks its correction")
    remembered = [page["_id"] async for page in store.db["pages"].find({"outcome": "article"})]
    found += [
        f"{url} is remembered as an article, and there is none" for url in remembered if not by_url[url]
    ]
    return [*found, *await _events(store, articles), *await _clusters(store, articles)]


async def _events(store: Store, articles: list[dict[str, Any]]) -> list[str]:
    told = Counter([(row["article"], row["kind"]) async for row in store.db["events"].find()])
    revisions = Counter([row["article"] async for row in store.db["revisions"].find()])
    known = {row["_id"]: row["revision"] for row in articles}
    return [
        *(f"{name} is new {told[name, 'new']} times" for name in known if told[name, "new"] != 1),
        *(
            f"{name} has {revisions[name]} revisions and {told[name, 'revised']} events at revision {number}"
            for name, number in known.items()
            if not told[name, "revised"] == revisions[name] == number - 1
        ),
        *(
            f"{name} has revisions or events, and is no article"
            for name in {*revisions, *(name for name, _ in told)} - known.keys()
        ),
    ]


async def _clusters(store: Store, articles: list[dict[str, Any]]) -> list[str]:
    members = defaultdict(list)
    for row in articles:
        members[row["cluster"]].append(row)
    documents = {row["_id"]: row async for row in store.db["clusters"].find()}
    found = [
        f"the cluster {name} has no document, or no article" for name in members.keys() ^ documents.keys()
    ]
    for name in members.keys() & documents.keys():
        first = min(members[name], key=lambda row: (row["time"], row["_id"]))["_id"]
        if (documents[name]["size"], documents[name]["first"]) != (len(members[name]), first):
            found.append(f"the cluster {name} does not sum up its articles")
    return found


async def everything(store: Store) -> dict[str, Any]:
    """Give what is stored but for what says how it was fetched."""
    articles = await store.db["articles"].find().to_list()
    together = defaultdict(set)
    for row in articles:
        together[row["cluster"]].add(row["_id"])
    told = Counter([(row["article"], row["kind"]) async for row in store.db["events"].find()])
    # An earlier state keeps the place that it had in its cluster at the time.
    earlier = [_content(row) for row in await store.db["revisions"].find().to_list()]
    revisions = {
        (row["article"], row["revision"]): {name: row[name] for name in row.keys() - _PLACE}
        for row in earlier
    }
    return {
        "articles": {row["_id"]: _content(row) for row in articles},
        "revisions": revisions,
        "clusters": {frozenset(each) for each in together.values()},
        "events": told,
    }


def odd(one: Any, other: Any) -> str:
    """Tell where two differ first."""
    if isinstance(one, set):
        return str(min(map(sorted, one ^ other)))
    key = next(key for key in {**one, **other} if one.get(key) != other.get(key))
    mine, theirs = one.get(key), other.get(key)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return f"{key}: {[name for name in mine | theirs if mine.get(name) != theirs.get(name)]}"
    return f"{key}: {mine and 'crawled'} {theirs and 'replayed'}"


def _content(row: dict[str, Any]) -> dict[str, Any]:
    left_out = _OF_THE_FETCH | (set() if row["datePublished"] else {"time"})
    return {name: value for name, value in row.items() if name not in left_out}
