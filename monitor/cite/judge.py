"""What the words around a name say: the rules of a language tried on one place of a sentence.

A name is tried where it stands; if no rule fits, as one of a series ("la NZZ, la NDR et la WDR"),
whose words before the first and after the last hold for all.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.cite.gazetteer import Outlet
from monitor.cite.grammar import Grammar, Rule
from monitor.cite.names import ARTICLES, Name, folded
from monitor.cite.notation import CAPITAL, QUOTE, START
from monitor.cite.sentence import Sentence

# A rule that fits a series is a little less sure for each of its names.
_SERIES = 0.98
_LONGEST_LINK = 8
_AIR = frozenset({"television", "radio", "agency"})
_LONGEST_SERIES = 20
_NEAR = 30
_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of a field and the outlet it stands for; `quoted` when quotation marks surround it."""

    name: Name
    outlet: Outlet
    anaphor: bool = False

    @property
    def cautious(self) -> bool:
        """Whether the name may be no outlet at all."""
        return all(form.safety != "safe" for form in self.name.forms)

    @property
    def nameable(self) -> bool:
        """Whether naming it without any cue is still a mention."""
        if not self.cautious:
            return True
        if any(form.safety == "context" for form in self.name.forms):
            return False
        text = self.name.forms[0].text
        first, _, rest = text.partition(" ")
        several = " " in (rest if first.lower() in ARTICLES else text)
        acronym = text.isupper() and len(text) > 2 and self.outlet.kind in _AIR  # noqa: PLR2004 - AS, AD are words
        return several or acronym

    def is_word(self, text: str) -> bool:
        """Whether the name is one word and no acronym, its article aside."""
        first, _, rest = text[self.name.start : self.name.end].replace("’", " ").replace("'", " ").partition(" ")
        word = rest if rest and first.lower() in ARTICLES else f"{first} {rest}".strip()
        return " " not in word and not (word.isupper() and len(word) > 1)


    def core(self, text: str) -> str:
        """The name as written, folded, without its article."""
        simple = folded(text[self.name.start : self.name.end])
        first, _, rest = simple.partition(" ")
        return rest if rest and first in ARTICLES else simple

    def is_bare_word(self, text: str) -> bool:
        """Whether the name is written as a single word, without an article of its own."""
        written = text[self.name.start : self.name.end]
        return written.isalnum()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that fits a name, the signs it covers, and the place of the outlet it knows it from."""

    rule: Rule
    first: int
    last: int
    via: int | None
    confidence: float


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
            yield from grammar.rules["line"]
            return
        if self.first:
            yield from grammar.rules["first"]
        if self.last:
            yield from grammar.rules["last"]
        yield from grammar.rules["sentence"]


def judge(sentence: Sentence, which: int, hits: Sequence[Hit], setting: Setting, grammar: Grammar, text: str) -> Verdict | None:
    """Find the rule that fits best the name at `sentence.places[which]`; None where none fits."""
    alone = _best(sentence, which, which, which, hits, setting, grammar, text)
    if alone:
        return alone
    first, last = series(sentence, which, grammar)
    if first == last:
        return None
    return _best(sentence, which, first, last, hits, setting, grammar, text)


def _best(
    sentence: Sentence, which: int, first: int, last: int, hits: Sequence[Hit], setting: Setting, grammar: Grammar, text: str
) -> Verdict | None:
    before = sentence.before(sentence.places[first])
    after = sentence.after(sentence.places[last])
    best: Verdict | None = None
    via: int | None = None
    for rule in setting.rules(grammar):
        left = rule.before.match(before)
        if not left:
            continue
        right = rule.after.match(after)
        if not right or not _met(rule, hits[which], setting, text):
            continue
        confidence = rule.confidence * (_SERIES if first != last else 1)
        via = via or _via(left, right, sentence.places[first], sentence.places[last])
        if best and not rule.wins and confidence <= best.confidence:
            continue
        left_place, right_place = sentence.places[first], sentence.places[last]
        best = Verdict(
            rule,
            left_place - left.end(),
            right_place + right.end(),
            None,
            confidence,
        )
        if rule.wins:
            return best
    return replace(best, via=via) if best and via else best


def _via(left: re.Match[str], right: re.Match[str], first: int, last: int) -> int | None:
    if "via" in left.re.groupindex and left.start("via") >= 0:
        return first - left.end("via")
    if "via" in right.re.groupindex and right.start("via") >= 0:
        return last + right.end("via")
    return None


def _met(rule: Rule, hit: Hit, setting: Setting, text: str) -> bool:
    match rule.needs:
        case "":
            return True
        case "agency":
            return hit.outlet.kind == "agency"
        case "handle":
            return text.startswith("@", hit.name.start)
        case "caption":
            return setting.caption
        case "air":
            return hit.outlet.kind in _AIR and hit.outlet.kind != "agency"
        case _:
            return not hit.cautious


def series(sentence: Sentence, which: int, grammar: Grammar) -> tuple[int, int]:
    """Give the first and last name of the series that a name stands in."""
    first = last = which
    places, signs = sentence.places, sentence.signs
    while first and which - first < _LONGEST_SERIES and _joined(signs, places[first - 1], places[first], grammar):
        first -= 1
    end = len(places) - 1
    while last < end and last - which < _LONGEST_SERIES and _joined(signs, places[last], places[last + 1], grammar):
        last += 1
    return first, last


def _joined(signs: str, left: int, right: int, grammar: Grammar) -> bool:
    return right - left <= _LONGEST_LINK and grammar.link.fullmatch(signs, left + 1, right) is not None


def _after_medium(text: str, at: int, grammar: Grammar) -> bool:
    before = folded(text[max(0, at - _NEAR) : at]).split()
    return bool(before) and before[-1] in grammar.medium


def _shouted(text: str, start: int, end: int) -> bool:
    around = [*text[max(0, start - _NEAR) : start].split()[-2:], *text[end : end + _NEAR].split()[:2]]
    return any(word.isupper() and len(word.strip(".,:;")) > _ACRONYM for word in around)


def _follows_capital(text: str, at: int) -> bool:
    return text[at : at + 1] in {" ", "-"} and text[at + 1 : at + 2].isupper()


def torn(sentence: Sentence, place: int, hit: Hit, text: str, grammar: Grammar) -> bool:
    """Tell whether a name is none: part of a longer one (Michael Bloomberg), or a common word.

    A common word's capital proves nothing where a sentence starts, or where all is in capitals.
    """
    low, high = sentence.spans[place]
    if (low, high) != (hit.name.start, hit.name.end) or (not hit.cautious and not hit.is_word(text)):
        return False
    if any(form.domain for form in hit.name.forms):
        return False
    before, after = sentence.signs[place - 1], sentence.signs[place + 1]
    if hit.cautious and hit.core(text) in grammar.never and not _after_medium(text, low, grammar):
        return True
    if hit.cautious and hit.is_bare_word(text):
        common = folded(text[low:high]) in grammar.common
        if common and (before in START + QUOTE + ":" or text[low - 2 : low] in {"- ", "– ", "• "}):
            return True
        if text[low:high].isupper() and _shouted(text, low, high):
            return True
    if grammar.before_common and hit.cautious and hit.is_word(text):
        previous_low, previous_high = sentence.spans[place - 1]
        if before != START and folded(text[previous_low:previous_high]) not in grammar.before_common:
            return True
    if hit.cautious and hit.is_word(text) and _follows_capital(text, hit.name.end):
        return grammar.language != "de"
    if before == CAPITAL and text[sentence.spans[place - 1][1] : hit.name.start] in {" ", "-"}:
        return True
    joined = text[hit.name.end : sentence.spans[place + 1][0]]
    return after == CAPITAL and joined in {" ", "-"} and grammar.language != "de"
