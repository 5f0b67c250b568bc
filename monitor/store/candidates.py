"""Candidates: the stored articles that may carry the text of another, found by MongoDB's own index.

Equal texts are found by digest, others by the sampled shingles of their fingerprints, both within the
window around the article's time. Of articles with equal texts the earliest stands for all. Articles that are
written together are looked up together, as far as not too many share something with them.

What very many articles have costs much and tells little: a look-up that would read too many goes on without
the shingles that most of them have. Where those articles have little else in common with this one, the
shingle is noted, and no look-up of any process asks for it again; nor for what is the outlet's boilerplate.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from monitor.dedup.fingerprint import SAMPLE
from monitor.store.boilerplate import Learning
from monitor.store.fingerprints import Fingerprints

WINDOW = timedelta(days=30)
HOT = 75
"""A shingle that so many otherwise different articles have, of those that one look-up reads, is left out."""
READ = 150
"""Articles that a look-up reads at once."""
_TOGETHER = 2 * READ
"""Articles that a look-up for several reads at once."""
_COMMON = READ // 4
_EQUAL = 32
_JUDGED = 64
_LIKELY = 0.1
_UNLIKE = 0.25
"""With less of the sample in common, no more than a quotation is."""
_FEW = 6
"""Of so small a sample one in common is enough to look closer."""

_TEXT = {"headline": 1, "articleBody": 1, "cluster": 1, "outlet": 1, "relations": 1}
Row = dict[str, Any]


class Candidates:
    """Looks candidates up."""

    def __init__(self, database: AsyncDatabase[Row]) -> None:
        self._articles = database["articles"]
        self._fingerprints = Fingerprints(database)
        self._learning = Learning(database)

    async def of(self, documents: Sequence[Row], session: AsyncClientSession) -> dict[str, list[Row]]:
        """Give the candidates for articles' documents, by id: ids, headlines, bodies, clusters, relations."""
        equal = await self._equal(documents, session)
        likely = await self._likely(documents, session)
        names = {name: [*equal[name], *likely[name]] for name in equal}
        wanted = sorted({each for found in names.values() for each in found})
        if not wanted:
            return {name: [] for name in names}
        rows = self._articles.find({"_id": {"$in": wanted}}, _TEXT, session=session)
        texts = {row["_id"]: row async for row in rows}
        return {name: [texts[each] for each in found] for name, found in names.items()}

    async def _equal(self, documents: Sequence[Row], session: AsyncClientSession) -> dict[str, list[str]]:
        """Name the articles of equal text, the earliest first."""
        rows: list[Row] = []
        if len(documents) > 1:
            digests = [document["bodyDigest"] for document in documents]
            rows = await self._fingerprints.equal(session, digests, _around(documents), _TOGETHER)
        found = {}
        for document in documents:
            digest = document["bodyDigest"]
            own = [row for row in rows if row["bodyDigest"] == digest and near(row, document)]
            if len(own) < _EQUAL and (len(documents) == 1 or len(rows) == _TOGETHER):
                # It may be among them itself.
                around = await self._fingerprints.equal(session, [digest], _around([document]), _EQUAL + 1)
                own = [row for row in around if near(row, document)]
            found[document["_id"]] = [row["_id"] for row in own[:_EQUAL]]
        return found

    async def _likely(self, documents: Sequence[Row], session: AsyncClientSession) -> dict[str, list[str]]:
        """Name the articles that share enough of what tells something for a copy, the likeliest first."""
        telling = await self._learning.telling(documents, session)
        wanted = set().union(*telling.values())
        rows: list[Row] = []
        if len(documents) > 1 and wanted:
            rows = await self._fingerprints.sharing(session, wanted, _around(documents), _TOGETHER)
        likely = {}
        for document in documents:
            look = _Look(self._fingerprints, self._learning, document, session)
            own = telling[document["_id"]]
            shared = [row for row in rows if not own.isdisjoint(row["fingerprint"]) and look.fits(row)]
            if len(documents) == 1 or len(rows) == _TOGETHER or len(shared) >= READ:
                shared = await look.sharing(own)
            likely[document["_id"]] = await look.likely(own, shared)
        return likely


