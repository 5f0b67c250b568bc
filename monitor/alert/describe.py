"""What an alert says: which article, and why, as plain data.

An alert is described when it matches, and kept so in the outbox: what is sent is what matched, whatever
becomes of the article.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from monitor.items import Citation, Evidence, NewsArticle
from monitor.query import Match, Span
from monitor.text import sentences

Change = Literal["added", "removed"]
_LONGEST_SENTENCE = 400
_MOST_SENTENCES = 5


def describe(  # noqa: PLR0913 - one argument a fact
    article: NewsArticle,
    match: Match,
    *,
    topic: str,
    query: str,
    event: Mapping[str, Any],
    changes: Mapping[str, Change] | None = None,
) -> dict[str, Any]:
    """Say of an article what its alert has to say, what the query asked for first.

    `changes` tells of outlets by their domains whether their credit was added or removed.
    """
    asked = [*match.citations, *(each for each in article.citations if each not in match.citations)]
    return {
        "topic": topic,
        "query": query,
        "event": {name: event[name] for name in ("kind", "cause", "at")} | {"id": event["_id"]},
        "article": {
            "id": article.id,
            "url": article.url,
            "headline": article.headline,
            "outlet": article.outlet,
            "articleSection": article.articleSection,
            "author": list(article.author),
            "datePublished": article.datePublished,
            "credit": article.credit,
            "revision": article.revision,
            "copyOf": article.copyOf,
            "foreign": article.foreign,
        },
        "citations": [
            _citation(article, citation)
            | {
                "matched": citation in match.citations,
                "change": (changes or {}).get(citation.outlet) if citation.kind == "credit" else None,
            }
            for citation in asked
        ],
        "matched": _found(article, match.spans),
    }


def sentence_of(article: NewsArticle, place: Span | Evidence) -> str:
    """Give the sentence that holds a place of an article; in a long one, the words around it."""
    text = str(getattr(article, place.field))
    around = [(start, end) for start, end in sentences(text) if start < place.end and end > place.start]
    start, end = (around[0][0], around[-1][1]) if around else (place.start, place.end)
    room = max(_LONGEST_SENTENCE - (place.end - place.start), 0) // 2
    first, last = max(start, place.start - room), min(end, place.end + room)
    # A word at the edge is left out rather than cut in two.
    if first > start:
        first = text.find(" ", first, place.start) + 1 or first
    if last < end:
        last = max(text.rfind(" ", place.end, last), place.end)
    cut = " ".join(text[first:last].split())
    return f"{'… ' if first > start else ''}{cut}{' …' if last < end else ''}"


def _found(article: NewsArticle, spans: Iterable[Span]) -> list[dict[str, Any]]:
    """Give the sentences in which a query's words stand, each once, with the first of the words."""
    said: dict[str, dict[str, Any]] = {}
    for span in spans:
        sentence = sentence_of(article, span)
        quote = getattr(article, span.field)[span.start : span.end]
        said.setdefault(sentence, {"sentence": sentence, "quote": quote, "field": span.field})
    return list(said.values())[:_MOST_SENTENCES]


def _citation(article: NewsArticle, citation: Citation) -> dict[str, Any]:
    # Nested and neighbouring evidence often stands in one sentence; it is said once.
    found: dict[str, Evidence] = {}
    for evidence in citation.evidence:
        first = found.setdefault(sentence := sentence_of(article, evidence), evidence)
        found[sentence] = replace(first, url=first.url or evidence.url)
    return {
        "outlet": citation.outlet,
        "name": citation.name,
        "country": citation.country,
        "kind": citation.kind,
        "foreign": citation.foreign,
        "agency": citation.agency,
        "via": citation.via,
        "evidence": [
            {"sentence": sentence, "quote": evidence.quote, "field": evidence.field, "url": evidence.url}
            for sentence, evidence in list(found.items())[:_MOST_SENTENCES]
        ],
    }
