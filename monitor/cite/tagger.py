"""The tagger: an article in, the article with its citations out.

>>> from monitor.cite.gazetteer import load
>>> tagger = Tagger(load())
>>> article = NewsArticle(url="https://atlantico.fr/a", outlet="atlantico.fr", inLanguage="fr",
...                       articleBody="Le port fermera, selon le Washington Post.")
>>> [(c.outlet, c.kind, c.foreign) for c in tagger.tag(article).citations]
[('washingtonpost.com', 'attribution', True)]
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.cite import credits, links, unlisted  # noqa: A004 - a field's word
from monitor.cite.anaphora import bound
from monitor.cite.assemble import any_foreign, citations
from monitor.cite.candidates import Candidate, candidates
from monitor.cite.gazetteer import Gazetteer, Outlet
from monitor.cite.grammar import LANGUAGES, edition, grammar
from monitor.cite.hit import Hit
from monitor.cite.language import detect
from monitor.cite.names import Name, Names, folded
from monitor.cite.persons import without_persons
from monitor.cite.reading import Field, Finding, findings
from monitor.cite.resolve import Surroundings, resolve
from monitor.cite.sentence import Text
from monitor.items import Citation, Kind, NewsArticle

FIELDS = ("headline", "description", "byline", "dateline", "articleBody", "credit")
# What an article is about is told by its start.
_SUBJECT = 3000


class Tagger:
    """Finds the outlets whose reporting an article uses; one tagger serves any number of articles."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.version = f"{edition()}-{gazetteer.version}"
        self._names = Names(gazetteer)

    def tag(self, article: NewsArticle) -> NewsArticle:
        """Set `citations`, `mentions`, `foreign` and `taggerVersion`; nothing else changes.

        `foreign` is null when it hangs on a country that is unknown.
        """
        publisher = self._outlet(article.outlet)
        cited, mentioned = citations(article, list(self._findings(article, publisher)), publisher)
        return replace(
            article,
            citations=cited,
            mentions=mentioned,
            foreign=any_foreign(cited),
            taggerVersion=self.version,
        )

    def candidates(self, article: NewsArticle) -> list[Candidate]:
        """List the outlets that the gazetteer may lack, with the words that show them."""
        text = Text(article.articleBody, folded(article.articleBody), grammar(_language(article)))
        return list(candidates(article, text, self._hits(text), self.gazetteer.domains))

    def _hits(self, text: Text) -> Iterator[Hit]:
        for name in self._names.find(text.whole, text.simple):
            yield Hit(name, name.outlets[0], text.whole)

    def cite(self, article: NewsArticle, outlet: str, kind: Kind, words: str) -> Citation | None:
        """Give the citation of an outlet, named by its domain, that a person sees in words of the article.

        None where the words are in no field.
        """
        for field in FIELDS:
            start = (getattr(article, field) or "").find(words)
            if words and start >= 0:
                seen = Finding(
                    outlet=self._outlet(outlet),
                    kind=kind,
                    rule=f"any.{kind}.person",
                    confidence=1.0,
                    field=field,
                    start=start,
                    end=start + len(words),
                )
                cited, _ = citations(article, [seen], self._outlet(article.outlet))
                return cited[0]
        return None

    def _outlet(self, domain: str) -> Outlet:
        known = links.domain(f"https://{domain}", self.gazetteer.domains)
        return self.gazetteer.domains[known] if known else unlisted.outlet(domain)

    def _findings(self, article: NewsArticle, publisher: Outlet) -> Iterator[Finding]:
        own = frozenset({article.outlet, publisher.domain, *self.gazetteer.sisters(publisher)})
        linked = list(links.linked(article, self.gazetteer.domains))
        given = {name: text for name in FIELDS if (text := getattr(article, name))}
        simple = {name: folded(text) for name, text in given.items()}
        names = {name: self._names.find(text, simple[name]) for name, text in given.items()}
        if any(names.values()) or any(not link.listed for link in linked):
            language = grammar(_language(article))
            texts = {name: Text(text, simple[name], language) for name, text in given.items()}
            if article.articleBody:
                strange = dict.fromkeys(link.outlet.domain for link in linked if not link.listed)
                more = unlisted.names(article, strange, language.medium)
                names["articleBody"] = _merged(names["articleBody"], more)
            about = _surroundings(article, publisher, language.language, names, linked)
            for name, text in texts.items():
                chosen = ((each, resolve(each, text.whole, about)) for each in names[name])
                hits = [Hit(each, outlet, text.whole) for each, outlet in chosen if outlet]
                yield from _in_field(Field(name, text, own), hits)
        yield from links.findings(article, linked, own)


def _in_field(field: Field, hits: list[Hit]) -> Iterator[Finding]:
    match field.name:
        case "byline" | "dateline":
            yield from credits.byline(field, hits)
        case "credit":
            yield from credits.credit_line(field, hits, findings(field, hits))
        case "articleBody":
            yield from findings(field, bound(field.text, without_persons(field.text, hits)))
        case _:
            yield from findings(field, hits)


def _surroundings(
    article: NewsArticle,
    publisher: Outlet,
    language: str,
    names: dict[str, list[Name]],
    linked: list[links.Linked],
) -> Surroundings:
    telling = [name for in_field in names.values() for name in in_field if _tells(name)]
    return Surroundings(
        publisher=publisher.domain,
        country=publisher.country,
        language=language,
        named={link.outlet.domain for link in linked} | {name.outlets[0].domain for name in telling},
        short=_last_words(telling),
        anchors={article.links[link.number].text.strip(): link.outlet for link in linked if link.listed},
        text=f"{article.headline} {article.articleBody[:_SUBJECT]}",
    )


def _tells(name: Name) -> bool:
    """Whether a name means one outlet only: it tells what shorter names stand for."""
    several = " " in name.forms[0].text and name.safety == "cue"
    return len(name.outlets) == 1 and (several or name.safety == "safe")


def _last_words(names: Iterable[Name]) -> dict[str, Outlet]:
    """The outlets that the text calls by several words, by the last: "Post" for the Washington Post."""
    pairs = ((name.forms[0].text.rsplit(" ", 1), name.outlets[0]) for name in names)
    return {words[1]: outlet for words, outlet in pairs if len(words) > 1}


def _merged(names: list[Name], more: list[Name]) -> list[Name]:
    if not more:
        return names
    taken = {at for name in names for at in range(name.start, name.end)}
    return sorted([*names, *(name for name in more if name.start not in taken)], key=lambda name: name.start)


def _language(article: NewsArticle) -> str:
    given = (article.inLanguage or "")[:2].lower()
    if given in LANGUAGES:
        return given
    return detect(article.articleBody) or detect(article.headline) or "en"
