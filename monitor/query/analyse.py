"""Text as the query language sees it: words folded, then stemmed by the language of the article.

Folding comes first, so that a word typed without its accents has the stem that it has with them.

>>> [stem(word, "fr") for word in ("elections", "election", "declaree", "declarer")]
['elect', 'elect', 'declar', 'declar']
>>> needle("l'Élection", False, "fr"), needle("l'Élection", True, "fr")
(('elect',), ('l', 'elect'))
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import Stemmer

from monitor.items import NewsArticle
from monitor.query.tree import WordField
from monitor.text import tokens, words


@dataclass(frozen=True, slots=True)
class Analysis:
    """Where a field's words are looked for, and whether they are stemmed."""

    attributes: tuple[str, ...]
    stemmed: bool = True


FIELDS: dict[WordField, Analysis] = {
    "text": Analysis(("headline", "alternativeHeadline", "description", "articleBody", "credit")),
    "title": Analysis(("headline", "alternativeHeadline")),
    "lead": Analysis(("description",)),
    # Names are not inflected: a stem would only make strangers of one family.
    "section": Analysis(("articleSection",), stemmed=False),
    "author": Analysis(("author",), stemmed=False),
}
"""What analysis each field of words gets."""

# The words of French and Italian that lose their vowel before another; text.words cuts them off.
_ELIDED = frozenset(
    "c d j l m n s t qu jusqu lorsqu puisqu quoiqu all dall dell nell sull un gl".split()  # noqa: SIM905
)
_ELISION = re.compile(r"\w+'\w")
_FRENCH_PARTICIPLE = re.compile(r"ee(s?)$")
# Snowball's algorithms by ISO 639-1 code, as PyStemmer takes them.
_ALGORITHMS = frozenset(
    "ar ca cs da de el en es et eu fa fi fr ga hi hu hy id it lt ne nl no pl pt ro ru sr sv ta tr yi".split()  # noqa: SIM905
)


@lru_cache(maxsize=1 << 17)
def stem(word: str, language: str | None) -> str:
    """Give the Snowball stem of a folded word; the word itself in a language without a stemmer."""
    if language not in _ALGORITHMS:
        return word
    # Snowball takes -ée off by its accent, which folding took.
    spelt = _FRENCH_PARTICIPLE.sub(r"e\1", word) if language == "fr" else word
    # A stemmer works in its own memory and serves one thread; a new one costs half a microsecond.
    return str(Stemmer.Stemmer(language, 0).stemWord(spelt))


@lru_cache(maxsize=1 << 12)
def needle(text: str, quoted: bool, language: str | None) -> tuple[str, ...]:  # noqa: FBT001 - a cache key
    """Give the stems that the words of a query have in a language.

    Outside quotation marks an elided article or pronoun is left off.
    """
    found = words(text)
    if not quoted and len(found) > 1 and found[0] in _ELIDED and _ELISION.match(text):
        found = found[1:]
    return tuple(stem(word, language) for word in found)


class Passage:
    """One text of an article: its words, their stems, and where each stands."""

    def __init__(self, attribute: str, text: str, language: str | None) -> None:
        self.attribute = attribute
        self.text = text
        self.language = language

    @cached_property
    def words(self) -> list[str]:
        """The words, folded."""
        return words(self.text)

    @cached_property
    def stems(self) -> list[str]:
        """The stem of each word."""
        language = self.language
        return [stem(word, language) for word in self.words]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different stems: most queries end here."""
        language = self.language
        return frozenset(stem(word, language) for word in set(self.words))

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word starts and ends in the text, in code points."""
        return [(start, end) for _, start, end in tokens(self.text)]

    def places(self, stems: tuple[str, ...], beginning: str | None = None) -> Iterator[tuple[int, int]]:
        """Yield the first word and the word after the last, wherever the stems stand side by side.

        A `beginning` is the start of one more word after them.
        """
        if not self.vocabulary.issuperset(stems):
            return
        length = len(stems) + (beginning is not None)
        for first in self._first(stems, beginning):
            last = first + len(stems)
            if tuple(self.stems[first:last]) != stems:
                continue
            if beginning is None or (last < len(self.words) and self.words[last].startswith(beginning)):
                yield first, first + length

    def _first(self, stems: tuple[str, ...], beginning: str | None) -> list[int]:
        if stems:
            return [n for n, each in enumerate(self.stems) if each == stems[0]]
        return [n for n, word in enumerate(self.words) if word.startswith(beginning or "")]


class Analysed:
    """An article with the analysis of its texts, made when a query first asks for one."""

    def __init__(self, article: NewsArticle) -> None:
        self.article = article
        self._passages: dict[tuple[str, bool], list[Passage]] = {}

    def passages(self, name: WordField) -> Iterator[Passage]:
        """Yield the texts in which a field's words are looked for."""
        analysis = FIELDS[name]
        for attribute in analysis.attributes:
            key = attribute, analysis.stemmed
            if key not in self._passages:
                self._passages[key] = self._analyse(attribute, stemmed=analysis.stemmed)
            yield from self._passages[key]

    def _analyse(self, attribute: str, *, stemmed: bool) -> list[Passage]:
        value: str | tuple[str, ...] | None = getattr(self.article, attribute)
        texts = (value,) if isinstance(value, str) else value or ()
        language = self.article.inLanguage if stemmed else None
        return [Passage(attribute, text, language) for text in texts]
