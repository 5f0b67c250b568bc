"""robots.txt by RFC 9309: what google/robotstxt's tests expect, as a table of our own.

Where the RFC and that parser part (a path that needlessly encodes letters), the RFC holds.
"""

import pytest

from monitor.fetch.groups import ours, product, sitemaps
from monitor.fetch.robots import LARGEST, Rules

AGENT = "media-monitor/1.0 (contact: a@example.org)"
US = "user-agent: media-monitor\n"


def allows(robots: str | bytes, path: str) -> bool:
    """Tell whether we may fetch a path of a host with this robots.txt."""
    body = robots.encode() if isinstance(robots, str) else robots
    return Rules.read(200, body, AGENT).allows(f"https://example.org{path}")


GROUPS = (
    "allow: /before/\n\nuser-agent: media-monitor\ndisallow: /\nallow: /x/\nuser-agent: other\ndisallow: /\n"
    "allow: /y/\n\n\nallow: /w/\nuser-agent: third\n\nuser-agent: Media-Monitor\nallow: /z/\ndisallow: /\n"
)
LONG = "/x/" + "a" * 17_000
WHICH = [
    ("", "/", True),
    ("foo: media-monitor\nbar: /\n", "/x", True),
    ("user-agent media-monitor\ndisallow /\n", "/x", False),
    ("user-agent\tmedia-monitor\ndisallow\t/\n", "/x", False),
    (GROUPS, "/x/b", True),
    (GROUPS, "/z/d", True),
    (GROUPS, "/y/c", False),
    (GROUPS, "/w/c", False),
    (GROUPS, "/before/", False),
    ("user-agent: media-monitor\nsitemap: https://e.org/s\nuser-agent: *\ndisallow: /", "/", False),
    ("user-agent: media-monitor\ninvalid-line: x\nuser-agent: *\ndisallow: /", "/", False),
    ("user-agent: other\nsitemap: https://e.org/s\nuser-agent: *\ndisallow: /", "/", False),
    ("user-agent: media-monitor\ncrawl-delay: 2\nuser-agent: *\ndisallow: /", "/", False),
    ("USER-AGENT: MEDIA-MONITOR\nALLOW: /x/\nDISALLOW: /", "/x/y", True),
    ("uSeR-aGeNt: media-monitor\ndIsAlLoW: /", "/a", False),
    ("user-agent: media-monitor/2.1\ndisallow: /", "/", False),
    ("user-agent: media-monitor images\ndisallow: /", "/", False),
    ("user-agent: media\ndisallow: /", "/", True),
    ("user-agent: monitor\ndisallow: /", "/", True),
    ("user-agent: media-monitor-news\ndisallow: /", "/", True),
    ("user-agent: *\nallow: /\nuser-agent: media-monitor\ndisallow: /", "/x", False),
    ("user-agent: *\nallow: /\nuser-agent: other\ndisallow: /", "/x", True),
    ("user-agent: a\nallow: /\nuser-agent: b\ndisallow: /", "/x", True),
    ("user-agent: * # all\ndisallow: /", "/x", False),
    ("user-agent: * and all\ndisallow: /", "/x", False),
    ("user-agent: *\ndisallow: /x/\nuser-agent: media-monitor\ndisallow: /y/", "/x/page", True),
    ("user-agent: *\ndisallow: /\nuser-agent: media-monitor\n", "/x", True),
    ("user-agent: *\ndisallow: /\nuser-agent: media-monitor\ndisallow:", "/x", True),
    ("disallow: /", "/x", True),
]


@pytest.mark.parametrize(("robots", "path", "allowed"), WHICH)
def test_the_group_that_names_us_holds(robots: str, path: str, allowed: bool) -> None:
    """By the whole product token, whatever its case; groups of one agent are one; unknown lines end none."""
    assert allows(robots, path) is allowed


