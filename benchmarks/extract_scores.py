"""How near an extracted text is to the true one, and names to names."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from monitor.text import fold

_WORD = re.compile(r"\w+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall, and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def plain(text: str) -> str:
    """Leave out what nobody sees: soft hyphens and other marks of no width, which some pages are full of."""
    return _UNSEEN.sub("", text)


def body(pairs: Iterable[tuple[str, str]]) -> Score:
    """Score pairs of true and found texts by their runs of four words, case and all.

    As evaluate.py of scrapinghub/article-extraction-benchmark counts: means over the pages of precision and
    of recall, where there is something found, and something to find; F1 of those means.
    """
    shares = [_shares(_runs(true), _runs(found)) for true, found in pairs]
    return Score(
        mean([precision for precision, _ in shares if precision is not None] or [0.0]),
        mean([recall for _, recall in shares if recall is not None] or [0.0]),
    )


def page(true: str, found: str) -> Score:
    """Score one page as `body` does; nothing found has no precision."""
    precision, recall = _shares(_runs(true), _runs(found))
    return Score(precision or 0.0, recall or 0.0)


def _runs(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    runs = (tuple(words[place : place + length]) for place in range(max(1, len(words) - length + 1)))
    return Counter(filter(None, runs))


def _shares(
    true: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]
) -> tuple[float | None, float | None]:
    both = (true & found).total()
    return (
        both / found.total() if found else None,
        both / true.total() if true else None,
    )


def by_words(pairs: Iterable[tuple[str, str]]) -> Score:
    """Score by single words in lower case, as evaluate.py of WCXB does: means over the pages."""
    shares = []
    for true, found in pairs:
        wanted, got = (Counter(_WORD.findall(text.lower())) for text in (true, found))
        both = (wanted & got).total()
        shares.append(
            (
                both / got.total() if got else float(not wanted),
                both / wanted.total() if wanted else float(not got),
            )
        )
    return Score(mean(precision for precision, _ in shares), mean(recall for _, recall in shares))


def snippets(cases: Iterable[tuple[Sequence[str], Sequence[str], str]]) -> Score:
    """Score texts by snippets that must be in them and others that must not, as trafilatura's evaluate.py does."""
    hits = misses = alarms = 0
    for present, absent, found in cases:
        text = " ".join(found.split())
        there = sum(" ".join(snippet.split()) in text for snippet in present)
        hits, misses = hits + there, misses + len(present) - there
        alarms += sum(" ".join(snippet.split()) in text for snippet in absent)
    return Score(hits / (hits + alarms or 1), hits / (hits + misses or 1))


def names(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Score:
    """Score pairs of true and found names over all pages, but for case and accents."""
    hits = wanted = got = 0
    for true, found in pairs:
        left, right = ({" ".join(fold(name).split()) for name in side} for side in (true, found))
        hits, wanted, got = hits + len(left & right), wanted + len(left), got + len(right)
    return Score(hits / (got or 1), hits / (wanted or 1))
