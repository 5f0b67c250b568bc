"""Ask the store: the articles that a query fits, newest first, and why each does.

MongoDB gives the candidates by the query's values, the exact matcher decides among them, one at a time:
nothing is held in memory, and an index can take MongoDB's place behind the same function.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from datetime import datetime

from monitor.errors import BadQuery
from monitor.items import NewsArticle
from monitor.query import Match, Query, candidates, match
from monitor.query.tree import And, Cites, Equals, Node, Not, Or, Published
from monitor.store.connection import Store


async def search(
    store: Store, query: Query, *, limit: int | None = None
) -> AsyncGenerator[tuple[NewsArticle, Match]]:
    """Yield the newest articles that the query fits, `limit` at most, each with what makes it fit.

    Raises `BadQuery` for `event:`, which is no property of an article but of what happened to it.
    """
    _refuse_events(query)
    found = 0
    async with aclosing(store.articles.find(candidates(query))) as articles:
        async for article in articles:
            why = match(query, article)
            if why is not None:
                yield article, why
                found += 1
                if found == limit:
                    return


def within(query: Query, since: datetime | None, until: datetime | None = None) -> Query:
    """Give the query that fits only what appeared at or after `since` and before `until`."""
    if since is None and until is None:
        return query
    return Query(query.text, And((Published(since, until), *_parts(query.tree))))


def _parts(tree: Node) -> tuple[Node, ...]:
    return tree.parts if isinstance(tree, And) else (tree,)


def _refuse_events(query: Query) -> None:
    if any(leaf.field == "event" for leaf in _equals(query.tree)):
        raise BadQuery(
            'event: says what happened to an article, which only a topic hears; try "monitor topic test".',
            query.text,
            max(query.text.lower().find("event:"), 0),
        )


def _equals(tree: Node) -> Iterator[Equals]:
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _equals(part)
        case Not(part) | Cites(part):
            yield from _equals(part)
        case Equals():
            yield tree
