"""JSON-LD as pages write it: graphs, lists, comments, broken strings; the article's node is found.

>>> node = article(['{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], "author": [{"name": "A. Dufour"}]}]}'])
>>> values(node, "author.name")
('A. Dufour',)
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

log = logging.getLogger(__name__)

# https://schema.org/Article and below; a type of one's own ("OpinionNewsArticle") ends likewise.
_ARTICLE = re.compile(r"(?:Article|BlogPosting|^Report|^Review|^SocialMediaPosting)$")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_COMMA = re.compile(r",(\s*[}\]])")
_DEEPEST = 8
# Keys whose values sites write as references to another node.
_REFERRING = ("author", "publisher")


def article(scripts: Iterable[str]) -> Mapping[str, Any]:
    """Find the node of the article among a page's JSON-LD scripts; empty when there is none."""
    best: Mapping[str, Any] = {}
    known: dict[str, Mapping[str, Any]] = {}
    for script in scripts:
        for node in _nodes(_read(script)):
            if isinstance(name := node.get("@id"), str) and "name" in node:
                known.setdefault(name, node)
            # Of several, as with lists of related articles, the fullest is the page's own.
            if is_article(node) and len(node) > len(best):
                best = node
    return (
        {**best, **{key: _resolved(best[key], known) for key in _REFERRING if key in best}} if known else best
    )


def _resolved(thing: Any, known: Mapping[str, Mapping[str, Any]]) -> Any:
    """Put a node in the place of a reference to it (JSON-LD 1.1, section 3.3)."""
    if isinstance(thing, list):
        return [_resolved(item, known) for item in thing]
    if isinstance(thing, dict) and "name" not in thing and isinstance(name := thing.get("@id"), str):
        return known.get(name, thing)
    return thing


def is_article(node: Mapping[str, Any]) -> bool:
    """Tell a node that is an article by its type."""
    return any(_ARTICLE.search(name) for name in _types(node))


def values(node: Any, path: str) -> tuple[str, ...]:
    """List the texts at a dotted path, through lists and through `name` of a thing in place of its text."""
    return _distinct(_at(node, path))


def first(node: Any, path: str) -> str | None:
    """Give the first text at a dotted path; None when there is none."""
    return next(iter(values(node, path)), None)


def persons(node: Any, path: str) -> tuple[str, ...]:
    """List the names at a dotted path that are not those of organisations."""
    return _distinct(
        thing for thing in _at(node, path) if not (isinstance(thing, dict) and _is_organisation(thing))
    )


def _is_organisation(thing: Mapping[str, Any]) -> bool:
    return any(name.endswith("Organization") for name in _types(thing))


def _types(node: Mapping[str, Any]) -> list[str]:
    types = node.get("@type")
    return [name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)]


def _distinct(things: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(_text, things) if text))


def _at(node: Any, path: str) -> list[Any]:
    found = [node]
    for key in path.split("."):
        found = [step for thing in found for step in _steps(thing, key)]
    return found


def _steps(thing: Any, key: str) -> list[Any]:
    if isinstance(thing, list):
        return [step for item in thing for step in _steps(item, key)]
    if isinstance(thing, str) and key == "name":
        return [thing]
    value = thing.get(key) if isinstance(thing, dict) else None
    return value if isinstance(value, list) else [value]


def _text(thing: Any) -> str:
    if isinstance(thing, dict):
        thing = thing.get("name") or thing.get("@id")
    if isinstance(thing, bool | int | float):
        return str(thing)
    return thing.strip() if isinstance(thing, str) else ""


def _read(script: str) -> Any:
    try:
        return msgspec.json.decode(script)
    except (msgspec.DecodeError, RecursionError):
        pass
    bare = _WRAPPING.sub("", script)
    # Line breaks inside strings are the commonest fault, which `strict` lets pass; then commas before a bracket.
    for text in (bare, _COMMA.sub(r"\1", bare)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError) as error:
            log.debug("JSON-LD not read error=%s", error)
    return None


def _nodes(thing: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(thing, list):
        for item in thing:
            yield from _nodes(item, depth + 1)
    elif isinstance(thing, dict):
        yield thing
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(thing.get(key), depth + 1)
