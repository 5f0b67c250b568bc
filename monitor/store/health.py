"""How an outlet fares: what its runs could read, and the judgement on it, kept with each run."""

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal["fieldGone", "fieldRarer", "bodyShorter", "noArticles", "nothingFound"]
LAYOUT: frozenset[FindingKind] = frozenset({"fieldGone", "bodyShorter", "noArticles"})
"""Findings that say that the outlet changed its layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is not as it was, in one sentence; `field` is the article's that is gone or rarer."""

    kind: FindingKind
    sentence: str
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a run could read.

    `articles` were read, `fields` says how many of them have each field, `bodyLength` is the median of
    their texts in characters.
    """

    articles: int = 0
    fields: dict[str, int]
    bodyLength: int | None = None
    findings: tuple[Finding, ...] = ()
