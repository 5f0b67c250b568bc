"""Every field of the language: what its value may be, and the leaf that it makes.

A value that a field does not take raises `ValueError`; the parser adds the field's name and the place.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from typing import get_args

from monitor import urls
from monitor.query.tree import Comparison, Confidence, Equals, Leaf, Published, ValueField, WordField, Words
from monitor.text import words
from monitor.times import period

PREFIX_LETTERS = 3
"""Letters before a star, at least: fewer would fit a large part of all words."""

_DOMAIN = re.compile(r"[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)+")
_COMPARED = re.compile(r"(>=|<=|>|<)(0?\.\d+|[01](?:\.\d*)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands after a field, or a word by itself; without its quotation marks."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the reading of a value may depend on: the time, its zone, the outlets' domains by name."""

    now: datetime
    zone: tzinfo
    outlets: Mapping[str, str]


Reader = Callable[[Value, Known], Leaf]


def _words(field: WordField, value: Value, _known: Known) -> Words:
    text, prefix = value.text, False
    if not value.quoted:
        prefix = text.endswith("*")
        text = text.removesuffix("*")
        _plain(text)
    elif "*" in text:
        raise ValueError("takes no star between quotation marks")
    found = words(text)
    if prefix and (not found or len(found[-1]) < PREFIX_LETTERS):
        raise ValueError(f"needs at least {PREFIX_LETTERS} letters before the star")
    if not found:
        raise ValueError("needs a word with a letter or digit")
    return Words(text, field, value.quoted, prefix)


def _plain(text: str) -> None:
    """Refuse signs that are operators elsewhere: what looks like one must not pass as a word."""
    if "*" in text:
        raise ValueError("takes a star at the end of a word only")
    if "~" in text or text.startswith("NEAR/") or text == "NEAR":
        raise ValueError("cannot search by distance; put the words in quotation marks")
    if "://" in text:
        raise ValueError("is an address; put it in quotation marks to search for its words")
    if "|" in text:
        raise ValueError("takes OR, not |")
    if text.startswith("!"):
        raise ValueError("takes - or NOT before a word, not !")


def _outlet(field: ValueField, value: Value, known: Known) -> Equals:
    named = known.outlets.get(" ".join(words(value.text)))
    if named:
        return Equals(field, named)
    domain = urls.host(value.text) if "//" in value.text else value.text.lower().removeprefix("www.")
    if _DOMAIN.fullmatch(domain):
        return Equals(field, known.outlets.get(domain, domain))
    near = difflib.get_close_matches(" ".join(words(value.text)), known.outlets, n=1)
    hint = f"write {field}:{known.outlets[near[0]]} for {near[0]!r}, or another" if near else "write its"
    raise ValueError(f"knows no outlet called {value.text!r}; {hint} domain")


def _one_of(field: ValueField, choices: tuple[str, ...], value: Value, _known: Known) -> Equals:
    if value.text not in choices:
        raise ValueError(f"takes {', '.join(choices[:-1])} or {choices[-1]}")
    return Equals(field, value.text)


def _language(value: Value, _known: Known) -> Equals:
    code = value.text.lower()
    if not re.fullmatch(r"[a-z]{2}", code):
        raise ValueError("takes two letters, such as fr, en or de")
    return Equals("lang", code)


def _country(value: Value, _known: Known) -> Equals:
    code = value.text.upper()
    if code in ("UK", "EN"):
        raise ValueError("takes GB for the United Kingdom")
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError("takes two letters (ISO 3166), such as US, GB or DE")
    return Equals("citescountry", code)


def _confidence(value: Value, _known: Known) -> Confidence:
    found = _COMPARED.fullmatch(value.text)
    if not found:
        raise ValueError("takes a comparison with a number from 0 to 1, such as >0.8")
    comparison: Comparison = next(sign for sign in get_args(Comparison) if sign == found.group(1))
    return Confidence(comparison, float(found.group(2)))


def _published(value: Value, known: Known) -> Published:
    return Published(*period(value.text, known.now, known.zone))


def read_word(value: Value, known: Known) -> Leaf:
    """Read a word that stands without a field."""
    return _words("text", value, known)


ARTICLE: Mapping[str, Reader] = {
    "title": partial(_words, "title"),
    "lead": partial(_words, "lead"),
    "section": partial(_words, "section"),
    "author": partial(_words, "author"),
    "outlet": partial(_outlet, "outlet"),
    "lang": _language,
    "published": _published,
    "is": partial(_one_of, "is", ("foreign", "wire", "copy", "unattributed", "removed")),
    "event": partial(
        _one_of, "event", ("new", "revised", "credit-added", "credit-removed", "layout-changed")
    ),
}
"""Fields of an article."""

CITATION: Mapping[str, Reader] = {
    "cites": partial(_outlet, "cites"),
    "citescountry": _country,
    "kind": partial(_one_of, "kind", ("credit", "attribution", "link")),
    "via": partial(_outlet, "via"),
    "confidence": _confidence,
}
"""Fields of a citation: together in `cites:(…)` they bind one, each alone binds any."""

INSIDE: Mapping[str, Reader] = {**CITATION, "is": partial(_one_of, "is", ("foreign", "agency"))}
"""Fields that may stand in `cites:(…)`."""
