"""`monitor article`: list the articles stored, read one, see what was corrected, take old text away."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from monitor import ask, config
from monitor.cite import gazetteer
from monitor.cli.consent import agreed
from monitor.cli.database import with_store
from monitor.cli.differences import print_changes
from monitor.cli.options import ArticleName, Json, Limit, OfOutlet, PublishedSince
from monitor.cli.output import Cell, console, counted, moment, print_json, print_table, remarks
from monitor.cli.paint import cited, legend, narrow, say, stacked
from monitor.cli.sheet import Sheet, gather, print_sheet, state
from monitor.cli.zone import zone
from monitor.dedup.changes import changes
from monitor.errors import Unknown
from monitor.items import NewsArticle
from monitor.query import Query, matches
from monitor.query.tree import And, Cites, Equals, Node, Published, Words
from monitor.store.connection import Store
from monitor.store.purging import Wanted
from monitor.times import cut
from monitor.times import since as first_instant
from monitor.times import until as last_instant

app = typer.Typer(no_args_is_help=True, help="List the articles stored, read one, see what was corrected.")

Revisions = Annotated[bool, typer.Option("--revisions", help="Show the words that each revision changed.")]
KeepArchive = Annotated[bool, typer.Option("--keep-archive", help="Leave the archives as they are.")]
DropEdges = Annotated[
    bool, typer.Option("--drop-edges", help="Take the articles away altogether, with whom they cite.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
_LISTED = ("published", "id", "outlet", "headline", "cites", "is")
_ID = 8
"""Letters of an id that a table in a terminal has room for; `named` takes them for the whole."""
_STATES = ("copy", "wire", "unattributed")


@app.command("list")
def list_articles(
    outlet: OfOutlet = None,
    cites: Annotated[
        str | None, typer.Option(help="Only what cites this outlet: its name or domain.")
    ] = None,
    foreign: Annotated[bool, typer.Option("--foreign", help="Only what cites a foreign outlet.")] = False,
    since: PublishedSince = None,
    until: Annotated[str | None, typer.Option(help="Published until then, that day included.")] = None,
    section: Annotated[str | None, typer.Option(help="Only of sections with these words.")] = None,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """List articles, newest first, with the outlets that they cite.

    Times are those of your time zone. JSON lines are whole articles.

    Example: monitor article list --foreign --since 24h

    Example: monitor article list --cites "Washington Post" --json
    """
    asked = _query(outlet, cites, section, _published(since, until), foreign=foreign)

    async def newest(store: Store) -> list[NewsArticle]:
        return [article async for article, _ in ask.search(store, asked, limit=limit + 1)]

    found = with_store(newest)
    if json:
        for article in found[:limit]:
            print_json(article)
        return
    _print_list(found[:limit])
    if len(found) > limit:
        remarks.print(f"The newest {limit}; there are more: --limit says how many to list.")


@app.command()
def show(
    name: ArticleName,
    revisions: Revisions = False,
    json: Json = False,
) -> None:
    """Show an article with the evidence in its text, one colour a kind, and all that is known of it.

    JSON is the article; with --revisions a line for each state, oldest first.

    Example: monitor article show https://atlantico.fr/article/pepite/an-article
    """
    sheet: Sheet = with_store(lambda store: gather(store, name))
    if not json:
        print_sheet(sheet, revisions=revisions)
        return
    for each in sheet.states if revisions else (sheet.article,):
        print_json(each)


@app.command()
def diff(
    name: Annotated[
        str, typer.Argument(metavar="A", help="An id or URL, or ID:REVISION.", show_default=False)
    ],
    other: Annotated[
        str | None,
        typer.Argument(metavar="[B]", help="Another; without it, A's last two states are compared."),
    ] = None,
    json: Json = False,
) -> None:
    """Show by words what changed between two states, or what differs between two articles.

    Without a terminal, words are marked as [-removed-] and {+added+}.

    Example: monitor article diff 488b8ebb:1 488b8ebb:2
    """
    before, after = with_store(lambda store: _two(store, name, other))
    found = changes(before, after)
    if json:
        for change in found:
            print_json(change)
        return
    for sign, article in (("−", before), ("+", after)):
        when = moment(article.capture.date if article.capture else article.datePublished)
        say(Text(f"{sign} {article.id}:{article.revision}  {when}  {article.outlet}", "dim"))
    console.print()
    print_changes(found)
    if not found:
        remarks.print("No words differ.")


@app.command()
def purge(
    before: Annotated[str, typer.Option(help="Older than this: 2025-01-01, or 400d.", show_default=False)],
    outlet: OfOutlet = None,
    keep_archive: KeepArchive = False,
    drop_edges: DropEdges = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Take the text of old articles away for good, from the database and from the archives.

    What stays is that they were there: outlet, URL, time, author, whom they cite, which copies they had. A
    replay does not bring them back. Without a terminal, --yes is needed.

    Example: monitor article purge --before 2025-01-01 --outlet atlantico.fr
    """
    now = datetime.now(UTC)
    known = gazetteer.load(config.load().outlets)
    wanted = Wanted(
        before=first_instant(before, now, zone()),
        outlet=known.domain_of(outlet) if outlet else None,
        drop_edges=drop_edges,
        keep_archive=keep_archive,
    )
    found = with_store(lambda store: store.purging.count(wanted))
    for domain, count in found.items():
        console.print(f"{count:6}  {domain}")
    if dry_run:
        return
    what = "articles altogether" if drop_edges else "articles' text"
    if not agreed(f"Take {sum(found.values())} {what} away for good?", yes=yes):
        remarks.print("Nothing was purged.")
        return
    counts = with_store(lambda store: _purge(store, wanted, cut(now)), agencies=known.agencies)
    console.print(
        f"Purged: {counted(counts['articles'], 'article')}, and {counted(counts['records'], 'record')} "
        f"of {counted(counts['files'], 'archive')}."
    )


