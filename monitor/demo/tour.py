"""The demo's tour: an outlet on loopback is crawled twice, asked a question, and watched by a topic.

Everything is real but the news: the spider, HTTP, the archive, MongoDB, the alert. The tour has a database
of its own and leaves it standing, so that what it suggests to type next finds the articles; a second tour
stores nothing new.
"""

import json
import shutil
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text

from monitor import ask
from monitor.alert import deliver, topics
from monitor.config import Config
from monitor.dedup.changes import changes
from monitor.demo import frame, show
from monitor.demo.crawl import crawl
from monitor.demo.place import Place, at_home
from monitor.demo.server import Site, connect_to, serve
from monitor.demo.site import resources
from monitor.errors import MonitorError
from monitor.query import parse
from monitor.store.connection import Store, open_store
from monitor.times import cut

OUTLET = "atlantico.fr"
QUERY = "karsavie citescountry:GB"
TOPIC, TOPIC_QUERY = "foreign", "is:foreign"


async def tour(config: Config, out: Console, *, fresh: bool = False, most: int | None = None) -> None:
    """Make the tour and print it, `most` articles at most; `fresh` forgets earlier tours.

    Raises `MonitorError` when a crawl or a page of it fails.
    """
    place = Place.of(config)
    frame.head(out, OUTLET)
    started = time.monotonic()
    if fresh:
        await _forget(place)
    async with open_store(place.mongo_uri, place.database, place.data) as store:
        frame.step(out, "MongoDB", f"is up, with a database for the demo in {at_home(place.data)}", started)
        await _crawls(store, place, out)
        corrected = await _articles(store, out, most)
        await _answer(store, out)
        _alerts(place, out)
    frame.next_steps(out, place, corrected)


async def _forget(place: Place) -> None:
    async with open_store(place.mongo_uri, place.database, place.data) as store:
        await store.client.drop_database(place.database)
    place.alerts.unlink(missing_ok=True)
    if place.archive.exists():
        shutil.rmtree(place.archive)


async def _crawls(store: Store, place: Place, out: Console) -> None:
    """Crawl the site as it was, and as it is a day later; once the first is done, only the second."""
    done = [run for run in await store.runs.list(outlet=OUTLET) if run.state == "done"]
    first, second = resources(1), resources(2)
    with serve(second if done else first) as site:
        every = connect_to(site, first | second)
        if not done:
            await _crawl(store, place, site, every, out, "First crawl")
            await _watch(store, place, out)
            site.show(second)
        await _crawl(store, place, site, every, out, "Crawl again" if done else "A day later")
    started = time.monotonic()
    sent = (await deliver.drain(store)).sent
    frame.step(out, "Alerts", f"{sent} delivered to {place.alerts.name}", started)


async def _crawl(  # noqa: PLR0913, PLR0917 - what a crawl needs, and how it is told
    store: Store, place: Place, site: Site, every: str, out: Console, title: str
) -> None:
    started, asked = time.monotonic(), len(site.asked)
    await crawl(place, site, every, out, title)
    (run,) = await store.runs.list(outlet=OUTLET, limit=1)
    requests = len(site.asked) - asked
    if failed := run.counts.get("failed", 0) + run.counts.get("gone", 0):
        raise MonitorError(f"{failed} pages of the demo failed; {place.log} says why.")
    frame.step(out, title, f"{requests} requests: {show.tally(run)}", started)


async def _watch(store: Store, place: Place, out: Console) -> None:
    """Add the topic that hears of what the second crawl brings."""
    started = time.monotonic()
    if not any(topic.name == TOPIC for topic in await store.topics.list()):
        to = [f"file:{place.alerts}"]
        await store.topics.add(topics.make(TOPIC, TOPIC_QUERY, now=cut(datetime.now(UTC)), to=to))
    frame.step(out, "Topic", f'"{TOPIC_QUERY}" is watched from now on', started)


async def _articles(store: Store, out: Console, most: int | None) -> str:
    """Show the articles, then the copies, corrections and second addresses among them.

    Gives the id of the article that was corrected last.
    """
    articles = [article async for article in store.articles.find({})]
    frame.heading(out, f"{len(articles)} articles, whom they cite, and the words that prove it")
    out.print(show.cited(articles, most))
    for cluster in sorted({article.cluster or "" for article in articles if article.copyOf}):
        frame.heading(out, "The same text twice: one story, and wire copy")
        out.print(show.copies([article for article in articles if article.cluster == cluster]))
    for article in articles:
        if len(article.urls) > 1:
            frame.heading(out, "One article at two addresses")
            out.print(show.addresses(article))
    corrected = [article for article in articles if article.revision > 1]
    for article in corrected:
        *_, before = await store.articles.revisions(article.id or "")
        frame.heading(out, "Corrected since the first crawl; both states are kept")
        out.print(show.correction(article, changes(before, article)))
    return (corrected or articles)[0].id or ""


async def _answer(store: Store, out: Console) -> None:
    query = parse(QUERY, now=datetime.now(UTC))
    found = [answer async for answer in ask.search(store, query, limit=5)]
    frame.heading(out, f"A question: monitor search '{QUERY}'")
    out.print(show.answer(found))


def _alerts(place: Place, out: Console) -> None:
    """Show the last alert of a credit that was added, else the last that was delivered: pages come in any order."""
    lines = place.alerts.read_text(encoding="utf-8").splitlines() if place.alerts.exists() else []
    if lines:
        frame.heading(out, f"An alert, as delivered ({len(lines)} so far in {place.alerts.name})")
        messages: list[Mapping[str, str]] = [json.loads(line) for line in reversed(lines)]
        message = next((each for each in messages if ":creditAdded:" in each["key"]), messages[0])
        out.print(Text(message["title"], "bold"))
        out.print(Text(message["text"].strip()))
