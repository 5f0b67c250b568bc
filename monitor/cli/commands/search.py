"""`monitor search`: the articles that a query fits, with the words and citations that make them fit."""

from collections.abc import Iterable
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor import ask, config
from monitor.alert.describe import sentence_of
from monitor.cite import gazetteer
from monitor.cli.database import with_store
from monitor.cli.options import Json, Limit, PublishedSince
from monitor.cli.output import console, moment, print_json, remarks
from monitor.cli.paint import COLOURS, LETTERS, highlighted, named, say
from monitor.cli.zone import zone
from monitor.items import Citation, NewsArticle, as_dict
from monitor.query import Match, Query, Span, parse
from monitor.store.connection import Store
from monitor.times import since as first_instant

app = typer.Typer()

_MOST_SENTENCES = 3


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for; see below.", show_default=False)],
    since: PublishedSince = None,
    limit: Limit = 20,
    count: Annotated[bool, typer.Option("--count", help="Print the number of all articles only.")] = False,
    json: Json = False,
    timezone: Annotated[
        str | None, typer.Option(help="Whose days dates are, as in Europe/Paris; yours, if none is named.")
    ] = None,
) -> None:
    """Find articles, newest first, each with what makes it fit and whom it cites.

    Words must all occur; OR, NOT or -, brackets, "a phrase" and begin* are understood. Fields: title: lead:
    section: author: outlet: lang: published: is:(foreign wire copy unattributed), and of citations cites:
    citescountry: kind: via: confidence:; cites:(lemonde.fr kind:credit) asks both of one citation. JSON lines
    are whole articles with what matched.

    Example: monitor search 'budget cites:"Washington Post"'

    Example: monitor search 'citescountry:US kind:credit -is:wire' --since 30d --json
    """
    now, here = datetime.now(UTC), zone(timezone)
    known = gazetteer.load(config.load().outlets).names
    asked = parse(query, now=now, timezone=here, outlets=known)
    asked = ask.within(asked, first_instant(since, now, here) if since else None)
    found = with_store(
        lambda store: _found(store, asked, None if count else limit, shown=not count, json=json)
    )
    if count:
        console.print(found)
    elif found > limit:
        remarks.print(
            f"The newest {limit}; there are more: --limit says how many to show, --count counts them."
        )
    elif not found:
        remarks.print("No article fits.")


async def _found(store: Store, asked: Query, limit: int | None, *, shown: bool, json: bool) -> int:
    """Print hits as they are found; give their number, one more than the limit when there are more."""
    number = 0
    async with aclosing(ask.search(store, asked, limit=limit and limit + 1)) as hits:
        async for article, why in hits:
            number += 1
            if shown and (limit is None or number <= limit):
                print_json(_plain(article, why)) if json else _print_hit(article, why)
    return number


def _plain(article: NewsArticle, why: Match) -> dict[str, Any]:
    matched = [
        as_dict(span) | {"quote": _quote(article, span), "sentence": sentence_of(article, span)}
        for span in why.spans
    ]
    return as_dict(article) | {"matched": {"words": matched, "citations": as_dict(why.citations)}}


def _print_hit(article: NewsArticle, why: Match) -> None:
    headline = highlighted(article.headline, _quotes(article, why.spans, "headline"))
    headline.stylize_before("bold")
    when = moment(article.datePublished or (article.capture.date if article.capture else None))
    say(Text(f"{when}  {article.outlet}  {article.id}", "dim"))
    say(headline)
    for sentence, quotes in _sentences(article, why.spans):
        say(highlighted(sentence, quotes), indent=2)
    asked = [*why.citations, *(each for each in article.citations if each not in why.citations)]
    for citation in asked:
        say(_cited(article, citation), indent=2)
    console.print()


def _sentences(article: NewsArticle, spans: Iterable[Span]) -> list[tuple[str, list[str]]]:
    """Give the first sentences in which words were found, each once, but for the headline, with the words."""
    said: dict[str, list[str]] = {}
    for span in spans:
        if span.field != "headline":
            said.setdefault(sentence_of(article, span), []).append(_quote(article, span))
    return list(said.items())[:_MOST_SENTENCES]


def _cited(article: NewsArticle, citation: Citation) -> Text:
    colour = COLOURS[citation.kind]
    head = Text.assemble((f"{LETTERS[citation.kind]} ", f"bold {colour}"), named(citation), ": ")
    if not citation.evidence:
        return head
    proof = citation.evidence[0]
    sentence = Text(f"“{sentence_of(article, proof)}”")
    sentence.highlight_words([" ".join(proof.quote.split())], f"bold {colour}")
    return Text.assemble(head, sentence)


def _quotes(article: NewsArticle, spans: Iterable[Span], field: str) -> list[str]:
    return [_quote(article, span) for span in spans if span.field == field]


def _quote(article: NewsArticle, span: Span) -> str:
    return str(getattr(article, span.field)[span.start : span.end])
