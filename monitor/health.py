"""An outlet's health: its newest articles against those of its own last runs. Pure arithmetic.

A field that every article had and none of the newest has tells of a new layout, long before somebody misses it.
The newest articles are those of the last runs that make up a handful, since many runs bring one or two.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from statistics import median

from monitor.items import NewsArticle
from monitor.store.health import Finding, Health
from monitor.store.runs import Run

WINDOW = 30
"""Runs that the newest are compared with."""
FIELDS: Mapping[str, Callable[[NewsArticle], object]] = {
    "headline": lambda article: article.headline,
    "description": lambda article: article.description,
    "articleSection": lambda article: article.articleSection,
    "author": lambda article: article.author or article.byline,
    "datePublished": lambda article: article.datePublished or article.datePublishedRaw,
    "dateModified": lambda article: article.dateModified or article.dateModifiedRaw,
    "articleBody": lambda article: article.articleBody.strip(),
    "keywords": lambda article: article.keywords,
}
"""The fields that are watched, and what shows that an article has each."""
_NO_ARTICLE = ("NotArticle", "NoHeadline", "NoBody")
_ENOUGH = 5
_FEWEST = 3
_MOST_RUNS = 5
EXAMINED = WINDOW + _MOST_RUNS
"""Runs that a judgement is made of: those with the newest articles, and those before."""
# Chances that an alarm is a false one: a field gone, a field rarer.
_GONE, _RARER = 0.01, 1e-4
_SHORT = 0.4
_USUAL, _UNUSUAL = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Sums:
    """What several runs could read, together."""

    articles: int
    fields: Mapping[str, int]
    lengths: Sequence[int]
    pages: int
    failed: int

    @classmethod
    def of(cls, runs: Iterable[Run]) -> "Sums":
        """Add up runs."""
        listed = list(runs)
        known = [run.health for run in listed if run.health]
        fields: Counter[str] = Counter()
        for health in known:
            fields.update(health.fields)
        return cls(
            articles=sum(health.articles for health in known),
            fields=fields,
            lengths=[health.bodyLength for health in known if health.bodyLength is not None],
            pages=sum(run.counts.get("pages", 0) for run in listed),
            failed=sum(run.counts.get(name, 0) for run in listed for name in _NO_ARTICLE),
        )

    def share(self, field: str) -> float:
        """Give the share of articles that have a field."""
        return self.fields.get(field, 0) / self.articles if self.articles else 0.0


class Measure:
    """Counts what the articles of a run have."""

    def __init__(self) -> None:
        self._fields: Counter[str] = Counter()
        self._lengths: list[int] = []

    def add(self, article: NewsArticle) -> None:
        """Count an article."""
        self._lengths.append(len(article.articleBody))
        self._fields.update(name for name, has in FIELDS.items() if has(article))

    @property
    def health(self) -> Health:
        """What the articles counted have."""
        return Health(
            articles=len(self._lengths),
            fields=dict(self._fields),
            bodyLength=round(median(self._lengths)) if self._lengths else None,
        )


def divided(run: Run, earlier: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """Divide runs, newest first, into those with the newest articles and those before."""
    newest = [run]
    rest = list(earlier)
    while rest and len(newest) < _MOST_RUNS and Sums.of(newest).articles < _ENOUGH:
        newest.append(rest.pop(0))
    return newest, rest[:WINDOW]


def judge(run: Run, earlier: Sequence[Run]) -> tuple[Finding, ...]:
    """Say what is not as it was; `earlier` are the runs of the same section before, newest first."""
    newest, rest = divided(run, earlier)
    now, before = Sums.of(newest), Sums.of(rest)
    pages = Sums.of([run]) if run.counts.get("pages", 0) >= _ENOUGH else now
    found = [*_nothing_found(run, earlier), *_no_articles(pages, before)]
    if now.articles >= _FEWEST and before.articles >= _ENOUGH:
        found += [finding for field in FIELDS for finding in _field(field, now, before)]
        found += _shorter(now, before)
    return tuple(found)


def _nothing_found(run: Run, earlier: Sequence[Run]) -> Iterable[Finding]:
    counted = [one.counts.get("found", 0) for one in earlier if "listingsUnchanged" not in one.counts]
    usual = median(counted) if counted else 0
    if usual < _FEWEST or run.counts.get("found") or "listingsUnchanged" in run.counts:
        return
    yield Finding(
        kind="nothingFound", sentence=f"The listings name no page any more; they named {usual:.0f} before."
    )


def _no_articles(now: Sums, before: Sums) -> Iterable[Finding]:
    if now.pages < _ENOUGH or not before.pages:
        return
    share, usual = now.failed / now.pages, before.failed / before.pages
    if share >= _UNUSUAL and usual <= _USUAL:
        yield Finding(
            kind="noArticles",
            sentence=f"{now.failed} of the last {now.pages} pages gave no article, {usual:.0%} of those before.",
        )


def _field(field: str, now: Sums, before: Sums) -> Iterable[Finding]:
    present = now.fields.get(field, 0)
    # Nothing is ever quite certain: one article more of either kind is counted in.
    usual = (before.fields.get(field, 0) + 1) / (before.articles + 2)
    if present == 0 and (1 - usual) ** now.articles < _GONE:
        yield Finding(
            kind="fieldGone",
            field=field,
            sentence=f"{field} is gone: none of the last {now.articles} articles has it, "
            f"{before.share(field):.0%} of those before had.",
        )
    elif now.share(field) < usual / 2 and _at_most(present, now.articles, usual) < _RARER:
        yield Finding(
            kind="fieldRarer",
            field=field,
            sentence=f"{field} is rarer: {present} of the last {now.articles} articles have it, "
            f"{before.share(field):.0%} of those before had.",
        )


def _shorter(now: Sums, before: Sums) -> Iterable[Finding]:
    if now.articles < _ENOUGH or len(before.lengths) < _FEWEST or not now.lengths:
        return
    length, usual = median(now.lengths), median(before.lengths)
    if length < usual * _SHORT:
        yield Finding(
            kind="bodyShorter",
            field="articleBody",
            sentence=f"Texts are cut: half of the last articles have fewer than {length:.0f} characters, "
            f"{usual:.0f} before.",
        )


def _at_most(present: int, count: int, share: float) -> float:
    """Give the chance of so many or fewer among so many, when each has it with this chance.

    >>> round(_at_most(0, 3, 0.5), 3), _at_most(3, 3, 0.5)
    (0.125, 1.0)
    """
    return sum(comb(count, n) * share**n * (1 - share) ** (count - n) for n in range(present + 1))
