import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from monitor.cli.app import app
from tests.alert.newsroom import credited, follow, publish
from tests.alert.receiver import Receiver, serve
from tests.cli.own_database import Ask, own_database

SECRET = "t0psecret"  # noqa: S105 - stands for one


@pytest.fixture(autouse=True)
def database(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """A database of its own for each test; gives what asks it."""
    with own_database(mongo_uri, monkeypatch) as ask:
        yield ask


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver of webhooks on a free port."""
    with serve() as served:
        yield served


def monitor(*words: str) -> tuple[int, str, str]:
    """Run a command; give its exit code, stdout and stderr."""
    ran = CliRunner().invoke(app, ["alert", *words])
    return ran.exit_code, ran.stdout, ran.stderr


def listed(*options: str) -> list[dict[str, Any]]:
    """The alerts, as programs read them."""
    return [json.loads(line) for line in monitor("list", "--json", *options)[1].splitlines()]


def prepare(database: Ask, *to: str) -> None:
    """Add a topic and store an article that it fits."""
    database(lambda store: follow(store, "cites:washingtonpost.com", *to, name="post"))
    database(lambda store: publish(store, credited("a")))


def test_what_waits_is_delivered_once(database: Ask, receiver: Receiver) -> None:
    """Matched and sent by one call; the next has nothing to do."""
    prepare(database, receiver.url)
    code, out, err = monitor("deliver")
    assert (code, out) == (0, "")
    assert "1 event matched, 1 alert found; 1 message sent, 0 failed, 0 given up.\n" in err
    assert "0 events matched, 0 alerts found; 0 messages sent" in monitor("deliver")[2]
    assert [body["topic"] for body in receiver.received] == ["post"]


def test_alerts_are_listed(database: Ask, receiver: Receiver) -> None:
    """With state, reason and id; channels without their secrets; by topic and state."""
    assert monitor("list")[2] == "No alert fits.\n"
    prepare(database, receiver.url)
    receiver.answers.append((410, {}))
    assert monitor("deliver")[0] == 1
    (row,) = listed("--state", "dead", "--topic", "post")
    assert (row["state"], row["topicName"], row["attempts"]) == ("dead", "post", 1)
    assert row["to"] == f"http://127.0.0.1:{receiver.port}/…"
    out = monitor("list")[1]
    for shown in ("post", "Nouvelles de Varneuil, a", "dead", "answered 410", row["id"]):
        assert shown in out
    assert SECRET not in out + json.dumps(row)
    assert listed("--topic", "other") == listed("--state", "sent") == []
    assert monitor("list", "--state", "lost")[0] == 2


@pytest.mark.parametrize("everything", [True, False])
def test_the_dead_are_brought_back(database: Ask, receiver: Receiver, everything: bool) -> None:
    """All, or by id; then they are delivered."""
    prepare(database, receiver.url)
    receiver.answers.append((410, {}))
    monitor("deliver")
    which = "--all" if everything else listed()[0]["id"]
    assert monitor("retry", which)[:2] == (0, "Due now: 1 alert.\n")
    assert monitor("deliver")[0] == 0
    assert [row["state"] for row in listed()] == ["sent"]
    assert len(set(receiver.keys)) == 1


@pytest.mark.parametrize("words", [(), ("a:1:new:c", "--all"), ("nonsense",)])
def test_a_retry_of_nothing_is_bad_use(words: tuple[str, ...]) -> None:
    """One sentence says what to name."""
    code, out, err = monitor("retry", *words)
    assert (code, out) == (2, "")
    assert "monitor alert list" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("answer", [200, 500])
def test_no_log_tells_a_secret(database: Ask, receiver: Receiver, answer: int) -> None:
    """Not even with --debug, for a webhook or a service of Apprise, whether it goes well or not."""
    prepare(database, receiver.url, f"json://anna:{SECRET}@127.0.0.1:{receiver.port}/{SECRET}")
    receiver.answers += [(answer, {})] * 2
    command = [str(Path(sys.executable).with_name("monitor")), "--debug", "alert", "deliver"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert ran.returncode == (0 if answer == 200 else 1)
    assert len(receiver.received) == 2
    assert "json://…" in ran.stderr
    assert SECRET not in ran.stderr + ran.stdout
