"""Outlets that the gazetteer may lack: named with what they are, or linked to.

"le quotidien brésilien Folha Exemplo" gives the name and a country; a link to a site that calls itself
a newspaper gives a domain. A candidate is a suggestion for people, never a citation by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from monitor.cite import links, unlisted
from monitor.cite.gazetteer import Outlet, OutletKind
from monitor.cite.grammar import Grammar, grammar
from monitor.cite.hit import Hit
from monitor.cite.notation import CAPITAL, CLOSING, LOWER, QUOTE
from monitor.cite.reading import proper_sentence
from monitor.cite.resolve import countries
from monitor.cite.sentence import Text
from monitor.items import NewsArticle
from monitor.text import sentences
from monitor.urls import host

_LEAST = 3
# Words for outlets that stand before other things more often: "titre provocateur", "Medio Ambiente".
_VAGUE = frozenset({"titre", "titel", "medium", "media", "medio", "outlet", "publication", "testata"})
# A name goes on with words that the grammar knows: "Valdoria Matin".
_MORE = re.compile(r"(?: [^\W\d_a-zà-ÿ][^\W\d_]*){1,3}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name or a domain, the country and the kind that the text says, and the words that show it."""

    name: str | None
    domain: str | None
    country: str | None
    kind: OutletKind | None
    field: str
    start: int
    end: int
    quote: str


def candidates(
    article: NewsArticle, text: Text, hits: Iterable[Hit], domains: Mapping[str, Outlet]
) -> Iterator[Candidate]:
    """Yield the unlisted outlets of an article: those that its body names, then those it links to.

    `hits` are the listed ones that its body names; most articles need none of them.
    """
    yield from _named(text, hits)
    for link in links.linked(article, domains):
        if not link.listed and unlisted.is_press(host(link.url)):
            field, start, end = links.place(article, link.number)
            quote = article.links[link.number].text
            yield Candidate(None, link.outlet.domain, link.outlet.country, None, field, start, end, quote)


def _named(text: Text, listed: Iterable[Hit]) -> Iterator[Candidate]:
    """Yield the names after "quotidien" and the like; a noun with a capital is part of a name itself."""
    if text.grammar.medium.isdisjoint(text.simple.split()):
        return
    pattern, hits = _pattern(text.grammar.language), list(listed)
    for start, end in sentences(text.whole):
        if text.grammar.medium.isdisjoint(text.simple[start:end].split()):
            continue
        sentence = proper_sentence(text, start, end, [hit for hit in hits if start <= hit.start < end])
        for found in pattern.finditer(sentence.signs):
            first, noun = sentence.spans[found.start()]
            kind = _kind(text.grammar, text.simple[first:noun])
            if kind is None or (text.whole[first].isupper() and text.grammar.language != "de"):
                continue
            low, high = sentence.spans[found.start(1)][0], sentence.spans[found.end(1) - 1][1]
            more = _MORE.match(text.whole, high, end)
            high = more.end() if more else high
            name = text.whole[low:high]
            if len(name) >= _LEAST and "." not in text.whole[first:low]:
                country = next(iter(countries(text.whole[first:low])), None)
                yield Candidate(name, None, country, kind, "articleBody", first, high, text.whole[first:high])


def _kind(grammar: Grammar, noun: str) -> OutletKind | None:
    """Give the kind of outlet that a noun names first: "quotidien" is a newspaper's, "groupe" nobody's."""
    return next((kind for kind, nouns in grammar.media.items() if noun in nouns and noun not in _VAGUE), None)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """The article, the noun, what stands between, then one to four words with capitals."""
    words = grammar(language)
    signs = words.characters
    nouns = "".join({signs[word] for word in words.medium if word in signs})
    adjectives = "".join({signs[word] for word in words.adjectives if word in signs})
    return re.compile(f"[{nouns}][{LOWER}{adjectives}]{{0,3}}{QUOTE}?({CAPITAL}{{1,4}}){CLOSING}?")