async def _purge(store: Store, wanted: Wanted, now: datetime) -> Mapping[str, int]:
    from monitor.purge import Purge  # noqa: PLC0415 - reads archives, which no other command here does

    purge = Purge(store, config.load().archive)
    await purge.purge(wanted, now)
    return purge.counts


async def _two(store: Store, name: str, other: str | None) -> Sequence[NewsArticle]:
    if other is not None:
        return await state(store, name), await state(store, other)
    states = (await gather(store, name)).states
    if len(states) == 1:
        raise Unknown("This article has one state only; name another to compare it with.")
    return states[-2:]


def _query(
    outlet: str | None, cites: str | None, section: str | None, published: Published | None, *, foreign: bool
) -> Query:
    parts: list[Node] = []
    known = gazetteer.load(config.load().outlets) if outlet or cites else None
    if known and outlet:
        parts.append(Equals("outlet", known.domain_of(outlet)))
    if known and cites:
        parts.append(Cites(Equals("cites", known.domain_of(cites))))
    if foreign:
        parts.append(Equals("is", "foreign"))
    if section:
        parts.append(Words(section, field="section"))
    if published:
        parts.append(published)
    return Query("", And(tuple(parts)))


def _published(since: str | None, until: str | None) -> Published | None:
    if since is None and until is None:
        return None
    now, here = datetime.now(UTC), zone()
    return Published(
        first_instant(since, now, here) if since else None, last_instant(until, now, here) if until else None
    )


def _print_list(articles: Sequence[NewsArticle]) -> None:
    print_table(
        ("published", "outlet", "headline") if narrow() else _LISTED,
        [_listed(article) for article in articles],
        wide=("headline",),
        empty='No article fits; "monitor crawl" brings articles in.',
    )
    if console.is_terminal and any(article.citations for article in articles):
        console.print(legend(articles))


def _listed(article: NewsArticle) -> tuple[Cell, ...]:
    when = moment(article.datePublished)
    name = (article.id or "")[: _ID if console.is_terminal else None]
    states = [value for value in _STATES if matches(Query("", Equals("is", value)), article)]
    if narrow():
        about = Text(", ".join(states), "dim")
        return (
            stacked(when, Text(name, "dim")),
            article.outlet,
            stacked(article.headline, cited(article), about),
        )
    return when, name, article.outlet, article.headline, cited(article), ", ".join(states)
