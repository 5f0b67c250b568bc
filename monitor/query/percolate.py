"""Many saved queries against one article.

The article is analysed once; a query that cannot be read is reported, and the others go on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

from monitor.errors import BadQuery
from monitor.items import EventKind, NewsArticle
from monitor.query.analyse import Analysed
from monitor.query.match import Match, explain
from monitor.query.parse import parse
from monitor.query.tree import Query

Name = TypeVar("Name")


class Read(NamedTuple):
    """Saved queries by name, and the errors of those that cannot be read."""

    queries: dict[str, Query]
    bad: dict[str, BadQuery]


def read(
    texts: Mapping[str, str],
    *,
    now: datetime,
    timezone: str | None = None,
    outlets: Mapping[str, str] | None = None,
) -> Read:
    """Read saved queries as `parse` does, each for itself."""
    found = Read({}, {})
    for name, text in texts.items():
        try:
            found.queries[name] = parse(text, now=now, timezone=timezone, outlets=outlets or {})
        except BadQuery as error:
            found.bad[name] = error
    return found


def percolate(
    queries: Mapping[Name, Query], article: NewsArticle, event: EventKind | None = None
) -> dict[Name, Match]:
    """Give what makes each query fit that fits the article, in the order of the queries."""
    analysed = Analysed(article)
    made = ((name, explain(query.tree, analysed, event)) for name, query in queries.items())
    return {name: match for name, match in made if match is not None}
