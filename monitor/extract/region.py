"""The region of a page that a layout reads: a tree of menus, comments and other articles is made for nothing.

Its bounds are looked for in the page's bytes, so what stands elsewhere costs a glance.
"""

import re

_HEAD_ENDS = b"</head>"
_JSON_LD = b"application/ld+json"
_TAG = re.compile(rb"<script\s[^<>]*application/ld\+json[^<>]*>")
_LONGEST_TAG = 500
_CLOSES = b"</script"


def region(html: bytes, bounds: tuple[bytes, bytes]) -> bytes | None:
    """Keep a page's head, and what stands from the first opening bound to its closing one.

    Bounds of one element are matched, as elements stand within each other; else the last closing bound is taken.
    None where the page has no such region.

    >>> region(b"<head><title>a</title></head><nav>b</nav><main>c</main><footer>d", (b"<main", b"</main>"))
    b'<head><title>a</title></head><main>c</main>'
    """
    opening, closing = bounds
    head = html.find(_HEAD_ENDS) + len(_HEAD_ENDS)
    start = html.find(opening, head)
    if head < len(_HEAD_ENDS) or start < 0:
        return None
    tag = closing.replace(b"/", b"").rstrip(b">")
    end = _matching(html, start, tag, closing) if opening.startswith(tag) else html.rfind(closing, start)
    if end < 0:
        return None
    page = memoryview(html)
    return b"".join((page[:head], page[start : end + len(closing)]))


def _matching(html: bytes, start: int, tag: bytes, closing: bytes) -> int:
    """Give where the element that opens at `start` closes; of one that never does, where the last within it does."""
    last, place, depth = -1, start, 0
    while (closes := html.find(closing, place)) >= 0:
        depth += html.count(tag, place, closes) - 1
        last, place = closes, closes + len(closing)
        if depth <= 0:
            break
    return last


def json_ld(html: bytes) -> list[str]:
    """List a page's JSON-LD scripts without parsing the page.

    >>> json_ld(b'<p>a<script type="application/ld+json">{"b": 1}</script>')
    ['{"b": 1}']
    """
    found, done = [], 0
    while (place := html.find(_JSON_LD, done)) >= 0:
        tag = _TAG.search(html, max(place - _LONGEST_TAG, done), place + _LONGEST_TAG)
        done = place + len(_JSON_LD)
        if tag:
            done = html.find(_CLOSES, tag.end())
            if done < 0:
                break
            found.append(html[tag.end() : done].decode(errors="replace"))
    return found
