"""Articles, topics and messages for the tests of alerts; all invented."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from monitor.alert import topics
from monitor.dedup import fingerprint
from monitor.items import Capture, Cause, Citation, Evidence, NewsArticle
from monitor.query import parse
from monitor.store.connection import Store
from monitor.store.topics import Topic
from monitor.store.writing import Stored
from tests.dedup.prose import prose

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(days=1)
POST: dict[str, Any] = {
    "outlet": "washingtonpost.com",
    "name": "The Washington Post",
    "country": "US",
    "foreign": True,
}
CREDIT = "Lu sur le Washington Post"


def article(path: str, body: str = "", outlet: str = "atlantico.fr", **fields: Any) -> NewsArticle:
    """Make an article as it reaches the store; its words are told by its path."""
    url = f"https://{outlet}/{path}"
    given: dict[str, Any] = {
        "urls": (url,),
        "headline": f"Nouvelles de Varneuil, {path}",
        "articleBody": body or prose(crc32(path.encode()), 80),
        "datePublished": NOW,
        "inLanguage": "fr",
        "taggerVersion": "1",
        "capture": Capture(targetUri=url, date=fields.pop("at", NOW)),
    }
    return fingerprint(NewsArticle(url=url, outlet=outlet, **{**given, **fields}))


def credited(path: str, body: str = "", **fields: Any) -> NewsArticle:
    """Make an article with a credit line."""
    evidence = Evidence(field="credit", start=0, end=len(CREDIT), quote=CREDIT, rule="fr.credit.lu-sur")
    citation = Citation(kind="credit", evidence=(evidence,), **POST)
    return article(path, body, credit=CREDIT, citations=(citation,), foreign=True, **fields)


async def publish(store: Store, given: NewsArticle, *, cause: Cause = "crawl", now: datetime = NOW) -> Stored:
    """Store an article."""
    return await store.articles.store(given, cause=cause, run="r1", now=now)


def topic(query: str, *to: str, name: str = "t", now: datetime = EARLIER, **options: Any) -> Topic:
    """Make a topic, a day before the news."""
    return topics.make(name, query, now=now, to=to, **options)


async def follow(store: Store, query: str, *to: str, **options: Any) -> Topic:
    """Add a topic."""
    made = topic(query, *to, **options)
    await store.topics.add(made)
    return made


def event(kind: str = "new", revision: int = 1) -> dict[str, Any]:
    """Make an event as it is stored."""
    name = f"a1:{revision}:{kind}"
    return {"_id": name, "article": "a1", "revision": revision, "kind": kind, "cause": "crawl", "at": NOW}


def reading(query: str) -> Any:
    """Read a query."""
    return parse(query, now=NOW)
