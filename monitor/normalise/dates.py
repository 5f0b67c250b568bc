"""Dates as pages write them, to instants.

>>> read_date("Publié le 12 novembre 2025 à 10h34", language="fr", timezone="Europe/Paris")
datetime.datetime(2025, 11, 12, 9, 34, tzinfo=datetime.timezone.utc)
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.times import cut

# What a page says before a date: "Publié le", "Mis à jour :", "Stand:", "By J. Doe |".
_LABEL = re.compile(
    r"""^.{0,60}?(?:
      \b(?:publié|publiée|paru|mis(?:e)?\s+à\s+jour|modifié|modifiée|posté|créé)(?:\s+le|\s*:)?
      |\b(?:published|updated|posted|last\s+modified)(?:\s+on|\s+at|\s*:)?
      |\b(?:veröffentlicht|aktualisiert|stand|erstellt)(?:\s+am|\s*:)?
      |\b(?:publicado|actualizado)(?:\s+el|\s*:)?
      |\b(?:pubblicato|aggiornato)(?:\s+il|\s*:)?
    )\s*[:|]?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}")
# ISO 8601's basic format without its letter, as old systems write it: 20110309124224.
_BASIC = re.compile(r"^((?:19|20)\d{6})(\d{6})?$")
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$|\b(?:UTC|GMT|CES?T|[ECMP][SD]?T|BST)\b")
_RELATIVE = re.compile(
    r"\b(?:il\s+y\s+a|ago|vor|hace|fa|hier|yesterday|gestern|ayer|ieri|aujourd|today|heute|hoy|oggi|now|just)\b",
    re.IGNORECASE,
)
# A date in figures, whatever stands around it.
_NUMBERS = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{4}(?:,?\s+\d{1,2}[:.]\d{2})?(?!\d)")
_LONGEST = 200
# Month first is American; every other English-speaking country writes the day first,
# but all-digit dates without a zone are rarest there.
_MONTH_FIRST = frozenset({"en"})


def read_date(
    raw: str | None, *, language: str | None = None, timezone: str | None = None, now: datetime | None = None
) -> datetime | None:
    """Read a date in ISO 8601, RFC 2822 or words; aware, UTC, whole milliseconds.

    `timezone` (IANA) holds where the date names none, else UTC. Relative dates ("il y a 2 heures")
    need `now`. None when the date cannot be read.
    """
    if not raw or len(raw) > _LONGEST:
        return None
    text = " ".join(raw.split())
    found = _standard(text) or _worded(text, language, timezone or "UTC", now)
    if found is None:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=ZoneInfo(timezone or "UTC"))
    try:
        return cut(found)
    except OverflowError:
        return None


def _standard(text: str) -> datetime | None:
    basic = _BASIC.match(text)
    if basic or _ISO.match(text):
        try:
            return datetime.fromisoformat("T".join(filter(None, basic.groups())) if basic else text)
        except ValueError:
            return None
    try:
        return parsedate_to_datetime(text) if "," in text or _ZONE.search(text) else None
    except (ValueError, IndexError, TypeError):
        return None


def _worded(text: str, language: str | None, timezone: str, now: datetime | None) -> datetime | None:
    text = _LABEL.sub("", text, count=1)
    if _RELATIVE.search(text) and now is None:
        return None
    found = _parse(text, language, timezone, now if _RELATIVE.search(text) else None)
    numbers = _NUMBERS.search(text)
    if found is None and numbers and numbers.group() != text:
        return _parse(numbers.group(), language, timezone, None)
    return found


@lru_cache(maxsize=4096)
def _parse(text: str, language: str | None, timezone: str, now: datetime | None) -> datetime | None:
    # The library is slow to import, and most pages give ISO dates.
    import dateparser  # noqa: PLC0415

    settings = {
        "TIMEZONE": timezone,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "DATE_ORDER": "MDY" if language in _MONTH_FIRST else "DMY",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": (now or datetime(1970, 1, 1, tzinfo=UTC))
        .astimezone(ZoneInfo(timezone))
        .replace(tzinfo=None),
    }
    languages = [language] if language in {"fr", "en", "de", "es", "it"} else ["fr", "en", "de", "es", "it"]
    return dateparser.parse(text, languages=languages, settings=settings)
