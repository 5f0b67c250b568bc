"""What publishers reserve is recognised, and left alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.demo.server import Resource, serve
from monitor.fetch.reservations import Places, in_headers, in_page
from tests.fetch.probing import probe

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEADERS = [
    ({"tdm-reservation": ["1"]}, "tdm-reservation: 1"),
    ({"tdm-reservation": [" 1 "], "tdm-policy": ["https://e.org/policy.json"]}, "tdm-reservation: 1"),
    ({"tdm-reservation": ["0"]}, None),
    ({"tdm-reservation": ["yes"]}, None),
    ({"tdm-policy": ["https://e.org/policy.json"]}, None),
    ({"x-robots-tag": ["noindex"]}, "x-robots-tag: noindex"),
    ({"x-robots-tag": ["NoIndex, nofollow"]}, "x-robots-tag: noindex"),
    ({"x-robots-tag": ["noarchive", "none"]}, "x-robots-tag: none"),
    ({"x-robots-tag": ["all, noarchive, nosnippet, max-snippet: 20, noai, noimageai, nofollow"]}, None),
    ({"x-robots-tag": ["googlebot: noindex"]}, None),
    ({"x-robots-tag": ["googlebot: nofollow, noindex"]}, None),
    ({"x-robots-tag": ["googlebot: noindex, media-monitor: none"]}, "x-robots-tag: none"),
    ({"x-robots-tag": ["Media-Monitor: noindex"]}, "x-robots-tag: noindex"),
    ({"x-robots-tag": ["unavailable_after: 2026-11-24T11:00:00Z"]}, "x-robots-tag: unavailable_after"),
    ({"x-robots-tag": ["unavailable_after: 24 Nov 2026 11:00:00 GMT"]}, "x-robots-tag: unavailable_after"),
    ({"x-robots-tag": ["unavailable_after: 25 Nov 2026 11:00:00 GMT"]}, None),
    ({"x-robots-tag": ["unavailable_after: soon"]}, None),
    ({}, None),
]


@pytest.mark.parametrize(("headers", "found"), HEADERS)
def test_headers_that_reserve(headers: dict[str, list[str]], found: str | None) -> None:
    """TDMRep's header, and X-Robots-Tag for all crawlers or ours; what is for others or about display is not."""
    assert in_headers(headers, "media-monitor", NOW) == found


PAGES = [
    (b'<head><meta name="tdm-reservation" content="1">', True),
    (b"<META content='1' NAME='tdm-reservation'/>", True),
    (b"<meta name=tdm-reservation content=1>", True),
    (b'<meta name="tdm-reservation" content="0">', False),
    (b'<meta name="tdm-policy" content="1">', False),
    (b"<p>meta tdm-reservation content=1</p>", False),
]


@pytest.mark.parametrize(("body", "reserved"), PAGES)
def test_a_page_that_reserves_itself(body: bytes, reserved: bool) -> None:
    """In its head, in any order and quotes."""
    assert (in_page(body) is not None) is reserved


FILES = [
    (b'[{"location": "/", "tdm-reservation": 1}]', "/a", True),
    (b'[{"location": "/*", "tdm-reservation": 1}]', "/a", True),
    (b'[{"location": "world/", "tdm-reservation": 1}]', "/world/a", True),
    (b'[{"location": "/world/", "tdm-reservation": 1}]', "/sports/a", False),
    (
        b'[{"location": "/", "tdm-reservation": "1"}, {"location": "/free/", "tdm-reservation": 0}]',
        "/free/a",
        False,
    ),
    (
        b'[{"location": "/", "tdm-reservation": "1"}, {"location": "/free/", "tdm-reservation": 0}]',
        "/a",
        True,
    ),
    (b'[{"location": "/*.pdf$", "tdm-reservation": 1}]', "/a.pdf", True),
    (b'{"location": "/", "tdm-reservation": 1}', "/a", True),
    (b'[{"location": 3, "tdm-reservation": 1}, 7, {"tdm-reservation": 1}, null]', "/a", False),
    (b'[{"location": "/x\\nAllow: /", "tdm-reservation": 1}]', "/xAllow:/a", True),
    (b"[]", "/a", False),
]


@pytest.mark.parametrize(("body", "path", "reserved"), FILES)
def test_tdmrep_json_reserves_places(body: bytes, path: str, reserved: bool) -> None:
    """The longest location that fits decides; what is no rule is passed over."""
    assert Places.read(body).reserve(f"https://example.org{path}") is reserved


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_rubbish_reserves_nothing_and_breaks_nothing(body: bytes) -> None:
    """A file that cannot be read is a ValueError; headers and pages are read whatever they hold."""
    text = body.decode("latin-1")
    in_headers({"x-robots-tag": [text], "tdm-reservation": [text]}, "media-monitor", NOW)
    in_page(body)
    try:
        Places.read(body)
    except ValueError:
        return


ROOT = "http://127.0.0.1"


def test_what_is_reserved_is_left_alone(tmp_path: Path) -> None:
    """tdmrep.json is asked first, once; a page it reserves is not fetched, one a header reserves is not archived."""
    pages = {
        f"{ROOT}/.well-known/tdmrep.json": Resource(b'[{"location": "/closed/", "tdm-reservation": 1}]'),
        f"{ROOT}/closed/a": Resource(b"a"),
        f"{ROOT}/mine": Resource(b"b", headers=(("tdm-reservation", "1"),)),
        f"{ROOT}/hidden": Resource(b"c", headers=(("X-Robots-Tag", "noindex"),)),
        f"{ROOT}/open": Resource(b"d", headers=(("X-Robots-Tag", "noarchive"),)),
    }
    paths = ("/closed/a", "/mine", "/hidden", "/open")
    with serve(pages) as site:
        told = probe(tmp_path, site.address, paths)
        asked = list(site.asked)
        noted = probe(tmp_path, site.address, paths, "OBEY_RESERVATIONS=0")
    assert [told[path].get("error") for path in paths] == ["IsReserved"] * 3 + [None]
    assert [told[path]["archived"] for path in paths] == [False, False, False, True]
    assert [path.partition("/")[2] for path in asked] == [
        "robots.txt",
        ".well-known/tdmrep.json",
        "mine",
        "hidden",
        "open",
    ]
    assert [noted[path]["status"] for path in paths] == [200] * 4
    assert [bool(noted[path]["reservation"]) for path in paths] == [True, True, True, False]