MATCH = [
    ("disallow: /x/page.html\nallow: /x/", "/x/page.html", False),
    ("allow: /x/page.html\ndisallow: /x/", "/x/page.html", True),
    ("allow: /x/page.html\ndisallow: /x/", "/x/", False),
    ("disallow: \nallow: ", "/x", True),
    ("disallow: /\nallow: /", "/x", True),
    ("disallow: /x\nallow: /x/", "/x", False),
    ("disallow: /x\nallow: /x/", "/x/", True),
    ("disallow: /x/page.html\nallow: /x/page.html", "/x/page.html", True),
    ("allow: /page\ndisallow: /*.html", "/page.html", False),
    ("allow: /page\ndisallow: /*.html", "/page", True),
    ("allow: /x/page.\ndisallow: /*.html", "/x/page.html", True),
    ("allow: /x/page.\ndisallow: /*.html", "/x/y.html", False),
    ("disallow: /x/", "/X/y", True),
    ("disallow: /X/", "/x/y", True),
    ("disallow: /\nallow: /a?q=t&b=http://e.org?t&p", "/a?q=t&b=http://e.org?t&p", True),
    ("disallow: /\nallow: /a/ツ", "/a/%E3%83%84", True),
    ("disallow: /\nallow: /a/%E3%83%84", "/a/%E3%83%84", True),
    ("disallow: /\nallow: /a/%e3%83%84", "/a/%E3%83%84", True),
    ("disallow: /a/%62%61%7A", "/a/baz", False),
    ("disallow: /a/%62%61%7A", "/a/%62%61%7A", False),
    ("disallow: /a/b%2Fc", "/a/b/c", True),
    ("disallow: /foo/bar/quz\nallow: /foo/*/qux", "/foo/bar/quz", False),
    ("disallow: /foo/bar/quz\nallow: /foo/*/qux", "/foo/bax/quz", True),
    ("disallow: /foo/bar$\nallow: /foo/bar/qux", "/foo/bar", False),
    ("disallow: /foo/bar$\nallow: /foo/bar/qux", "/foo/bar/", True),
    ("disallow: /foo/bar$\nallow: /foo/bar/qux", "/foo/bar/baz", True),
    ("# disallow: /\ndisallow: /quz#qux\nallow: /", "/bar", True),
    ("# disallow: /\ndisallow: /quz#qux\nallow: /", "/quz", False),
    ("allow: /slash/index.html\ndisallow: /", "/slash/", True),
    ("allow: /slash/index.html\ndisallow: /", "/slash/index.htm", False),
    ("allow: /slash/index.html\ndisallow: /", "/slash/index.html", True),
    (f"disallow: {LONG}/qux", LONG + "/qux", False),
    (f"disallow: {LONG}/qux", "/fux", True),
    ("disallow: /\nallow: /fish", "/fish/salmon.html", True),
    ("disallow: /\nallow: /fish", "/Fish.asp", False),
    ("disallow: /\nallow: /fish", "/catfish", False),
    ("disallow: /\nallow: /fish", "/?id=fish", False),
    ("disallow: /\nallow: /fish*", "/fishheads/yummy.html", True),
    ("disallow: /\nallow: /fish*", "/catfish", False),
    ("disallow: /\nallow: /fish/", "/fish/?id=anything", True),
    ("disallow: /\nallow: /fish/", "/fish.html", False),
    ("disallow: /\nallow: /*.php", "/folder/filename.php?parameters", True),
    ("disallow: /\nallow: /*.php", "/index?f=filename.php/", True),
    ("disallow: /\nallow: /*.php", "//folder/any.php.file.html", True),
    ("disallow: /\nallow: /*.php", "/index?php", False),
    ("disallow: /\nallow: /*.php", "/windows.PHP", False),
    ("disallow: /\nallow: /*.php$", "/folder/filename.php", True),
    ("disallow: /\nallow: /*.php$", "/filename.php?parameters", False),
    ("disallow: /\nallow: /*.php$", "/filename.php5", False),
    ("disallow: /\nallow: /fish*.php", "/fishheads/catfish.php?parameters", True),
    ("disallow: /\nallow: /fish*.php", "/Fish.PHP", False),
    ("allow: /p\ndisallow: /", "/page", True),
    ("allow: /folder\ndisallow: /folder", "/folder/page", True),
    ("allow: /page\ndisallow: /*.htm", "/page.htm", False),
    ("allow: /$\ndisallow: /", "/", True),
    ("allow: /$\ndisallow: /", "/page.html", False),
    ("disallow: /a*b*c*d*e*f*g*h*i*j*k$", "/" + "abcdefghij" * 400, True),
]


@pytest.mark.parametrize(("rules", "path", "allowed"), MATCH)
def test_the_longest_match_decides(rules: str, path: str, allowed: bool) -> None:
    """In octets, Allow where two are equal; `*`, `$` and `#` are special, encoded octets are equal to plain ones."""
    assert allows(US + rules, path) is allowed


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_three_ways(end: str) -> None:
    """As on Unix, Windows and old Macs; the last needs no end, and nothing else ends a line."""
    robots = end.join(["User-agent: a", "Allow: /", "User-agent: media-monitor", "", "", "Disallow: /"])
    assert not allows(robots, "/x")
    assert not allows("user-agent: media-monitor\ndisallow: /\x0b\u2028x", "/%0B%E2%80%A8x")


@pytest.mark.parametrize(
    ("mark", "read"),
    [(b"\xef\xbb\xbf", True), (b"\xef\xbb", True), (b"\xef", True), (b"\xef\x11\xbf", False)],
)
def test_a_byte_order_mark_is_passed_over(mark: bytes, read: bool) -> None:
    """Whole or in part, at the start of the file only; a broken one spoils its line."""
    assert allows(mark + b"user-agent: media-monitor\ndisallow: /", "/") is not read
    assert allows(b"user-agent: media-monitor\n" + mark[:3] + b"disallow: /", "/")


def test_sitemaps_are_named_anywhere() -> None:
    """A sitemap line belongs to no group, and counts whoever is addressed."""
    body = (
        b"Sitemap: https://e.org/1.xml # daily\nUser-agent: x\nSITEMAP: /2.xml\nDisallow: /\nSite-map: /2.xml"
    )
    assert sitemaps(body) == ["https://e.org/1.xml", "/2.xml"]


def test_our_token_is_the_first_word() -> None:
    """The version and what follows are no part of it; without a token only the rules for all hold."""
    assert [product(agent) for agent in (AGENT, " Foo_Bar/2", "ツ", "")] == [
        "media-monitor",
        "foo_bar",
        "",
        "",
    ]
    assert ours(b"user-agent: *\ndisallow: /\nuser-agent: a\nallow: /", product("")) == [("disallow", "/")]


def test_rules_behind_the_cap_are_not_read() -> None:
    """500 KiB are read, as the RFC asks for at least; what follows is as if it were not there."""
    start = b"user-agent: *\n"
    filler = b"# filler\n" * ((LARGEST - len(start)) // 9 - 2)
    assert not allows(start + filler + b"disallow: /\n", "/x")
    assert allows(start + filler + b"# filler\n" * 4 + b"disallow: /\n", "/x")
