"""One article on the screen: what it says, whom it cites in which words, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from monitor.cite.verdicts import Verdict
from monitor.cli.differences import LABELS, print_changes, summed_up
from monitor.cli.output import console, moment, table
from monitor.cli.paint import COLOURS, mark, named, narrow, numbered, once, painted, say, stacked
from monitor.dedup.changes import changes
from monitor.errors import Unknown
from monitor.items import Citation, Evidence, NewsArticle, as_dict
from monitor.store.clusters import Cluster
from monitor.store.connection import Store
from monitor.store.states import happened
from monitor.store.verdicts import on_article
from monitor.urls import is_address

_SENTENCES = {
    "new": "new",
    "revised": "revised",
    "creditAdded": "credit added",
    "creditRemoved": "credit removed",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article with what is known around it; `states` ends with the present one."""

    article: NewsArticle
    states: tuple[NewsArticle, ...]
    cluster: Cluster | None
    original: NewsArticle | None
    verdicts: tuple[Verdict, ...] = ()


async def gather(store: Store, name: str) -> Sheet:
    """Read all of an article that goes by this id or URL; raises `Unknown`."""
    article = await store.articles.named(name)
    earlier = await store.articles.revisions(article.id or "")
    cluster = await store.clusters.get(article.cluster) if article.cluster else None
    original = await store.articles.get(article.copyOf) if article.copyOf else None
    verdicts = on_article(article.urls, await store.verdicts.of(article.urls))
    return Sheet(article, (*earlier, article), cluster, original, verdicts)


async def state(store: Store, name: str) -> NewsArticle:
    """Give an article by its id or URL, or a state of it by `ID:REVISION`; raises `Unknown`."""
    identity, _, number = name.rpartition(":")
    if is_address(name) or not (identity and number.isdigit()):
        return await store.articles.named(name)
    sheet = await gather(store, identity)
    for each in sheet.states:
        if each.revision == int(number):
            return each
    raise Unknown(f"{identity} has the revisions 1 to {len(sheet.states)}, and no {number}.")


def print_sheet(sheet: Sheet, *, revisions: bool = False) -> None:
    """Print an article; with `revisions`, the words that each of them changed."""
    article = sheet.article
    _print_text(article)
    _print_table("Citations", article, article.citations)
    _print_table("Mentions", article, article.mentions)
    _print_links(article)
    _heading("Record")
    for label, value in _record(sheet):
        say(Text.assemble((f"{label:9} ", "dim"), value), wrapped=False)
    _print_history(sheet.states, whole=revisions)


def _print_text(article: NewsArticle) -> None:
    about = [
        article.outlet,
        article.articleSection,
        moment(article.datePublished) if article.datePublished else "no date",
        ", ".join(article.author) or None,
        article.inLanguage,
        "closed by a paywall" if article.isAccessibleForFree is False else None,
    ]
    if article.alternativeHeadline:
        say(painted(article, "alternativeHeadline", "dim"))
    say(painted(article, "headline", "bold"))
    say(Text(" · ".join(filter(None, about)), "dim"))
    say(Text(article.url, "dim"), wrapped=False)
    for field, style in (
        ("byline", "dim"),
        ("dateline", "dim"),
        ("description", "italic"),
        ("articleBody", ""),
    ):
        shown = field in {"description", "articleBody"} or _proves(article, field)
        if getattr(article, field) and shown:
            console.print()
            say(painted(article, field, style))
    if article.credit:
        console.print()
        say(Text.assemble(("credit line: ", "dim"), painted(article, "credit")))


def _proves(article: NewsArticle, field: str) -> bool:
    """Tell whether a field holds evidence: the raw byline says nothing else that the authors do not."""
    return any(each.field == field for _, citation in numbered(article) for each in citation.evidence)


