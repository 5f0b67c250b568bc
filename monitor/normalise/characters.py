r"""Characters: one form for each, no white space that a reader does not see.

>>> clean("Le\u00a0  pre\u0301sident<!-- --> s\u00ade tait ")
'Le président se tait'
"""

import html
import re
import unicodedata

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Soft hyphens, zero-width and directional marks, the byte order mark, C0 and C1 controls.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)


def clean(text: str) -> str:
    """One line in NFC: no comments, invisible characters or doubled spaces; entities resolved."""
    # One character is found in a tenth of the time that four take.
    if "<" in text and "<!--" in text:
        text = _COMMENT.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    # What is invisible is not printable, and white space but the space is not; most lines are.
    if text.isprintable() and "  " not in text:
        return unicodedata.normalize("NFC", text).strip()
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def clean_or_none(text: str | None) -> str | None:
    """The cleaned line, or None where nothing is left."""
    return (clean(text) or None) if text else None
