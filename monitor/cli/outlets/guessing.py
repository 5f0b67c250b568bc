r"""Guesses for a new outlet's file: what its article addresses have in common, and which element holds the text.

>>> pattern(["/world/2026/11/storm-over-x", "/world/2026/10/ferry-sinks", "/world/2025/01/no-news"])
'^/world/\\d{4}/\\d{2}/[^/]+$'
"""

import re
import zlib
from collections.abc import Sequence
from itertools import zip_longest

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.text import fold

_SHAPES = (r"\d{4}", r"\d{2}", r"\d+", r"[^/]+-\d{5,}", r"[^/]+-\d{5,}\.html", r"[^/]+\.html", r"[^/]+")
_DIGITS = re.compile(r"[\d-]+")
_MOST = 0.8
_NAME = re.compile(r"[a-zA-Z][\w-]*")
_VOWELS, _CONSONANTS = "aeiou", "bdfglmnprstv"
# What is escaped in HTML or JSON is no word.
_LETTERS = re.compile(r"(&#?\w+;|\\(?:u[0-9a-fA-F]{4}|.))|[^\W\d_]{4,}")
_LEFT_OUT = re.compile(
    r"<(script|style|svg|noscript|iframe)\b(?![^>]*application/ld\+json).*?</\1\s*>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_SHOWN = re.compile(r">([^<>]+)<")
_STATED = re.compile(
    r'("(?:headline|alternativeHeadline|description|articleBody|name)"\s*:\s*")((?:[^"\\]|\\.)*)"'
)
_META = re.compile(
    r"""<meta\b[^>]*\b(?:name|property|itemprop)=["'][^"'>]*(?:title|description|author|:alt)["'][^>]*>""",
    re.IGNORECASE,
)
_SAID = re.compile(r'(\s(?:alt|title|aria-label|placeholder)=)(".*?"|\'.*?\')', re.DOTALL | re.IGNORECASE)
_CONTENT = re.compile(r'(\scontent=)(".*?"|\'.*?\')', re.DOTALL | re.IGNORECASE)
_LD = re.compile(r"<script\b[^>]*ld\+json[^>]*>.*?</script>", re.DOTALL | re.IGNORECASE)


def pattern(paths: Sequence[str]) -> str | None:
    """Give a regular expression that most of the paths fit; None when they have too little in common."""
    split = [path.strip("/").split("/") for path in paths]
    sizes = [len(parts) for parts in split]
    usual = max(set(sizes), key=sizes.count, default=0)
    like = [parts for parts in split if len(parts) == usual]
    for place in range(usual):
        values = [parts[place] for parts in like]
        common = max(set(values), key=values.count)
        if 1 < values.count(common) >= _MOST * len(split):
            like = [parts for parts in like if parts[place] == common]
    if not like or len(like) < _MOST * len(split):
        return None
    slash = "/?" if sum(path.endswith("/") for path in paths) > len(paths) / 2 else ""
    return "^/" + "/".join(map(_segment, zip(*like, strict=True))) + slash + "$"


def _segment(values: Sequence[str]) -> str:
    # A year or a day that all have in common is today's.
    if len(set(values)) == 1 and len(values) > 1 and not _DIGITS.fullmatch(values[0]):
        # It will stand between quotes in a file.
        return re.escape(values[0]).replace(r"\-", "-").replace('"', ".")
    fitting = (shape for shape in _SHAPES if all(re.fullmatch(shape, value) for value in values))
    return next(fitting, "[^/]*")


def selector(html: str, body: str) -> str | None:
    """Give a selector of the innermost element around an article's paragraphs; None when none is alone."""
    wanted = {fold(paragraph) for paragraph in body.split("\n\n") if len(paragraph.split()) > 5}  # noqa: PLR2004 - words
    tree = LexborHTMLParser(html)
    chains = [_chain(node) for node in tree.css("p") if fold(" ".join(node.text().split())) in wanted]
    if not chains:
        return None
    common = []
    for steps in zip_longest(*chains):
        if steps[0] is None or any(step is None or step.mem_id != steps[0].mem_id for step in steps):
            break
        common.append(steps[0])
    for node in reversed(common):
        for named in _names(node):
            if len(tree.css(named)) == 1:
                return named
    return None


def _chain(node: LexborNode) -> list[LexborNode]:
    """List the elements around one, the outermost first."""
    found = []
    above = node.parent
    while above is not None and above.tag not in {None, "body", "html"}:
        found.append(above)
        above = above.parent
    return found[::-1]


def _names(node: LexborNode) -> list[str]:
    words = [word for word in (node.attributes.get("class") or "").split() if _NAME.fullmatch(word)]
    named = [f"{node.tag}.{word}" for word in words]
    identity = node.attributes.get("id")
    if identity and _NAME.fullmatch(identity):
        named.append(f"#{identity}")
    return [*named, str(node.tag)] if _NAME.fullmatch(str(node.tag)) else named


def reworded(html: str) -> str:
    """Give a page's markup with other words: what a specimen starts from, and nobody's text.

    Scripts, styles and comments are left out. The same word becomes the same word everywhere.
    """
    bare = _LEFT_OUT.sub("", html)
    kept = _LD.findall(bare)
    stated = [_STATED.sub(lambda found: f'{found[1]}{_other(found[2])}"', script) for script in kept]
    shown = _SHOWN.sub(lambda found: f">{_other(found[1])}<", _LD.sub("\0", bare))
    shown = _META.sub(lambda found: _CONTENT.sub(_said, found[0]), _SAID.sub(_said, shown))
    for script in stated:
        shown = shown.replace("\0", script, 1)
    return shown


def _said(attribute: re.Match[str]) -> str:
    return attribute[1] + _other(attribute[2])


def _other(text: str) -> str:
    return _LETTERS.sub(lambda found: found[1] or _word(found[0]), text)


def _word(word: str) -> str:
    """Make another word of the same length, by its letters.

    >>> _word("Harbour") == _word("Harbour"), len(_word("Harbour")), _word("Harbour").istitle()
    (True, 7, True)
    """
    seed = zlib.crc32(word.lower().encode())
    letters = []
    for place in range(len(word)):
        choice = _VOWELS if place % 2 else _CONSONANTS
        letters.append(choice[seed % len(choice)])
        seed = zlib.crc32(bytes([seed & 255, place]), seed)
    made = "".join(letters)
    return made.upper() if word.isupper() else made.capitalize() if word[0].isupper() else made
