"""Where a text names an outlet: every name of the gazetteer, found in one pass.

>>> from monitor.cite.gazetteer import load
>>> text = "D'après le Washington Post, le monde change, écrit Le Monde."
>>> [(text[n.start : n.end], n.outlets[0].domain) for n in Names(load()).find(text)]
[('Washington Post', 'washingtonpost.com'), ('Le Monde', 'lemonde.fr')]
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from monitor.cite.gazetteer import Gazetteer, Outlet, Safety

# An article at the front of a name, and what may stand before the name in its place: `au Monde`,
# `im Spiegel`, `the Spiegel`, but not `the Monde`.
_FRENCH = "le la les l du au aux des d a"
_SPANISH = "el la los las del al"
_ITALIAN = "il lo la l i gli del dello della dell dei degli al allo alla all dal dalla dallo dall sul sulla sullo nel nella nello nell"
_GERMAN = "der die das den dem des im vom zum zur am beim ins ans"
_ANY = f"the {_FRENCH} {_SPANISH} {_ITALIAN} {_GERMAN}"
ARTICLES: dict[str, frozenset[str]] = {
    article: frozenset(before.split())
    for articles, before in (
        ("the der die das de het", _ANY),
        ("le les", _FRENCH),
        ("el los las", _SPANISH),
        ("il lo i gli", _ITALIAN),
        ("la l", f"{_FRENCH} {_SPANISH} {_ITALIAN}"),
    )
    for article in articles.split()
}


def _one_for_one() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in (*range(0x250), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070)):
        char = chr(code)
        base = unicodedata.normalize("NFKD", char.casefold())[:1] or " "
        base = {"æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}.get(base, base)
        table[code] = base if base.isalnum() or base in "@&+" else " "
    return table


_FOLDED = _one_for_one()


def folded(text: str) -> str:
    """Case, accents and punctuation taken off without moving a character.

    >>> folded("L'Équipe, «Œuvre» n° 5")
    'l equipe   ouvre  n  5'
    """
    return text.translate(_FOLDED)


class Form(NamedTuple):
    """One way to write an outlet's name; `before` lists what must then stand in the place of its article."""

    outlet: Outlet
    text: str
    safety: Safety
    before: frozenset[str] | None = None
    domain: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A place in a text that may name one of `outlets`, the forms that say so, longest first."""

    start: int
    end: int
    forms: tuple[Form, ...]

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets that bear this name, each once."""
        return tuple({form.outlet.domain: form.outlet for form in self.forms}.values())

    @property
    def safety(self) -> Safety:
        """How safe the safest reading is."""
        ranks = {form.safety for form in self.forms}
        return "safe" if "safe" in ranks else "cue" if "cue" in ranks else "context"


_FIRST = re.compile(rf"({'|'.join(ARTICLES)})[ '’]", re.IGNORECASE)
_AIR = frozenset({"agency", "television", "radio"})
_HANDLE = re.compile(r"(?<![\w.])@(\w{2,30})")
_CAMEL = re.compile(r"(?<![\w@])([A-Z][A-Za-z]*[a-z][A-Z]\w*|[A-Z]{2,}[a-z]+)(?!\w)")
_INSIDE = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
_NUMBER = re.compile(r"\d[.,]\Z")  # the first part of a number: "104.070"
_STOPS = frozenset('.,;:!?\n"«»“”()')
_ARTICLE = 8
_BETWEEN = "\ue000"  # no letter, and not folded
_LONG = 7
_FALSE_FRIENDS = Path(__file__).with_name("false_friends.txt")
_NOBODY = Outlet("", (), "", (), None, None, "digital", None)


