"""A replay of what another crawler wrote; one of our own stands beside the crawl that it repeats, in test_crawl."""

from datetime import UTC, datetime
from pathlib import Path

from monitor.cite import gazetteer
from monitor.cite.tagger import Tagger
from monitor.fetch.archive import Archive, Exchange
from monitor.replay import Replay
from monitor.store.connection import Store
from tests import newsite

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_a_page_without_an_address_costs_itself_alone(store: Store, tmp_path: Path) -> None:
    """It counts as failed, and the next one is stored under its outlet, whatever section it is in."""
    story = newsite.article(1, NOW)
    archive = Archive(tmp_path / "other.warc.gz", {"software": "another crawler"})
    for url in ("https://nowhere.example:0/story", story["url"]):
        head = [("Content-Type", "text/html")]
        page = newsite.page(story)
        archive.add(Exchange(url=url, date=NOW, request=[], status="200 OK", response=head, body=page))
    archive.close()
    replay = Replay(store, Tagger(gazetteer.load()), {}, "a")
    await replay.replay([archive.path])
    assert replay.counts == {"pages": 2, "failed": 1, "new": 1, "copies": 0, "foreign": 0}
    stored = await store.articles.named(story["url"])
    assert (stored.outlet, stored.articleBody) == ("valdoria-courier.example", story["articleBody"])
