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
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kills_faults import everything, faults, odd
from kills_newsroom import ORIGIN, Newsroom
from pages import pages

from monitor.demo.server import Resource, Site, connect_to, serve
from monitor.store.connection import open_store
from monitor.store.embedded import Embedded
from monitor.urls import canonical

_FIRST, _EACH, _CORRECTED = 60, 12, 3
_LISTINGS = 5
_GLANCE, _LONGEST = 0.01, 1.5


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
            process = self.database.pid()
            if process is None:
                raise SystemExit("The database ended before it was killed.")
            os.kill(process, signal.SIGKILL)
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
            f"{name} differ after a replay, as in {odd(crawled[name], replayed[name])}"
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
