"""The one way to look at text: folded words with their places, and sentences.

>>> words("L'Équipe a déclaré : « Œuvre n° 5 »")
['l', 'equipe', 'a', 'declare', 'oeuvre', 'n', '5']
>>> [text for text, _, _ in tokens("New-York Times")]
['new', 'york', 'times']
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
# A full stop after one of these, or after a single capital, ends no sentence.
_ABBREVIATIONS = frozenset(
    """
    m mm mme mlle dr pr me st ste av j.-c etc cf p pp art fig vol n no env ex
    mr mrs ms sr jr gen col lt sgt sen rep gov rev hon vs inc ltd co corp dept
    z.b d.h u.a bzw ca nr prof dipl ing sig dott sra srta ud uds ee uu
    """.split()
)
_BOUNDARY = re.compile(
    r"([.!?…]+[\"'»”’)\]]*)(\s+)(?=[\"'«“‘(\[—–-]?\s?(?:[^\W\d_a-zà-öø-ÿ]|\d))"  # a mark, then a capital
    r"|(\n\s*\n)"  # or a blank line
)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Case, accents and ligatures taken off; the length may change.

    >>> fold("Œdipe à ZÜRICH, Straße")
    'oedipe a zurich, strasse'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word folded, with its start and end in the text as given."""
    for found in _WORD.finditer(text):
        yield fold(found.group()), found.start(), found.end()


def words(text: str) -> list[str]:
    """List the words of a text, folded."""
    return [fold(word) for word in _WORD.findall(text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """List the start and end of each sentence; a blank line always ends one.

    >>> text = "M. Dupont parle. Il dit oui."
    >>> [text[start:end] for start, end in sentences(text)]
    ['M. Dupont parle.', 'Il dit oui.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _BOUNDARY.finditer(text):
        paragraph = found.group(3) is not None
        end = found.start() if paragraph else found.end(1)
        if not paragraph and _abbreviated(text, start, found.start(1), found.group(1)):
            continue
        if text[start:end].strip():
            spans.append((start, end))
        start = found.end()
    if text[start:].strip():
        spans.append((start, start + len(text[start:].rstrip())))
    return spans


def _abbreviated(text: str, start: int, stop: int, mark: str) -> bool:
    if mark != ".":
        return False
    space = max(text.rfind(" ", start, stop), text.rfind("\n", start, stop), start - 1)
    word = text[space + 1 : stop].lstrip("(«“\"'’")
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())
