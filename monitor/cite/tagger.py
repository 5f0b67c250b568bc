"""The tagger: an article in, the article with its citations out.

>>> from monitor.cite.gazetteer import load
>>> tagger = Tagger(load())
>>> article = NewsArticle(url="https://atlantico.fr/a", outlet="atlantico.fr", inLanguage="fr",
...                       articleBody="Le port fermera, selon le Washington Post.")
>>> [(c.outlet, c.kind, c.foreign) for c in tagger.tag(article).citations]
[('washingtonpost.com', 'attribution', True)]
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.cite import links, unlisted
from monitor.cite.anaphora import bound
from monitor.cite.assemble import citations
from monitor.cite.gazetteer import Gazetteer, Outlet
from monitor.cite.grammar import LANGUAGES, Grammar, grammar
from monitor.cite.judge import Hit
from monitor.cite.language import detect
from monitor.cite.names import Name, Names, folded
from monitor.cite.persons import persons
from monitor.cite.reading import Finding, findings
from monitor.cite.resolve import Surroundings, ambiguous, countries, resolve
from monitor.items import NewsArticle
from monitor.urls import host, site

FIELDS = ("headline", "description", "byline", "dateline", "articleBody", "credit")
# Raised whenever rules give other answers; the grammar files count by their own digest.
EDITION = "1"
_BYLINE = 0.98
_CREDIT = 0.95
_UNLISTED = 0.7
_SUBJECT = 3000
# In a byline a word with a capital beside a name makes it part of another: "Ida Stern", "Sun Sentinel".
_PERSON = re.compile(r"[^\W\d_][\w.]* \Z")
_LONGER = re.compile(r" [A-ZÀ-Ý]")


class Tagger:
    """Finds the outlets whose reporting an article uses; one tagger serves any number of articles."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.version = f"{EDITION}-{gazetteer.version}"
        self._names = Names(gazetteer)

    def tag(self, article: NewsArticle) -> NewsArticle:
        """Set `citations`, `mentions`, `foreign` and `taggerVersion`; nothing else changes.

        `foreign` is null when it hangs on a country that is unknown.
        """
        publisher = self._publisher(article.outlet) or unlisted.outlet(article.outlet)
        found = [finding for finding in self._findings(article, publisher)]
        cited, mentioned = citations(article, found, publisher)
        return replace(
            article, citations=cited, mentions=mentioned, foreign=_any(c.foreign for c in cited), taggerVersion=self.version
        )

    def _publisher(self, domain: str) -> Outlet | None:
        return self.gazetteer.domains.get(links.domain(f"https://{domain}", self.gazetteer.domains) or domain)

    def _findings(self, article: NewsArticle, publisher: Outlet) -> Iterator[Finding]:
        own = frozenset({article.outlet, publisher.domain, *self.gazetteer.sisters(publisher)})
        linked = list(self._linked(article))
        texts = {field: text for field in FIELDS if (text := getattr(article, field))}
        simple = {field: folded(text) for field, text in texts.items()}
        names = {field: self._names.find(text, simple[field]) for field, text in texts.items()}
        strange = dict.fromkeys(known.domain for _, known, _ in linked if known.domain not in self.gazetteer.domains)
        if any(names.values()) or strange:
            language = grammar(_language(article))
            if strange and article.articleBody:
                more = unlisted.names(article, strange, language.medium)
                names["articleBody"] = _merged(names["articleBody"], more)
            named = {known.domain for _, known, _ in linked}
            hits = self._hits(article, texts, names, publisher, named, language)
            for field, text in texts.items():
                if field in {"byline", "dateline"}:
                    yield from _byline(field, text, hits[field], own)
                else:
                    in_order = hits[field]
                    if field == "articleBody":
                        in_order = bound(text, simple[field], in_order, language)
                    yield from _credited(field, findings(field, text, simple[field], in_order, language, own))
        for number, known, url in linked:
            if known.domain not in own and (known.domain in self.gazetteer.domains or unlisted.is_press(host(url))):
                yield _link(article, number, known, url)

    def _hits(
        self,
        article: NewsArticle,
        texts: dict[str, str],
        names: dict[str, list[Name]],
        publisher: Outlet,
        named: set[str],
        language: Grammar,
    ) -> dict[str, list[Hit]]:
        for field_names in names.values():
            named |= {name.outlets[0].domain for name in field_names if name.safety == "safe" and len(name.outlets) == 1}
        about = Surroundings(publisher.domain, publisher.country, language.language, named)
        about.short = _last_words(name for field_names in names.values() for name in field_names)
        if any(ambiguous(field_names) for field_names in names.values()):
            about.countries = countries(f"{article.headline} {article.articleBody[:_SUBJECT]}")
        hits: dict[str, list[Hit]] = {}
        for field, field_names in names.items():
            chosen = ((name, resolve(name, texts[field], about)) for name in field_names)
            hits[field] = [Hit(name, outlet) for name, outlet in chosen if outlet]
        return _without_persons(texts, hits, language)

    def _linked(self, article: NewsArticle) -> Iterator[tuple[int, Outlet, str]]:
        """Yield each link to an outlet's article: its number, the outlet, the address without redirectors."""
        for number, link in enumerate(article.links):
            url = links.unwrap(link.url)
            if not links.is_article(url):
                continue
            domain = links.domain(url, self.gazetteer.domains)
            if domain:
                yield number, self.gazetteer.domains[domain], url
            elif unlisted.looks_like_article(url.partition("//")[2].partition("/")[2]):
                yield number, unlisted.outlet(site(url)), url


