"""Which outlet a name means, when several bear it: The Guardian of London or of Lagos, ABC of Madrid or Sydney.

What speaks for an outlet, in order of weight: the publisher bears the name; a fuller name or a link
stands elsewhere in the article; the country stands beside the name ("le Guardian nigérian", "à
Dacca"); the name is the outlet's own and not a short form; it is of the publisher's country, or of
the country the article is about. The table's order decides at last.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import ahocorasick

from monitor.cite.gazetteer import Outlet
from monitor.cite.names import Form, Name, folded

_PLACES = Path(__file__).with_name("places.csv")
_BESIDE = 70
_NAMED, _COUNTRY_BESIDE, _KIND_BESIDE, _FULL_NAME, _HOME, _SUBJECT, _TONGUE = (
    100.0,
    30.0,
    15.0,
    6.0,
    5.0,
    8.0,
    3.0,
)
_KINDS = {
    "agency": "agence agency agentur nachrichtenagentur presseagentur agencia agenzia",
    "newspaper": "quotidien journal newspaper daily paper zeitung tageszeitung blatt diario periodico quotidiano giornale tabloid tabloide",
    "magazine": "magazine magazin nachrichtenmagazin hebdomadaire weekly wochenzeitung revista semanario rivista settimanale revue mensuel",
    "television": "chaine channel sender fernsehsender broadcaster network cadena televisión canal emittente television tv",
    "radio": "radio station sender radiosender emisora cadena radiofonica",
    "digital": "site website portal onlineportal nachrichtenportal sito portail web pure",
}
_KIND_OF = {
    word: {k for k, v in _KINDS.items() if word in v.split()}
    for words in _KINDS.values()
    for word in words.split()
}
_SAFETY = {"safe": 12.0, "cue": 8.0, "context": 0.0}
_HOMES = {"ru": "RU", "fa": "IR", "uk": "UA", "be": "BY", "zh": "CN", "tr": "TR", "he": "IL"}
_NOUN_BEFORE = 40


@dataclass(slots=True)
class Surroundings:
    """What an article tells about the outlets that it may name."""

    publisher: str
    country: str | None
    language: str
    named: set[str]
    short: dict[str, Outlet] = field(default_factory=dict)
    anchors: dict[str, Outlet] = field(default_factory=dict)
    text: str = ""
    _countries: Counter[str] | None = None

    @property
    def countries(self) -> Counter[str]:
        """How often the start of the article names each country."""
        if self._countries is None:
            self._countries = countries(self.text)
        return self._countries


def resolve(name: Name, text: str, about: Surroundings) -> Outlet | None:
    """Choose the outlet that a name means; None where a name needs context and there is none."""
    outlets = name.outlets
    for outlet in outlets:
        if outlet.domain == about.publisher:
            return outlet
    written = text[name.start : name.end]
    linked = about.anchors.get(written)
    if linked and linked.name.startswith(written):
        return linked
    fuller = about.short.get(written)
    if fuller and all(
        form.before or form.safety != "safe" or form.text != form.outlet.name for form in name.forms
    ):
        return fuller
    if len(outlets) == 1 and name.safety != "context":
        return outlets[0]
    beside = countries(text[max(0, name.start - _BESIDE) : name.end + _BESIDE])
    kinds: set[str] = set().union(
        *(_KIND_OF.get(w, ()) for w in folded(text[max(0, name.start - _NOUN_BEFORE) : name.start]).split())
    )
    scores = [(_score(form, beside, kinds, about), -at) for at, form in enumerate(name.forms)]
    (best, order) = max(scores)
    chosen = name.forms[-order]
    others = (score for score, at in scores if name.forms[-at].outlet is not chosen.outlet)
    introduced = chosen.outlet.kind in kinds and best - max(others, default=0.0) >= _FULL_NAME
    if chosen.safety == "context" and best < _COUNTRY_BESIDE and not introduced:
        return None
    return chosen.outlet


def _score(form: Form, beside: Mapping[str, int], kinds: set[str], about: Surroundings) -> float:
    outlet = form.outlet
    score = _SAFETY[form.safety] + _NAMED * (outlet.domain in about.named)
    # "the Russian exile outlet": published abroad, known by its language.
    score += _COUNTRY_BESIDE * (outlet.country in beside or _HOMES.get(outlet.language or "") in beside)
    score += _KIND_BESIDE * (outlet.kind in kinds)
    score += _TONGUE * (outlet.language == about.language)
    score += _FULL_NAME * (form.text == outlet.name)
    score += _HOME * (outlet.country is not None and outlet.country == about.country)
    total = about.countries.total()
    if total and outlet.country:
        score += _SUBJECT * about.countries[outlet.country] / total
    return score


def countries(text: str) -> Counter[str]:
    """Count the words that name each country, its people or its great towns.

    >>> countries("le Guardian nigérian, à Lagos")["NG"]
    2
    """
    return Counter(country for _, country in _places().iter(f" {folded(text)} "))


@cache
def _places() -> ahocorasick.Automaton:
    """The words of `places.csv`: `nigeri*` starts a word, `buenos_aires` is two."""
    automaton = ahocorasick.Automaton()
    with _PLACES.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            for word in row["words"].split():
                key = " " + word.rstrip("*").replace("_", " ") + ("" if word.endswith("*") else " ")
                if key not in automaton:
                    automaton.add_word(key, row["country"])
    automaton.make_automaton()
    return automaton
