"""AND beside OR without brackets: refused, with both readings.

Peers disagree on which binds first, so that every reader would guess, and half of them wrong.
"""

from typing import TypeGuard

from lark import Token, Tree

from monitor.errors import BadQuery

Part = Tree[Token] | Token


def operands(tree: Tree[Token]) -> list[Part]:
    """List what AND or OR joins, without the operators."""
    return [part for part in tree.children if not (isinstance(part, Token) and part.type in ("AND", "OR"))]


def refuse_mixed(either: Tree[Token], typed: str) -> None:
    """Raise `BadQuery` when a part of an OR is an AND without brackets; the place is the second operator."""
    joined = operands(either)
    first = next((part for part in joined if _joined_by_and(part)), None)
    if first is None:
        return
    second = either.children[1] if first is joined[0] else first.children[1]
    readings = f"{_or_first(joined, typed)}, or {_and_first(joined, typed)}"
    raise BadQuery(f"AND and OR meet without brackets; write {readings}.", typed, start(second))


def start(part: Part) -> int:
    """Give the place of a part's first character."""
    return (part.start_pos if isinstance(part, Token) else part.meta.start_pos) or 0


def _and_first(joined: list[Part], typed: str) -> str:
    return " OR ".join(
        f"({_source(part, typed)})" if _joined_by_and(part) else _source(part, typed) for part in joined
    )


def _or_first(joined: list[Part], typed: str) -> str:
    """Bracket each run of parts between which OR stands."""
    runs: list[list[str]] = [[]]
    for part in joined:
        head, *tail = operands(part) if _joined_by_and(part) else [part]
        runs[-1].append(_source(head, typed))
        runs += [[_source(each, typed)] for each in tail]
    return " ".join(f"({' OR '.join(run)})" if len(run) > 1 else run[0] for run in runs)


def _joined_by_and(part: Part) -> TypeGuard[Tree[Token]]:
    return isinstance(part, Tree) and part.data == "both"


def _source(part: Part, typed: str) -> str:
    place = part if isinstance(part, Token) else part.meta
    return typed[place.start_pos : place.end_pos]
