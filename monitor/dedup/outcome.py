"""What a window found: the cluster of each article, what it copies, and all that it is related to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from xxhash import xxh64_hexdigest

from monitor.dedup.clusters import Cluster, Edge, Member, arrange, components
from monitor.dedup.judge import Relation, verdict_of
from monitor.dedup.wording import Run, Wording

_UNDATED = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of an article at the end; relations are to those that carry its text."""

    cluster: str
    copyOf: str | None = None
    relations: tuple[Relation, ...] = ()


class Outcome:
    """The results of the articles that have copies, made as they are asked for: there may be very many."""

    def __init__(
        self,
        related: Iterable[tuple[Wording, Wording, Relation]],
        several: Iterable[Wording],
        span: timedelta,
    ) -> None:
        self._span = span
        self._related: dict[Wording, list[tuple[Wording, Relation]]] = defaultdict(list)
        for one, other, relation in related:
            self._related[one].append((other, relation))
            self._related[other].append((one, relation.turned("")))
        for wording in several:
            if wording.same and wording.same.copies:
                self._related[wording].append((wording, wording.same))
        for wording in self._related:
            wording.put_in_order()
        self._runs = {run.number: (run, wording) for wording in self._related for run in wording.runs}
        self._clusters = dict(self._arranged())

    def of(self, number: int) -> Result | None:
        """Give the result of the article of this number; None when it has no copies."""
        if number not in self._clusters:
            return None
        run, wording = self._runs[number]
        cluster = self._clusters[number]
        copied = cluster.places[run.key].copyOf
        relations = (
            replace(relation, other=other.id)
            for related, relation in self._related[wording]
            for other in related.near(run, self._span)
            if other.id != run.id
        )
        return Result(
            cluster_id(_id(cluster.first)),
            _id(copied) if copied and _id(copied) != run.id else None,
            verdict_of(relations).relations,
        )

    def _arranged(self) -> Iterator[tuple[int, Cluster]]:
        members = {run.key: _member(run) for run, _ in self._runs.values()}
        edges = list(self._edges())
        parts = components(members, edges)
        part_of = {key: place for place, keys in enumerate(parts) for key in keys}
        inside = defaultdict(list)
        for edge in edges:
            inside[part_of[edge.one]].append(edge)
        for place, keys in enumerate(parts):
            if len(keys) > 1:
                cluster = arrange([members[key] for key in keys], inside[place])
                yield from ((_number(key), cluster) for key in keys)

    def _edges(self) -> Iterator[Edge]:
        """Yield enough edges to connect what belongs together, and each article with what it may copy."""
        for run, wording in self._runs.values():
            for related, relation in self._related[wording]:
                for other in related.nearest(run, self._span):
                    yield Edge(run.key, replace(relation, other=other.key))


def cluster_id(first: str) -> str:
    """Name the cluster whose first member has this id."""
    return xxh64_hexdigest(first.encode())


def _member(run: Run) -> Member:
    return Member(run.key, run.outlet, run.time or _UNDATED)


def _id(key: str) -> str:
    return key.rpartition("\0")[0]


def _number(key: str) -> int:
    return int(key.rpartition("\0")[2])
