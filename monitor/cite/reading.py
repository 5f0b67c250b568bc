"""A field read line by line, sentence by sentence: what each name in it is there for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.cite import evidence
from monitor.cite.gazetteer import Outlet
from monitor.cite.grammar import Grammar
from monitor.cite.judge import Hit, Setting, Verdict, judge, torn
from monitor.cite.sentence import Sentence, read
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


@dataclass(frozen=True, slots=True)
class Finding:
    """What one place of a field says of an outlet."""

    outlet: Outlet
    kind: Kind
    rule: str
    confidence: float
    field: str
    start: int
    end: int
    via: Outlet | None = None
    url: str | None = None
    first: bool = False


def findings(
    field: str, text: str, simple: str, hits: Sequence[Hit], grammar: Grammar, publisher: frozenset[str]
) -> Iterator[Finding]:
    """Yield what the text says of each outlet but those of the publisher."""
    aside = _lists(text, grammar) if hits else []
    for start, group in groupby(hits, key=lambda hit: text.rfind("\n", 0, hit.name.start) + 1):
        line_hits = list(group)
        end = text.find("\n", line_hits[-1].name.end)
        end = len(text) if end < 0 else end
        if any(low <= start < high for low, high in aside) or grammar.related.match(text, start, end):
            for hit in line_hits:
                if not hit.anaphor and (hit.nameable or not hit.is_bare_word(text)) and hit.outlet.domain not in publisher:
                    yield _mention(field, text, hit, start, end, "any.mention.navigation")
            continue
        yield from _line(field, text, simple, start, end, line_hits, grammar, publisher)


def _lists(text: str, grammar: Grammar) -> list[tuple[int, int]]:
    """Find the lists that only lead elsewhere: their heading and the items under it."""
    found = []
    for heading in grammar.related_lists.finditer(text):
        end = heading.end()
        while end < len(text):
            following = text.find("\n", end + 1)
            following = len(text) if following < 0 else following
            if not _LIST_ITEM.match(text, end + 1, following):
                break
            end = following
        found.append((heading.start(), end))
    return found


def _line(
    field: str, text: str, simple: str, start: int, end: int, hits: list[Hit], grammar: Grammar, publisher: frozenset[str]
) -> Iterator[Finding]:
    left = hits
    if end - start <= _CREDIT_LINE and field in {"articleBody", "credit"}:
        setting = Setting(line=True, caption=not text[start:end].rstrip().endswith((".", "!", "?", "»", "”")))
        sentence, hits = _read(text, simple, start, end, hits, grammar)
        judged = [(hit, judge(sentence, at, hits, setting, grammar, text)) for at, hit in enumerate(hits)]
        for at, (hit, verdict) in enumerate(judged):
            if verdict and hit.outlet.domain not in publisher and not hit.anaphor:
                yield _finding(field, text, sentence, hit, verdict, hits)
        left = [hit for hit, verdict in judged if not verdict]
        if len(left) < len(judged):
            hits = left
    if not left:
        return
    last = not text[end:].strip()
    bounds = sentences(text[start:end])
    for low, high in bounds:
        inside = [hit for hit in left if start + low <= hit.name.start < start + high]
        if inside:
            setting = Setting(first=start + low < _FIRST and field == "articleBody", last=last and (low, high) == bounds[-1])
            yield from _sentence(field, text, simple, start + low, start + high, inside, setting, grammar, publisher)


def _sentence(
    field: str, text: str, simple: str, start: int, end: int, hits: list[Hit], setting: Setting, grammar: Grammar, publisher: frozenset[str]
) -> Iterator[Finding]:
    sentence, hits = _read(text, simple, start, end, hits, grammar)
    for at, hit in enumerate(hits):
        if hit.outlet.domain in publisher:
            continue
        verdict = judge(sentence, at, hits, setting, grammar, text)
        if hit.anaphor:
            if verdict and verdict.rule.kind != "mention" and verdict.confidence >= _ANAPHOR_LEAST:
                yield _finding(field, text, sentence, hit, verdict, hits)
        elif verdict:
            yield _finding(field, text, sentence, hit, verdict, hits)
        elif hit.nameable:
            yield _mention(field, text, hit, start, end, "any.mention.named")


def _read(text: str, simple: str, start: int, end: int, hits: list[Hit], grammar: Grammar) -> tuple[Sentence, list[Hit]]:
    sentence = read(text, simple, start, end, [(hit.name.start, hit.name.end) for hit in hits], grammar)
    whole = [hit for hit, place in zip(hits, sentence.places, strict=True) if not torn(sentence, place, hit, text, grammar)]
    if len(whole) < len(hits):
        sentence = read(text, simple, start, end, [(hit.name.start, hit.name.end) for hit in whole], grammar)
    return sentence, whole


def _finding(field: str, text: str, sentence: Sentence, hit: Hit, verdict: Verdict, hits: Sequence[Hit]) -> Finding:
    start, end = evidence.span(sentence, verdict, text)
    via = None
    if verdict.via is not None and verdict.via - 0 in sentence.places:
        via = hits[sentence.places.index(verdict.via)].outlet
    confidence = verdict.confidence * (_CAUTIOUS if hit.cautious and not hit.anaphor else 1) * (_ANAPHOR if hit.anaphor else 1)
    return Finding(
        outlet=hit.outlet,
        kind=verdict.rule.kind,
        rule=verdict.rule.name,
        confidence=round(confidence, 3),
        field=field,
        start=min(start, hit.name.start),
        end=max(end, hit.name.end),
        via=via if via and via.domain != hit.outlet.domain else None,
        first=verdict.rule.where == "first",
    )


def _mention(field: str, text: str, hit: Hit, start: int, end: int, rule: str) -> Finding:
    low, high = evidence.trimmed(text, *_around(text, hit, start, end))
    return Finding(hit.outlet, "mention", rule, _MENTION, field, min(low, hit.name.start), max(high, hit.name.end))


def _around(text: str, hit: Hit, start: int, end: int) -> tuple[int, int]:
    low = max(start, hit.name.start - 160)
    high = min(end, hit.name.end + 160)
    if low > start:
        low = text.find(" ", low, hit.name.start) + 1 or hit.name.start
    if high < end:
        high = text.rfind(" ", hit.name.end, high) if text.rfind(" ", hit.name.end, high) > 0 else hit.name.end
    return low, high
