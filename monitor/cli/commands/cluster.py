"""`monitor cluster`: which articles carry one text, who was first, who says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from monitor import config
from monitor.cite import gazetteer
from monitor.cli.database import with_store
from monitor.cli.options import Json, Limit
from monitor.cli.output import Cell, console, counted, moment, print_json, print_table
from monitor.cli.paint import COLOURS, narrow, say, stacked
from monitor.cli.zone import zone
from monitor.errors import Unknown
from monitor.items import NewsArticle, as_dict
from monitor.store.clusters import Cluster, Membership, Sort
from monitor.store.connection import Store
from monitor.store.pairings import JOINED
from monitor.times import cut
from monitor.times import since as first_instant

app = typer.Typer(no_args_is_help=True, help="See which articles carry one text, who says so; put it right.")

Id = Annotated[
    str, typer.Argument(metavar="ID", help='As "monitor cluster list" gives it.', show_default=False)
]
_LISTED = ("cluster", "articles", "first", "source", "headline")
_SEATED = ("minutes", "outlet", "id", "credits", "rule", "share", "")
_BAR = 10


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of a cluster, with its reason to be there."""

    article: NewsArticle
    membership: Membership
    minutes: int

    @property
    def credits(self) -> list[str]:
        """The outlets that it names as its source."""
        return [each.outlet for each in self.article.citations if each.kind == "credit"]


@app.command("list")
def list_clusters(
    since: Annotated[str | None, typer.Option(help="With an article since: 2026-11-24, or 24h.")] = None,
    sort: Annotated[Sort, typer.Option(help="The largest first, or the newest.")] = "newest",
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """List the texts that several articles carry, with the number of articles and the source.

    Example: monitor cluster list --since 24h --sort size
    """
    begin = first_instant(since, datetime.now(UTC), zone()) if since else None

    async def asked(store: Store) -> list[tuple[Cluster, NewsArticle | None]]:
        found = await store.clusters.list(since=begin, sort=sort, limit=limit)
        return [(cluster, await store.articles.get(cluster.first)) for cluster in found]

    found = with_store(asked)
    if json:
        for cluster, _ in found:
            print_json(cluster)
        return
    columns = ("cluster", "articles", "headline") if narrow() else _LISTED
    print_table(
        columns,
        [_listed(cluster, first.headline if first else "") for cluster, first in found],
        wide=("headline",),
        empty="No text is carried by several articles.",
    )


@app.command()
def show(
    name: Id,
    json: Json = False,
) -> None:
    """Show the articles that carry one text, in their order, and why each is counted among them.

    Share is how much of the article, or of the one that it resembles, is in the other: of the shorter as a rule.

    Example: monitor cluster show d96175b60fbaf891
    """
    cluster, seats = with_store(lambda store: _gather(store, name))
    if json:
        print_json(_plain(cluster, seats))
        return
    say(Text(seats[0].article.headline, "bold"))
    say(
        Text(
            f"{cluster.id} · {cluster.size} articles · {_source(cluster)} · first {moment(cluster.firstAt)}",
            "dim",
        )
    )
    columns = ("minutes", "outlet", "credits", "share", "") if narrow() else _SEATED
    print_table(columns, [_seated(cluster, seat) for seat in seats])


@app.command()
def split(
    name: Id,
    articles: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE…", help="Ids, their first letters, or URLs.", show_default=False),
    ],
) -> None:
    """Take articles out of a cluster to which they do not belong, for good.

    Those taken out stay together as far as they carry one text. Nothing that is crawled, tagged or replayed later
    brings them back; "monitor cluster merge" does.

    Example: monitor cluster split d96175b60fbaf891 488b8ebb
    """

    async def asked(store: Store) -> tuple[str, dict[str, str], list[str]]:
        cluster = await _named(store, name)
        ids = [(await store.articles.named(each)).id or "" for each in articles]
        return cluster.id, await store.deciding.split(cluster.id, ids, cut(datetime.now(UTC))), ids

    cluster, told, ids = with_store(asked, agencies=_agencies())
    for each in ids:
        console.print(f"{each} is in the cluster {told[each]} now.")
    rest = sum(where == cluster for where in told.values())
    console.print(f"{cluster} keeps {counted(rest, 'article')}.")