def _print_table(title: str, article: NewsArticle, shown: Sequence[Citation]) -> None:
    rows = [
        _row(number, citation, evidence, first=not place)
        for number, citation in numbered(article)
        if citation in shown
        for place, evidence in enumerate(_telling(citation.evidence))
    ]
    if not rows:
        return
    _heading(title)
    columns: Sequence[str] = ("", "outlet", "kind", "sure", "rule", "words")
    if narrow():
        columns = ("", "outlet", "kind", "words")
        rows = [
            (number, outlet, stacked(kind, sure), stacked(words, rule))
            for number, outlet, kind, sure, rule, words in rows
        ]
    laid = table(columns, rows, wide=("outlet", "words"))
    laid.show_edge = False
    console.print(laid)


def _row(number: int, citation: Citation, evidence: Evidence, *, first: bool) -> tuple[Text, ...]:
    rule, words = Text(evidence.rule, "dim"), _quote(evidence)
    if not first:
        return Text(), Text(), Text(), Text(), rule, words
    kind = Text(citation.kind, COLOURS[citation.kind])
    return mark(number, citation), named(citation), kind, Text(f"{citation.confidence:.2f}"), rule, words


def _telling(evidence: Sequence[Evidence]) -> list[Evidence]:
    kept = once(evidence)
    return [each for each in evidence if each in kept or each.url]


def _quote(evidence: Evidence) -> Text:
    place = "" if evidence.field == "articleBody" else f" in the {LABELS.get(evidence.field, evidence.field)}"
    target = f" → {evidence.url}" if evidence.url else ""
    return Text.assemble(f"“{evidence.quote}”", (f"{place}{target}", "dim"))


def _print_links(article: NewsArticle) -> None:
    if article.links:
        _heading("Links in the text")
        for link in article.links:
            say(Text(" ".join(filter(None, (link.text, link.url)))), wrapped=False)


def _record(sheet: Sheet) -> list[tuple[str, Text]]:
    article, cluster = sheet.article, sheet.cluster
    lines = [("id", Text(article.id or ""))]
    if cluster and cluster.size > 1:
        source = f", text from {cluster.source}" + (" (wire copy)" if cluster.wire else "")
        lines.append(("cluster", Text(f"{cluster.id}: {cluster.size} articles{source}")))
    if sheet.original:
        original = f"{sheet.original.outlet}, {sheet.original.id}: {sheet.original.headline}"
        lines.append(("copy of", Text(original)))
    if article.capture:
        place = f", {article.capture.file} at {article.capture.offset}" if article.capture.file else ""
        lines.append(("captured", Text(f"{moment(article.capture.date)}{place}")))
    for said, since in (("removed", article.removed), ("purged", article.purged)):
        if since:
            lines.append((said, Text(moment(since))))
    lines += [(verdict.decision, _decided(verdict)) for verdict in sheet.verdicts]
    lines += [("also at", Text(url)) for url in article.urls if url != article.url]
    return lines


def _decided(verdict: Verdict) -> Text:
    words = "".join(
        f": “{each.quote}”" for citation in verdict.citations[:1] for each in citation.evidence[:1]
    )
    kind = f" ({verdict.kind})" if verdict.kind else ""
    return Text(f"{verdict.outlet}{kind}, by {verdict.by}, {moment(verdict.at)}{words}")


def _print_history(states: Sequence[NewsArticle], *, whole: bool) -> None:
    if len(states) == 1 and not whole:
        return
    _heading("Revisions")
    for before, after in zip((None, *states), states, strict=False):
        kinds = happened(as_dict(before) if before else None, as_dict(after))
        said = ", ".join(_SENTENCES[kind] for kind in kinds)
        changed = changes(before, after) if before else []
        when = moment(after.capture.date if after.capture else after.datePublished)
        tail = f": {summed_up(changed)}" if changed else ""
        say(Text.assemble((f"{after.revision}  ", "bold"), f"{when}  {said}{tail}"))
        if whole and changed:
            console.print()
            print_changes(changed)
            console.print()


def _heading(title: str) -> None:
    console.print()
    say(Text(title, "bold underline"))
