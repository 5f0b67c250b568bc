"""The words that prove a citation: as little of the sentence as shows the name and the cue."""

import re

from monitor.cite.judge import Verdict
from monitor.cite.notation import END, START
from monitor.cite.sentence import Sentence

_LONGEST = 320
_BREAKS = frozenset(",;:-")
_EDGES = " \t\n,;:–—-"
_SPACE = re.compile(r"\s")


def span(sentence: Sentence, verdict: Verdict, text: str) -> tuple[int, int]:
    """Give start and end, in the field, of the quotation for a verdict.

    `clause` runs from the mark before to the mark after what the rule covers, `before` from the
    start of the sentence, `after` to its end, `line` over all of it.
    """
    first, last = max(0, verdict.first), min(len(sentence.signs) - 1, verdict.last)
    low, high = 1, len(sentence.signs) - 2
    quote = verdict.rule.quote
    if quote in {"clause", "after"}:
        low = _back(sentence, first)
    if quote in {"clause", "before"}:
        high = _forth(sentence, last)
    start, end = sentence.spans[min(low, first) or 1][0], sentence.spans[max(high, min(last, len(sentence.signs) - 2))][1]
    core = sentence.spans[max(first, 1)][0], sentence.spans[max(1, min(last, len(sentence.signs) - 2))][1]
    return trimmed(text, *_shortened(text, start, end, *core))


def _back(sentence: Sentence, at: int) -> int:
    if sentence.signs[at] in _BREAKS:
        return at + 1
    while at > 1 and sentence.signs[at - 1] not in _BREAKS and sentence.signs[at] != START:
        at -= 1
    return max(at, 1)


def _forth(sentence: Sentence, at: int) -> int:
    if sentence.signs[at] in _BREAKS or sentence.signs[at] == END:
        return at - 1
    while sentence.signs[at + 1] not in _BREAKS and sentence.signs[at + 1] != END:
        at += 1
    return at


def _shortened(text: str, start: int, end: int, core_start: int, core_end: int) -> tuple[int, int]:
    """Keep a quotation within bounds, cut between words, never into its core."""
    if core_start - start > _LONGEST:
        cut = _SPACE.search(text, core_start - _LONGEST, core_start)
        start = cut.end() if cut else core_start
    if end - core_end > _LONGEST:
        cut = next((found for found in _SPACE.finditer(text, core_end + _LONGEST, end)), None)
        end = cut.start() if cut else core_end
    return start, end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out blanks and marks that belong to what is around.

    >>> trimmed("– écrit Le Monde, ", 0, 18)
    (2, 16)
    """
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES + ".":
        end -= 1
    return start, end
