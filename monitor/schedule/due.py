"""When a schedule is due next.

A rhythm counts from the schedule's first turn, in seconds, whatever clocks on walls do. A cron line
follows the wall clock of its time zone as Debian's cron does: what falls into the hour that is left out
in spring is made right after it; what falls into the hour that comes twice in autumn is made once, unless
the line asks for every hour or every few minutes.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from monitor import times
from monitor.errors import BadSchedule, BadTime
from monitor.store.schedules import Schedule

_CRON_FIELDS = 5
_WRITE = 'write minute, hour, day, month and weekday, as in "*/10 6-22 * * *"'


def plan(  # noqa: PLR0913 - one argument a choice
    spider: str,
    outlet: str,
    *,
    now: datetime,
    every: str | None = None,
    cron: str | None = None,
    timezone: str | None = None,
    section: str | None = None,
    url: str | None = None,
    home: str = "UTC",
) -> Schedule:
    """Make a schedule of what a user wrote; a cron line without time zone follows that of `home`.

    `url` is the page to crawl, where it is not the spider's own listings. A rhythm's first turn is at once. Raises `BadSchedule`.

    >>> plan("x", "x.org", now=datetime(2026, 11, 24, tzinfo=UTC), every="15m").every
    900
    """
    if (every is None) == (cron is None):
        raise BadSchedule('Write either how often, --every 15m, or when, --cron "*/10 6-22 * * *".')
    if timezone and every:
        raise BadSchedule("A time zone goes with a cron line; leave it out, or write --cron.")
    name = called(url) if url else spider
    schedule = Schedule(
        id=f"{name}/{section}" if section else name,
        spider=spider,
        outlet=outlet,
        url=url,
        section=section,
        every=_seconds(every) if every else None,
        cron=cron,
        timezone=(timezone or home) if cron else None,
        next=now,
    )
    if cron:
        _check(cron)
        return replace(schedule, next=following(schedule, now))
    return schedule


def called(text: str) -> str:
    """Give the name of a schedule as it is listed: that of a page is its address without the scheme.

    >>> called("https://www.Example.org/world/"), called("atlantico/all")
    ('example.org/world', 'atlantico/all')
    """
    _, scheme, address = text.partition("://")
    host, slash, path = address.partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/") if scheme else text


def spelled(schedule: Schedule) -> str:
    """Write when a schedule is due, for people.

    >>> spelled(plan("x", "x.org", now=datetime(2026, 11, 24, tzinfo=UTC), every="120m"))
    'every 2h'
    """
    if schedule.cron:
        return f"{schedule.cron} ({schedule.timezone})"
    return f"every {times.spelled(timedelta(seconds=schedule.every or 0))}"


def following(schedule: Schedule, now: datetime) -> datetime:
    """Give the first turn of a schedule after `now`, in UTC.

    >>> schedule = plan("x", "x.org", now=datetime(2026, 11, 24, 9, 5, tzinfo=UTC), every="15m")
    >>> str(following(schedule, datetime(2026, 11, 24, 12, 0, tzinfo=UTC)))
    '2026-11-24 12:05:00+00:00'
    """
    if schedule.cron and schedule.timezone:
        # In the hour that comes twice it begins anew, with times that have passed.
        turns = (
            turn.astimezone(UTC) for turn in CronSim(schedule.cron, now.astimezone(_zone(schedule.timezone)))
        )
        for turn in turns:
            if turn > now:
                return turn
        raise BadSchedule(f'The cron line "{schedule.cron}" names a day that never comes.')
    every = timedelta(seconds=schedule.every or 0)
    return schedule.next + every * max(0, (now - schedule.next) // every + 1)


def _seconds(text: str) -> int:
    try:
        return int(times.rhythm(text).total_seconds())
    except BadTime:
        raise BadSchedule(
            f'The rhythm "{text}" cannot be used; write 15m, 1h, 1d or 1w: a minute or longer.'
        ) from None


def _check(line: str) -> None:
    if len(line.split()) != _CRON_FIELDS:
        raise BadSchedule(f'The cron line "{line}" has not five fields; {_WRITE}.')
    try:
        CronSim(line, datetime(2000, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        field = str(error).removeprefix("Bad ")
        raise BadSchedule(f'The cron line "{line}" cannot be read: the {field} is wrong; {_WRITE}.') from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        folded = {zone.casefold(): zone for zone in available_timezones()}
        near = get_close_matches(name.casefold(), folded, n=1)
        instead = f"did you mean {folded[near[0]]}?" if near else "write it as in Europe/Paris."
        raise BadSchedule(f'There is no time zone "{name}"; {instead}') from None
