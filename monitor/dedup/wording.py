"""Wordings: what articles that have the same words have in common, and which of them lie close in time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.dedup.judge import Relation


@dataclass(frozen=True, slots=True)
class Run:
    """One article that ran a wording; `id` need not be unique, `number` is, `time` is null when unknown."""

    number: int
    id: str
    outlet: str
    time: datetime | None

    @property
    def key(self) -> str:
        """Sorts by the id, and tells two lines of one id apart."""
        return f"{self.id}\0{self.number:012}"

    def near(self, other: "Run", span: timedelta) -> bool:
        """Tell whether the two lie so close in time that one may copy the other."""
        return self.time is None or other.time is None or abs(self.time - other.time) <= span


@dataclass(slots=True, eq=False)
class Wording:
    """Articles with the same words; `same` is their relation to each other, once it is judged."""

    number: int
    runs: list[Run] = field(default_factory=list)
    same: Relation | None = None

    def put_in_order(self) -> None:
        """Order the runs by time, those without last."""
        self.runs.sort(key=lambda run: (run.time is None, run.time or 0, run.key))

    def near(self, run: Run, span: timedelta) -> Iterator[Run]:
        """Yield the others that lie close to an article in time."""
        return (other for other in self.runs if other is not run and other.near(run, span))

    def nearest(self, run: Run, span: timedelta) -> Iterator[Run]:
        """Yield the earliest of those close to an article, and the first without time.

        These connect an article with all that are near it, directly or through others.
        """
        first = next(self.near(run, span), None)
        if first:
            yield first
            if first.time:
                yield from [other for other in self.runs[-1:] if other.time is None and other is not run]
