"""Making a topic: everything it says is read first, so that what is stored can be matched and sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from monitor.alert.channels import read
from monitor.errors import BadUse
from monitor.items import Cause
from monitor.query import parse
from monitor.store.topics import Topic
from monitor.times import rhythm

DEFAULT_CHANNEL = "stdout:"
LONGEST_NAME = 100


def make(  # noqa: PLR0913 - each is an option of a topic
    name: str,
    query: str,
    *,
    now: datetime,
    to: Sequence[str] = (),
    every: str | None = None,
    every_copy: bool = False,
    causes: Sequence[Cause] = ("crawl",),
    outlets: Mapping[str, str] | None = None,
) -> Topic:
    """Make a topic; without a channel it prints where alerts are delivered.

    Raises `BadUse`, `BadQuery`, `BadChannel` or `BadTime`.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadUse(f"A topic's name is one line of 1 to {LONGEST_NAME} characters; choose another.")
    parse(query, now=now, outlets=outlets or {})
    channels = {channel.id: channel for channel in map(read, to or [DEFAULT_CHANNEL])}
    return Topic(
        id=token_hex(6),
        name=name,
        query=query,
        channels=tuple(channels.values()),
        created=now,
        every=int(rhythm(every).total_seconds()) if every else None,
        everyCopy=every_copy,
        causes=tuple(dict.fromkeys(causes)),
    )
