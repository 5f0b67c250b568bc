"""A field read line by line, sentence by sentence: what each name in it is there for."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.cite import evidence
from monitor.cite.gazetteer import Outlet
from monitor.cite.hit import Hit
from monitor.cite.judge import Setting, Verdict, judge
from monitor.cite.proper import is_other
from monitor.cite.sentence import Sentence, Text, read
from monitor.items import Kind
from monitor.text import sentences

# A line that may be a credit is short; the start of a text is where datelines stand.
_CREDIT_LINE = 240
_FIRST = 400
_MENTION = 0.8
_CAUTIOUS = 0.96
_ANAPHOR = 0.93
_ANAPHOR_LEAST = 0.9
_LIST_ITEM = re.compile(r"\s*(?:\d+[.)]|[-–—•*]|$)")
# A sentence of more names than this is a list, and says nothing of any of them.
_LIST = 100
_SAID = (".", "!", "?", "»", "”", '."')


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an article by its name, and the outlets that are the publisher's own."""

    name: str
    text: Text
    own: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one place of a field says of an outlet; `dateline` when it stands where datelines do."""

    outlet: Outlet
    kind: Kind
    rule: str
    confidence: float
    field: str
    start: int
    end: int
    via: Outlet | None = None
    url: str | None = None
    dateline: bool = False


def findings(field: Field, hits: Sequence[Hit]) -> Iterator[Finding]:
    """Yield what the field says of each outlet but those of the publisher."""
    if not hits:
        return
    whole, grammar = field.text.whole, field.text.grammar
    aside = _lists(field.text)
    close = len(whole.rstrip())
    for start, group in groupby(hits, key=lambda hit: whole.rfind("\n", 0, hit.start) + 1):
        in_line = list(group)
        end = whole.find("\n", in_line[-1].end)
        end = len(whole) if end < 0 else end
        if any(low <= start < high for low, high in aside) or grammar.related.match(whole, start, end):
            yield from _navigation(field, in_line, start, end)
        else:
            yield from _line(field, (start, end), in_line, last=end >= close)


def _lists(text: Text) -> list[tuple[int, int]]:
    """Find the lists that only lead elsewhere: their heading and the items under it."""
    whole = text.whole
    found = []
    for heading in text.grammar.related_lists.finditer(whole):
        end = heading.end()
        while end < len(whole):
            following = whole.find("\n", end + 1)
            following = len(whole) if following < 0 else following
            if not _LIST_ITEM.match(whole, end + 1, following):
                break
            end = following
        found.append((heading.start(), end))
    return found


def _navigation(field: Field, hits: Sequence[Hit], start: int, end: int) -> Iterator[Finding]:
    for hit in hits:
        if not hit.anaphor and (hit.nameable or not hit.is_bare) and hit.outlet.domain not in field.own:
            yield _mention(field, hit, (start, end), "any.mention.navigation")


def _line(field: Field, line: tuple[int, int], hits: list[Hit], *, last: bool) -> Iterator[Finding]:
    start, end = line
    whole = field.text.whole
    if end - start <= _CREDIT_LINE and field.name in {"articleBody", "credit"}:
        setting = Setting(line=True, caption=not whole[start:end].rstrip().endswith(_SAID))
        sentence = proper_sentence(field.text, start, end, hits)
        judged = [judge(sentence, which, setting) for which in range(len(sentence.hits))]
        for which, verdict in enumerate(judged):
            hit = sentence.hits[which]
            if verdict and hit.outlet.domain not in field.own and not hit.anaphor:
                yield _finding(field, sentence, which, verdict)
        hits = [hit for hit, verdict in zip(sentence.hits, judged, strict=True) if not verdict]
    bounds = sentences(whole[start:end]) if hits else []
    starts = [hit.start for hit in hits]
    for low, high in bounds:
        inside = hits[bisect_left(starts, start + low) : bisect_left(starts, start + high)]
        if inside:
            first = start + low < _FIRST and field.name == "articleBody"
            setting = Setting(first=first, last=last and high == bounds[-1][1])
            yield from _judged(field, proper_sentence(field.text, start + low, start + high, inside), setting)


def _judged(field: Field, sentence: Sentence, setting: Setting) -> Iterator[Finding]:
    for which, hit in enumerate(sentence.hits):
        if hit.outlet.domain in field.own:
            continue
        verdict = judge(sentence, which, setting) if len(sentence.hits) <= _LIST else None
        if hit.anaphor:
            if verdict and verdict.rule.kind != "mention" and verdict.confidence >= _ANAPHOR_LEAST:
                yield _finding(field, sentence, which, verdict)
        elif verdict:
            yield _finding(field, sentence, which, verdict)
        elif hit.nameable:
            yield _mention(field, hit, (sentence.start, sentence.end), "any.mention.named")


def proper_sentence(text: Text, start: int, end: int, hits: Sequence[Hit]) -> Sentence:
    """Read a sentence; names that turn out to be none are read as words."""
    sentence = read(text, start, end, hits)
    names = [hit for which, hit in enumerate(hits) if not is_other(sentence, which)]
    return sentence if len(names) == len(hits) else read(text, start, end, names)


def _finding(field: Field, sentence: Sentence, which: int, verdict: Verdict) -> Finding:
    hit = sentence.hits[which]
    start, end = evidence.span(sentence, verdict)
    doubt = _ANAPHOR if hit.anaphor else _CAUTIOUS if hit.cautious else 1.0
    return Finding(
        outlet=hit.outlet,
        kind=verdict.rule.kind,
        rule=verdict.rule.name,
        confidence=round(verdict.confidence * doubt, 3),
        field=field.name,
        start=min(start, hit.start),
        end=max(end, hit.end),
        via=_via(sentence, hit, verdict.via),
        dateline=verdict.rule.where == "first",
    )


def _via(sentence: Sentence, hit: Hit, place: int | None) -> Outlet | None:
    if place is None:
        return None
    outlet = sentence.hits[bisect_left(sentence.places, place)].outlet
    return outlet if outlet.domain != hit.outlet.domain else None


def _mention(field: Field, hit: Hit, around: tuple[int, int], rule: str) -> Finding:
    start, end = evidence.around(field.text.whole, (hit.start, hit.end), around)
    return Finding(
        outlet=hit.outlet,
        kind="mention",
        rule=rule,
        confidence=_MENTION,
        field=field.name,
        start=start,
        end=end,
    )
