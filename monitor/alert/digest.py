"""Messages: what a channel gets of one alert, or of the several of a digest.

A message has a text for people, plain and without markup, and a body for programs.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_KINDS = {"credit": "credited", "attribution": "cited", "link": "linked"}
_CHANGES = {"added": "newly credited", "removed": "no longer credited"}
_EVENTS = {"revised": "Revised", "creditAdded": "Credit added", "creditRemoved": "Credit removed"}
_RULE = "─" * 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel gets; `body` starts with its `key`, the same over all attempts."""

    key: str
    title: str
    text: str
    body: dict[str, Any]


def compose(key: str, alerts: Sequence[Mapping[str, Any]]) -> Message:
    """Make the message of the alerts that go together; all are of one topic."""
    topic, query, count = str(alerts[0]["topic"]), str(alerts[0]["query"]), len(alerts)
    title = f"[{topic}] {_headline(alerts[0]) if count == 1 else f'{count} articles'}"
    blocks = ["\n".join(_lines(alert)) for alert in alerts]
    if count > 1:
        heads = (f"{number}. {_headline(alert)}" for number, alert in enumerate(alerts, 1))
        blocks = [f"{head}\n{block}" for head, block in zip(heads, blocks, strict=True)]
    text = f"\n\n{_RULE}\n\n".join(blocks) + f"\n\n-- \nTopic {topic}: {query}\nMessage {key}\n"
    told = [
        {name: value for name, value in alert.items() if name not in {"topic", "query"}} for alert in alerts
    ]
    body = {"key": key, "topic": topic, "query": query, "title": title, "text": text, "alerts": told}
    return Message(key=key, title=title, text=text, body=body)


def _headline(alert: Mapping[str, Any]) -> str:
    event = _EVENTS.get(alert["event"]["kind"])
    headline = alert["article"]["headline"]
    return f"{event}: {headline}" if event else str(headline)


def _lines(alert: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one alert but its headline; a sentence that tells several things stands once."""
    article = alert["article"]
    about = [
        article["outlet"],
        article["articleSection"],
        _moment(article["datePublished"]),
        ", ".join(article["author"]),
        "copy of another article" if article["copyOf"] else None,
    ]
    yield from (" · ".join(part for part in about if part), article["url"])
    shown = {article["headline"]}
    for sentences, heads in _cited(alert["citations"]).items():
        yield from ("", *heads[:-1], f"{heads[-1]}:")
        for sentence, url in sentences:
            shown.add(sentence)
            yield f"> {sentence}"
            if url:
                yield f"  {url}"
    if line := _credit_line(alert, shown):
        yield from ("", line)
    if alert["matched"]:
        found = dict.fromkeys(place["quote"] for place in alert["matched"])
        yield from ("", f"Words found: {', '.join(found)}")
        yield from (f"> {place['sentence']}" for place in alert["matched"] if place["sentence"] not in shown)


def _cited(citations: Sequence[Mapping[str, Any]]) -> dict[tuple[tuple[str, str | None], ...], list[str]]:
    """Give the sentences, with their links, that prove citations, and the outlets that each proves.

    What changed comes first, then what the query asked for.
    """
    names = {citation["outlet"]: citation["name"] for citation in citations}
    ordered = sorted(citations, key=lambda each: (not each["change"], not each["matched"]))
    proven: dict[tuple[tuple[str, str | None], ...], list[str]] = {}
    for citation in ordered:
        sentences = tuple((each["sentence"], each["url"]) for each in citation["evidence"])
        proven.setdefault(sentences, []).append(_outlet(citation, names))
    return proven


def _outlet(citation: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Say which outlet is cited and how.

    >>> wsj = {"name": "WSJ", "country": "US", "kind": "attribution", "change": None, "via": "reuters.com"}
    >>> _outlet(wsj, {"reuters.com": "Reuters"})
    'WSJ (US), cited through Reuters'
    """
    how = _CHANGES.get(citation["change"]) or _KINDS[citation["kind"]]
    place = f" ({citation['country']})" if citation["country"] else ""
    via = f" through {names.get(citation['via'], citation['via'])}" if citation["via"] else ""
    return f"{citation['name']}{place}, {how}{via}"


def _credit_line(alert: Mapping[str, Any], shown: Collection[str]) -> str | None:
    """Give the credit line that came or went, unless it was shown."""
    line, kind = alert["article"]["credit"], alert["event"]["kind"]
    if not line or line in shown or kind not in {"creditAdded", "creditRemoved"}:
        return None
    return f"Credit line{' until now' if kind == 'creditRemoved' else ''}: {line}"


def _moment(when: datetime | None) -> str | None:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else None
