from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.normalise.dates import read_date

CASES = [
    ("2025-11-12T10:34:05+01:00", "fr", datetime(2025, 11, 12, 9, 34, 5, tzinfo=UTC)),
    ("2025-11-12T09:34:05.123456Z", "fr", datetime(2025, 11, 12, 9, 34, 5, 123000, tzinfo=UTC)),
    ("2025-11-12T10:34", "fr", datetime(2025, 11, 12, 9, 34, tzinfo=UTC)),
    ("2025-07-12T10:34:00+0200", "fr", datetime(2025, 7, 12, 8, 34, tzinfo=UTC)),
    ("Wed, 12 Nov 2025 10:34:05 +0100", "fr", datetime(2025, 11, 12, 9, 34, 5, tzinfo=UTC)),
    ("Wed, 12 Nov 2025 10:34:05 GMT", "fr", datetime(2025, 11, 12, 10, 34, 5, tzinfo=UTC)),
    ("Publié le 12 Novembre 2013 - 10:34", "fr", datetime(2013, 11, 12, 9, 34, tzinfo=UTC)),
    ("Mis à jour le 12/11/2025 à 09:20", "fr", datetime(2025, 11, 12, 8, 20, tzinfo=UTC)),
    ("1er août 2013 à 14h05", "fr", datetime(2013, 8, 1, 12, 5, tzinfo=UTC)),
    ("12. November 2025 um 10:34 Uhr", "de", datetime(2025, 11, 12, 9, 34, tzinfo=UTC)),
    ("Stand: 12.11.2025, 10:34 Uhr", "de", datetime(2025, 11, 12, 9, 34, tzinfo=UTC)),
    ("12.11.2025 10:34, Lesezeit 5 Min.", "de", datetime(2025, 11, 12, 9, 34, tzinfo=UTC)),
    ("12 de noviembre de 2025, 10:34", "es", datetime(2025, 11, 12, 9, 34, tzinfo=UTC)),
    ("12 novembre 2025 alle 10:34", "it", datetime(2025, 11, 12, 9, 34, tzinfo=UTC)),
    ("Published November 12, 2025 at 5:34 PM EST", "en", datetime(2025, 11, 12, 22, 34, tzinfo=UTC)),
    ("il y a 2 heures", "fr", datetime(2025, 11, 12, 8, 0, tzinfo=UTC)),
    ("20251112103405", "fr", datetime(2025, 11, 12, 9, 34, 5, tzinfo=UTC)),
    ("20251112", "fr", datetime(2025, 11, 11, 23, 0, tzinfo=UTC)),
    ("20259912", "fr", None),
    ("il y a deux lunes", "fr", None),
    ("2025-13-45", "fr", None),
    ("novembre 2025", "fr", None),
    ("", "fr", None),
    (None, "fr", None),
]


@pytest.mark.parametrize(("raw", "language", "expected"), CASES)
def test_dates_are_read_as_pages_write_them(
    raw: str | None, language: str, expected: datetime | None
) -> None:
    """Every form gives the instant it means in the outlet's zone, or none."""
    now = datetime(2025, 11, 12, 10, 0, tzinfo=UTC)
    assert read_date(raw, language=language, timezone="Europe/Paris", now=now) == expected


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(raw: str) -> None:
    """Whatever stands in a date's place, the answer is a date or none."""
    found = read_date(raw, language="fr", timezone="Europe/Paris")
    assert found is None or found.tzinfo is UTC
