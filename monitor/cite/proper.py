"""Whether a name in a text is the outlet's at all: not a person's, a place's, or a common word.

Asked only of names that are one word ("Stern", "Dawn") or that the gazetteer marks with `?` or `~`.
"""

import re

from monitor.cite.hit import Hit
from monitor.cite.names import ARTICLES, folded
from monitor.cite.notation import CAPITAL, LOWER, QUOTE, START
from monitor.cite.sentence import Sentence

_COMPOUND = re.compile(r"(?: \d)?-(?:\w+-)*([^\W\d_a-zà-ÿ][^\W\d_]+)")
# "L'essentiel est", "Lundi matin, …": only the start of a sentence gives such a name its capital.
_RUNNING = re.compile(r"[^\W\d_]+(?:[ '’][^\W\d_A-ZÀ-Þ]+)+")
_GENITIVE = re.compile(r"['’]s [^\W\d_a-zà-ÿ]")
_HYPHEN_BEFORE = re.compile(r"[^\W\d_]-\Z")
_HYPHEN_AFTER = re.compile(r"-[^\W\d_]")
_EXPANSION = 90
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
    return (
        hit.cautious and (_is_common_word(sentence, which) or _is_explained(sentence.text.whole, hit))
    ) or _is_part(sentence, which)


def in_compound(sentence: Sentence, which: int) -> bool:
    """Tell whether a hyphen makes a name part of a noun that is no piece of reporting: ORF-Radios.

    Languages without such nouns have no list `compound`.
    """
    heads = sentence.text.grammar.compound
    found = _COMPOUND.match(sentence.text.whole, sentence.hits[which].end) if heads else None
    return found is not None and not folded(found.group(1)).endswith(heads)


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
    if hit.core in grammar.with_article and previous in ARTICLES:
        return True
    ordinary = hit.is_bare and (folded(hit.written) in grammar.common or folded(hit.written) in grammar.never)
    if (_opens(text, hit, before) and _is_opening_word(hit, before, ordinary=ordinary)) or (
        ordinary and hit.written.isupper() and _is_shouted(text, hit)
    ):
        return True
    if not grammar.before_common or not hit.is_word or not hit.written[0].isupper() or before == START:
        return False
    if hit.core in grammar.common:
        words = words[:-1] if previous in ARTICLES or previous in _GERMAN_ARTICLES else words
        return not words or words[-1] not in grammar.direct
    return previous not in grammar.before_common


def _opens(text: str, hit: Hit, before: str) -> bool:
    """Whether a name stands where every word has a capital."""
    return before in START + QUOTE + ":" or text[hit.start - 2 : hit.start] in {"- ", "– ", "• "}


def _is_opening_word(hit: Hit, before: str, *, ordinary: bool) -> bool:
    if hit.is_bare:
        return ordinary or before == QUOTE
    return _RUNNING.fullmatch(hit.written) is not None


def _is_never_name(hit: Hit, never: frozenset[str], language: str) -> bool:
    # "La Presse" with two capitals is a name where nouns have none; "The Republican" may still be an adjective.
    core = hit.core
    return core in never and not (language in _SMALL_NOUNS and core != folded(hit.written))


def _is_explained(text: str, hit: Hit) -> bool:
    """Whether the words before a parenthesis are common ones that the letters in it stand for."""
    if (
        not hit.written.isupper()
        or text[hit.start - 1 : hit.start] != "("
        or text[hit.end : hit.end + 1] != ")"
    ):
        return False
    words = re.findall(r"[^\W\d_]+", text[max(0, hit.start - _EXPANSION) : hit.start])[
        -2 * len(hit.written) :
    ]
    initials = "".join(word[0] for word in words)
    first = max(initials.rfind(hit.written[0].lower()), _only_capital(words, initials, hit))
    return first >= 0 and _holds("".join(words[first:]).lower(), hit.written.lower())


def _only_capital(words: list[str], initials: str, hit: Hit) -> int:
    """Where "la Taxe sur la valeur ajoutée" starts: at the one capital, unless the outlet's name starts so, too."""
    first = initials.rfind(hit.written[0])
    if first < 0 or not initials[first + 1 :].islower():
        return -1
    own = any(folded(name).startswith(folded(words[first])) for name in hit.outlet.names)
    return -1 if own else first


def _holds(text: str, letters: str) -> bool:
    """Whether letters stand in a text in their order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _is_shouted(text: str, hit: Hit) -> bool:
    around = (
        text[max(0, hit.start - _NEAR) : hit.start].split()[-2:] + text[hit.end : hit.end + _NEAR].split()[:2]
    )
    return text.startswith("À ", hit.start - 2) or any(
        word.isupper() and len(word.strip(".,:;")) > _ACRONYM for word in around
    )


def _is_part(sentence: Sentence, which: int) -> bool:
    """Whether a word with a capital stands directly beside the name."""
    hit, place = sentence.hits[which], sentence.places[which]
    text, language = sentence.text.whole, sentence.text.grammar.language
    if not hit.is_word:
        # "TT Torrez", "AS Roma", but "BBC Persian".
        short = hit.is_bare and (len(hit.written) < _ACRONYM or hit.outlet.kind not in _BRANDS)
        return short and language != "de" and _capital_follows(text, hit.end)
    before, after = sentence.signs[place - 1], sentence.signs[place + 1]
    if language == "de":
        return hit.cautious and hit.is_bare and after == CAPITAL and _is_named(sentence, place)
    if hit.cautious and _is_joined(text, hit, language):
        return True
    joined = text[sentence.spans[place - 1][1] : hit.start] in {" ", "-"}
    if joined and (
        before == CAPITAL or (before == LOWER and language == "en" and hit.is_bare and hit.cautious)
    ):
        return True
    if text[hit.end : hit.end + 1] not in {" ", "-"}:
        return False
    return after == CAPITAL or (hit.cautious and _capital_follows(text, hit.end))


def _is_joined(text: str, hit: Hit, language: str) -> bool:
    """Whether a hyphen, or an English genitive in another language, makes a name part of a longer one."""
    return (
        _HYPHEN_BEFORE.search(text, max(0, hit.start - 2), hit.start) is not None
        or _HYPHEN_AFTER.match(text, hit.end) is not None
        or (language != "en" and _GENITIVE.match(text, hit.end) is not None)
    )


def _is_named(sentence: Sentence, place: int) -> bool:
    """Whether nothing but a verb introduces a German name: "sagt Petra Hauser", but "der Spiegel Nummer 5"."""
    low, high = sentence.spans[place - 1]
    previous = folded(sentence.text.whole[low:high])
    grammar = sentence.text.grammar
    return previous not in ARTICLES and previous not in _GERMAN_ARTICLES and previous not in grammar.medium


def _capital_follows(text: str, at: int) -> bool:
    return text[at : at + 1] in {" ", "-"} and text[at + 1 : at + 2].isupper()
