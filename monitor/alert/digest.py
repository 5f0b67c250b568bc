"""Messages: what a channel gets of one alert, or of the several of a digest.

A message has a text for people, plain and without markup, and a body for programs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_KINDS = {"credit": "credited", "attribution": "cited", "link": "linked"}
_CHANGES = {"added": "credited now", "removed": "credited no more"}
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
    text = f"\n\n{_RULE}\n\n".join("\n".join(_lines(alert)) for alert in alerts)
    text += f"\n\n-- \nTopic {topic}: {query}\nMessage {key}\n"
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
    """Yield the lines of one alert: which article, where it has it from, which of its words were asked for."""
    article = alert["article"]
    about = [
        article["outlet"],
        article["articleSection"],
        _moment(article["datePublished"]),
        ", ".join(article["author"]),
        "copy of another article" if article["copyOf"] else None,
    ]
    yield from (_headline(alert), " · ".join(part for part in about if part), article["url"])
    for citation in alert["citations"]:
        yield from ("", _cited(citation))
        for evidence in citation["evidence"]:
            yield f"> {evidence['sentence']}"
            if evidence["url"]:
                yield f"  {evidence['url']}"
    if line := _credit_line(alert):
        yield from ("", line)
    if alert["matched"]:
        yield from ("", "Words found:")
        yield from (f"> {place['sentence']}" for place in alert["matched"])


def _cited(citation: Mapping[str, Any]) -> str:
    """Say which outlet is cited and how.

    >>> _cited({"name": "WSJ", "country": "US", "kind": "attribution", "change": None, "via": "reuters.com"})
    'WSJ (US), cited, through reuters.com:'
    """
    how = _CHANGES.get(citation["change"]) or _KINDS[citation["kind"]]
    place = f" ({citation['country']})" if citation["country"] else ""
    via = f", through {citation['via']}" if citation["via"] else ""
    return f"{citation['name']}{place}, {how}{via}:"


def _credit_line(alert: Mapping[str, Any]) -> str | None:
    """Give the credit line that came or went, unless a citation shows it."""
    line, kind = alert["article"]["credit"], alert["event"]["kind"]
    shown = {evidence["quote"] for citation in alert["citations"] for evidence in citation["evidence"]}
    if not line or line in shown or kind not in {"creditAdded", "creditRemoved"}:
        return None
    return f"Credit line{' until now' if kind == 'creditRemoved' else ''}: {line}"


def _moment(when: datetime | None) -> str | None:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else None
