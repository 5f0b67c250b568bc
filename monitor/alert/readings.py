"""Topics' queries as read: once each, and one that names a time anew for each event's time."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.alert.match import Standing
from monitor.query import Query, read
from monitor.store.topics import Topic

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Readings:
    """Reads queries and keeps them; `outlets` gives domains by outlets' names, as `query.parse` takes them."""

    outlets: Mapping[str, str]
    _known: dict[tuple[str, datetime | None], Query | None] = field(default_factory=dict)

    def of(self, topics: Sequence[Topic], now: datetime) -> list[Standing]:
        """Give the topics with their queries; one that cannot be read is reported, the others go on."""
        standing = [(topic, self._query(topic, now)) for topic in topics]
        return [Standing(topic, query) for topic, query in standing if query]

    def _query(self, topic: Topic, now: datetime) -> Query | None:
        key = topic.query, now if "published" in topic.query.casefold() else None
        if key not in self._known:
            queries, bad = read({topic.name: topic.query}, now=now, outlets=self.outlets)
            for name, error in bad.items():
                log.error("topic cannot be read topic=%s reason=%s", name, error.args[0])
            self._known[key] = queries.get(topic.name)
        return self._known[key]
