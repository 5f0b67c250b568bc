r"""The lines of a robots.txt that are for one crawler, as RFC 9309 groups them.

Which group is ours is where libraries differ from the RFC: they take `User-agent: media` to mean
`media-monitor`, overlook `media-monitor/1.0`, and end a group at a line that they do not know.

>>> ours(b"User-agent: media-monitor/2\nUser-agent: other\nCrawl-delay: 3\nDisallow: /a", "media-monitor")
[('crawl-delay', '3'), ('disallow', '/a')]
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

Line = tuple[str, str]
_BOM = b"\xef\xbb\xbf"
_ENDS = re.compile(rb"\r\n|\r|\n")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_NAMES = {
    **dict.fromkeys(("user-agent", "useragent", "user agent"), "user-agent"),
    **dict.fromkeys(("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "disallow"),
    **dict.fromkeys(("crawl-delay", "crawl delay"), "crawl-delay"),
    **dict.fromkeys(("sitemap", "sitemaps", "site-map"), "sitemap"),
    "allow": "allow",
}
_RULES = {"allow", "disallow"}
# Python would end a line at these; in a robots.txt they are part of a path.
_ODD = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def product(user_agent: str) -> str:
    """Give the product token of a User-Agent header: its first word, without a version.

    >>> product("media-monitor/1.0 (contact: desk@example.org)")
    'media-monitor'
    """
    found = _TOKEN.match(user_agent.strip())
    return found.group().lower() if found else ""


def ours(body: bytes, token: str) -> list[Line]:
    """Give the rules, as name and value, of the groups that name a product token, else of those for `*`."""
    named: list[Line] = []
    general: list[Line] = []
    is_named = is_general = met = False
    in_rules = True
    for name, value in lines(body):
        if name == "user-agent":
            if in_rules:
                is_named = is_general = in_rules = False
            found = _TOKEN.match(value)
            is_general |= value == "*" or value[:2].rstrip() == "*"
            if found and found.group().lower() == token:
                is_named = met = True
        elif name != "sitemap":
            in_rules |= name in _RULES
            for wanted, group in ((is_named, named), (is_general, general)):
                if wanted:
                    group.append((name, value))
    return named if met else general


def sitemaps(body: bytes) -> list[str]:
    """Give the sitemaps that a robots.txt names, wherever they stand."""
    return list(dict.fromkeys(value for name, value in lines(body) if name == "sitemap" and value))


def lines(body: bytes) -> Iterator[Line]:
    """Yield the lines that say something, as a name known to us and a value; a forgotten colon is forgiven."""
    # A byte order mark may come in part.
    start = next((size for size in (3, 2, 1) if body.startswith(_BOM[:size])), 0)
    for raw in _ENDS.split(body[start:]):
        text = raw.decode("utf-8", "replace").partition("#")[0].strip()
        name, _, value = text.partition(":")
        if name.strip().lower() not in _NAMES:
            name, value = [*text.split(None, 1), "", ""][:2]
        known = _NAMES.get(name.strip().lower())
        if known:
            yield known, _ODD.sub(lambda odd: quote(odd.group()), value.strip())