def _without_persons(texts: dict[str, str], hits: dict[str, list[Hit]], language: Grammar) -> dict[str, list[Hit]]:
    body, in_body = texts.get("articleBody", ""), hits.get("articleBody", [])
    words = {body[h.name.start : h.name.end] for h in in_body if h.cautious and h.is_bare_word(body)}
    people = persons(body, {word for word in words if not word.isupper()}, language)
    if people:
        hits["articleBody"] = [h for h in in_body if not h.cautious or body[h.name.start : h.name.end] not in people]
    return hits


def _merged(names: list[Name], more: list[Name]) -> list[Name]:
    taken = {at for name in names for at in range(name.start, name.end)}
    return sorted([*names, *(name for name in more if name.start not in taken)], key=lambda name: name.start)


def _link(article: NewsArticle, number: int, outlet: Outlet, url: str) -> Finding:
    link = article.links[number]
    start, end, field = link.start, link.end, "articleBody"
    if start is None or end is None:
        start = article.articleBody.find(link.text) if link.text else -1
        end = start + len(link.text)
        if start < 0:
            start, end, field = 0, len(link.text), f"links.{number}.text"
    sure = _CREDIT if outlet.kind != "digital" or outlet.language else _UNLISTED
    return Finding(outlet, "link", "any.link.body", sure, field, start, end, url=url)


def _last_words(names: Iterable[Name]) -> dict[str, Outlet]:
    """The outlets that the text calls by several words, by the last: "Post" for the Washington Post."""
    several = (name for name in names if name.safety == "safe" and len(name.outlets) == 1)
    pairs = ((name.forms[0].text.rsplit(" ", 1), name.outlets[0]) for name in several)
    return {words[1]: outlet for words, outlet in pairs if len(words) > 1}


def _language(article: NewsArticle) -> str:
    given = (article.inLanguage or "")[:2].lower()
    if given in LANGUAGES:
        return given
    return detect(article.articleBody) or detect(article.headline) or "en"


def _byline(field: str, text: str, hits: Iterable[Hit], own: frozenset[str]) -> Iterator[Finding]:
    for hit in hits:
        part_of_name = _PERSON.search(text, 0, hit.name.start) or _LONGER.match(text, hit.name.end)
        if hit.outlet.domain not in own and not (part_of_name and (hit.cautious or hit.is_word(text))):
            yield Finding(hit.outlet, "credit", f"any.credit.{field}", _BYLINE, field, hit.name.start, hit.name.end)


def _credited(field: str, found: Iterable[Finding]) -> Iterator[Finding]:
    """Let every outlet of the credit line be credited, whatever words the line uses."""
    for finding in found:
        if field == "credit" and finding.kind in {"mention", "attribution"}:
            yield replace(finding, kind="credit", rule="any.credit.line", confidence=_CREDIT)
        else:
            yield finding


def _any(foreign: Iterable[bool | None]) -> bool | None:
    answers = set(foreign)
    return True if True in answers else None if None in answers else False


__all__ = ["FIELDS", "Grammar", "Tagger"]
