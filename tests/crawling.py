"""Commands against a site on loopback, as a user would give them."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.store.connection import Store, open_store

MONITOR = str(Path(sys.executable).with_name("monitor"))
SCRAPY = str(Path(sys.executable).with_name("scrapy"))


@dataclass(frozen=True, slots=True)
class Shell:
    """Gives commands with the environment of one test: its database, its data, its site."""

    uri: str
    database: str
    data: Path
    connect_to: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that commands get."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
        return kept | {
            **({"MONITOR_MONGO_URI": self.uri} if self.uri else {}),
            "MONITOR_MONGO_DATABASE": self.database,
            "MONITOR_DATA": str(self.data),
            "MONITOR_CONNECT_TO": self.connect_to,
            "MONITOR_DELAY": "0",
            **self.extra,
        }

    def run(self, *words: str | Path, program: str = MONITOR) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [program, *map(str, words)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def json(self, *words: str | Path) -> dict[str, Any]:
        """Run a command that must succeed; give the one line of JSON that it prints."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    @asynccontextmanager
    async def stored(self) -> AsyncIterator[Store]:
        """Open what the commands stored; it is dropped at the end of the block."""
        async with open_store(self.uri, self.database, self.data) as opened:
            try:
                yield opened
            finally:
                await opened.client.drop_database(self.database)


@asynccontextmanager
async def writers_wait(store: Store) -> AsyncIterator[None]:
    """Let whoever would write an article wait for the end of the block."""
    async with store.client.start_session() as session:
        await session.start_transaction()
        held = {"$set": {"held": True}}
        await store.db["meta"].update_one({"_id": "writers"}, held, upsert=True, session=session)
        await store.db["articles"].update_many({}, held, session=session)
        yield
        await session.abort_transaction()
