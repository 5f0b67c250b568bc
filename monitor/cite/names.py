"""Where a text names an outlet: every name of the gazetteer, found in one pass.

>>> from monitor.cite.gazetteer import load
>>> text = "D'après le Washington Post, le monde change, écrit Le Monde."
>>> [(text[n.start : n.end], n.outlets[0].domain) for n in Names(load()).find(text)]
[('Washington Post', 'washingtonpost.com'), ('Le Monde', 'lemonde.fr')]
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from monitor.cite.gazetteer import Gazetteer, Outlet, Safety

# An article at the front of a name that a writer may contract, translate or change.
_ARTICLES = ("the ", "le ", "la ", "les ", "l ", "el ", "los ", "las ", "il ", "lo ", "i ", "gli ", "der ", "die ", "das ", "de ", "het ")
# What may stand before a name that lost its own article.
_BEFORE = frozenset(
    """the le la les l du au aux d a el los las del al il lo i gli dello della dell dei degli al allo alla all
    dal dalla dallo dall sul sulla sullo sull nel nella nello nell der die das den dem des im vom zum zur am beim ins ans""".split()
)


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
    'l equipe   ouvre  no 5'
    """
    return text.translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an outlet's name; `bare` when the article that belongs to it is left out."""

    outlet: Outlet
    text: str
    safety: Safety
    bare: bool = False
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


class Names:
    """Every name of a gazetteer in one automaton; the cost is linear in the text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        forms: dict[str, list[Form]] = {}
        for outlet in gazetteer.outlets.values():
            for form in _forms(outlet):
                bearers = forms.setdefault(f" {folded(form.text)} ", [])
                if all(other.outlet is not outlet or other.text != form.text for other in bearers):
                    bearers.append(form)
        self._automaton = ahocorasick.Automaton()
        for key, bearers in forms.items():
            self._automaton.add_word(key, (len(key) - 2, tuple(bearers)))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Name]:
        """List the names in the order of the text; of names that overlap the longest stands."""
        found = sorted(self._all(text), key=lambda name: (name.start, -name.end))
        kept: list[Name] = []
        for name in found:
            if kept and name.start < kept[-1].end:
                if name.end - name.start > kept[-1].end - kept[-1].start:
                    kept[-1] = name
                continue
            kept.append(name)
        return kept

    def _all(self, text: str) -> Iterator[Name]:
        simple = f" {folded(text)} "
        for last, (length, forms) in self._automaton.iter(simple):
            start = last - length - 1
            end = last - 1
            written = text[start:end]
            fitting = tuple(form for form in forms if _fits(form, written, simple, start))
            if fitting:
                yield Name(start, end, fitting)


def _forms(outlet: Outlet) -> Iterator[Form]:
    for name in outlet.names:
        safety = outlet.safety.get(name, "safe")
        yield Form(outlet, name, safety)
        if name[-1:].islower() and outlet.language == "de":
            yield Form(outlet, name + "s", safety)
        simple = folded(name)
        article = next((a for a in _ARTICLES if simple.startswith(a)), None)
        core = name[len(article) :] if article else ""
        if core[:1].isupper() and core not in outlet.names:
            yield Form(outlet, core, safety, bare=True)
    for domain in outlet.domains:
        yield Form(outlet, domain, "safe", domain=True)


def _fits(form: Form, written: str, simple: str, start: int) -> bool:
    if form.domain:
        return written.lower() == form.text
    if form.bare and simple[max(0, start - 8) : start + 1].rsplit(maxsplit=1)[-1:] != [] and (
        simple[max(0, start - 8) : start].split()[-1:] or [""]
    )[0] not in _BEFORE:
        return False
    for named, seen in zip(form.text, written, strict=True):
        if named.isupper() and not seen.isupper():
            return False
        if not named.isalnum() and (seen in ".,;:!?\n\"«»“”()") != (named in ".,;:!?"):
            return False
    return True
