"""What people decided of an article's citations: their word stands above the tagger's.

A verdict is on one outlet, of one kind or of all. What is rejected is no citation; what is confirmed is one
of confidence 1, and stays one when the tagger finds it no more, as long as its words are in the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from monitor.cite.assemble import any_foreign
from monitor.cite.evidence import text_of
from monitor.items import Citation, Evidence, Kind, NewsArticle

Decision = Literal["confirmed", "rejected"]
_RANK = {"credit": 0, "attribution": 1, "link": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody decided of the article at `urls`; `kind` is null for all kinds.

    `citations` are the entries as they stood when they were judged.
    """

    urls: tuple[str, ...]
    outlet: str
    decision: Decision
    by: str
    at: datetime
    kind: Kind | None = None
    citations: tuple[Citation, ...] = ()

    def covers(self, citation: Citation) -> bool:
        """Tell whether this is about a citation."""
        return citation.outlet == self.outlet and self.kind in {None, citation.kind}


def apply(article: NewsArticle, verdicts: Iterable[Verdict]) -> NewsArticle:
    """Give a tagged article the citations that people say it has; where two verdicts differ, one of a kind stands."""
    ordered = sorted(verdicts, key=lambda verdict: verdict.kind is None)
    if not ordered:
        return article
    standing = list(_judged(article.citations, ordered))
    cited = [*standing, *(each for one in ordered for each in _restored(article, one, standing, ordered))]
    outlets = {citation.outlet for citation in cited}
    return replace(
        article,
        citations=tuple(cited),
        mentions=tuple(m for m in article.mentions if m.kind == "mediaCredit" or m.outlet not in outlets),
        foreign=any_foreign(cited),
    )


def on(citation: Citation, verdicts: Iterable[Verdict]) -> Verdict | None:
    """Give the verdict that counts for a citation: one of its kind before one of all."""
    covering = [verdict for verdict in verdicts if verdict.covers(citation)]
    return min(covering, key=lambda verdict: verdict.kind is None, default=None)


def _judged(citations: Iterable[Citation], verdicts: Sequence[Verdict]) -> Iterator[Citation]:
    for citation in citations:
        verdict = on(citation, verdicts)
        if verdict is None:
            yield citation
        elif verdict.decision == "confirmed":
            yield replace(citation, confidence=1.0)


def _restored(
    article: NewsArticle, verdict: Verdict, standing: Sequence[Citation], verdicts: Sequence[Verdict]
) -> Iterator[Citation]:
    """Yield what a verdict confirms and the tagger found no more, or only as something weaker."""
    for citation in verdict.citations:
        if on(citation, verdicts) is not verdict or verdict.decision == "rejected":
            continue
        least = _RANK[citation.kind] if verdict.kind else max(_RANK.values())
        if any(other.outlet == verdict.outlet and _RANK[other.kind] <= least for other in standing):
            continue
        evidence = tuple(_holding(article, citation.evidence))
        if evidence:
            yield replace(citation, confidence=1.0, evidence=evidence)


def _holding(article: NewsArticle, evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """Yield the evidence whose words are in the article, at their place of today."""
    for each in evidence:
        text = text_of(article, each.field)
        start = each.start if text[each.start : each.end] == each.quote else text.find(each.quote)
        if start >= 0:
            yield replace(each, start=start, end=start + len(each.quote))
