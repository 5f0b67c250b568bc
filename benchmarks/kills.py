"""Kill -9 of crawler and database at random moments of a crawl; at the end nothing is lost, half or double.

    python benchmarks/kills.py [--kills 60] [--seed 1]

A site on loopback publishes pages, copies of pages and corrections, round by round. Each round crawls it, and kills
the crawler, the embedded mongod, or both, at a moment drawn by lot; the database is started again, and the next crawl
goes on. A last crawl, that nobody kills, must leave what was published; a replay of all archives must give the same.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pages import pages

from monitor.demo import listings
from monitor.demo.server import Resource, Site, connect_to, serve
from monitor.store.connection import Store, open_store
from monitor.store.embedded import Embedded
from monitor.urls import canonical

ORIGIN = "https://atlantico.fr"
_FIRST, _EACH, _CORRECTED, _COPIED = 60, 12, 3, 4
_LISTINGS = 5
_GLANCE, _LONGEST = 0.01, 1.5
_PARAGRAPH = re.compile(r"(<p(?:\s[^>]*)?>[^<]{200,})(</p>)")
_SLUG = re.compile(r"[^/]+?(?=(?:\.html)?$)")
_PLACE = {"copyOf", "source", "wire", "membership"}
# What says when and how it was fetched, and names that follow from the order of arrival.
_OF_THE_FETCH = {"capture", "firstSeen", "storedAt", "run", "cause", "cluster", "relations", "_id"}


@dataclass(slots=True)
class Newsroom:
    """What the outlet has published: its pages by URL, and when each last changed."""

    stock: Iterator[tuple[str, str]]
    chance: random.Random
    shown: dict[str, str] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)

    def publish(self, count: int) -> None:
        """Publish so many pages; some carry the text of an earlier one."""
        for _ in range(count):
            url, html = next(self.stock)
            if self.shown and self.chance.randrange(_COPIED) == 0:
                source = self.chance.choice(sorted(self.shown))
                slug = _slug(source)
                url = source.replace(slug, f"{slug}-repris-{len(self.shown)}")
                html = self.shown[source].replace(slug, _slug(url))
            self.shown[url] = html
            self.changed[url] = datetime.now(UTC)

    def correct(self, urls: list[str]) -> None:
        """Add a sentence to pages."""
        for url in urls:
            told = f"Correction numéro {len(self.corrections) + 1} de la rédaction."
            html, count = _PARAGRAPH.subn(rf"\1 {told}\2", self.shown[url], count=1)
            if count:
                self.shown[url] = html
                self.corrections[url] = told
                self.changed[url] = datetime.now(UTC)

    def site(self) -> dict[str, Resource]:
        """Give what the site answers."""
        listed = [{"url": url, "dateModified": at.isoformat()} for url, at in self.changed.items()]
        xml = "application/xml; charset=utf-8"
        return {
            **{url: Resource(html.encode()) for url, html in self.shown.items()},
            f"{ORIGIN}/robots.txt": Resource(listings.robots([], []), "text/plain"),
            f"{ORIGIN}/rss.xml": Resource(listings.feed([], ORIGIN), xml),
            f"{ORIGIN}/news-sitemap.xml": Resource(listings.news_sitemap(listed, ORIGIN), xml),
            f"{ORIGIN}/sitemap-index.xml": Resource(listings.index({}), xml),
            f"{ORIGIN}/": Resource(listings.section(listed)),
        }


@dataclass(slots=True)
class Trial:
    """The crawls, the kills, and what they came to."""

    data: Path
    site: Site
    newsroom: Newsroom
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    midway: int = 0
    survived: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def database(self) -> Embedded:
        """The database that is killed."""
        return Embedded(self.data)

    def monitor(self, *words: str | Path, database: str = "monitor") -> subprocess.Popen[str]:
        """Start a command."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
        environment |= {
            "MONITOR_DATA": str(self.data),
            "MONITOR_MONGO_DATABASE": database,
            "MONITOR_CONNECT_TO": connect_to(self.site, {ORIGIN: Resource(b"")}),
            "MONITOR_DELAY": "0",
        }
        command = [sys.executable, "-m", "monitor", *map(str, words)]
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    async def round(self) -> None:
        """Publish, crawl, and kill at some moment."""
        there = await self._stored()
        self.newsroom.publish(_EACH)
        # Only what is stored as it stands: a state that no crawl stored is in the archive all the same.
        self.newsroom.correct(self.chance.sample(there, min(_CORRECTED, len(there))))
        self.site.show(self.newsroom.site())
        self.site.asked.clear()
        crawl = self.monitor("crawl", "atlantico", "--section", "all")
        try:
            await self._some_moment(crawl)
            victim = self.chance.choice(("crawler", "database", "both"))
            if crawl.poll() is None:
                self.kills[victim] += 1
                self.midway += len(self.site.asked) > _LISTINGS
                await self._kill(crawl, victim)
            else:
                await self._listen(crawl)
        finally:
            crawl.kill()
            crawl.wait()

    async def _listen(self, crawl: subprocess.Popen[str]) -> None:
        """Wait for the end of a crawl, and keep what it says of failures."""
        _, said = await asyncio.to_thread(crawl.communicate)
        self.failed += [line for line in said.splitlines() if "failed" in line or "Error" in line]

    async def _some_moment(self, crawl: subprocess.Popen[str]) -> None:
        """Wait till some moment of a crawl; in one of four rounds its start is part of it."""
        from_start = self.chance.randrange(4) == 0
        while not (from_start or self.site.asked) and crawl.poll() is None:  # noqa: ASYNC110 - a process is watched
            await asyncio.sleep(_GLANCE)
        await asyncio.sleep(self.chance.uniform(0, _LONGEST))

    async def _stored(self) -> list[str]:
        async with self.store() as store:
            rows = await store.db["articles"].find({}, {"urls": 1, "articleBody": 1}).to_list()
        bodies = {url: row["articleBody"] for row in rows for url in row["urls"]}
        there = [url for url in sorted(self.newsroom.shown) if canonical(url) in bodies]
        return [url for url in there if self.newsroom.corrections.get(url, "") in bodies[canonical(url)]]

    async def crawl(self) -> None:
        """Crawl to the end; raises when that fails."""
        crawl = self.monitor("crawl", "atlantico", "--section", "all")
        _, said = await asyncio.to_thread(crawl.communicate)
        if crawl.returncode:
            raise SystemExit(f"The crawl failed:\n{said}")

    async def wait_over(self) -> None:
        """Let the ten minutes pass after which a page that could not be read is asked for again."""
        async with self.store() as store:
            over = {"$set": {"nextVisit": datetime(2026, 1, 1, tzinfo=UTC)}}
            await store.db["pages"].update_many({"outcome": "failed"}, over)

    def store(self, database: str = "monitor") -> Any:
        """Open the database."""
        return open_store(None, database, self.data)

    async def _kill(self, crawl: subprocess.Popen[str], victim: str) -> None:
        if victim != "database":
            crawl.kill()
            await self._listen(crawl)
        if victim != "crawler":
            os.kill(self.database.pid() or 0, signal.SIGKILL)
            await asyncio.sleep(self.chance.uniform(0, 1))
            await self.database.start()
        if victim == "database":
            await self._listen(crawl)
            self.survived += crawl.returncode == 0
        else:
            # As if the minute had passed after which a dead crawl's lease ends.
            async with self.store() as store:
                await store.db["leases"].update_many(
                    {}, {"$set": {"until": datetime(2026, 1, 1, tzinfo=UTC)}}
                )


