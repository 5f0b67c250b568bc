"""A rehearsal: what a topic would have sent of the articles that are stored already."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from monitor.alert.match import Standing, alerts_of, later
from monitor.alert.matcher import states_of
from monitor.items import NewsArticle
from monitor.query import candidates, parse
from monitor.store.connection import Store
from monitor.store.settle import Alert
from monitor.store.topics import Topic


async def rehearse(
    store: Store, topic: Topic, *, since: datetime, now: datetime, outlets: Mapping[str, str]
) -> list[Alert]:
    """Give the alerts of articles that appeared since then, newest first, whatever the events' causes.

    A story is told once, by its first article in that time. Raises `BadQuery`.
    """
    standing = [Standing(topic, parse(topic.query, now=now, outlets=outlets))]
    # What happened later is asked of states that the present one may tell nothing of.
    filtered = {} if later(standing[0].query.tree) else candidates(standing[0].query)
    found: dict[str, Alert] = {}
    async for article in store.articles.find({"$and": [{"time": {"$gte": since}}, filtered]}):
        for told, alert in (await _told(store, article, standing)).items():
            found.pop(told, None)  # by a copy that appeared later
            found[told] = alert
    return list(found.values())


async def _told(store: Store, article: NewsArticle, standing: Sequence[Standing]) -> dict[str, Alert]:
    """Give the alerts of an article's events by what is told once, the first of each."""
    found: dict[str, Alert] = {}
    for event in await store.events.of(str(article.id)):
        for alert in alerts_of(event, standing, *await states_of(store, event)):
            names = {"event": event["_id"], "article": article.id, "story": article.cluster or article.id}
            found.setdefault(str(names[alert.once]), alert)
    return found
