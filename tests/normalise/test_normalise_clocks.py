from zoneinfo import ZoneInfo

import pytest

from monitor.normalise.clocks import clock, country_of

COUNTRIES = [
    ("FR", "Europe/Paris"),
    ("GB", "Europe/London"),
    ("DE", "Europe/Berlin"),
    ("AR", "America/Argentina/Buenos_Aires"),
    ("ES", "Europe/Madrid"),
    ("RU", "Europe/Moscow"),
    ("XX", "UTC"),
    (None, "UTC"),
]
DOMAINS = [
    ("spiegel.de", "DE"),
    ("BBC.CO.UK", "GB"),
    ("example.com", None),
    ("example.io", None),
    ("x", None),
]


@pytest.mark.parametrize(("country", "zone"), COUNTRIES)
def test_a_country_has_a_clock(country: str | None, zone: str) -> None:
    """Its only one, or its capital's; none is UTC."""
    assert clock(country) == zone
    assert ZoneInfo(clock(country)).key == zone


@pytest.mark.parametrize(("domain", "country"), DOMAINS)
def test_a_domain_may_tell_its_country(domain: str, country: str | None) -> None:
    """Its last label does, unless it is sold to everybody."""
    assert country_of(domain) == country
