"""What the demo shows of articles: whom they cite in which words, copies, a correction, an answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.alert.describe import sentence_of
from monitor.dedup.changes import Change, Piece
from monitor.demo.frame import COLUMNS
from monitor.items import Citation, Evidence, NewsArticle
from monitor.query import Match, Span
from monitor.store.runs import Run

_NEAR = 8
"""Words shown of what stayed the same on either side of a change."""
_LONGEST_URL = 50
_COUNTED = {
    "new": "new",
    "revised": "corrected",
    "unchanged": "known",
    "OutOfSection": "out of section",
    "failed": "failed",
    "forbidden": "forbidden",
}
"""Counts of a run, in words that fit on a line."""


def tally(run: Run) -> str:
    """Say in a line what became of the pages of a crawl.

    >>> from datetime import UTC, datetime
    >>> tally(Run(id="1", outlet="a.fr", spider="a", section="International", cause="crawl",
    ...           started=datetime(2026, 11, 24, tzinfo=UTC), counts={"new": 2, "revised": 1, "pages": 5}))
    '2 new, 1 corrected'
    """
    told = [f"{run.counts[key]} {word}" for key, word in _COUNTED.items() if run.counts.get(key)]
    return ", ".join(told)


def cited(articles: Sequence[NewsArticle], most: int | None = None) -> RenderableType:
    """Lay out each article, or `most` of those that cite, with the outlets and the words that prove it."""
    blocks: list[RenderableType] = []
    shown = articles if most is None else [article for article in articles if article.citations][:most]
    for article in shown:
        block = Table.grid(padding=(0, 2, 0, 0))
        for width in (2, 25, 11, COLUMNS - 46):
            block.add_column(width=width, overflow="fold")
        for citation in article.citations:
            block.add_row(*_edge(citation))
        for mention in article.mentions:
            why = "credit of a picture or video" if mention.kind == "mediaCredit" else "nothing comes from it"
            block.add_row("", Text(mention.name, "dim"), Text("named", "dim"), Text(why, "dim"))
        blocks += [_title(article), Padding(block, (0, 0, 0, 2))]
    if len(shown) < len(articles):
        blocks.append(Text(f"… and {len(articles) - len(shown)} more", "dim"))
    return Group(*blocks)


def copies(members: Sequence[NewsArticle]) -> RenderableType:
    """Lay out the articles of one cluster, the first one first."""
    ordered = sorted(members, key=lambda article: article.copyOf is not None)
    return Group(
        *(
            Text.assemble(
                ("  copy of it   " if article.copyOf else "  the original ", "dim"),
                (_moment(article.datePublished), "dim"),
                ("  wire copy  " if article.wire else "  ", "yellow"),
                article.headline,
                no_wrap=True,
                overflow="ellipsis",
            )
            for article in ordered
        )
    )


def addresses(article: NewsArticle) -> RenderableType:
    """Lay out under which URLs an article was found."""
    return Group(*(Text(f"  {url}") for url in article.urls))


def correction(article: NewsArticle, corrected: Iterable[Change]) -> RenderableType:
    """Lay out what was corrected: old words and new, with some words on either side."""
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(width=13, style="dim")
    rows.add_column(width=COLUMNS - 19)
    for change in corrected:
        rows.add_row(change.field, _changed(change.pieces))
    return Group(_title(article), Padding(rows, (0, 0, 0, 2)))


def answer(found: Iterable[tuple[NewsArticle, Match]]) -> RenderableType:
    """Lay out what a query found: each article with the sentences that make it fit."""
    blocks: list[RenderableType] = []
    for article, match in found:
        proofs = [proof for citation in match.citations for proof in citation.evidence[:1]]
        blocks.append(_title(article))
        for place in proofs or match.spans[:1]:
            sentence = Text(sentence_of(article, place))
            sentence.highlight_words([_words(article, place)], "bold green")
            blocks.append(Padding(sentence, (0, 0, 0, 4)))
    return Group(*blocks)


def _title(article: NewsArticle) -> Text:
    return Text.assemble(
        (_day(article.datePublished), "dim"),
        "  ",
        (article.headline, "bold"),
        ("  closed" if article.isAccessibleForFree is False else "", "yellow"),
        (f"  revision {article.revision}" if article.revision > 1 else "", "magenta"),
        no_wrap=True,
        overflow="ellipsis",
    )


def _edge(citation: Citation) -> tuple[RenderableType, ...]:
    style = "bold green" if citation.foreign else ""
    name = Text(citation.name, style)
    if citation.via:
        name.append(f"\nvia {citation.via}", "cyan")
    proof = citation.evidence[0]
    quote = Text(proof.quote)
    if proof.url:
        quote.append(f" → {_short(proof.url)}", "dim")
    return Text(citation.country or "", style), name, Text(citation.kind, "cyan"), quote


def _short(url: str) -> str:
    bare = url.partition("://")[2].removeprefix("www.")
    return bare if len(bare) <= _LONGEST_URL else f"{bare[: _LONGEST_URL - 1]}…"


def _changed(pieces: Sequence[Piece]) -> Text:
    shown = Text()
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        match piece.what:
            case "kept":
                shown.append(_around(piece.text, first=before is None, last=after is None))
            case "removed":
                shown.append("" if after and after.what == "added" else "− ", "dim")
                shown.append(piece.words, "red strike").append(" ")
            case "added":
                shown.append("→ " if before and before.what == "removed" else "+ ", "dim")
                shown.append(piece.words, "bold green").append(" ")
    return shown


def _around(kept: str, *, first: bool, last: bool) -> str:
    """Give the words next to a change, of a text that stayed the same."""
    words = kept.split()
    after, before = "" if first else " ".join(words[:_NEAR]), "" if last else " ".join(words[-_NEAR:])
    if len(words) <= _NEAR * (2 - first - last):
        return f"{' '.join(words)} "
    return f"{after} … {before} ".lstrip()


def _words(article: NewsArticle, place: Span | Evidence) -> str:
    text: str = getattr(article, place.field)
    return text[place.start : place.end]


def _moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if when else " " * 16


def _day(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d}" if when else " " * 10
