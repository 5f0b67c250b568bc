"""People and places that bear an outlet's name: once the text says "Judge Stern", no "Stern" is the magazine.

>>> from monitor.cite.grammar import grammar
>>> sorted(persons("Le juge Stern a tranché. Stern est formel.", {"Stern", "Dawn"}, grammar("fr")))
['Stern']
"""

import re
from collections.abc import Collection

from monitor.cite.grammar import Grammar
from monitor.cite.names import folded

_TITLES = frozenset(
    """juge capitaine commissaire commandant lieutenant colonel general maitre docteur professeur sergent inspecteur brigadier sieur
    madame monsieur mme mlle mr mrs ms dr prof judge captain officer sergeant detective senator sheriff justice coach
    herr frau richter richterin kapitan kommissar doktor minister trainer
    senor senora juez comisario capitan doctor don dona signor signora dottor avvocato giudice capitano commissario""".split()
)
_MOST = 40
_CAPITAL = re.compile(r"\s[^\W\d_a-zà-ÿ][a-zà-ÿ]+")


def persons(text: str, words: Collection[str], grammar: Grammar) -> set[str]:
    """Give those of the words that the text uses as a part of people's names."""
    chosen = sorted(words)[:_MOST]
    if not chosen:
        return set()
    found: set[str] = set()
    for match in re.finditer(rf"(?<!\w)(?:([^\W\d_]+)\.? )?({'|'.join(map(re.escape, chosen))})(?!\w)", text):
        before, word = match.groups()
        simple = folded(before or "")
        named = before and before[0].isupper() and not before.isupper() and simple not in grammar.characters
        if simple in _TITLES or named or (grammar.language != "de" and _CAPITAL.match(text, match.end())):
            found.add(word)
    return found
