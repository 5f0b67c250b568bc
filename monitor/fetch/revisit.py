"""When a page is to be fetched again: pure arithmetic on its outcome and age.

Outlets correct an article soon after they publish it, then rarely: it is looked at again 1 hour, 24 hours
and 7 days after its publication. A page that was no article, or not in the section, is tried again after
weeks; one that failed soon, then ever later.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.items import PageOutcome
from monitor.urls import canonical

AGES = (timedelta(hours=1), timedelta(hours=24), timedelta(days=7))
LATER = timedelta(days=30)
FIRST_RETRY = timedelta(minutes=10)
LAST_RETRY = timedelta(days=7)
GONE = frozenset({404, 410, 451})


def next_visit(
    outcome: PageOutcome,
    now: datetime,
    *,
    published: datetime | None = None,
    failures: int = 1,
    wait: timedelta = timedelta(0),
) -> datetime | None:
    """Tell when to fetch a page again; None for never.

    `published` is the article's date, or the day it was first seen; `failures` counts those in a row,
    this one included; `wait` is the least, as when the host asked for it (Retry-After).

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> next_visit("article", now, published=now - timedelta(hours=3)).isoformat()
    '2026-11-25T09:00:00+00:00'
    """
    if outcome == "article":
        since = min(published or now, now)
        return next((since + age for age in AGES if since + age > now), None)
    if outcome != "failed":
        return now + LATER
    doubled = FIRST_RETRY * (1 << min(max(failures - 1, 0), 16))
    return now + max(min(doubled, LAST_RETRY), wait)


def leads_home(asked: str, found: str) -> bool:
    """Tell whether a page was answered by the site's front page, as some sites do for what they removed.

    >>> leads_home("https://a.example/x", "https://www.a.example/?from=x"), leads_home("https://a.example/", "https://a.example/")
    (True, False)
    """
    return urlsplit(canonical(found)).path == "/" != urlsplit(canonical(asked)).path


def wait_after(status: int) -> timedelta:
    """Tell how long a page that answered with this status is left alone at least."""
    return LATER if status in GONE else timedelta(0)
