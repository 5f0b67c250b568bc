"""Hostile nesting: the HTML standard's parser looks through all open elements at each tag.

Its time grows with the square of the depth: 20,000 elements inside each other take 0.4 s, 200,000 take 100.

>>> len(shallow(b"<div>" * 100_000 + b"Valdoria"))
25000
>>> shallow(b"<p>Valdoria</p>")
b'<p>Valdoria</p>'
"""

import re

import numpy as np

# Fewer tags cannot nest too deep, and counting them takes 20 microseconds a page; the shortest is "<p>".
_FEW_TAGS, _SHORTEST_TAG = 20_000, 3
_DEEPEST, _MOST_TAGS = 5_000, 200_000
# Neither elements without content nor those that the next of their kind closes can nest.
_TAG = re.compile(
    rb"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
    rb"|p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option)[\s/>])[a-z]",
    re.IGNORECASE,
)


def shallow(html: bytes) -> bytes:
    """Give the page up to where it has more tags, or nests them deeper, than any page for readers has."""
    if (
        len(html) < _FEW_TAGS * _SHORTEST_TAG
        or np.count_nonzero(np.frombuffer(html, np.uint8) == ord("<")) <= _FEW_TAGS
    ):
        return html
    depth = 0
    for count, tag in enumerate(_TAG.finditer(html)):
        depth += -1 if tag[1] else 1
        if depth > _DEEPEST or count > _MOST_TAGS:
            return html[: tag.start()]
        depth = max(depth, 0)
    return html
