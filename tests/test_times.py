"""The periods that `published:` takes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.times import period

NOW = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)

READ = [
    ("2026-11-24", "2026-11-24T00:00:00.000", "2026-11-25T00:00:00.000"),
    ("2026-11", "2026-11-01T00:00:00.000", "2026-12-01T00:00:00.000"),
    ("2026-12", "2026-12-01T00:00:00.000", "2027-01-01T00:00:00.000"),
    ("2026", "2026-01-01T00:00:00.000", "2027-01-01T00:00:00.000"),
    ("2024-02-29", "2024-02-29T00:00:00.000", "2024-03-01T00:00:00.000"),
    ("2026-11-01..2026-11-24", "2026-11-01T00:00:00.000", "2026-11-25T00:00:00.000"),
    ("2026-11-01…2026-11-24", "2026-11-01T00:00:00.000", "2026-11-25T00:00:00.000"),
    ("2026-11-01..", "2026-11-01T00:00:00.000", None),
    ("..2026-10", None, "2026-11-01T00:00:00.000"),
    ("2026-11-01T06:30..2026-11-01T08:00:00Z", "2026-11-01T06:30:00.000", "2026-11-01T08:00:00.000"),
    ("2026-11-01T06:30+02:00..", "2026-11-01T04:30:00.000", None),
    ("90m", "2026-11-24T11:00:15.123", None),
    ("24h", "2026-11-23T12:30:15.123", None),
    ("7d", "2026-11-17T12:30:15.123", None),
    ("2w", "2026-11-10T12:30:15.123", None),
    ("2w..1w", "2026-11-10T12:30:15.123", "2026-11-17T12:30:15.123"),
]


@pytest.mark.parametrize(("value", "since", "until"), READ)
def test_a_period_is_read(value: str, since: str | None, until: str | None) -> None:
    """A period is half open: from its first instant to the instant after its last."""
    sides = tuple(datetime.fromisoformat(f"{side}+00:00") if side else None for side in (since, until))
    assert period(value, NOW, UTC) == sides


def test_a_day_is_the_reader_s() -> None:
    """A day begins at midnight in the zone, also when the clock is turned on it."""
    since, until = period("2026-10-25", NOW, ZoneInfo("Europe/Paris"))
    assert (since, until) == (
        datetime(2026, 10, 24, 22, tzinfo=UTC),
        datetime(2026, 10, 25, 23, tzinfo=UTC),
    )


BAD = [
    ("", "takes a day"),
    ("..", "before or after"),
    ("24/11/2026", "takes a day"),
    ("2026-13", "no such date"),
    ("2026-02-30", "no such date"),
    ("0000", "no such date"),
    ("9999", "years 1 to 9998"),
    ("99999999d", "takes a day"),
    ("999999w", "years 1 to 9998"),
    ("2026-11-24T12:00", "after this instant"),
    ("2026-11-24T25:00..", "no such date"),
    ("2026-11-24..2026-11-01", "ends before"),
    ("7d..2w", "ends before"),
    ("2026..2026..2026", "takes a day"),
    ("٢٠٢٦", "takes a day"),
]


@pytest.mark.parametrize(("value", "sentence"), BAD)
def test_what_is_no_period_is_refused(value: str, sentence: str) -> None:
    """The error says what is taken instead."""
    with pytest.raises(ValueError, match=sentence):
        period(value, NOW, UTC)
