"""Which topics an event is for, and what each is told: the matcher without its database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.alert import layout
from monitor.alert.describe import Change, describe
from monitor.items import NewsArticle
from monitor.query import Query, percolate
from monitor.query.tree import And, Equals, Node, Not, Or
from monitor.store.settle import Alert, Once
from monitor.store.topics import Topic


@dataclass(frozen=True, slots=True)
class Standing:
    """A topic with its query as read."""

    topic: Topic
    query: Query

    @property
    def once(self) -> Once:
        """What the topic is told one time only.

        A story, with all its copies and revisions; each article when it asks for every copy; each
        event when its query asks for what happens to articles later (`event:credit-added`).
        """
        if later(self.query.tree):
            return "event"
        return "article" if self.topic.everyCopy else "story"


def alerts_of(
    event: Mapping[str, Any],
    standing: Sequence[Standing],
    article: NewsArticle,
    before: NewsArticle | None = None,
) -> list[Alert]:
    """Give the alerts of an event for topics that hear it.

    `article` is the state that the event made, `before` the one until then. A credit that was removed
    stands only in the latter, so a query that asks for `event:credit-removed` is put to it.
    """
    if event["kind"] == layout.KIND:
        standing = [each for each in standing if layout.asked_for(each.query.tree)]
    changes = changed(event["kind"], article, before)
    if before is None or event["kind"] != "creditRemoved":
        return list(_fitting(event, standing, article, changes))
    past = [each for each in standing if each.once == "event"]
    present = [each for each in standing if each.once != "event"]
    return [*_fitting(event, past, before, changes), *_fitting(event, present, article, changes)]


def later(tree: Node, *, denied: bool = False) -> bool:
    """Tell whether a query asks for events after an article's first.

    >>> later(Equals("event", "new")), later(Not(Equals("event", "new")))
    (False, True)
    """
    match tree:
        case Equals("event", value):
            return (value == "new") is denied
        case And(parts) | Or(parts):
            return any(later(part, denied=denied) for part in parts)
        case Not(part):
            return later(part, denied=not denied)
        case _:
            return False


def changed(kind: str, article: NewsArticle, before: NewsArticle | None) -> dict[str, Change]:
    """Give the outlets whose credit came or went with an event of this kind."""
    now, then = _credited(article), _credited(before) if before else frozenset()
    if kind == "creditAdded":
        return dict.fromkeys(now - then, "added")
    return dict.fromkeys(then - now, "removed") if kind == "creditRemoved" else {}


def _credited(article: NewsArticle) -> frozenset[str]:
    return frozenset(citation.outlet for citation in article.citations if citation.kind == "credit")


def _fitting(
    event: Mapping[str, Any],
    standing: Sequence[Standing],
    article: NewsArticle,
    changes: Mapping[str, Change],
) -> Iterator[Alert]:
    by_id = {each.topic.id: each for each in standing}
    queries = {key: each.query for key, each in by_id.items()}
    for key, match in percolate(queries, article, event["kind"]).items():
        topic = by_id[key].topic
        said = describe(article, match, topic=topic.name, query=topic.query, event=event, changes=changes)
        yield Alert(topic=topic, said=said, once=by_id[key].once)
