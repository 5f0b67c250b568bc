"""Which topics an event is for, and what each is told: the matcher without its database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.alert.digest import describe
from monitor.items import NewsArticle
from monitor.query import Query, percolate
from monitor.query.tree import And, Equals, Node, Not, Or
from monitor.store.outbox import Alert, Once
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
    removed = before is not None and event["kind"] == "creditRemoved"
    earlier = {each.topic.id: each for each in standing if removed and each.once == "event"}
    present = {each.topic.id: each for each in standing if each.topic.id not in earlier}
    return [
        *_fitting(event, present, article),
        *(_fitting(event, earlier, before) if before else ()),
    ]


def later(tree: Node) -> bool:
    """Tell whether a query asks for events after an article's first."""
    match tree:
        case Equals("event", value):
            return value != "new"
        case And(parts) | Or(parts):
            return any(later(part) for part in parts)
        case Not(part):
            return later(part)
        case _:
            return False


def _fitting(
    event: Mapping[str, Any], standing: Mapping[str, Standing], article: NewsArticle
) -> Iterator[Alert]:
    queries = {key: each.query for key, each in standing.items()}
    for key, match in percolate(queries, article, event["kind"]).items():
        topic = standing[key].topic
        said = describe(article, match, topic=topic.name, query=topic.query, event=event)
        yield Alert(topic=topic, said=said, once=standing[key].once)
