"""Words that stand for an outlet named before: "le quotidien américain", "the paper", "le Post".

Each is bound to the nearest outlet before it that it fits: by kind (an agency is no newspaper), and
by country where one is said. What cannot be bound is left out.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from monitor.cite.gazetteer import Outlet
from monitor.cite.grammar import Grammar
from monitor.cite.judge import Hit
from monitor.cite.names import Form, Name
from monitor.cite.resolve import countries

_RECENT = 8
# Last words of names that are no short form of them.
_GENERIC = frozenset(
    """news tv radio magazine online presse press zeitung agency agence network media sport sports today daily weekly
    digital international channel report reports review world life nachrichten notizie noticias post24 public broadcasting
    france americas afrique africa asia europe india live wire week business money street france-presse rundschau allgemeine
    agentur presse-agentur corporation company group standard sun star people nation journal.info""".split()
)
_SHORT = 4
_APPOSITION = 40
_MARK = re.compile(r"[,.;:()?!\n]")


def bound(text: str, simple: str, hits: Sequence[Hit], grammar: Grammar) -> list[Hit]:
    """List the hits of a text together with the anaphors among them, in order."""
    if not hits:
        return []
    places = [*_nouns(text, simple, hits[0].name.end, grammar), *_short_forms(text, hits)]
    taken = [(hit.name.start, hit.name.end) for hit in hits]
    free = [place for place in sorted(set(places)) if not _taken(place, taken, text)]
    if not free:
        return list(hits)
    found: list[Hit] = []
    waiting = list(hits)
    at = 0
    for start, end, noun in free:
        while at < len(waiting) and waiting[at].name.start < start:
            found.append(waiting[at])
            at += 1
        outlet = _antecedent(text, start, end, noun, waiting[max(0, at - _RECENT) : at], grammar)
        if outlet:
            found.append(_hit(text, start, end, outlet))
    return found + waiting[at:]


def _hit(text: str, start: int, end: int, outlet: Outlet) -> Hit:
    form = Form(outlet, text[start:end], "cue")
    return Hit(Name(start, end, (form,)), outlet, anaphor=True)


def _taken(place: tuple[int, int, str], taken: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether a place is part of a name, or leads to one: "le journal de gauche BirGün"."""
    at = bisect_left(taken, (place[0], place[0]))
    near = taken[max(0, at - 1) : at + 1]
    if any(start < place[1] and place[0] < end for start, end in near):
        return True
    following = taken[at][0] if at < len(taken) else len(text)
    return following - place[1] < _APPOSITION and _MARK.search(text, place[1], following) is None


def _nouns(text: str, simple: str, start: int, grammar: Grammar) -> list[tuple[int, int, str]]:
    """Find "quotidien", "agence" and the like that stand after an article and before no name."""
    found = []
    for match in grammar.anaphor_cue.finditer(simple, start):
        noun_start, noun_end = match.start(2), match.end(2)
        following = text[noun_end : noun_end + 1] + text[noun_end + 1 : noun_end + 2]
        if following[1:2].isupper() or following[1:2] in "«“\"@*":
            continue
        found.append((noun_start, noun_end, match.group(2)))
    return found


def _short_forms(text: str, hits: Sequence[Hit]) -> list[tuple[int, int, str]]:
    """Find the last word of names with several words, standing alone after the full name."""
    words: dict[str, int] = {}
    for hit in hits:
        name = text[hit.name.start : hit.name.end]
        last = name.rsplit(" ", 1)[-1]
        if " " in name and len(last) >= _SHORT and last[0].isupper() and last.lower() not in _GENERIC:
            words.setdefault(last, hit.name.end)
    if not words:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")
    return [(m.start(), m.end(), m.group()) for m in pattern.finditer(text) if m.start() > words[m.group()]]


def _antecedent(text: str, start: int, end: int, noun: str, before: Sequence[Hit], grammar: Grammar) -> Outlet | None:
    outlets = list(dict.fromkeys(hit.outlet.domain for hit in reversed(before)))
    by_domain = {hit.outlet.domain: hit.outlet for hit in before}
    said = countries(text[max(0, start - 18) : end + 18]) if noun[0].islower() else None
    for domain in outlets:
        outlet = by_domain[domain]
        if noun[0].isupper():
            if any(name.endswith(" " + noun) for name in outlet.names):
                return outlet
        elif noun in grammar.media.get(outlet.kind, ()):
            if not said or outlet.country is None or outlet.country in said:
                return outlet
    return None
