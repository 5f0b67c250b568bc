"""What a query says, as a tree; written out, it is the query again.

>>> str(And((Words("budget", field="title"), Not(Cites(Equals("kind", "credit"))))))
'title:budget -kind:credit'
>>> str(Cites(Or((Equals("cites", "lemonde.fr"), Equals("kind", "link")))))
'cites:(lemonde.fr OR kind:link)'
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

WordField = Literal["text", "title", "lead", "section", "author"]
ValueField = Literal["outlet", "lang", "is", "event", "cites", "citescountry", "kind", "via"]
Comparison = Literal[">", ">=", "<", "<="]


@dataclass(frozen=True, slots=True)
class Words:
    """The words stand side by side in the field; the last may be the beginning of a word.

    `text` is as it was typed, without its quotation marks or star; `field` "text" means the
    whole article.
    """

    text: str
    field: WordField = "text"
    quoted: bool = False
    prefix: bool = False

    def __str__(self) -> str:
        """Write it as it is typed."""
        written = f'"{self.text}"' if self.quoted else f"{self.text}{'*' * self.prefix}"
        return written if self.field == "text" else f"{self.field}:{written}"


@dataclass(frozen=True, slots=True)
class Equals:
    """The field has the value; `cites`, `citescountry`, `kind` and `via` are a citation's fields.

    An outlet is its domain, a language or country its ISO code, an event is in-kebab-case.
    """

    field: ValueField
    value: str

    def __str__(self) -> str:
        """Write it as it is typed; an outlet cited stands without a field inside `cites:(…)`."""
        return self.value if self.field == "cites" else f"{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class Published:
    """The article appeared at or after `since` and before `until`; None leaves a side open."""

    since: datetime | None
    until: datetime | None

    def __str__(self) -> str:
        """Write it as it is typed, both sides as instants in UTC."""
        return f"published:{_instant(self.since)}..{_instant(self.until)}"


@dataclass(frozen=True, slots=True)
class Confidence:
    """The citation's confidence compares so to the value."""

    comparison: Comparison
    value: float

    def __str__(self) -> str:
        """Write it as it is typed."""
        return f"confidence:{self.comparison}{self.value!r}"


@dataclass(frozen=True, slots=True)
class Cites:
    """The article has one citation of which all of `part` is true."""

    part: "Node"

    def __str__(self) -> str:
        """Write it as it is typed; a single condition needs no brackets."""
        match self.part:
            case Equals("cites", outlet):
                return f"cites:{outlet}"
            case Confidence() | Equals("citescountry" | "kind" | "via"):
                return str(self.part)
            case _:
                return f"cites:({self.part})"


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not true."""

    part: "Node"

    def __str__(self) -> str:
        """Write it as it is typed."""
        return f"-{_bracketed(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """All parts are true; none is an And. A query that was read has at least two, one of everything none."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        """Write it as it is typed."""
        return " ".join(_bracketed(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part is true; there are at least two, and none is an Or."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        """Write it as it is typed."""
        return " OR ".join(_bracketed(part) for part in self.parts)


Leaf = Words | Equals | Published | Confidence
Node = Leaf | Cites | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read; `str` writes its tree, in which relative times are instants."""

    text: str
    tree: Node

    def __str__(self) -> str:
        """Write the tree as a query that reads as the same tree."""
        return str(self.tree)


def _bracketed(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def _instant(when: datetime | None) -> str:
    return f"{when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z" if when else ""
