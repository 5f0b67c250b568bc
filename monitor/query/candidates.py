"""The filter for MongoDB that every article a query fits satisfies; the matcher decides among them.

MongoDB compares values as the matcher does; words it neither folds nor stems, so they filter nothing.

>>> from monitor.query.tree import And, Words
>>> candidates(Query("", And((Words("budget"), Equals("outlet", "atlantico.fr")))))
{'outlet': 'atlantico.fr'}
"""

from collections.abc import Callable, Mapping
from typing import Any

from monitor.query.match import ARTICLE, CITATION, STATES
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
)

Filter = dict[str, Any]

# A copy of another outlet's text that credits nobody, and does not name that outlet either.
_UNATTRIBUTED: Filter = {
    "copyOf": {"$ne": None},
    "source": {"$ne": None},
    "citations.kind": {"$ne": "credit"},
    "$expr": {"$not": {"$in": ["$source", {"$concatArrays": [["$outlet"], "$citations.outlet"]}]}},
}

_COMPARE: Mapping[Comparison, str] = {">": "$gt", ">=": "$gte", "<": "$lt", "<=": "$lte"}


def candidates(query: Query) -> Filter:
    """Give the filter: plain data, empty when the query asks for words only."""
    return _filter(query.tree, _article)[0]


def _filter(tree: Node, leaf: Callable[[Leaf | Cites], Filter | None]) -> tuple[Filter, bool]:
    """Give the filter of a tree, and whether it lets through nothing but matches.

    Only then may it be denied: what a wider filter leaves out is not all that does not match.
    """
    match tree:
        case And(parts):
            made = [_filter(part, leaf) for part in parts]
            return _all([each for each, _ in made if each]), all(exact for _, exact in made)
        case Or(parts):
            made = [_filter(part, leaf) for part in parts]
            if not all(each for each, _ in made):
                return {}, False
            return {"$or": [each for each, _ in made]}, all(exact for _, exact in made)
        case Not(part):
            denied, exact = _filter(part, leaf)
            return ({"$nor": [denied]}, True) if exact else ({}, False)
        case _:
            found = leaf(tree)
            return (found, True) if found is not None else ({}, False)


def _all(filters: list[Filter]) -> Filter:
    if len(filters) < 2:  # noqa: PLR2004 - one filter needs no $and
        return filters[0] if filters else {}
    return {"$and": filters}


def _article(leaf: Leaf | Cites) -> Filter | None:
    match leaf:
        case Cites(part):
            condition, exact = _filter(part, lambda asked: _value(asked, CITATION))
            return {"citations": {"$elemMatch": condition}} if exact else None
        case Published():
            return _published(leaf)
        case _:
            return _value(leaf, ARTICLE)


def _value(leaf: Leaf | Cites, attributes: Mapping[str, str]) -> Filter | None:
    match leaf:
        case Equals("is", "copy" | "removed" as value):
            return {STATES[value]: {"$ne": None}}
        case Equals("is", "unattributed"):
            return _UNATTRIBUTED
        case Equals("is", value):
            return {STATES[value]: True}
        case Equals(field, value) if field in attributes:
            return {attributes[field]: value}
        case Confidence(comparison, value):
            return {"confidence": {_COMPARE[comparison]: value}}
        case _:
            return None


def _published(leaf: Published) -> Filter:
    sides = {"$gte": leaf.since, "$lt": leaf.until}
    window = {side: when for side, when in sides.items() if when is not None}
    # `time`, where the store has an index, is either of the two.
    return {
        "time": window,
        "$or": [{"datePublished": window}, {"datePublished": None, "capture.date": window}],
    }
