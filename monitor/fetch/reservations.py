"""What publishers reserve: text and data mining (TDMRep), and being indexed (X-Robots-Tag).

A reservation may stand in `/.well-known/tdmrep.json`, in a header of the answer, or in the page's head
(https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/). Any of them is enough. docs/politeness.md
says which values count, and why.

>>> from datetime import UTC
>>> in_headers({"tdm-reservation": ["1"]}, "media-monitor", datetime(2026, 11, 24, tzinfo=UTC))
'tdm-reservation: 1'
>>> in_headers({"x-robots-tag": ["googlebot: noindex"]}, "media-monitor", datetime(2026, 11, 24, tzinfo=UTC))
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from protego import Protego

_NO_INDEX = {"noindex", "none"}
_UNTIL = "unavailable_after"
# Rules of X-Robots-Tag that have a colon of their own; any other word before a colon names a crawler.
_WITH_VALUE = {_UNTIL, "max-snippet", "max-image-preview", "max-video-preview"}
_HEAD = 256 * 1024
_META = re.compile(rb"<meta\s[^>]{0,200}?\bname\s*=\s*[\"']?tdm-reservation\b[^>]{0,400}>", re.IGNORECASE)
_ONE = re.compile(rb"\bcontent\s*=\s*[\"']?\s*1\b", re.IGNORECASE)


def in_headers(headers: Mapping[str, Sequence[str]], token: str, now: datetime) -> str | None:
    """Give the header that reserves a page, as `name: value`; names are in lower case.

    `token` is the crawler's product token: a rule may be for it alone, or for another.
    """
    for value in headers.get("tdm-reservation", ()):
        if value.strip() == "1":
            return "tdm-reservation: 1"
    for value in headers.get("x-robots-tag", ()):
        for rule, given in _rules(value, token):
            if rule in _NO_INDEX or (rule == _UNTIL and _is_past(given, now)):
                return f"x-robots-tag: {rule}"
    return None


def in_page(body: bytes) -> str | None:
    """Give the reservation that stands in a page's head.

    >>> in_page(b'<meta name="tdm-reservation" content="1">')
    'meta tdm-reservation: 1'
    """
    found = _META.search(body[:_HEAD])
    return "meta tdm-reservation: 1" if found and _ONE.search(found.group()) else None


class Places:
    """The part of a site that its tdmrep.json reserves.

    >>> places = Places.read(b'[{"location": "/world/*", "tdm-reservation": 1}]')
    >>> places.reserve("https://example.org/world/a"), places.reserve("https://example.org/")
    (True, False)
    """

    def __init__(self, rules: Sequence[tuple[str, bool]] = ()) -> None:
        # The longest location that fits decides, as with the patterns of robots.txt, which these are.
        lines = [f"{'Disallow' if reserved else 'Allow'}: {location}" for location, reserved in rules]
        self._rules = Protego.parse("\n".join(["User-agent: *", *lines]))

    @classmethod
    def read(cls, body: bytes) -> "Places":
        """Read a tdmrep.json; raises `ValueError` when it is none."""
        found = json.loads(body)
        listed = found if isinstance(found, list) else [found]
        return cls([rule for rule in map(_rule, listed) if rule])

    def reserve(self, url: str) -> bool:
        """Tell whether a page is reserved."""
        return not self._rules.can_fetch(url, "*")


def _rule(stated: Any) -> tuple[str, bool] | None:
    if not isinstance(stated, dict) or not isinstance(stated.get("location"), str):
        return None
    location = "".join(stated["location"].split())
    reserved = str(stated.get("tdm-reservation", "")).strip()
    if reserved not in {"0", "1"} or not location:
        return None
    return location if location.startswith(("/", "*")) else f"/{location}", reserved == "1"


def _rules(value: str, token: str) -> Iterator[tuple[str, str]]:
    """Yield the rules of one X-Robots-Tag header that are for all crawlers or for ours, with their values."""
    ours = True
    for part in value.split(","):
        name, colon, rest = (text.strip() for text in part.partition(":"))
        if colon and name.lower() not in _WITH_VALUE:
            ours = name.lower() == token
            name, _, rest = (text.strip() for text in rest.partition(":"))
        if ours:
            yield name.lower(), rest


def _is_past(date: str, now: datetime) -> bool:
    try:
        when = datetime.fromisoformat(date)
    except ValueError:
        try:
            when = parsedate_to_datetime(date)
        except ValueError:
            return False
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) < now
