"""Text to tree, or one sentence with the place that cannot be read.

>>> now = datetime(2026, 11, 24, tzinfo=UTC)
>>> str(parse("budget NOT title:armée cites:(lemonde.fr kind:credit)", now=now))
'budget -title:armée cites:(lemonde.fr kind:credit)'
>>> parse("pologne OR hongrie budget", now=now)
Traceback (most recent call last):
    ...
monitor.errors.BadQuery: AND and OR meet without brackets; write (pologne OR hongrie) budget, or pologne OR (hongrie budget).
  pologne OR hongrie budget
                     ^
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

from lark import Lark, Token, Tree

from monitor.errors import BadQuery
from monitor.query import fields
from monitor.query.check import check
from monitor.query.fields import Known, Reader, Value
from monitor.query.mixed import Part, operands, refuse_mixed, start
from monitor.query.tree import And, Cites, Node, Not, Or, Query

LONGEST = 4096
"""Characters of a query, at most."""

# One character for one, so that every place stays where it was typed.
_TYPED = str.maketrans(
    dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("−–—", "-")
    | dict.fromkeys(map(chr, (*range(32), 127)), " ")
)  # fmt: skip
_NO_OUTLETS: Mapping[str, str] = MappingProxyType({})


def parse(
    text: str,
    *,
    now: datetime,
    timezone: str | tzinfo | None = None,
    outlets: Mapping[str, str] = _NO_OUTLETS,
) -> Query:
    """Read a query.

    `now` and `timezone` (or its IANA name; else UTC) say what `published:7d` and `published:2026-11-24` mean; `outlets`
    gives the domain for an outlet's folded name, or for another of its domains. Raises `BadQuery`.
    """
    typed = text.translate(_TYPED)
    if len(typed) > LONGEST:
        raise BadQuery(f"A query has at most {LONGEST:,} characters; this one has {len(typed):,}.")
    check(_grammar(), typed)
    zone = ZoneInfo(timezone) if isinstance(timezone, str) else timezone or UTC
    known = Known(now, zone, outlets)
    return Query(text, _Reading(typed, known).node(_grammar().parse(typed), _TOP))


@cache
def _grammar() -> Lark:
    source = files("monitor.query").joinpath("grammar.lark").read_text("utf-8")
    return Lark(source, parser="lalr", lexer="basic", propagate_positions=True)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a word and a field mean here: `alone` conditions each bind a citation of their own."""

    word: Reader
    fields: Mapping[str, Reader]
    name: str = ""
    alone: bool = False


_TOP = _Scope(fields.read_word, {**fields.ARTICLE, **fields.CITATION})
_CITATION = _Scope(fields.INSIDE["cites"], fields.INSIDE, "cites:")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One query on its way from the grammar's tree to ours."""

    typed: str
    known: Known

    def node(self, tree: Part, scope: _Scope) -> Node:
        """Read any part of the query."""
        if isinstance(tree, Token):
            return self._word(tree, scope)
        match tree.data:
            case "either":
                refuse_mixed(tree, self.typed)
                return Or(tuple(self._parts(tree, scope, Or)))
            case "both":
                return And(tuple(self._parts(tree, scope, And)))
            case "negation":
                return Not(self.node(tree.children[1], scope))
            case "group":
                return self.node(tree.children[1], scope)
            case _:
                return self._bound(tree, scope)

    def _parts(self, tree: Tree[Token], scope: _Scope, kind: type[And | Or]) -> Iterator[Node]:
        """Read what AND or OR joins; the parts of a part of the same kind are taken for its own."""
        for operand in operands(tree):
            part = self.node(operand, scope)
            if isinstance(part, kind):
                yield from part.parts
            else:
                yield part

    def _word(self, token: Token, scope: _Scope) -> Node:
        quoted = token.type == "PHRASE"
        value = Value(token[1:-1].strip() if quoted else str(token), quoted)
        try:
            leaf = scope.word(value, self.known)
        except ValueError as error:
            raise BadQuery(f"{scope.name or token} {error}.", self.typed, start(token)) from None
        return Cites(leaf) if scope.alone else leaf

    def _bound(self, tree: Tree[Token], scope: _Scope) -> Node:
        """Read a field with its value, or with several in brackets."""
        field, operand = tree.children
        name = str(field).lower()
        reader = scope.fields.get(name.removesuffix(":"))
        if reader is None:
            raise BadQuery(_misplaced(name, scope), self.typed, start(field))
        citation = name.removesuffix(":") in fields.CITATION
        if name == _CITATION.name and scope is _TOP and isinstance(operand, Tree):
            return Cites(self.node(operand, _CITATION))
        return self.node(operand, _Scope(reader, {}, name, alone=citation and scope is _TOP))


def _misplaced(name: str, scope: _Scope) -> str:
    if name.removesuffix(":") in _TOP.fields and scope is not _TOP:
        return f"{name} cannot stand inside {scope.name}(…)."
    known = " ".join(f"{field}:" for field in scope.fields or _TOP.fields)
    return f"There is no field {name} but {known}; put the words in quotation marks to search for them."
