"""How good the tagger is on labelled articles: sets of (article, outlet), kinds, evidence, calibration."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor.cite.gold import RANK, Case, Labelled
from monitor.items import Citation, NewsArticle

_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(slots=True)
class Tally:
    """What was found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, how much is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both.

        >>> round(Tally(right=8, wrong=2, missed=0).f1, 3)
        0.889
        """
        return (
            2 * self.right / (2 * self.right + self.wrong + self.missed)
            if self.right + self.wrong + self.missed
            else 1.0
        )

    def add(self, expected: set[tuple[str, ...]], found: set[tuple[str, ...]]) -> None:
        """Count one article."""
        self.right += len(expected & found)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)


@dataclass(frozen=True, slots=True)
class Fault:
    """A citation found wrongly, missed, or of the wrong kind."""

    article: str
    what: str
    outlet: str
    expected: str
    found: str
    words: str


@dataclass(slots=True)
class Report:
    """The figures; `calibration` counts (right, all) by the lower bound of the confidence."""

    articles: int = 0
    all: Tally = field(default_factory=Tally)
    foreign: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)
    languages: dict[str, Tally] = field(default_factory=dict)
    languages_foreign: dict[str, Tally] = field(default_factory=dict)
    kind_right: int = 0
    evidence: Counter[str] = field(default_factory=Counter)
    calibration: dict[float, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def evaluate(cases: Iterable[tuple[Case, NewsArticle]]) -> Report:
    """Compare what people found with what the tagger found."""
    report = Report()
    for case, tagged in cases:
        _count(report, case, tagged)
    return report


def _count(report: Report, case: Case, tagged: NewsArticle) -> None:
    report.articles += 1
    found = [c for c in tagged.citations if c.outlet not in case.neutral]
    expected = [c for c in case.citations if c.outlet not in case.neutral]
    outlets, sought = {c.outlet for c in found}, {c.outlet for c in expected}
    report.all.add(_one(sought), _one(outlets))
    report.foreign.add(_one(case.foreign - case.neutral), _one(c.outlet for c in found if c.foreign))
    report.languages.setdefault(case.language, Tally()).add(_one(sought), _one(outlets))
    report.languages_foreign.setdefault(case.language, Tally()).add(
        _one(case.foreign - case.neutral), _one(c.outlet for c in found if c.foreign)
    )
    for outlet in sought & outlets:
        report.kind_right += strongest(expected, outlet) == strongest(found, outlet)
        report.evidence["overlap" if _overlaps(expected, found, outlet) else "apart"] += 1
    _count_kinds(report, case, expected, found)
    for citation in found:
        low = max(bound for bound in _BINS if bound <= citation.confidence)
        right, total = report.calibration.get(low, (0, 0))
        report.calibration[low] = right + (citation.outlet in sought), total + 1
    report.faults += _faults(case, expected, found)


def _count_kinds(report: Report, case: Case, expected: Sequence[Labelled], found: Sequence[Citation]) -> None:
    for kind in RANK:
        tally = report.kinds.setdefault(kind, Tally())
        if case.one_kind:
            tally.add(
                _one(c.outlet for c in expected if c.kind == kind),
                _one(c.outlet for c in found if strongest(found, c.outlet) == kind),
            )
        else:
            tally.add(
                _one(c.outlet for c in expected if c.kind == kind),
                _one(c.outlet for c in found if c.kind == kind),
            )


def strongest(citations: Iterable[Labelled | Citation], outlet: str) -> str:
    """Give the strongest kind under which an outlet is cited; empty if it is not."""
    return min((c.kind for c in citations if c.outlet == outlet), key=lambda kind: RANK[kind], default="")


def _one(outlets: Iterable[str]) -> set[tuple[str, ...]]:
    return {(outlet,) for outlet in outlets}


def _overlaps(expected: Sequence[Labelled], found: Sequence[Citation], outlet: str) -> bool:
    quotes = [e.url or e.quote for c in found if c.outlet == outlet for e in c.evidence]
    quotes += [e.quote for c in found if c.outlet == outlet for e in c.evidence]
    labelled = [c.evidence for c in expected if c.outlet == outlet]
    return any(
        quote and (quote in words or words in quote or _share(quote, words))
        for quote in quotes
        for words in labelled
    )


def _share(one: str, other: str) -> bool:
    """Whether two quotations have three words in a row in common."""
    first, second = one.split(), other.split()
    runs = {tuple(first[at : at + 3]) for at in range(len(first) - 2)}
    return any(tuple(second[at : at + 3]) in runs for at in range(len(second) - 2))


def _faults(case: Case, expected: Sequence[Labelled], found: Sequence[Citation]) -> Iterable[Fault]:
    name = case.article.id or case.article.url
    outlets, sought = {c.outlet for c in found}, {c.outlet for c in expected}
    for labelled in expected:
        if labelled.outlet not in outlets:
            yield Fault(name, "missed", labelled.outlet, labelled.kind, "", labelled.evidence)
    for citation in found:
        words = " … ".join(f"[{e.rule}] {e.quote}" for e in citation.evidence[:2])
        if citation.outlet not in sought:
            yield Fault(name, "wrong", citation.outlet, "", f"{citation.kind} {citation.confidence}", words)
    for outlet in sorted(sought & outlets):
        kinds = strongest(expected, outlet), strongest(found, outlet)
        if kinds[0] != kinds[1]:
            words = " … ".join(
                f"[{e.rule}] {e.quote}" for c in found if c.outlet == outlet for e in c.evidence[:2]
            )
            yield Fault(name, "kind", outlet, *kinds, words)
