"""The verdict on two texts: exact containment in both directions, whoever came first.

    same       the same words in the same order
    near       most of each is in the other
    contained  half of one, or more, is in the other
    shared     a passage of some length is in both: a quotation, a press release
    new        nothing of weight is in both

Containment of A in B is the share of A's shingles that are in B. Boilerplate counts on neither side.
The rule `<verdict>.<reason>` tells on what the verdict rests:

    words     all the words are equal
    shingles  containment, of texts that are long enough
    short     one text has fewer than 40 words, so more must be equal
    headline  both texts are so short that they say little: the headlines are equal too
    boilerplate  too little is left of one text to tell
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from monitor.dedup.boilerplate import Boilerplate
from monitor.dedup.fingerprint import SHORT
from monitor.dedup.shingles import NOTHING, WIDTH, Shingles, Text, common, text_of, without
from monitor.items import NewsArticle

Finding = Literal["same", "near", "contained", "shared", "new"]

NEAR = 0.8
CONTAINED = 0.5
CONTAINED_SHORT = 0.8
SHARED = 16
"""Shingles in common that make a shared passage: twenty words in a row."""
BRIEF = 15
"""A text of fewer words may be equal by accident."""
COPIES: frozenset[Finding] = frozenset({"same", "near", "contained"})
"""The verdicts on articles that carry the same text."""

_STRENGTH = {"same": 4, "near": 3, "contained": 2, "shared": 1, "new": 0}


@dataclass(frozen=True, slots=True)
class Relation:
    """How an article relates to another, `other`.

    `here` is the share of the article that is in the other, `there` the share of the other that is in
    the article, `boilerplate` the number of shingles that did not count.
    """

    verdict: Finding
    here: float
    there: float
    rule: str
    boilerplate: int = 0
    other: str = ""

    @property
    def containment(self) -> float:
        """The share of the one of which more is in the other."""
        return max(self.here, self.there)

    @property
    def copies(self) -> bool:
        """Whether the two carry the same text."""
        return self.verdict in COPIES

    def turned(self, other: str) -> "Relation":
        """Give the same relation as the other sees it, to which this article is `other`."""
        return replace(self, here=self.there, there=self.here, other=other)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The strongest verdict on an article, and its relations to others, strongest first."""

    verdict: Finding
    relations: tuple[Relation, ...]


def judge(
    article: NewsArticle, candidates: Iterable[NewsArticle], *, boilerplate: Boilerplate | None = None
) -> Verdict:
    """Judge an article against others, each named by its id, else its URL, with the boilerplate of outlets."""
    text, known = text_of(article.headline, article.articleBody), boilerplate or Boilerplate()
    return verdict_of(
        replace(
            compare(
                text, text_of(other.headline, other.articleBody), known.of([article.outlet, other.outlet])
            ),
            other=other.id or other.url,
        )
        for other in candidates
    )


def verdict_of(relations: Iterable[Relation]) -> Verdict:
    """Put relations in their order, strongest first, and give the verdict that follows."""
    found = sorted((each for each in relations if each.verdict != "new"), key=_order)
    return Verdict(found[0].verdict if found else "new", tuple(found))


def wording(text: Text) -> str:
    """Give what is equal for texts that are the same: of those that say little, the headline counts too."""
    return f"{text.digest} {text.headline}" if text.words < BRIEF else text.digest


def compare(one: Text, other: Text, boilerplate: Shingles = NOTHING) -> Relation:
    """Compare two texts: `here` is of the one, `there` of the other."""
    mine, theirs = without(one.shingles, boilerplate), without(other.shingles, boilerplate)
    left_out = len(one.shingles) + len(other.shingles) - len(mine) - len(theirs)
    shorter = min(len(mine), len(theirs))
    if not shorter:
        return Relation("new", 0.0, 0.0, "new.boilerplate" if left_out else "new.shingles", left_out)
    shared = len(common(mine, theirs))
    here, there = shared / len(mine), shared / len(theirs)
    words = min(one.words, other.words)
    left = min(words, shorter + WIDTH - 1) if left_out else words
    verdict: Finding
    if words < BRIEF:
        reason = "headline"
        alike = one.headline == other.headline and max(one.words, other.words) < BRIEF
        verdict = _brief(here, there, equal=one.digest == other.digest) if alike else "new"
    elif left < BRIEF:
        verdict, reason = "new", "boilerplate"
    elif one.digest == other.digest:
        verdict, reason = "same", "words"
    else:
        reason = "short" if left < SHORT else "shingles"
        verdict = _long(shared, here, there, CONTAINED_SHORT if left < SHORT else CONTAINED)
    return Relation(verdict, here, there, f"{verdict}.{reason}", left_out)


def _brief(here: float, there: float, *, equal: bool) -> Finding:
    if equal:
        return "same"
    return "near" if min(here, there) >= NEAR else "new"


def _long(shared: int, here: float, there: float, contained: float) -> Finding:
    if min(here, there) >= NEAR:
        return "near"
    if max(here, there) >= contained:
        return "contained"
    return "shared" if shared >= SHARED else "new"


def _order(relation: Relation) -> tuple[int, float, float, str]:
    return (-_STRENGTH[relation.verdict], -relation.containment, -relation.here, relation.other)
