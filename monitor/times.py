"""Times as people write them: a day, month or year, a range of them, how long ago; how often.

>>> now = datetime(2026, 11, 24, 12, tzinfo=UTC)
>>> [str(side) for side in period("2026-11-01..2026-11-24", now, UTC)]
['2026-11-01 00:00:00+00:00', '2026-11-25 00:00:00+00:00']
>>> [str(side) for side in period("7d", now, UTC)]
['2026-11-17 12:00:00+00:00', 'None']
"""

import re
from datetime import MAXYEAR, UTC, datetime, timedelta, tzinfo

from monitor.errors import BadTime

FORMS = "a day, month or year (2026-11-24, 2026-11, 2026), a range (2026-11-01..2026-11-24, 2026-11-01..) or a time ago (7d)"

_AGO = re.compile(r"(\d{1,6})(m|h|d|w)", re.ASCII)
_RHYTHM = re.compile(r"([1-9]\d{0,3})(m|h|d|w)", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CALENDAR = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{3})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII | re.IGNORECASE
)


def cut(when: datetime) -> datetime:
    """Give a time in UTC to the millisecond: BSON keeps no more."""
    instant = when.astimezone(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def rhythm(text: str) -> timedelta:
    """Read how often something is to be done; raises `BadTime`.

    >>> rhythm("15m")
    datetime.timedelta(seconds=900)
    """
    found = _RHYTHM.fullmatch(text.strip())
    if not found:
        raise BadTime(f'The rhythm "{text}" cannot be read; write 15m, 1h, 1d or 1w.')
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def spelled(every: timedelta) -> str:
    """Write a rhythm as it is read, in its largest unit.

    >>> spelled(timedelta(minutes=120)), spelled(timedelta(minutes=90))
    ('2h', '90m')
    """
    units = {unit: timedelta(**{name: 1}) for unit, name in _UNITS.items()}
    return next(f"{every // units[unit]}{unit}" for unit in reversed(units) if not every % units[unit])


def since(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Give the first instant of a day, month or year, or how long ago; raises `BadTime`.

    >>> str(since("30d", datetime(2026, 11, 24, tzinfo=UTC), UTC))
    '2026-10-25 00:00:00+00:00'
    """
    return _side(text, now, zone, 0)


def until(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Give the instant after the last of a day, month or year, or how long ago; raises `BadTime`.

    >>> str(until("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC), UTC))
    '2026-11-25 00:00:00+00:00'
    """
    return _side(text, now, zone, 1)


def _side(text: str, now: datetime, zone: tzinfo, side: int) -> datetime:
    try:
        return _point(text.strip(), now, zone)[side]
    except (ValueError, OverflowError):
        raise BadTime(
            f'The time "{text}" cannot be read; write 2026-11-24, 2026-11, 2026-11-24T09:00 or 7d.'
        ) from None


def period(value: str, now: datetime, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """Give the first instant and the instant after the last, in UTC; None leaves a side open.

    A day, month or year is the zone's and counts as a whole on both sides. Raises `ValueError` with
    what is wrong.
    """
    low, separator, high = value.replace("…", "..").partition("..")
    try:
        if not separator:
            start, end = _point(low, now, zone)
            if start == end and not _AGO.fullmatch(low):
                raise ValueError(f"takes {low}.. for all that came after this instant")
            return start, None if start == end else end
        since = _point(low, now, zone)[0] if low else None
        until = _point(high, now, zone)[1] if high else None
    except OverflowError:
        raise ValueError("takes the years 1 to 9998") from None
    if since is None and until is None:
        raise ValueError("needs a date before or after the two dots")
    if since and until and since >= until:
        raise ValueError("ends before it begins")
    return since, until


def _point(text: str, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Give both ends of what one date covers, equal for an instant."""
    if ago := _AGO.fullmatch(text):
        instant = now - timedelta(**{_UNITS[ago.group(2)]: int(ago.group(1))})
    elif _INSTANT.fullmatch(text):
        read = _checked(text, text.upper())
        instant = read if read.tzinfo else read.replace(tzinfo=zone)
    elif calendar := _CALENDAR.fullmatch(text):
        start = _checked(text, "-".join(part or "01" for part in calendar.groups()))
        return cut(start.replace(tzinfo=zone)), cut(_next(start, calendar).replace(tzinfo=zone))
    else:
        raise ValueError(f"takes {FORMS}")
    return cut(instant), cut(instant)


def _checked(text: str, iso: str) -> datetime:
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        raise ValueError(f"has no such date as {text}") from None


def _next(start: datetime, calendar: re.Match[str]) -> datetime:
    """Give the start of the following day, month or year."""
    if calendar.group(3):
        return start + timedelta(days=1)
    year, month = (start.year, start.month + 1) if calendar.group(2) else (start.year + 1, 1)
    year, month = (year + 1, 1) if month > 12 else (year, month)  # noqa: PLR2004 - months of a year
    if year > MAXYEAR:
        raise OverflowError
    return start.replace(year=year, month=month)