async def faults(store: Store, newsroom: Newsroom) -> list[str]:
    """List what is lost, half or double."""
    found = []
    articles = await store.db["articles"].find().to_list()
    by_url = defaultdict(list)
    for row in articles:
        for url in row["urls"]:
            by_url[url].append(row)
    for url in newsroom.shown:
        rows = by_url[canonical(url)]
        if len(rows) != 1:
            known = await store.pages.get(canonical(url))
            found.append(f"{url} is in {len(rows)} articles; {known or 'it was never read to its end'}")
        elif newsroom.corrections.get(url, "") not in rows[0]["articleBody"]:
            found.append(f"{url} lacks its correction")
    remembered = [page["_id"] async for page in store.db["pages"].find({"outcome": "article"})]
    found += [
        f"{url} is remembered as an article, and there is none" for url in remembered if not by_url[url]
    ]
    return [*found, *await _events(store, articles), *await _clusters(store, articles)]


async def _events(store: Store, articles: list[dict[str, Any]]) -> list[str]:
    told = Counter([(row["article"], row["kind"]) async for row in store.db["events"].find()])
    revisions = Counter([row["article"] async for row in store.db["revisions"].find()])
    known = {row["_id"]: row["revision"] for row in articles}
    return [
        *(f"{name} is new {told[name, 'new']} times" for name in known if told[name, "new"] != 1),
        *(
            f"{name} has {revisions[name]} revisions and {told[name, 'revised']} events at revision {number}"
            for name, number in known.items()
            if not told[name, "revised"] == revisions[name] == number - 1
        ),
        *(
            f"{name} has revisions or events, and is no article"
            for name in {*revisions, *(name for name, _ in told)} - known.keys()
        ),
    ]


