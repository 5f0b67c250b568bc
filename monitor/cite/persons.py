"""People and places that bear an outlet's name: once the text says "Judge Stern", no "Stern" is the magazine."""

import re
from collections.abc import Sequence

from monitor.cite.hit import Hit
from monitor.cite.names import folded
from monitor.cite.sentence import Text

_TITLES = frozenset(
    """
    juge capitaine commissaire commandant lieutenant colonel general maitre docteur professeur sergent inspecteur
    brigadier sieur madame monsieur mme mlle
    mr mrs ms dr prof judge captain officer sergeant detective senator sheriff justice coach
    herr frau richter richterin kapitan kommissar doktor minister trainer
    senor senora juez comisario capitan doctor don dona
    signor signora dottor avvocato giudice capitano commissario
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
_BEFORE = re.compile(r"([^\W\d_]+)\.? \Z")
_CAPITAL = re.compile(r" [^\W\d_a-zà-ÿ][a-zà-ÿ]+")
_LONGEST = 20


def without_persons(text: Text, hits: Sequence[Hit]) -> list[Hit]:
    """Leave out the words that the text uses as people's names, wherever they stand."""
    people = {hit.written for hit in hits if hit.cautious and hit.is_bare and _is_person(text, hit)}
    return [hit for hit in hits if not hit.cautious or hit.written not in people]


def _is_person(text: Text, hit: Hit) -> bool:
    if hit.written.isupper():
        return False
    match = _BEFORE.search(text.whole, max(0, hit.start - _LONGEST), hit.start)
    before = match.group(1) if match else ""
    simple = folded(before)
    strange = before[:1].isupper() and not before.isupper() and simple not in text.grammar.characters
    if strange or simple in _TITLES:
        return True
    return text.grammar.language != "de" and _CAPITAL.match(text.whole, hit.end) is not None
