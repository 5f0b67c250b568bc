"""Citations put together from what each place of the article says: one entry an outlet and kind."""

from collections.abc import Iterable, Sequence

from monitor.cite.evidence import text_of
from monitor.cite.gazetteer import Outlet
from monitor.cite.reading import Finding
from monitor.items import Citation, Evidence, Kind, NewsArticle

_MOST = 12
_STRONGER: tuple[Kind, ...] = ("attribution", "credit")
# Each further rule that fits takes away this part of the doubt; two doubtful ones make no sure one.
_SECOND = 0.3
_SURE, _DOUBTFUL = 0.9, 0.89


def citations(
    article: NewsArticle, found: Sequence[Finding], publisher: Outlet
) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
    """Give the article's citations and its mentions, in the order of their first evidence.

    A link to an outlet that is credited or attributed proves that entry; one that is not is an entry
    of its own. An outlet that is cited is not listed as mentioned.
    """
    groups: dict[tuple[str, Kind], list[Finding]] = {}
    for finding in found:
        groups.setdefault((finding.outlet.domain, finding.kind), []).append(finding)
    for domain, kind in [key for key in groups if key[1] == "link"]:
        stronger = next((k for k in _STRONGER if (domain, k) in groups), None)
        if stronger:
            groups[domain, stronger] += groups.pop((domain, kind))
    source = _source(found)
    entries = [_entry(article, kind, group, publisher, source) for (_, kind), group in groups.items()]
    cited = tuple(entry for entry in entries if entry.kind not in {"mention", "mediaCredit"})
    proven = {entry.outlet for entry in cited}
    mentioned = tuple(
        e for e in entries if e.kind == "mediaCredit" or (e.kind == "mention" and e.outlet not in proven)
    )
    return cited, mentioned


def _source(found: Iterable[Finding]) -> Outlet | None:
    """The agency whose copy the article is: what it cites, it knows through it."""
    datelines = {
        f.outlet.domain: f.outlet
        for f in found
        if f.kind == "credit" and f.dateline and f.outlet.kind == "agency"
    }
    return next(iter(datelines.values())) if len(datelines) == 1 else None


def _entry(
    article: NewsArticle, kind: Kind, group: Sequence[Finding], publisher: Outlet, source: Outlet | None
) -> Citation:
    outlet = group[0].outlet
    via = next((finding.via for finding in group if finding.via), None)
    if via is None and kind == "attribution" and source and source.domain != outlet.domain:
        via = source
    return Citation(
        outlet=outlet.domain,
        name=outlet.name,
        kind=kind,
        country=outlet.country,
        foreign=_foreign(outlet, publisher),
        agency=outlet.kind == "agency",
        via=via.domain if via else None,
        confidence=_confidence(group),
        evidence=tuple(dict.fromkeys(_evidence(article, finding) for finding in group[:_MOST])),
    )


def _confidence(group: Sequence[Finding]) -> float:
    best = max(finding.confidence for finding in group)
    if len({finding.rule for finding in group}) > 1:
        more = best + (1 - best) * _SECOND
        best = more if best >= _SURE else min(more, max(best, _DOUBTFUL))
    return round(best, 2)


def any_foreign(cited: Iterable[Citation]) -> bool | None:
    """Tell whether an article of these citations cites a foreign outlet; null when it hangs on an unknown country."""
    answers = {citation.foreign for citation in cited}
    return True if True in answers else None if None in answers else False


def _evidence(article: NewsArticle, finding: Finding) -> Evidence:
    text = text_of(article, finding.field)
    return Evidence(
        field=finding.field,
        start=finding.start,
        end=finding.end,
        quote=text[finding.start : finding.end],
        rule=finding.rule,
        url=finding.url,
    )


def _foreign(outlet: Outlet, publisher: Outlet) -> bool | None:
    if not publisher.country or not outlet.country:
        return None
    return outlet.country != publisher.country
