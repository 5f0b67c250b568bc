"""Whether a name in a text is the outlet's at all: not a person's, a place's, or a common word.

Asked only of names that are one word ("Stern", "Dawn") or that the gazetteer marks with `?` or `~`.
"""

from monitor.cite.hit import Hit
from monitor.cite.names import ARTICLES, folded
from monitor.cite.notation import CAPITAL, LOWER, QUOTE, START
from monitor.cite.sentence import Sentence

_NEAR = 30
_ACRONYM = 3
_GERMAN_ARTICLES = frozenset({"dem", "den", "des", "im", "vom", "beim", "in", "mit", "von"})
_BRANDS = frozenset({"television", "radio", "agency"})
_SMALL_NOUNS = frozenset({"fr", "es", "it"})


def is_other(sentence: Sentence, which: int) -> bool:
    """Tell whether a name is none of an outlet: Michael Bloomberg, AS Roma, "Elle assure"."""
    hit = sentence.hits[which]
    if sentence.quoted(which) or not (hit.cautious or hit.is_word):
        return False
    if any(form.domain for form in hit.name.forms):
        return False
    return (hit.cautious and _is_common_word(sentence, which)) or _is_part(sentence, which)


def _is_common_word(sentence: Sentence, which: int) -> bool:
    """Whether the language uses the word as one of its own in this place.

    A capital proves nothing where a sentence starts, where all is in capitals, or where all nouns have one.
    """
    hit = sentence.hits[which]
    text, grammar = sentence.text.whole, sentence.text.grammar
    before = sentence.signs[sentence.places[which] - 1]
    words = folded(text[max(0, hit.start - _NEAR) : hit.start]).split()
    previous = words[-1] if words else ""
    if _is_never_name(hit, grammar.never, grammar.language) and previous not in grammar.medium:
        return True
    if hit.is_bare:
        opens = before in START + QUOTE + ":" or text[hit.start - 2 : hit.start] in {"- ", "– ", "• "}
        if opens and folded(hit.written) in grammar.common:
            return True
        ordinary = folded(hit.written) in grammar.common or folded(hit.written) in grammar.never
        if ordinary and hit.written.isupper() and _is_shouted(text, hit):
            return True
    if not grammar.before_common or not hit.is_word or not hit.written[0].isupper() or before == START:
        return False
    if hit.core in grammar.common:
        words = words[:-1] if previous in ARTICLES or previous in _GERMAN_ARTICLES else words
        return not words or words[-1] not in grammar.direct
    return previous not in grammar.before_common


def _is_never_name(hit: Hit, never: frozenset[str], language: str) -> bool:
    # "La Presse" with two capitals is a name where nouns have none; "The Republican" may still be an adjective.
    core = hit.core
    return core in never and not (language in _SMALL_NOUNS and core != folded(hit.written))


def _is_shouted(text: str, hit: Hit) -> bool:
    around = (
        text[max(0, hit.start - _NEAR) : hit.start].split()[-2:] + text[hit.end : hit.end + _NEAR].split()[:2]
    )
    return any(word.isupper() and len(word.strip(".,:;")) > _ACRONYM for word in around)


def _is_part(sentence: Sentence, which: int) -> bool:
    """Whether a word with a capital stands directly beside the name."""
    hit, place = sentence.hits[which], sentence.places[which]
    text, language = sentence.text.whole, sentence.text.grammar.language
    if not hit.is_word:
        # "TT Torrez", "AS Roma", but "BBC Persian".
        short = hit.is_bare and (len(hit.written) < _ACRONYM or hit.outlet.kind not in _BRANDS)
        return short and language != "de" and _capital_follows(text, hit.end)
    before, after = sentence.signs[place - 1], sentence.signs[place + 1]
    joined = text[sentence.spans[place - 1][1] : hit.start] in {" ", "-"}
    if joined and (
        before == CAPITAL or (before == LOWER and language == "en" and hit.is_bare and hit.cautious)
    ):
        return True
    if language == "de" or text[hit.end : hit.end + 1] not in {" ", "-"}:
        return False
    return after == CAPITAL or (hit.cautious and _capital_follows(text, hit.end))


def _capital_follows(text: str, at: int) -> bool:
    return text[at : at + 1] in {" ", "-"} and text[at + 1 : at + 2].isupper()
