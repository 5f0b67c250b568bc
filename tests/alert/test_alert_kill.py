import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from monitor.store.connection import Store
from tests.alert.newsroom import follow

ROOT = Path(__file__).parents[2]


async def test_a_kill_between_any_two_steps_loses_no_alert(
    store: Store, mongo_uri: str, receiver: Any
) -> None:
    """Every alert is sent; one whose process died after sending it is sent twice with the same key."""
    await follow(store, "varneuil", receiver.url)
    command = [sys.executable, "-m", "tests.alert.killed", mongo_uri, store.db.name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    steps = done.stdout.splitlines()
    titles = Counter(body["title"] for body in receiver.received)
    assert len(steps) > 20
    assert {"after commitTransaction", "before update"} <= set(steps)
    assert sorted(titles) == [f"[t] Nouvelles de Varneuil, s{step:03}" for step in range(1, len(steps) + 2)]
    assert len(set(receiver.keys)) == len(titles)
    assert set(titles.values()) == {1, 2}
    assert {row.state for row in await store.outbox.list()} == {"sent"}
    assert await store.events.unmatched(1) == []
