"""Words that stand for an outlet named before: "le quotidien américain", "the paper", "le Post".

Each is bound to the nearest outlet before it that it fits: by kind (an agency is no newspaper), and
by country where one is said. What cannot be bound is left out.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from monitor.cite.gazetteer import Outlet
from monitor.cite.hit import Hit
from monitor.cite.names import Form, Name
from monitor.cite.resolve import countries
from monitor.cite.sentence import Text

_RECENT = 8
_SHORT = 4
_APPOSITION = 40
_BESIDE = 18
_TOLD = 4
_WORD = re.compile(r"[a-z]+")
_MARK = re.compile(r"[,.;:()?!\n]")
_NAME = re.compile(r"\s[^\W\da-zà-ÿ]|\s?[«“\"@*]")
# Last words of names that are no short form of them.
_GENERIC = frozenset(
    """
    news tv radio magazine online presse press zeitung agency agence network media sport sports today daily weekly
    digital international channel report reports review world life nachrichten notizie noticias public broadcasting
    france americas afrique africa asia europe india live wire week business money street rundschau allgemeine
    agentur corporation company group standard sun star people nation
    """.split()  # noqa: SIM905 - a list of words is read best as words
)

Place = tuple[int, int, str]


def bound(text: Text, hits: Sequence[Hit]) -> list[Hit]:
    """List the hits of a text together with the anaphors among them, in order."""
    if not hits:
        return []
    starts, ends = [hit.start for hit in hits], [hit.end for hit in hits]
    places = {*_nouns(text, hits[0].end), *_short_forms(text.whole, hits)}
    found = list(hits)
    for place in sorted(places):
        at = bisect_left(starts, place[0])
        following = starts[at] if at < len(starts) else len(text.whole)
        if (at and ends[at - 1] > place[0]) or _leads_to_name(text.whole, place, following):
            continue
        outlet = _antecedent(text, place, hits[max(0, at - _RECENT) : at])
        if outlet:
            found.append(_hit(text.whole, place, outlet))
    return sorted(found, key=lambda hit: hit.start)


def _hit(text: str, place: Place, outlet: Outlet) -> Hit:
    start, end, _ = place
    return Hit(Name(start, end, (Form(outlet, text[start:end], "cue"),)), outlet, text, anaphor=True)


def _leads_to_name(text: str, place: Place, following: int) -> bool:
    """Whether a noun stands before a name: "le journal de gauche BirGün"."""
    return following - place[1] < _APPOSITION and _MARK.search(text, place[1], following) is None


def _nouns(text: Text, start: int) -> list[Place]:
    """Find "quotidien", "agence" and the like that stand after an article and before no name.

    With a capital, where nouns have none, they are part of a name: "l'Agence régionale de santé".
    """
    capitals = text.grammar.language == "de"
    idioms, tell = text.grammar.lists.get("idiom", ()), text.grammar.lists.get("tell", ())
    return [
        (match.start(2), match.end(2), match.group(2))
        for match in text.grammar.anaphor_cue.finditer(text.simple, start)
        if (capitals or text.whole[match.start(2)].islower())
        and not _NAME.match(text.whole, match.end(2))
        and (match.group().strip() not in idioms or _is_told(text, match.start(), tell))
    ]


def _is_told(text: Text, at: int, tell: Sequence[str]) -> bool:
    """Whether a verb of telling stands just before: "confie-t-il au quotidien", but "vivre au quotidien"."""
    words = _WORD.findall(text.simple, max(0, at - _APPOSITION), at)[-_TOLD:]
    return any(word in tell for word in words)


def _short_forms(text: str, hits: Sequence[Hit]) -> list[Place]:
    """Find the last word of names with several words, standing alone after the full name."""
    words: dict[str, int] = {}
    for hit in hits:
        first, space, last = hit.written.rpartition(" ")
        if first and space and len(last) >= _SHORT and last[0].isupper() and last.lower() not in _GENERIC:
            words.setdefault(last, hit.end)
    if not words:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")
    return [(m.start(), m.end(), m.group()) for m in pattern.finditer(text) if m.start() > words[m.group()]]


def _antecedent(text: Text, place: Place, before: Sequence[Hit]) -> Outlet | None:
    start, end, noun = place
    outlets = dict.fromkeys(hit.outlet for hit in reversed(before))
    if noun[0].isupper():
        return next((outlet for outlet in outlets if _ends_with(outlet, noun)), None)
    said = countries(text.whole[max(0, start - _BESIDE) : end + _BESIDE])
    for outlet in outlets:
        right_kind = noun in text.grammar.media.get(outlet.kind, ())
        if right_kind and (not said or outlet.country is None or outlet.country in said):
            return outlet
    return None


def _ends_with(outlet: Outlet, noun: str) -> bool:
    return any(name.endswith(" " + noun) for name in outlet.names)
