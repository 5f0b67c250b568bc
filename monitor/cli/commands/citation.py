"""`monitor citation`: what people decide of citations, which stands above what the tagger finds."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from getpass import getuser
from typing import Annotated, Literal

import typer

from monitor import config
from monitor.cite import gazetteer
from monitor.cite.tagger import Tagger
from monitor.cite.verdicts import Decision, Verdict
from monitor.cli.database import with_store
from monitor.cli.options import ArticleName, Json, Limit
from monitor.cli.output import console, print_json, print_table
from monitor.errors import Unknown
from monitor.items import Citation, NewsArticle
from monitor.retag import Retag
from monitor.store import Store
from monitor.times import cut

app = typer.Typer(no_args_is_help=True, help="Confirm and reject citations; what you decide stays.")

CitationKind = Literal["credit", "attribution", "link"]
Cited = Annotated[
    str, typer.Argument(metavar="OUTLET", help="The outlet cited: its name or domain.", show_default=False)
]
OfKind = Annotated[CitationKind | None, typer.Option("--kind", help="Only the citation of this kind.")]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an article lies while somebody decides."""

    store: Store
    tagger: Tagger
    article: NewsArticle
    outlet: str

    def cited(self, kind: CitationKind | None) -> tuple[Citation, ...]:
        """Give the article's citations of the outlet: those that are there, then those that the tagger finds."""
        found = (*self.article.citations, *self.tagger.tag(self.article).citations)
        fitting = [each for each in found if each.outlet == self.outlet and kind in {None, each.kind}]
        return tuple({each.kind: each for each in reversed(fitting)}.values())[::-1]

    async def decide(
        self, decision: Decision, kind: CitationKind | None, citations: Sequence[Citation]
    ) -> None:
        """Keep a verdict and let it hold at once."""
        verdict = Verdict(
            urls=self.article.urls,
            outlet=self.outlet,
            kind=kind,
            decision=decision,
            by=getuser(),
            at=cut(datetime.now(UTC)),
            citations=tuple(citations),
        )
        await self.store.verdicts.put(verdict)
        await self.follow()
        console.print(f"{self.outlet} is {decision} in {self.article.url}.", soft_wrap=True)

    async def follow(self) -> None:
        """Tag the article with the verdicts of now."""
        run = f"verdict-{datetime.now(UTC):%Y%m%dT%H%M%S}"
        await Retag(self.store, self.tagger, run).write([self.article.id or ""])


@app.command()
def confirm(
    article: ArticleName,
    outlet: Cited,
    kind: OfKind = None,
    words: Annotated[
        str | None,
        typer.Option(
            help="Words of the article that prove a citation that was not found (attribution, or --kind)."
        ),
    ] = None,
) -> None:
    """Say that an article does cite an outlet: the citation has confidence 1, and stays whatever tagger follows.

    It goes only when its words go from the article.

    Example: monitor citation confirm https://atlantico.fr/article/pepite/an-article "Washington Post"
    """

    async def decide(desk: Desk) -> None:
        await desk.decide("confirmed", kind, _proven(desk, kind, words))

    _at_desk(article, outlet, decide)


@app.command()
def reject(article: ArticleName, outlet: Cited, kind: OfKind = None) -> None:
    """Say that an article does not cite an outlet: the citation goes, and does not come again.

    Example: monitor citation reject 4f2ab1c9 lemonde.fr --kind link
    """

    async def decide(desk: Desk) -> None:
        found = desk.cited(kind)
        if not found:
            raise Unknown(f"The article does not cite {desk.outlet}{f' by a {kind}' if kind else ''}.")
        await desk.decide("rejected", kind, found)

    _at_desk(article, outlet, decide)


@app.command()
def withdraw(article: ArticleName, outlet: Cited, kind: OfKind = None) -> None:
    """Take back what was decided: the tagger's word holds again.

    Example: monitor citation withdraw 4f2ab1c9 lemonde.fr
    """

    async def decide(desk: Desk) -> None:
        if not await desk.store.verdicts.withdraw(desk.article.urls, desk.outlet, kind):
            raise Unknown('Nothing of the sort was decided; "monitor citation list" tells what was.')
        await desk.follow()
        console.print(
            f"What was decided of {desk.outlet} is taken back in {desk.article.url}.", soft_wrap=True
        )

    _at_desk(article, outlet, decide)


@app.command("list")
def list_verdicts(
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """List what was confirmed and rejected, newest first, by whom and when.

    Example: monitor citation list --json
    """
    found: list[Verdict] = with_store(lambda store: store.verdicts.list(limit=limit))
    if json:
        for verdict in found:
            print_json(verdict)
        return
    print_table(
        ("when", "who", "decision", "outlet", "kind", "article"),
        [(v.at, v.by, v.decision, v.outlet, v.kind or "all", v.urls[0]) for v in found],
        wide=("article",),
        empty="Nobody has decided anything yet.",
    )


def _proven(desk: Desk, kind: CitationKind | None, words: str | None) -> Sequence[Citation]:
    """Give the citations to confirm; raises `Unknown` where nothing proves one."""
    if words is not None:
        seen = desk.tagger.cite(desk.article, desk.outlet, kind or "attribution", words)
        if seen is None:
            raise Unknown("These words are not in the article; copy them from `monitor article show`.")
        return [seen]
    found = desk.cited(kind)
    if not found:
        raise Unknown(
            f"No citation of {desk.outlet}{f' by a {kind}' if kind else ''} was found; "
            "if there is one, give the words that prove it with --words."
        )
    return found


def _at_desk(name: str, outlet: str, decide: Callable[[Desk], Awaitable[None]]) -> None:
    tagger = Tagger(gazetteer.load(config.load().outlets))
    domain = tagger.gazetteer.domain_of(outlet)

    async def asked(store: Store) -> None:
        await decide(Desk(store, tagger, await store.articles.named(name), domain))

    with_store(asked, agencies=tagger.gazetteer.agencies)
