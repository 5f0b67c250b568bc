"""The clock of a country: of a date that names no zone, on a site of which nothing else is known.

>>> clock("FR"), clock("US"), clock(None)
('Europe/Paris', 'America/New_York', 'UTC')
"""

from functools import cache
from importlib.resources import files

_CAPITALS = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}
"""Countries of several clocks: what is read in all of them tells the capital's time."""
# Sold to everybody, or of several countries.
_OF_NO_COUNTRY = frozenset(
    [
        "ac",
        "ad",
        "ai",
        "ag",
        "as",
        "bz",
        "cc",
        "cd",
        "cx",
        "dj",
        "eu",
        "fm",
        "gg",
        "gl",
        "io",
        "je",
        "la",
        "li",
        "ly",
        "me",
        "ms",
        "nu",
        "pw",
        "sc",
        "sh",
        "so",
        "st",
        "su",
        "tk",
        "to",
        "tv",
        "vc",
        "ws",
    ]
)
_OTHERWISE = {"uk": "GB"}


def clock(country: str | None) -> str:
    """Give the IANA zone of a country (ISO 3166-1 alpha-2): its only one, else its capital's; UTC of none.

    Source: zone.tab of the IANA time zone database.
    """
    return _CAPITALS.get(country or "") or _zones().get(country or "", "UTC")


def country_of(domain: str) -> str | None:
    """Give the country that a domain's last label stands for, if it stands for one.

    >>> country_of("example.co.uk"), country_of("example.com"), country_of("example.tv")
    ('GB', None, None)
    """
    label = domain.rpartition(".")[2].lower()
    if len(label) != len("uk") or label in _OF_NO_COUNTRY:
        return None
    return _OTHERWISE.get(label, label.upper())


@cache
def _zones() -> dict[str, str]:
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    first: dict[str, str] = {}
    for country, _, zone, *_ in rows:
        first.setdefault(country, zone)
    return first