class Names:
    """Every name of a gazetteer in one automaton; the cost is linear in the text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        forms = [form for outlet in gazetteer.outlets.values() for form in _forms(outlet)]
        forms += (Form(_NOBODY, phrase, "safe") for phrase in _false_friends())
        # Folded in one go: one by one, 40,000 names cost more than all the rest.
        keys = folded(_BETWEEN.join(form.text for form in forms)).split(_BETWEEN)
        bearers: dict[str, list[Form]] = {}
        for key, form in zip(keys, forms, strict=True):
            bearers.setdefault(key, []).append(form)
        self._automaton = ahocorasick.Automaton()
        for key, bearing in bearers.items():
            capital = all(form.text[0].isupper() and not form.domain for form in bearing)
            self._automaton.add_word(f" {key} ", (len(key), capital, tuple(bearing)))
        self._automaton.make_automaton()
        self._outlets = gazetteer.outlets

    @cached_property
    def _labels(self) -> dict[str, Outlet]:
        """The outlets by the first part of their hosts: "nypost" for nypost.com."""
        return {
            domain.partition(".")[0]: outlet
            for outlet in reversed(list(self._outlets.values()))
            for domain in reversed(outlet.domains)
        }

    def _hosts(self, text: str) -> Iterator[Name]:
        """Yield handles (@marca) and hosts' names with capitals inside (NYPost)."""
        patterns = [_CAMEL] if _INSIDE.search(text) else []
        patterns += [_HANDLE] if "@" in text else []
        for pattern in patterns:
            for found in pattern.finditer(text):
                outlet = self._labels.get(found.group(1).lower())
                if outlet:
                    yield Name(*found.span(), (Form(outlet, found.group(), "cue"),))

    def find(self, text: str, simple: str | None = None) -> list[Name]:
        """List the names in the order of the text; of names that overlap the longest stands.

        `simple` is the folded text, where it is at hand.
        """
        found = sorted(
            (*self._all(text, f" {folded(text) if simple is None else simple} "), *self._hosts(text)),
            key=lambda name: (name.start, -name.end),
        )
        kept: list[Name] = []
        for name in found:
            if kept and name.start < kept[-1].end:
                if name.end - name.start > kept[-1].end - kept[-1].start:
                    kept[-1] = name
                continue
            kept.append(name)
        return [name for name in kept if all(form.outlet is not _NOBODY for form in name.forms)]

    def _all(self, text: str, simple: str) -> Iterator[Name]:
        for last, (length, capital, forms) in self._automaton.iter(simple):
            start = last - length - 1
            # Most places are common words in small letters: leave those at once.
            if capital and not text[start].isupper():
                continue
            end = last - 1
            written = text[start:end]
            fitting = tuple(form for form in forms if _fits(form, written, text, simple, start))
            if fitting:
                yield Name(start, end, fitting)


def _false_friends() -> list[str]:
    lines = _FALSE_FRIENDS.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _forms(outlet: Outlet) -> Iterator[Form]:
    names = outlet.names
    for written in names:
        # "The Guardian (Nigeria)" is written without its country, and chosen by what is around.
        name = written.partition(" (")[0] if written.endswith(")") else written
        safety = outlet.safety.get(written, "safe")
        yield Form(outlet, name, safety)
        if outlet.language == "de":
            yield from (Form(outlet, other, safety) for other in _declined(name))
        if outlet.kind in _AIR and name.isalpha():
            weaker: Safety = "context" if safety == "context" else "cue"
            yield from (Form(outlet, other, weaker) for other in _other_cases(outlet, name))
        found = _FIRST.match(name)
        # "LA Times" starts with no article.
        if found and not (found.group(1).isupper() and len(found.group(1)) > 1):
            core = name[found.end() :]
            if core[:1].isupper() and core not in names:
                yield Form(outlet, core, safety, before=ARTICLES[found.group(1).lower()])
    for domain in outlet.domains:
        yield Form(outlet, domain, "safe", domain=True)


def _declined(name: str) -> Iterator[str]:
    """Yield the cases of a German name: der Süddeutschen Zeitung, des Handelsblatts."""
    if name[-1:].islower() and not name.endswith("s"):
        yield name + "s"
    words = name.split()
    for at, word in enumerate(words[:-1]):
        if word.endswith("e") and word[0].isupper() and word != "Die":
            for ending in "nr":
                yield " ".join([*words[:at], word + ending, *words[at + 1 :]])


def _other_cases(outlet: Outlet, name: str) -> Iterator[str]:
    """Yield what papers make of acronyms and agencies: Bbc, Afp, askanews."""
    if name.isupper():
        if len(name) > 2 and (name == "AFP" or not set(name) & set("AEIOUY")):  # noqa: PLR2004 - Ap is a word
            yield name.title()
    elif outlet.kind == "agency" and len(name) >= _LONG and name[0].isupper():
        yield name.lower()


def _fits(form: Form, written: str, text: str, simple: str, start: int) -> bool:
    if form.domain:
        return written.lower() == form.text
    if written[0].isdigit() and _NUMBER.search(text, max(0, start - 2), start):
        return False
    if form.before is not None:
        previous = simple[max(0, start - _ARTICLE) : start].split()[-1:]
        if not form.before.intersection(previous):
            return False
    return all(map(_agrees, form.text, written))


def _agrees(named: str, seen: str) -> bool:
    """Whether a character of a name may be written so: a capital stays one, a full stop is no blank."""
    if named.isalnum():
        return seen.isupper() or not named.isupper()
    return (seen in _STOPS) == (named in _STOPS)