@app.command()
def merge(name: Id, other: Id) -> None:
    """Make two clusters one, for good: a person sees that they tell one story in one text.

    What was split off before and is merged again belongs together again.

    Example: monitor cluster merge d96175b60fbaf891 02c5e9d5b3a7f4e1
    """

    async def asked(store: Store) -> tuple[str, int]:
        one, two = await _named(store, name), await _named(store, other)
        if one.id == two.id:
            raise Unknown(f"{name} and {other} are one cluster.")
        merged = await store.deciding.merge(one.id, two.id, cut(datetime.now(UTC)))
        return merged, one.size + two.size

    merged, size = with_store(asked, agencies=_agencies())
    console.print(f"They are the cluster {merged} now, with {size} articles.")


def _agencies() -> frozenset[str]:
    return frozenset(gazetteer.load(config.load().outlets).agencies)


async def _named(store: Store, name: str) -> Cluster:
    cluster = await store.clusters.get(name)
    if cluster is None:
        raise Unknown(f'There is no cluster "{name}"; "monitor cluster list" gives their ids.')
    return cluster


def _listed(cluster: Cluster, headline: str) -> tuple[Cell, ...]:
    when, source = moment(cluster.firstAt), _source(cluster)
    if narrow():
        return stacked(cluster.id, Text(when, "dim")), cluster.size, stacked(headline, Text(source, "dim"))
    return cluster.id, cluster.size, when, source, headline


async def _gather(store: Store, name: str) -> tuple[Cluster, list[Seat]]:
    cluster = await _named(store, name)
    found = {article.id: article async for article in store.articles.find({"cluster": cluster.id})}
    seats = [
        Seat(
            found[each.article],
            each,
            round((_time(found[each.article]) - cluster.firstAt).total_seconds() / 60),
        )
        for each in await store.clusters.memberships(cluster.id)
        if each.article in found
    ]
    return cluster, seats


def _time(article: NewsArticle) -> datetime:
    when = article.datePublished or (article.capture.date if article.capture else article.firstSeen)
    if when is None:
        raise ValueError(article.id)
    return when


def _seated(cluster: Cluster, seat: Seat) -> tuple[Cell, ...]:
    article, share = seat.article, seat.membership.containment
    first = article.id == cluster.first
    minutes = Text("0" if first else f"{seat.minutes:+,}", justify="right")
    shared = not first and seat.membership.rule != JOINED.rule
    figure = Text(f"{share:.0%}" if shared else "", justify="right")
    drawn = Text(bar(share) if shared else "", "cyan")
    credit, rule, name = _credit(cluster, seat), Text(seat.membership.rule, "dim"), article.id or ""
    if narrow():
        return minutes, stacked(article.outlet, Text(name, "dim")), stacked(credit, rule), figure, drawn
    return minutes, article.outlet, name, credit, rule, figure, drawn


def _credit(cluster: Cluster, seat: Seat) -> Text:
    if seat.credits:
        return Text(", ".join(seat.credits), COLOURS["credit"])
    if seat.article.outlet == cluster.source:
        return Text("the source", "dim")
    named = any(each.outlet == cluster.source for each in seat.article.citations)
    return Text(f"names {cluster.source}", COLOURS["attribution"]) if named else Text("nobody", "red")


def _source(cluster: Cluster) -> str:
    kind = " (wire copy)" if cluster.wire else "" if cluster.credited else " (the earliest)"
    return f"{cluster.source}{kind}"


def bar(share: float, width: int = _BAR) -> str:
    """Draw a share as a bar, to half a column.

    >>> bar(0.55), bar(1.0)
    ('━━━━━╸····', '━━━━━━━━━━')
    """
    full, half = divmod(round(share * width * 2), 2)
    return ("━" * full + "╸" * half).ljust(width, "·")


def _plain(cluster: Cluster, seats: Sequence[Seat]) -> dict[str, Any]:
    members = [
        {
            "id": seat.article.id,
            "outlet": seat.article.outlet,
            "url": seat.article.url,
            "headline": seat.article.headline,
            "datePublished": seat.article.datePublished,
            "minutes": seat.minutes,
            "credits": seat.credits,
            "copyOf": seat.article.copyOf,
            **{name: value for name, value in as_dict(seat.membership).items() if name != "article"},
        }
        for seat in seats
    ]
    return as_dict(cluster) | {"members": members}
