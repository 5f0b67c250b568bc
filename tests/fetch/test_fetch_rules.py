"""Robots rules, refused addresses, waits and revisits: the pure parts of fetch."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.retry import retry_after
from monitor.fetch.revisit import next_visit, wait_after
from monitor.fetch.robots import LARGEST, Rules
from monitor.fetch.safety import Guard
from monitor.items import PageOutcome

AGENT = "media-monitor/1.0 (contact: a@example.org)"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
RULES = b"""
User-agent: *
Disallow: /

User-agent: Media-Monitor
Disallow: /private/
Allow: /private/open$
Disallow: /*.php$
Crawl-delay: 3
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private", True),
        ("/private/x", False),
        ("/private/open", True),
        ("/private/open/no", False),
        ("/a.php", False),
        ("/a.php?x", True),
        ("/PRIVATE/x", True),
    ],
)
def test_our_group_holds(path: str, *, allowed: bool) -> None:
    """The group that names us counts, the longest match wins, paths keep their case."""
    rules = Rules.read(200, RULES, AGENT)
    assert rules.allows(f"https://example.org{path}") is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (400, True),
        (401, True),
        (403, True),
        (404, True),
        (410, True),
        (429, False),
        (500, False),
        (503, False),
    ],
)
def test_a_status_speaks_for_the_host(status: int, *, allowed: bool) -> None:
    """A client error allows everything, a server error or a call to slow down nothing."""
    assert Rules.read(status, b"User-agent: *\nDisallow:", AGENT).allows("https://example.org/x") is allowed


def test_the_delay_is_read() -> None:
    """A Crawl-delay is in seconds; without one there is none."""
    assert Rules.read(200, RULES, AGENT).delay == 3.0
    assert Rules.read(200, b"", AGENT).delay == Rules.nothing("it is away").delay == 0.0


def test_only_the_first_500_kib_count() -> None:
    """Rules behind the cap are not read."""
    body = b"User-agent: *\n" + b"# filler\n" * (LARGEST // 9 + 1) + b"Disallow: /\n"
    assert Rules.read(200, body, AGENT).allows("https://example.org/x")


@given(st.binary(max_size=300))
def test_any_robots_txt_can_be_read(body: bytes) -> None:
    """Rubbish allows or forbids, and raises nothing."""
    Rules.read(200, body, AGENT).allows("https://example.org/a?b=%ff")


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("example.org", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address that must be refused
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("[::1]", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_public_addresses_are_fetched(address: str, *, allowed: bool) -> None:
    """Private, loopback, link-local, metadata and multicast addresses are refused, in any dress."""
    assert (Guard().refusal(address) is None) is allowed


def test_a_network_can_be_allowed() -> None:
    """A network named by the user may be fetched, its neighbours not."""
    guard = Guard(["10.0.0.0/8", "fd00::/8"])
    assert guard.refusal("10.9.9.9") is None
    assert guard.refusal("fd12::1") is None
    assert guard.refusal("192.168.0.1")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Tue, 24 Nov 2026 12:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("Tue, 24 Nov 2026 12:01:00 -0000", 60.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_retry_after_has_two_forms(header: str, seconds: float | None) -> None:
    """Seconds or a date; anything else is no answer."""
    assert retry_after(header, NOW) == seconds


@given(st.text(max_size=60))
def test_any_retry_after_can_be_read(header: str) -> None:
    """Rubbish raises nothing."""
    assert (retry_after(header, NOW) or 0.0) >= 0.0


@pytest.mark.parametrize(
    ("outcome", "age", "due_in"),
    [
        ("article", timedelta(0), timedelta(hours=1)),
        ("article", timedelta(minutes=59), timedelta(minutes=1)),
        ("article", timedelta(hours=1), timedelta(hours=23)),
        ("article", timedelta(days=2), timedelta(days=5)),
        ("article", timedelta(days=7), None),
        ("article", timedelta(days=4000), None),
        ("article", -timedelta(days=3), timedelta(hours=1)),
        ("outOfSection", timedelta(0), timedelta(days=30)),
        ("notArticle", timedelta(0), timedelta(days=30)),
    ],
)
def test_a_page_is_visited_again_by_outcome_and_age(
    outcome: PageOutcome, age: timedelta, due_in: timedelta | None
) -> None:
    """An article after 1 hour, 24 hours, 7 days of its life; other pages after weeks."""
    due = next_visit(outcome, NOW, published=NOW - age)
    assert (due and due - NOW) == due_in


def test_a_failed_page_is_tried_ever_later() -> None:
    """The time doubles up to a week; what the host asks for is the least."""
    waits = []
    for failures in (1, 2, 3, 40):
        due = next_visit("failed", NOW, failures=failures)
        assert due
        waits.append(due - NOW)
    assert waits == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40), timedelta(days=7)]
    assert next_visit("failed", NOW, wait=timedelta(hours=2)) == NOW + timedelta(hours=2)
    assert next_visit("failed", NOW, wait=wait_after(410)) == NOW + timedelta(days=30)
    assert wait_after(500) == timedelta(0)
