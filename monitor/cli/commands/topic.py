"""`monitor topic`: saved queries, and where what they match is sent."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, get_args

import msgspec
import typer

from monitor import config
from monitor.alert import topics
from monitor.alert.channels import redacted
from monitor.cite import gazetteer
from monitor.cli.database import with_store
from monitor.cli.options import Json
from monitor.cli.output import console, counted, moment, print_json, print_table, remarks
from monitor.cli.zone import zone
from monitor.errors import BadUse
from monitor.items import Cause, as_dict
from monitor.store.connection import Store
from monitor.store.outbox import Row
from monitor.store.settle import Alert
from monitor.store.topics import Topic
from monitor.times import cut, since, spelled

app = typer.Typer(no_args_is_help=True, help="Save a query and be told of what it matches.")

Name = Annotated[str, typer.Argument(help='As "monitor topic list" names it.', show_default=False)]
EveryCopy = Annotated[
    bool, typer.Option("--every-copy", help="Tell of each article; else of a story and its copies once.")
]
_LAST = 10


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What you call it.", show_default=False)],
    query: Annotated[str, typer.Argument(help="As monitor search takes it.", show_default=False)],
    to: Annotated[
        list[str] | None,
        typer.Option(
            help="Where to: https://…, file:/…/NAME.jsonl, stdout:, or a URL of Apprise such as mailto://…; "
            "may be given several times.",
        ),
    ] = None,
    every: Annotated[
        str | None, typer.Option(help="Send a digest every 15m, 1h, 1d, 1w; else each alert at once.")
    ] = None,
    every_copy: EveryCopy = False,
    cause: Annotated[
        list[str] | None,
        typer.Option(
            help="What makes it send: crawl, backfill, replay or retag; may be given several times.",
            show_default="crawl",
        ),
    ] = None,
) -> None:
    """Save a query; what is crawled from now on and fits it is sent.

    Example: monitor topic add post "cites:washingtonpost.com" --to https://hooks.example/press --every 1h
    """
    topic = topics.make(
        name,
        query,
        now=cut(datetime.now(UTC)),
        to=to or (),
        every=every,
        every_copy=every_copy,
        causes=_causes(cause or ("crawl",)),
        outlets=_outlets(),
    )
    with_store(lambda store: store.topics.add(topic))
    console.print(f'{topic.name} sends {_when(topic)} to {_channels(topic)}; "monitor up" delivers.')


@app.command("list")
def list_topics(json: Json = False) -> None:
    """List the topics by name.

    Example: monitor topic list
    """
    found = with_store(lambda store: store.topics.list())
    if json:
        for topic in found:
            print_json(_plain(topic))
        return
    print_table(
        ("topic", "query", "channels", "sends", "alerts"),
        [
            (one.name, one.query, _channels(one), "paused" if one.paused else _when(one), one.alerts)
            for one in found
        ],
        wide=("query", "channels"),
        empty='No topic yet; "monitor topic add" makes one.',
    )


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show a topic, how its alerts fared, and the last of them.

    Example: monitor topic show post
    """

    async def ask(store: Store) -> tuple[Topic, dict[str, int], list[Row]]:
        topic = await store.topics.get(name)
        counts = {
            state: await store.outbox.count(state, topic=name) for state in ("due", "failed", "sent", "dead")
        }
        return topic, counts, await store.outbox.list(topic=name, limit=_LAST)

    topic, counts, rows = with_store(ask)
    if json:
        print_json(_plain(topic) | {"messages": counts})
        return
    facts = {
        "query": topic.query,
        "channels": _channels(topic),
        "sends": f"{_when(topic)}, {'each article' if topic.everyCopy else 'a story once'}",
        "hears": ", ".join(topic.causes),
        "added": moment(topic.created),
        "paused": f"since {moment(topic.pauses[-1].since)}" if topic.paused else None,
        "alerts": ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "none yet",
    }
    console.print(topic.name, style="bold")
    for fact, value in facts.items():
        if value:
            console.print(f"{fact}: {value}")
    print_table(
        ("event", "article", "state"),
        [(row.at, row.said["article"]["headline"], row.state) for row in rows],
        wide=("article",),
    )


@app.command("test")
def rehearsal(
    name: Name,
    since_: Annotated[
        str, typer.Option("--since", help="Of what appeared since then: 30d, 2026-11, 2026-11-24.")
    ] = "30d",
    json: Json = False,
) -> None:
    """Show what a topic would have sent of the articles that are stored; nothing is sent.

    Example: monitor topic test post --since 30d
    """
    from monitor.alert.rehearse import rehearse  # noqa: PLC0415 - only this command needs it

    now, outlets = cut(datetime.now(UTC)), _outlets()
    start = since(since_, now, zone())

    async def ask(store: Store) -> list[Alert]:
        return await rehearse(store, await store.topics.get(name), since=start, now=now, outlets=outlets)

    found = with_store(ask)
    if json:
        for alert in found:
            print_json(alert.said)
        return
    print_table(
        ("published", "outlet", "article", "because"),
        [_rehearsed(alert.said) for alert in found],
        wide=("article", "because"),
    )
    remarks.print(f"{counted(len(found), 'alert')} since {moment(start)}.")


@app.command()
def pause(name: Name) -> None:
    """Hear and send nothing until it is resumed; what happens in the pause is never sent.

    Example: monitor topic pause post
    """
    with_store(lambda store: store.topics.pause(name, cut(datetime.now(UTC))))
    console.print(f"{name} is paused.")


@app.command()
def resume(name: Name) -> None:
    """Hear again what happens from now on, and send what waited when the pause began.

    Example: monitor topic resume post
    """
    with_store(lambda store: store.topics.resume(name, cut(datetime.now(UTC))))
    console.print(f"{name} goes on.")


@app.command()
def remove(name: Name) -> None:
    """Delete a topic and its alerts that are not sent; sent ones stay listed.

    Example: monitor topic remove post
    """
    gone = with_store(lambda store: store.topics.remove(name))
    console.print(f"{name} is removed, with {counted(gone, 'alert')} not sent.")


def _outlets() -> Mapping[str, str]:
    return gazetteer.load(config.load().outlets).names


def _causes(given: Sequence[str]) -> list[Cause]:
    # Typer reads no list of a Literal's values.
    try:
        return msgspec.convert(given, list[Cause])
    except msgspec.ValidationError:
        raise BadUse(f"A cause is one of {', '.join(get_args(Cause))}.") from None


def _channels(topic: Topic) -> str:
    return ", ".join(redacted(channel.to) for channel in topic.channels)


def _when(topic: Topic) -> str:
    """Say how often a topic sends, in the words of its option."""
    return "at once" if topic.every is None else f"every {spelled(timedelta(seconds=topic.every))}"


def _plain(topic: Topic) -> dict[str, Any]:
    channels = [{"id": channel.id, "to": redacted(channel.to)} for channel in topic.channels]
    return as_dict(topic) | {"channels": channels, "paused": topic.paused}


def _rehearsed(said: Mapping[str, Any]) -> tuple[datetime | None, str, str, str]:
    article = said["article"]
    reasons = [each["name"] for each in said["citations"] if each["matched"]]
    reasons += [place["quote"] for place in said["matched"]]
    because = ", ".join(dict.fromkeys(reasons))
    return article["datePublished"], article["outlet"], article["headline"], because
