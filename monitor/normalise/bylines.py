"""Bylines to names.

>>> names("Par Anne-Lise Dufour (à Valdoria) et Marc O'Neill, avec AFP")
('Anne-Lise Dufour', "Marc O'Neill")
>>> names("By JANE DOE and John Roe | Political Editor")
('JANE DOE', 'John Roe')
"""

import re

_OPENING = re.compile(
    r"^\W*(?:article\s+(?:de|par)|propos\s+recueillis\s+par|recueilli\s+par|interview\s+(?:de|by)|écrit\s+par|"
    r"texte\s*:|par|by|written\s+by|von|por|di|de\s+notre\s+correspondante?|a\s+cura\s+di)\s*:?\s+",
    re.IGNORECASE,
)
_WITH = re.compile(r"[,\s(/–—-]*\b(?:avec|with|mit|con)\s+(?:l[’'])?(?:les?\s+)?[^,;|]+$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_BETWEEN = re.compile(r"\s*(?:[,;|/•·\n]|\s(?:et|and|und|y|e|&|avec|with)\s)\s*", re.IGNORECASE)
_NAME = re.compile(r"^[^\W\d_][\w'’.\-]*(?:\s+[\w'’.\-]+){1,5}$")
# A line of these words says what somebody does, or where.
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|staff|journaliste|rédact\w*|correspondante?s?|envoyée?s?|"
    r"spéciale?s?|redaktion|redakteur\w*|korrespondent\w*|redacción|corresponsal|redazione|corrispondente|"
    r"professeur|directeur|directrice|président\w*|chercheu\w*|économiste|politologue|news|desk|team|bureau|"
    r"contributor|columnist|à|in|at|en|aus|updated|published|publié|chief|senior|political)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)@\w+")


def names(byline: str | None) -> tuple[str, ...]:
    """List the persons that a byline names, in its order, each once.

    Places, functions, addresses and "avec AFP" are left out; a byline of one word, as an agency's
    or a newsroom's, is kept when it is all there is.
    """
    if not byline:
        return ()
    line = " ".join(_ADDRESS.sub(" ", byline).split())
    opened = _OPENING.sub("", line, count=1)
    plain = _ASIDE.sub("", opened)
    parts = [part.strip(" .-–—:'\"") for part in _BETWEEN.split(_WITH.sub("", plain))]
    found = [part for part in parts if _NAME.match(part) and not _ROLE.search(part) and part[0].isupper()]
    if not found and len(parts) == 1 and parts[0] and len(parts[0].split()) == 1:
        found = parts
    return tuple(dict.fromkeys(found))
