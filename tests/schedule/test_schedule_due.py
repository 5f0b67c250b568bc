from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import BadSchedule
from monitor.schedule.due import following, plan, spelled

NOW = datetime(2026, 11, 24, 12, 7, 30, tzinfo=UTC)
PARIS = "Europe/Paris"


def turns(cron: str, zone: str, start: str, number: int) -> list[str]:
    """List the turns of a cron line after a moment of its zone, as its wall clock and offset show them."""
    at = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    schedule = plan("x", "x.org", now=at, cron=cron, timezone=zone)
    shown = []
    for _ in range(number):
        at = following(schedule, at)
        shown.append(f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M %z}")
    return shown


# In Paris clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25.
WALL = [
    ("by day", "*/10 6-22 * * *", "2026-11-24T22:45", ["11-24 22:50 +0100", "11-25 06:00 +0100"]),
    ("at the very moment", "0 6 * * *", "2026-11-24T06:00", ["11-25 06:00 +0100"]),
    ("daily over spring", "0 6 * * *", "2026-03-28T07:00", ["03-29 06:00 +0200", "03-30 06:00 +0200"]),
    ("daily over autumn", "0 6 * * *", "2026-10-24T07:00", ["10-25 06:00 +0100", "10-26 06:00 +0100"]),
    ("in the hour left out", "30 2 * * *", "2026-03-28T03:00", ["03-29 03:00 +0200", "03-30 02:30 +0200"]),
    ("in the hour that comes twice", "30 2 * * *", "2026-10-24T03:00", ["10-25 02:30 +0200", "10-26 02:30 +0100"]),
    ("every half hour, spring", "*/30 * * * *", "2026-03-29T01:15", ["03-29 01:30 +0100", "03-29 03:00 +0200"]),
    ("every half hour, autumn", "*/30 * * * *", "2026-10-25T02:15",
     ["10-25 02:30 +0200", "10-25 02:00 +0100", "10-25 02:30 +0100", "10-25 03:00 +0100"]),
    ("hourly, autumn", "0 * * * *", "2026-10-25T01:30", ["10-25 02:00 +0200", "10-25 02:00 +0100"]),
    ("weekdays", "0 9 * * MON-FRI", "2026-11-27T10:00", ["11-30 09:00 +0100"]),
    ("last of the month", "0 9 L * *", "2026-11-24T10:00", ["11-30 09:00 +0100", "12-31 09:00 +0100"]),
    ("leap day", "0 9 29 2 *", "2026-11-24T10:00", ["02-29 09:00 +0100"]),
]  # fmt: skip


@pytest.mark.parametrize(("cron", "start", "expected"), [case[1:] for case in WALL], ids=[c[0] for c in WALL])
def test_a_cron_line_follows_the_wall_clock(cron: str, start: str, expected: list[str]) -> None:
    """Through summer and winter time, each turn is made once."""
    assert turns(cron, PARIS, start, len(expected)) == expected


def test_a_turn_is_not_made_again_when_its_hour_comes_twice() -> None:
    """Asked in the second of the two hours, the next turn is tomorrow's."""
    schedule = plan("x", "x.org", now=NOW, cron="30 2 * * *", timezone=PARIS)
    second = datetime(2026, 10, 25, 2, 15, tzinfo=ZoneInfo(PARIS), fold=1)
    assert following(schedule, second.astimezone(UTC)) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_rhythm_begins_at_once_and_keeps_its_beat() -> None:
    """However many turns were missed, the next is on the beat of the first."""
    schedule = plan("x", "x.org", now=NOW, every="15m")
    assert schedule.next == NOW
    for missed in (0, 1, 10):
        late = NOW + timedelta(minutes=15 * missed, seconds=40)
        assert following(schedule, late) == NOW + timedelta(minutes=15 * (missed + 1))
    assert following(schedule, NOW) == NOW + timedelta(minutes=15)
    assert following(schedule, NOW - timedelta(hours=1)) == NOW


@given(st.integers(1, 10**6), st.integers(-(10**6), 10**8))
def test_the_next_turn_of_a_rhythm_is_after_now_and_no_later_than_it_must_be(minutes: int, late: int) -> None:
    """For every rhythm and however late."""
    schedule = plan("x", "x.org", now=NOW, every=f"{minutes % 9999 + 1}m")
    now = NOW + timedelta(seconds=late)
    turn = following(schedule, now)
    every = timedelta(seconds=schedule.every or 0)
    assert turn > now
    assert turn == NOW or turn - every <= now
    assert (turn - NOW) % every == timedelta(0)


NAMED = [
    ({"every": "90m"}, "x", "every 90m"),
    ({"every": "1w"}, "x", "every 1w"),
    ({"every": "48h", "section": "all"}, "x/all", "every 2d"),
    ({"cron": "0 6 * * *"}, "x", "0 6 * * * (Europe/Rome)"),
    ({"cron": "0 6 * * *", "timezone": PARIS}, "x", "0 6 * * * (Europe/Paris)"),
]


@pytest.mark.parametrize(("choices", "name", "said"), NAMED)
def test_a_schedule_is_named_and_spelled(choices: dict[str, Any], name: str, said: str) -> None:
    """By spider and section; a cron line without time zone follows the outlet's."""
    schedule = plan("x", "x.org", now=NOW, home="Europe/Rome", **choices)
    assert (schedule.id, spelled(schedule)) == (name, said)


BAD = [
    ({}, "either how often"),
    ({"every": "15m", "cron": "0 6 * * *"}, "either how often"),
    ({"every": "15m", "timezone": PARIS}, "A time zone goes with a cron line"),
    ({"every": "30s"}, '"30s" cannot be used; write 15m'),
    ({"every": "0m"}, "a minute or longer"),
    ({"every": "often"}, '"often" cannot be used'),
    ({"cron": "* * * *"}, "has not five fields; write minute, hour"),
    ({"cron": "*/5 * * * * *"}, "has not five fields"),
    ({"cron": "@hourly"}, "has not five fields"),
    ({"cron": "61 * * * *"}, "the minute is wrong"),
    ({"cron": "* 24 * * *"}, "the hour is wrong"),
    ({"cron": "0 0 30 2 *"}, "the day-of-month is wrong"),
    ({"cron": "0 0 * * LUN"}, "the day-of-week is wrong"),
    ({"cron": "*/0 * * * *"}, "the minute is wrong"),
    ({"cron": "0 6 * * *", "timezone": "Europe/Pariss"}, "did you mean Europe/Paris?"),
    ({"cron": "0 6 * * *", "timezone": "europe/paris"}, "did you mean Europe/Paris?"),
    ({"cron": "0 6 * * *", "timezone": "Europe"}, 'no time zone "Europe"'),
    ({"cron": "0 6 * * *", "timezone": "/etc/localtime"}, "no time zone"),
    ({"cron": "0 6 * * *", "timezone": "???"}, "write it as in Europe/Paris"),
]


@pytest.mark.parametrize(("choices", "sentence"), BAD)
def test_what_cannot_be_read_is_one_sentence_that_says_what_to_write(
    choices: dict[str, Any], sentence: str
) -> None:
    """A rhythm of less than a minute, a wrong cron line, an unknown time zone."""
    with pytest.raises(BadSchedule) as caught:
        plan("x", "x.org", now=NOW, **choices)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
