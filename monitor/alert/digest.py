"""What an alert says: which article, and why; a message for one alert or a digest of several.

An alert is described when it matches, as plain data in the outbox, so that what is sent is what
matched, whatever becomes of the article. A message has a text for people and a body for programs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from monitor.items import Citation, Evidence, NewsArticle
from monitor.query import Match, Span
from monitor.text import sentences

_LONGEST_SENTENCE = 400
_MOST_SENTENCES = 5
_KINDS = {"credit": "credited", "attribution": "cited", "link": "linked"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel gets; `body` starts with its `key`, the same over all attempts."""

    key: str
    title: str
    text: str
    body: dict[str, Any]


def describe(
    article: NewsArticle, match: Match, *, topic: str, query: str, event: Mapping[str, Any]
) -> dict[str, Any]:
    """Say of an article what its alert has to say, what the query asked for first."""
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
            "revision": article.revision,
            "copyOf": article.copyOf,
            "foreign": article.foreign,
        },
        "citations": [
            _citation(article, citation) | {"matched": citation in match.citations} for citation in asked
        ],
        "matched": _found(article, match.spans),
    }


def compose(key: str, alerts: Sequence[Mapping[str, Any]]) -> Message:
    """Make the message of the alerts that go together; all are of one topic."""
    topic, count = str(alerts[0]["topic"]), len(alerts)
    what = alerts[0]["article"]["headline"] if count == 1 else f"{count} articles"
    blocks = "\n\n\n".join(_block(alert) for alert in alerts)
    foot = f"Topic {topic}: {alerts[0]['query']}\nKey {key}"
    text = f"{blocks}\n\n-- \n{foot}\n"
    body = {
        "key": key,
        "topic": topic,
        "query": alerts[0]["query"],
        "title": f"[{topic}] {what}",
        "text": text,
        "alerts": [
            {name: value for name, value in alert.items() if name not in {"topic", "query"}}
            for alert in alerts
        ],
    }
    return Message(key=key, title=f"[{topic}] {what}", text=text, body=body)


def sentence_of(article: NewsArticle, place: Span | Evidence) -> str:
    """Give the sentence that holds a place of an article; in a long one, the words around it."""
    text = str(getattr(article, place.field))
    around = [(start, end) for start, end in sentences(text) if start < place.end and end > place.start]
    start, end = (around[0][0], around[-1][1]) if around else (place.start, place.end)
    room = max(_LONGEST_SENTENCE - (place.end - place.start), 0) // 2
    first, last = max(start, place.start - room), min(end, place.end + room)
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
    found = {sentence_of(article, evidence): evidence for evidence in reversed(citation.evidence)}
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
            for sentence, evidence in reversed(found.items())
        ],
    }


def _block(alert: Mapping[str, Any]) -> str:
    article = alert["article"]
    about = [
        article["outlet"],
        _moment(article["datePublished"]),
        article["articleSection"],
        ", ".join(article["author"]),
        "copy of another article" if article["copyOf"] else None,
        None if alert["event"]["kind"] == "new" else _spaced(alert["event"]["kind"]),
    ]
    lines = [article["headline"], " · ".join(part for part in about if part), article["url"]]
    for citation in alert["citations"]:
        place = f" ({citation['country']})" if citation["country"] else ""
        via = f", via {citation['via']}" if citation["via"] else ""
        lines += ["", f"{citation['name']}{place} {_KINDS.get(citation['kind'], citation['kind'])}{via}:"]
        lines += [_quoted(evidence) for evidence in citation["evidence"]]
    if alert["matched"]:
        lines += ["", "Found:", *(f"  “{place['sentence']}”" for place in alert["matched"])]
    return "\n".join(lines)


def _quoted(evidence: Mapping[str, Any]) -> str:
    target = f"\n  {evidence['url']}" if evidence["url"] else ""
    return f"  “{evidence['sentence']}”{target}"


def _moment(when: datetime | None) -> str | None:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else None


def _spaced(name: str) -> str:
    """Write a camelCase name as words.

    >>> _spaced("creditAdded")
    'credit added'
    """
    cuts = [0, *(place for place, letter in enumerate(name) if letter.isupper()), len(name)]
    return " ".join(name[start:end].lower() for start, end in pairwise(cuts))
