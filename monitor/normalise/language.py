"""The language of an article: as the page states it, else as its words show.

>>> stated("fr-FR"), stated("de_AT"), stated("x")
('fr', 'de', None)
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_TAG = re.compile(r"^([a-z]{2})(?:[-_].*)?$", re.IGNORECASE)
_ENOUGH = 1000


def stated(tag: str | None) -> str | None:
    """Give the two letters of a BCP 47 tag, None when it has none."""
    found = _TAG.match(tag.strip()) if tag else None
    return found.group(1).lower() if found else None


def detect(text: str) -> str | None:
    """Give the language (ISO 639-1) that the words of a text show; None when there are none."""
    sample = text[:_ENOUGH].strip()
    return str(_identifier().classify(sample)[0]) if sample else None


@cache
def _identifier() -> "LanguageIdentifier":
    # The model takes half a second to load, and most pages state their language.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE)