async def _clusters(store: Store, articles: list[dict[str, Any]]) -> list[str]:
    members = defaultdict(list)
    for row in articles:
        members[row["cluster"]].append(row)
    documents = {row["_id"]: row async for row in store.db["clusters"].find()}
    found = [
        f"the cluster {name} has no document, or no article" for name in members.keys() ^ documents.keys()
    ]
    for name in members.keys() & documents.keys():
        first = min(members[name], key=lambda row: (row["time"], row["_id"]))["_id"]
        if (documents[name]["size"], documents[name]["first"]) != (len(members[name]), first):
            found.append(f"the cluster {name} does not sum up its articles")
    return found


async def everything(store: Store) -> dict[str, Any]:
    """Give what is stored but for what says how it was fetched."""
    articles = await store.db["articles"].find().to_list()
    together = defaultdict(set)
    for row in articles:
        together[row["cluster"]].add(row["_id"])
    told = Counter([(row["article"], row["kind"]) async for row in store.db["events"].find()])
    # An earlier state keeps the place that it had in its cluster at the time.
    earlier = [_content(row) for row in await store.db["revisions"].find().to_list()]
    revisions = {
        (row["article"], row["revision"]): {name: row[name] for name in row.keys() - _PLACE}
        for row in earlier
    }
    return {
        "articles": {row["_id"]: _content(row) for row in articles},
        "revisions": revisions,
        "clusters": {frozenset(each) for each in together.values()},
        "events": told,
    }


def _odd(one: Any, other: Any) -> str:
    """Tell where two differ first."""
    if isinstance(one, set):
        return str(min(map(sorted, one ^ other)))
    key = next(key for key in {**one, **other} if one.get(key) != other.get(key))
    mine, theirs = one.get(key), other.get(key)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return f"{key}: {[name for name in mine | theirs if mine.get(name) != theirs.get(name)]}"
    return f"{key}: {mine and 'crawled'} {theirs and 'replayed'}"


def _content(row: dict[str, Any]) -> dict[str, Any]:
    left_out = _OF_THE_FETCH | (set() if row["datePublished"] else {"time"})
    return {name: value for name, value in row.items() if name not in left_out}


def _slug(url: str) -> str:
    found = _SLUG.search(url)
    return found.group() if found else url


async def run(kills: int, seed: int, data: Path) -> int:
    """Run the trial and print its outcome; give the number of faults."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    newsroom = Newsroom(pages(_FIRST + 40 * kills), chance)
    with serve({}) as site:
        trial = Trial(data, site, newsroom, chance)
        await trial.database.start()
        try:
            newsroom.publish(_FIRST)
            site.show(newsroom.site())
            await trial.crawl()
            while trial.kills.total() < kills:
                await trial.round()
                print(f"\r{trial.kills.total()} kills, {len(newsroom.shown)} pages", end="", flush=True)
            await trial.wait_over()
            await trial.crawl()
            return await _judge(trial)
        finally:
            await trial.database.stop()


async def _judge(trial: Trial) -> int:
    archives = sorted((trial.data / "archive").glob("*.warc.gz"))
    replay = trial.monitor("replay", *archives, database="replayed")
    _, said = await asyncio.to_thread(replay.communicate)
    async with trial.store() as store, trial.store("replayed") as again:
        found = await faults(store, trial.newsroom)
        if replay.returncode:
            found.append(f"the replay failed: {said}")
        crawled, replayed = await everything(store), await everything(again)
        found += [
            f"{name} differ after a replay, as in {_odd(crawled[name], replayed[name])}"
            for name in crawled
            if crawled[name] != replayed[name]
        ]
        running = sum(run.state == "running" for run in await store.runs.list(limit=10_000))
        copies = await store.articles.count({"copyOf": {"$ne": None}})
    parts = ", ".join(f"{count} of {victim}" for victim, count in sorted(trial.kills.items()))
    print(
        f"\n{trial.kills.total()} kills ({parts}), {trial.midway} of them while pages were read; "
        f"{trial.survived} crawls went on after their database was killed"
    )
    print(
        f"{len(crawled['articles'])} articles, {len(crawled['revisions'])} revisions, {copies} copies, "
        f"{len(trial.newsroom.corrections)} pages corrected, {len(archives)} archives, {running} runs not closed"
    )
    print("".join(f"{line}\n" for line in trial.failed), end="")
    print("\n".join(found) or "Nothing is lost, half or double; the replay gives the same.")
    return len(found)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-") as data:
        sys.exit(min(1, asyncio.run(run(options.kills, options.seed, Path(data)))))


if __name__ == "__main__":
    main()
