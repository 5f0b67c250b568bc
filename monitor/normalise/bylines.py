"""Bylines to names.

>>> names("Par Anne-Lise Dufour (à Valdoria) et Marc O'Neill, avec AFP")
('Anne-Lise Dufour', "Marc O'Neill")
>>> names("By JANE DOE and John Roe | Political Editor")
('Jane Doe', 'John Roe')
"""

import re

_OPENING = re.compile(
    r"^\W*(?:(?:view|see|read)\s+all\s+(?:posts|articles|stories)\s+by|(?:posted|published|story|words?)\s+by|"
    r"authors?\s*:|auteurs?\s*:|autor(?:en|in|a)?\s*:|autore\s*:|article\s+(?:de|par)|propos\s+recueillis\s+par|recueilli\s+par|interview\s+(?:de|by)|écrit\s+par|"
    r"dall?a?i?\s+nostr[aoi]\s+(?:inviat[aoi]|corrispondent[ei])|(?:ein\w*\s+)?(?:analyse|essay|gastbeitrag|interview|"
    r"kolumne|kommentar|protokoll|reportage|rezension)\s+von|"
    r"texte\s*:|par|by|written\s+by|von|por|di|de\s+notre\s+correspondante?|a\s+cura\s+di)\s*:?\s+",
    re.IGNORECASE,
)
_WITH = re.compile(r"[,\s(/–—-]*\b(?:avec|with|mit|con)\s+(?:l[’'])?(?:les?\s+)?[^,;|]+$", re.IGNORECASE)
# Who worked along is a person too, and the agency that did is told apart as beside others.
_ALONG = re.compile(r"[(\[](?:avec|with|mit|con)\s([^)\]]*)[)\]]", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_BETWEEN = re.compile(r"\s*(?:[,;|/•·\n]|\s(?:et|and|und|y|e|og|och|ve|dan|&|avec|with)\s)\s*", re.IGNORECASE)
# Letters with the marks that Indic scripts set on them (\w leaves those out).
_WORD = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff'’.\-])*"
_NAME = re.compile(rf"^{_WORD}(?:\s+{_WORD}){{1,5}}$")
# "12/22/2023 05:00 AM", "Dec 24, 2023" and what follows.
_DATE = re.compile(
    r"[\s,|•·–-]*(?:\b(?:updated|published|posted|publié|mis à jour|aktualisiert)\b.*"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*|\b\d.*)$",
    re.IGNORECASE,
)
_DEGREES = re.compile(r"(?:[\s,]+(?:MS|MA|MD|MPH|RDN?|LDN?|JD|DVM|Ph\.?D\.?|PhD|M\.?D\.)(?=$|[\s,]))+")
# A source, where it stands beside a person. This and the next are looked for in lower case: to search without
# regard to case takes four times as long.
_SOURCE = re.compile(
    r"\b(?:press|presse|times|post|journal|report|network|media|gazette|herald|tribune|agency|agentur|agence|"
    r"alliance|association|institut[eo]?|universit\w*|foundation|fondation|fundación|stiftung|"
    r"today|magazine|newspaper|wire|reuters|afp|dpa|advance|courier|enquirer|telegram|chronicle|telegraph)\b"
)
_PLACE = re.compile(r"\s(?:in|à|en|aus|from)\s.*$")
# A line of these words says what somebody does, or where.
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|staff|journaliste|rédact\w*|correspondante?s?|envoyée?s?|"
    r"spéciale?s?|redaktion|redakteur\w*|korrespondent\w*|redacción|corresponsal|redazione|corrispondente|"
    r"professeur|directeur|directrice|président\w*|chercheu\w*|économiste|politologue|news|desk|team|bureau|"
    r"contributor|columnist|journalist|analyst|photographer|producer|intern|giornalista|periodista|redaktør|à|in|at|en|aus|updated|published|publié|chief|senior|political)\b"
)
_INITIAL = re.compile(r"(?:\b[A-Z]|\bJr|\bSr)\.$")
_ACCOUNTS = frozenset({"admin", "administrator", "webmaster", "guest"})
_NEWSROOM = re.compile(r"\b(?:staff|news|team)\b", re.IGNORECASE)
_LONGEST_NEWSROOM = 4
_PARTICLES = frozenset(
    ["da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "la", "le", "van", "von", "y", "zu"]
)
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 500
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)@\w+")


def names(byline: str | None) -> tuple[str, ...]:
    """List the persons that a byline names, in its order, each once.

    Places, functions, addresses and "avec AFP" are left out; the name of an agency or a newsroom is kept when
    it is all there is.
    """
    if not byline or len(byline) > _LONGEST:
        return ()
    line = " ".join(_ADDRESS.sub(" ", byline).split())
    opened = _OPENING.sub("", line, count=1)
    plain = _DATE.sub("", _DEGREES.sub("", _ASIDE.sub("", _ALONG.sub(r", \1,", opened))))
    parts = [
        _without_place(_without_stop(_OPENING.sub("", part, count=1).strip(" -–—:'\"")))
        for part in _BETWEEN.split(_WITH.sub("", plain))
    ]
    found = [part for part in parts if _NAME.match(part) and not _is_role(part) and not part[0].islower()]
    persons = [_cased(part) for part in found if not _SOURCE.search(part.lower())]
    if not found and len(parts) == 1 and _is_whole(parts[0]):
        found = parts
    return tuple(dict.fromkeys(persons or found))


def _is_whole(part: str) -> bool:
    """Tell what is a name though no person's: an agency, a newsroom; not an account of the site's software."""
    return part.lower() not in _ACCOUNTS and (len(part.split()) == 1 or _is_newsroom(part))


def _cased(name: str) -> str:
    """Write a name that is all capitals as its bearer does; one word may be an abbreviation."""
    if not name.isupper() or " " not in name:
        return name
    first, *others = (_CAPITALS.sub(lambda part: part[0].capitalize(), word) for word in name.split())
    return " ".join([first, *(word.lower() if word.lower() in _PARTICLES else word for word in others)])


def _is_newsroom(part: str) -> bool:
    """Tell "Valdoria Post staff" or "VBC News" from a function: it has the name of a house."""
    words = part.split()
    named = [word for word in words if not _is_role(word) and not word[0].islower()]
    return bool(_NEWSROOM.search(part) and named) and len(words) <= _LONGEST_NEWSROOM


def _without_place(part: str) -> str:
    """Leave "in Valdoria" out after a name; "Staff in Valdoria" is none."""
    name = _PLACE.sub("", part)
    return name if name != part and _NAME.match(name) and not _is_role(name) else part


def _is_role(part: str) -> bool:
    return _ROLE.search(part.lower()) is not None


def _without_stop(part: str) -> str:
    return part if _INITIAL.search(part) else part.strip(".")
