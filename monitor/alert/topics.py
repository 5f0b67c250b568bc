"""Making a topic: everything it says is read first, so that what is stored can be matched and sent."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from monitor.alert.channels import read
from monitor.errors import BadTime, BadUse
from monitor.items import Cause
from monitor.query import parse
from monitor.store.topics import Topic

DEFAULT_CHANNEL = "stdout:"
LONGEST_NAME = 100

_RHYTHM = re.compile(r"(\d{1,4})(m|h|d|w)", re.ASCII)
_SECONDS = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


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
        every=rhythm(every) if every else None,
        everyCopy=every_copy,
        causes=tuple(dict.fromkeys(causes)),
    )


def rhythm(text: str) -> int:
    """Read how often a digest is sent, in seconds.

    >>> rhythm("1h")
    3600
    """
    found = _RHYTHM.fullmatch(text.strip())
    if not found or not int(found[1]):
        raise BadTime(f'The rhythm "{text}" cannot be read; write 15m, 1h, 1d or 1w.')
    return int(found[1]) * _SECONDS[found[2]]
