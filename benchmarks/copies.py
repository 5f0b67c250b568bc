"""The truth about copies, reckoned exhaustively, and what a list of pairs is worth beside it.

All pairs with a shingle in common are counted through an inverted index of all five-word shingles, none
sampled and none left out for being common. The code shares nothing with `monitor.dedup` but the words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from monitor.text import words

WIDTH = 5
LEAST = 0.5
SHORT = 40
APART, MANY = 16, 32
"""A shingle is an outlet's boilerplate that so many texts share of which no two are copies, or so many of any."""
DAYS = timedelta(days=30)

Pair = tuple[int, int]
Shingles = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Truth:
    """Pairs with a containment of half or more: of one in the other, and the lesser of the two shares."""

    pairs: Mapping[Pair, tuple[float, float]]
    boilerplate: int


@dataclass(frozen=True, slots=True)
class Score:
    """Shares: of found pairs that are true, of true pairs found, of true relays found, B-cubed's F1."""

    precision: float
    recall: float
    relays: float
    bcubed: float


def read(articles: Sequence[Mapping[str, Any]]) -> list[Shingles]:
    """Give each article's shingles, each once."""
    return [_shingles(article["articleBody"]) for article in articles]


def truth(articles: Sequence[Mapping[str, Any]], *, boilerplate: bool) -> Truth:
    """Find all copies among articles; with `boilerplate`, what many of an outlet's clusters share is left out."""
    shingles = read(articles)
    times = [_time(article) for article in articles]
    pairs = dict(_contained(shingles, times))
    if not boilerplate:
        return Truth(pairs, 0)
    outlets = [article.get("outlet") or "" for article in articles]
    shared = _shared_by_many(shingles, outlets, pairs)
    left = [
        each[~np.isin(each, shared[outlet])] if outlet in shared else each
        for each, outlet in zip(shingles, outlets, strict=True)
    ]
    return Truth(dict(_contained(left, times)), sum(map(len, shared.values())))


def clusters(articles: Iterable[int], pairs: Iterable[Pair]) -> dict[int, int]:
    """Give each article the least number of those that pairs connect it with."""
    least = {article: article for article in articles}

    def root(article: int) -> int:
        while least[article] != article:
            least[article] = least[least[article]]
            article = least[article]
        return article

    for one, other in pairs:
        here, there = sorted((root(one), root(other)))
        least[there] = here
    return {article: root(article) for article in least}


def score(true: Truth, found: Iterable[Pair], articles: Sequence[Mapping[str, Any]]) -> Score:
    """Score pairs of articles of 40 words or more: shorter ones have rules of their own."""
    long = {number for number, each in enumerate(articles) if len(words(each["articleBody"])) >= SHORT}
    wanted = {pair: shares for pair, shares in true.pairs.items() if long.issuperset(pair)}
    given = {(min(pair), max(pair)) for pair in found if long.issuperset(pair)}
    hits = given & wanted.keys()
    # A relay: half of one, or more, is in another that is three times as long, or longer.
    relays = {pair for pair, (greater, lesser) in wanted.items() if lesser <= greater / 3}
    return Score(
        _share(len(hits), len(given)),
        _share(len(hits), len(wanted)),
        _share(len(relays & given), len(relays)),
        _bcubed(clusters(long, wanted), clusters(long, given)),
    )


def _bcubed(true: Mapping[int, int], found: Mapping[int, int]) -> float:
    """B-cubed's F1 over the articles that are not alone, in truth or by what was found."""
    truly, given = _members(true), _members(found)
    judged = [each for each in true if len(truly[true[each]]) > 1 or len(given[found[each]]) > 1]
    together = {each: len(truly[true[each]] & given[found[each]]) for each in judged}
    precision = _share(sum(together[each] / len(given[found[each]]) for each in judged), len(judged))
    recall = _share(sum(together[each] / len(truly[true[each]]) for each in judged), len(judged))
    return 2 * precision * recall / (precision + recall)


def _members(cluster_of: Mapping[int, int]) -> dict[int, set[int]]:
    members: dict[int, set[int]] = defaultdict(set)
    for article, cluster in cluster_of.items():
        members[cluster].add(article)
    return members


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _shingles(body: str) -> Shingles:
    said = words(body)
    runs = {" ".join(said[place : place + WIDTH]) for place in range(max(1, len(said) - WIDTH + 1))}
    return (
        np.array(sorted(xxh3_64_intdigest(run.encode()) for run in runs), np.uint64)
        if said
        else np.empty(0, np.uint64)
    )


def _contained(
    shingles: Sequence[Shingles], times: Sequence[datetime | None]
) -> Iterator[tuple[Pair, tuple[float, float]]]:
    sizes = np.array(list(map(len, shingles)))
    owners = np.repeat(np.arange(len(shingles)), sizes)
    everything = np.concatenate(shingles)
    order = np.argsort(everything, kind="stable")
    _, slots, counts = np.unique(everything, return_inverse=True, return_counts=True)
    owners, starts = owners[order], np.concatenate(([0], np.cumsum(counts)))
    begin = np.concatenate(([0], np.cumsum(sizes)))
    for one in range(len(shingles)):
        mine = slots[begin[one] : begin[one + 1]]
        mine = mine[counts[mine] > 1]
        if not len(mine):
            continue
        postings = [owners[starts[slot] : starts[slot + 1]] for slot in mine.tolist()]
        shared = np.bincount(np.concatenate(postings), minlength=one + 1)[:one]
        others = np.flatnonzero(shared)
        enough = shared[others] >= LEAST * np.minimum(sizes[others], sizes[one])
        for other in others[enough].tolist():
            if _near(times[one], times[other]):
                shares = shared[other] / sizes[one], shared[other] / sizes[other]
                yield (other, one), (float(max(shares)), float(min(shares)))


def _shared_by_many(
    shingles: Sequence[Shingles], outlets: Sequence[str], pairs: Iterable[Pair]
) -> dict[str, Shingles]:
    copies: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        if outlets[one] == outlets[other]:
            copies[one].add(other)
            copies[other].add(one)
    shared = {}
    numbers = sorted(range(len(shingles)), key=outlets.__getitem__)
    for outlet, group in groupby(numbers, key=outlets.__getitem__):
        own = list(group)
        apart: set[int] = set()
        for number in sorted(own, key=lambda number: len(copies[number])):
            if not copies[number] & apart:
                apart.add(number)
        if outlet:
            texts = {shingles[number].tobytes(): shingles[number] for number in own}
            frequent = (
                _frequent([shingles[each] for each in apart], APART),
                _frequent([*texts.values()], MANY),
            )
            shared[outlet] = np.concatenate(frequent)
    return shared


def _frequent(texts: Sequence[Shingles], least: int) -> Shingles:
    found, counts = np.unique(np.concatenate(texts), return_counts=True)
    return found[counts >= least]


def _time(article: Mapping[str, Any]) -> datetime | None:
    written = article.get("datePublished")
    if not written:
        return None
    time = datetime.fromisoformat(written)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _near(one: datetime | None, other: datetime | None) -> bool:
    return one is None or other is None or abs(one - other) <= DAYS
