"""What the words around a name say: the rules of a language tried on one place of a sentence.

A name is tried where it stands; if no rule fits, as one of a series ("la NZZ, la NDR et la WDR"),
whose words before the first and after the last hold for all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.cite.grammar import Grammar, Rule
from monitor.cite.hit import Hit
from monitor.cite.proper import in_compound
from monitor.cite.sentence import Sentence

# A rule that fits a series is a little less sure for each of its names.
_SERIES = 0.98
_LONGEST_LINK = 8
_LONGEST_SERIES = 20
_ON_AIR = frozenset({"television", "radio"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that fits a name, the signs it covers, and the place of the outlet it is known through."""

    rule: Rule
    first: int
    last: int
    confidence: float
    via: int | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands in its field, as far as rules ask."""

    first: bool = False
    last: bool = False
    line: bool = False
    caption: bool = False

    def rules(self, grammar: Grammar) -> Iterable[Rule]:
        """Give the rules that may be tried here."""
        if self.line:
            return grammar.rules["line"]
        first = grammar.rules["first"] if self.first else ()
        last = grammar.rules["last"] if self.last else ()
        return (*first, *last, *grammar.rules["sentence"])


def judge(sentence: Sentence, which: int, setting: Setting) -> Verdict | None:
    """Find the rule that fits best the name `sentence.hits[which]`; None where none fits."""
    if in_compound(sentence, which):
        return None
    alone = _best(sentence, which, (which, which), setting)
    if alone and alone.rule.wins:
        return alone
    first, last = series(sentence, which)
    together = None if first == last else _best(sentence, which, (first, last), setting)
    return together if together and (together.rule.wins or not alone) else alone


def _best(sentence: Sentence, which: int, ends: tuple[int, int], setting: Setting) -> Verdict | None:
    first, last = ends
    before, after = sentence.before(first), sentence.after(last)
    hit = sentence.hits[which]
    best: tuple[Rule, int, int] | None = None
    via: int | None = None
    for rule in setting.rules(sentence.text.grammar):
        left = rule.before.match(before)
        if not left or (
            best and not rule.wins and rule.confidence <= best[0].confidence and not rule.tells_via
        ):
            continue
        right = rule.after.match(after)
        if not right or not _met(rule, hit, setting, sentence.text.grammar.language):
            continue
        via = via or _via(left, right, sentence.places[first], sentence.places[last])
        if best is None or rule.wins or rule.confidence > best[0].confidence:
            best = rule, left.end(), right.end()
        if rule.wins:
            break
    if best is None:
        return None
    rule, reach_left, reach_right = best
    sure = rule.confidence * (_SERIES if first != last else 1)
    return Verdict(rule, sentence.places[first] - reach_left, sentence.places[last] + reach_right, sure, via)


def _via(left: re.Match[str], right: re.Match[str], first: int, last: int) -> int | None:
    if "via" in left.re.groupindex and left.start("via") >= 0:
        return first - left.end("via")
    if "via" in right.re.groupindex and right.start("via") >= 0:
        return last + right.end("via")
    return None


def _met(rule: Rule, hit: Hit, setting: Setting, language: str) -> bool:
    match rule.needs:
        case "":
            return True
        case "agency":
            return hit.outlet.kind == "agency"
        case "air" | "paper":
            return hit.outlet.kind in _ON_AIR if rule.needs == "air" else _is_paper(hit, language)
        case "handle":
            return hit.written.startswith("@")
        case "caption":
            return setting.caption
        case _:
            return not hit.cautious


def _is_paper(hit: Hit, language: str) -> bool:
    """Whether an outlet is quoted more often than it is the subject: a channel of the reader's own language is not.

    A single word that may be a common one is not, either; nor is a name before "à", which folded is "a".
    """
    if hit.text.startswith(" à", hit.end) or (hit.outlet.kind in _ON_AIR and hit.outlet.language == language):
        return False
    return not hit.cautious or not hit.is_bare or hit.written.isupper()


def series(sentence: Sentence, which: int) -> tuple[int, int]:
    """Give the first and last name of the series that a name stands in."""
    first = last = which
    while first and which - first < _LONGEST_SERIES and _joined(sentence, first - 1):
        first -= 1
    end = len(sentence.places) - 1
    while last < end and last - which < _LONGEST_SERIES and _joined(sentence, last):
        last += 1
    return first, last


def _joined(sentence: Sentence, left: int) -> bool:
    low, high = sentence.places[left], sentence.places[left + 1]
    if high - low > _LONGEST_LINK:
        return False
    return sentence.text.grammar.link.fullmatch(sentence.signs, low + 1, high) is not None
