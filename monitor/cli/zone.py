"""The time zone in which a person writes times: the one named, else this machine's."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from tzlocal import get_localzone

from monitor.errors import BadTime


def zone(name: str | None = None) -> tzinfo:
    """Give the time zone of an IANA name, else that of this machine; raises `BadTime`.

    >>> str(zone("Europe/Paris"))
    'Europe/Paris'
    """
    try:
        return ZoneInfo(name) if name is not None else get_localzone()
    except (KeyError, ValueError, OSError):
        wrong = f'There is no time zone "{name}"' if name is not None else "TZ names no time zone"
        raise BadTime(f"{wrong}; write one as in Europe/Paris.") from None
