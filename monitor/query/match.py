"""Does a query fit an article, and which of its words and citations make it fit."""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from monitor.items import Citation, EventKind, NewsArticle
from monitor.query.analyse import Analysed, Passage, needle
from monitor.query.tree import (
    And,
    Cites,
    Comparison,
    Confidence,
    Equals,
    Leaf,
    Node,
    Not,
    Or,
    Published,
    Query,
    Words,
)
from monitor.text import words

COMPARE: Mapping[Comparison, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
EVENTS: Mapping[str, EventKind] = {
    "new": "new",
    "revised": "revised",
    "credit-added": "creditAdded",
    "credit-removed": "creditRemoved",
    "layout-changed": "layoutChanged",
}
"""Events as a query names them."""
ARTICLE: Mapping[str, str] = {"outlet": "outlet", "lang": "inLanguage"}
"""The article's attribute that a field compares."""
CITATION: Mapping[str, str] = {
    "cites": "outlet",
    "citescountry": "country",
    "kind": "kind",
    "via": "via",
    "confidence": "confidence",
}
"""The citation's attribute that a field compares."""
STATES: Mapping[str, str] = {
    "foreign": "foreign",
    "agency": "agency",
    "wire": "wire",
    "copy": "copyOf",
    "removed": "removed",
}
"""The attribute behind a value of `is:`; all but `copyOf` are true or not."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words that a query asked for: code points into the article's field of that name."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """Why a query fits an article: the words it asked for, in order, and the citations.

    Both are empty when the query only excludes, or asks only for values such as `lang:`.
    """

    spans: tuple[Span, ...]
    citations: tuple[Citation, ...]


def matches(query: Query, article: NewsArticle, event: EventKind | None = None) -> bool:
    """Say whether the query fits the article; `event:` fits only the event that is given."""
    return holds(query.tree, Analysed(article), event)


def match(query: Query, article: NewsArticle, event: EventKind | None = None) -> Match | None:
    """Give what makes the query fit the article; None when it does not fit."""
    return explain(query.tree, Analysed(article), event)


def explain(tree: Node, analysed: Analysed, event: EventKind | None = None) -> Match | None:
    """Give what makes the tree fit an article that is analysed already."""
    if not holds(tree, analysed, event):
        return None
    spans: set[Span] = set()
    cited: dict[int, Citation] = {}
    for leaf in _affirmed(tree, analysed, event):
        if isinstance(leaf, Words):
            spans.update(_spans(leaf, analysed))
        elif isinstance(leaf, Cites):
            found = enumerate(analysed.article.citations)
            cited |= {n: citation for n, citation in found if _binds(leaf.part, citation)}
    return Match(tuple(sorted(spans)), tuple(cited[n] for n in sorted(cited)))


def holds(tree: Node, analysed: Analysed, event: EventKind | None = None) -> bool:
    """Say whether the tree is true of an article that is analysed already."""
    article = analysed.article

    def leaf(asked: Leaf | Cites) -> bool:
        match asked:
            case Words():
                return any(True for _ in _places(asked, analysed))
            case Cites(part):
                return any(_binds(part, citation) for citation in article.citations)
            case Published():
                return _published(asked, article)
            case Equals("event", value):
                return EVENTS[value] == event
            case _:
                return _has(asked, article, ARTICLE)

    return _combined(tree, leaf)


def _binds(condition: Node, citation: Citation) -> bool:
    """Say whether all of the condition is true of this one citation."""
    return _combined(condition, lambda asked: _has(asked, citation, CITATION))


def _combined(tree: Node, leaf: Callable[[Leaf | Cites], bool]) -> bool:
    match tree:
        case And(parts):
            return all(_combined(part, leaf) for part in parts)
        case Or(parts):
            return any(_combined(part, leaf) for part in parts)
        case Not(part):
            return not _combined(part, leaf)
        case _:
            return leaf(tree)


def _has(asked: Leaf | Cites, item: NewsArticle | Citation, attributes: Mapping[str, str]) -> bool:
    match asked:
        case Equals("is", "copy" | "removed" as value):
            return getattr(item, STATES[value]) is not None
        case Equals("is", "unattributed") if isinstance(item, NewsArticle):
            return _unattributed(item)
        case Equals("is", value):
            return getattr(item, STATES[value]) is True
        case Equals(field, value):
            return bool(getattr(item, attributes[field]) == value)
        case Confidence(comparison, value):
            return COMPARE[comparison](getattr(item, attributes["confidence"]), value)
        case _:
            raise TypeError(asked)


def _unattributed(article: NewsArticle) -> bool:
    """Say whether a copy of another outlet's text credits nobody, and does not name that outlet either."""
    if article.copyOf is None or article.source in (None, article.outlet):
        return False
    return not any(each.kind == "credit" or each.outlet == article.source for each in article.citations)


def _affirmed(tree: Node, analysed: Analysed, event: EventKind | None) -> Iterator[Node]:
    """Yield the leaves whose truth makes the tree true: nothing that is denied, no branch that is false."""
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                if holds(part, analysed, event):
                    yield from _affirmed(part, analysed, event)
        case Not():
            return
        case _:
            yield tree


def _places(leaf: Words, analysed: Analysed) -> Iterator[tuple[Passage, int, int]]:
    for passage in analysed.passages(leaf.field):
        stems, beginning = needle(leaf.text, leaf.quoted, passage.language), None
        if leaf.prefix:
            stems, beginning = stems[:-1], words(leaf.text)[-1]
        for first, after in passage.places(stems, beginning):
            yield passage, first, after


def _spans(leaf: Words, analysed: Analysed) -> Iterator[Span]:
    for passage, first, after in _places(leaf, analysed):
        # A name in a list has no place that a reader could look up.
        if isinstance(getattr(analysed.article, passage.attribute), str):
            yield Span(passage.attribute, passage.spans[first][0], passage.spans[after - 1][1])


def _published(leaf: Published, article: NewsArticle) -> bool:
    when = article.datePublished or (article.capture.date if article.capture else None)
    if when is None:
        return False
    return (leaf.since is None or leaf.since <= when) and (leaf.until is None or when < leaf.until)