@dataclass(frozen=True, slots=True)
class _Look:
    """The look-up for one article among those that have shingles of its own."""

    fingerprints: Fingerprints
    learning: Learning
    document: Row
    session: AsyncClientSession

    def fits(self, row: Row) -> bool:
        """Tell whether another article may be a candidate; those of equal text are found already."""
        return row["bodyDigest"] != self.document["bodyDigest"] and near(row, self.document)

    async def sharing(self, wanted: AbstractSet[int]) -> list[Row]:
        """Read the articles that have one of these shingles, as many as are read at once."""
        return await self.fingerprints.sharing(self.session, wanted, self._rest, READ) if wanted else []

    async def likely(self, telling: AbstractSet[int], rows: Sequence[Row]) -> list[str]:
        """Choose from what shares telling shingles, `rows` first; as many as are read at once may be more."""
        sample = set(self.document["fingerprint"])
        wanted, likeness = telling, _Likeness(telling, sample - telling)
        read = {row["_id"]: row for row in rows}
        while len(rows) == READ:
            unlike = [row for row in rows if likeness.share(row) < _UNLIKE]
            hot = {shingle for shingle, count in _counts(unlike, wanted).items() if count >= HOT}
            if hot:
                await self.learning.note(hot, self.document["time"], self.session)
                # As if it had been known before.
                telling = telling - hot
                likeness = _Likeness(telling, sample - telling)
            counts = _counts(rows, wanted)
            most = min(_COMMON, max(counts.values()))
            wanted = {shingle for shingle in wanted - hot if counts[shingle] < most}
            rows = await self.sharing(wanted)
            read.update({row["_id"]: row for row in rows})
        likely = likeness.likeliest(read.values())
        if len(read) < READ:
            return likely
        # Not all of each text were read.
        digests = [read[name]["bodyDigest"] for name in likely]
        return await self.fingerprints.earliest(self.session, digests, self._rest)

    @property
    def _rest(self) -> Row:
        return {
            **_around([self.document]),
            "bodyDigest": {"$ne": self.document["bodyDigest"]},
            "_id": {"$ne": self.document["_id"]},
        }


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much of an article's sample others have: of what is `wanted`, not of what was left out."""

    wanted: AbstractSet[int]
    left_out: AbstractSet[int]

    def likeliest(self, rows: Iterable[Row]) -> list[str]:
        """Choose those that share enough for a copy, the likeliest first; the earliest of those with one text."""
        first: dict[str, Row] = {}
        for row in sorted(rows, key=lambda row: (row["time"], row["_id"])):
            first.setdefault(row["bodyDigest"], row)
        shares = ((self.share(row), row["_id"]) for row in first.values())
        enough = sorted((-share, name) for share, name in shares if share >= _LIKELY)
        return [name for _, name in enough[:_JUDGED]]

    def share(self, row: Row) -> float:
        """Give the share that is common of the smaller sample; where this is very small, any is enough."""
        theirs = set(row["fingerprint"]) - self.left_out
        common, fewer = len(theirs & self.wanted), min(_sampled(self.wanted), _sampled(theirs))
        return 1.0 if fewer <= _FEW else common / fewer


def _counts(rows: Iterable[Row], wanted: Collection[int]) -> Counter[int]:
    """Count how many of the articles have each of the shingles that are wanted."""
    return Counter(shingle for row in rows for shingle in row["fingerprint"] if shingle in wanted)


def _sampled(shingles: Iterable[int]) -> int:
    # Of a short text all shingles are stored, and a longer one has few of them.
    return sum(shingle % SAMPLE == 0 for shingle in shingles)


def _around(documents: Sequence[Mapping[str, Any]]) -> Row:
    """Give the filter of what is near one of several articles in time."""
    times = [document["time"] for document in documents]
    return {"time": {"$gte": min(times) - WINDOW, "$lte": max(times) + WINDOW}}


def near(row: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Tell whether an article is another than one, and near it in time."""
    apart: timedelta = row["time"] - document["time"]
    return row["_id"] != document["_id"] and abs(apart) <= WINDOW
