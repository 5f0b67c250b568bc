import asyncio
import json
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alert import deliver
from monitor.alert.deliver import MOST_ATTEMPTS, Deliverer, Tally, drain, wait_after
from monitor.alert.matcher import Matcher
from monitor.store.connection import Store, open_store
from monitor.store.outbox import LEASE, Row
from tests.alert.newsroom import NOW, article, credited, follow, publish


async def only(store: Store) -> Row:
    """Give the row that is there."""
    (row,) = await store.outbox.list()
    return row


def sent(count: int) -> Tally:
    """Tell of messages that went well."""
    return Tally(sent=count)


async def send(store: Store, now: datetime = NOW) -> Tally:
    """Deliver what is due at a time."""
    return await Deliverer(store, lambda: now, turn=math.inf).deliver_due()


async def test_an_alert_is_sent_once(store: Store, receiver: Any) -> None:
    """What was matched is posted under its key, and not again."""
    await follow(store, "cites:washingtonpost.com", receiver.url)
    await publish(store, credited("a"))
    assert await drain(store, NOW) == Tally(events=1, alerts=1, sent=1)
    assert await drain(store, NOW + timedelta(days=1)) == Tally()
    (body,) = receiver.received
    row = await only(store)
    assert (row.state, row.attempts, row.sentAt, row.lastError) == ("sent", 1, NOW, None)
    assert body["key"] == row.key == row.id
    assert body["alerts"][0]["citations"][0]["evidence"][0]["sentence"] == "Lu sur le Washington Post"


async def test_alerts_of_a_channel_keep_their_order(store: Store, receiver: Any) -> None:
    """The oldest event is sent first."""
    await follow(store, "varneuil", receiver.url)
    for minute, path in enumerate("cab"):
        await publish(store, article(path), now=NOW + timedelta(minutes=minute))
    assert (await drain(store, NOW + timedelta(hours=1))).sent == 3
    titles = [body["title"] for body in receiver.received]
    assert titles == [f"[t] Nouvelles de Varneuil, {path}" for path in "cab"]


async def test_a_channel_that_is_down_gets_backoff_then_dead_then_retry(store: Store, receiver: Any) -> None:
    """Each wait is longer; after the last the alert is dead; retry brings it back under the same key."""
    await follow(store, "varneuil", receiver.url)
    await publish(store, article("a"))
    receiver.answers += [(503, {})] * MOST_ATTEMPTS
    now, waits = NOW, []
    await drain(store, now)
    while (row := await only(store)).state == "failed":
        assert row.lastError == f"http://127.0.0.1:{receiver.port}/… answered 503."
        assert await send(store, row.nextAttempt - timedelta(milliseconds=1)) == Tally()
        waits.append(row.nextAttempt - now)
        now = row.nextAttempt
        await send(store, now)
    assert waits == [wait_after(attempts) for attempts in range(1, MOST_ATTEMPTS)]
    assert timedelta(hours=24) < sum(waits, timedelta()) < timedelta(hours=26)
    assert (await only(store)).state == "dead"
    assert await send(store, now + timedelta(days=30)) == Tally()
    assert await store.outbox.retry([(await only(store)).id], now) == 1
    assert await send(store, now) == sent(1)
    assert (await only(store)).state == "sent"
    assert set(receiver.keys) == {(await only(store)).id}
    assert len(receiver.keys) == MOST_ATTEMPTS + 1


async def test_a_receiver_says_when_to_come_again(store: Store, receiver: Any) -> None:
    """Retry-After counts where it is longer than our own wait."""
    await follow(store, "varneuil", receiver.url)
    await publish(store, article("a"))
    receiver.answers.append((429, {"Retry-After": "3600"}))
    assert await drain(store, NOW) == Tally(events=1, alerts=1, failed=1)
    assert (await only(store)).nextAttempt == NOW + timedelta(hours=1)
    assert await send(store, NOW + timedelta(minutes=59)) == Tally()
    assert await send(store, NOW + timedelta(hours=1)) == sent(1)


async def test_what_is_never_taken_is_dead_at_once(store: Store, receiver: Any) -> None:
    """A receiver that refuses the message itself is not asked again."""
    await follow(store, "varneuil", receiver.url)
    await publish(store, article("a"))
    receiver.answers.append((410, {}))
    assert (await drain(store, NOW)).dead == 1
    row = await only(store)
    assert (row.state, row.attempts) == ("dead", 1)


async def test_a_channel_that_is_down_holds_up_no_other(store: Store, receiver: Any, tmp_path: Path) -> None:
    """And its own other messages wait a little, without counting attempts."""
    file = tmp_path / "a.jsonl"
    await follow(store, "varneuil", receiver.url, f"file:{file}")
    await publish(store, article("a"))
    await publish(store, article("b"), now=NOW + timedelta(seconds=1))
    receiver.answers.append((500, {}))
    now = NOW + timedelta(minutes=1)
    tally = await drain(store, now)
    assert (tally.sent, tally.failed) == (2, 1)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2
    waiting = [row for row in await store.outbox.list() if row.state != "sent"]
    assert sorted((row.state, row.attempts) for row in waiting) == [("due", 0), ("failed", 1)]
    assert {row.nextAttempt for row in waiting} == {now + wait_after(1)}
    assert await send(store, now + wait_after(1)) == sent(2)


async def test_a_digest_goes_out_at_its_turn(store: Store, receiver: Any) -> None:
    """All alerts of the turn in one message; what comes later waits for the next."""
    await follow(store, "varneuil", receiver.url, every="1h")
    for path in "ab":
        await publish(store, article(path))
    ten = NOW.replace(hour=10, minute=0)
    assert (await drain(store, ten - timedelta(milliseconds=1))).sent == 0
    assert await drain(store, ten) == sent(1)
    await publish(store, article("c"), now=ten)
    assert (await drain(store, ten + timedelta(minutes=59))).sent == 0
    assert await drain(store, ten + timedelta(hours=1)) == sent(1)
    assert [body["title"] for body in receiver.received] == ["[t] 2 articles", "[t] Nouvelles de Varneuil, c"]
    assert {row.state for row in await store.outbox.list()} == {"sent"}


async def test_a_digest_that_failed_goes_out_again_as_it_was(store: Store, receiver: Any) -> None:
    """Same key, same alerts; those that came in the meantime are a digest of their own."""
    await follow(store, "varneuil", receiver.url, every="15m")
    await publish(store, article("a"))
    await drain(store, NOW)
    receiver.answers.append((500, {}))
    turn = NOW.replace(minute=15)
    await send(store, turn)
    await publish(store, article("b"), now=turn)
    await drain(store, turn)
    assert await send(store, turn + timedelta(minutes=15)) == sent(2)
    first, again, other = receiver.received
    assert again == first
    assert other["key"] != first["key"]


async def test_a_large_digest_is_cut(store: Store, receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest follows in the next message, nothing is left out."""
    monkeypatch.setattr("monitor.store.outbox.LARGEST_DIGEST", 2)
    await follow(store, "varneuil", receiver.url, every="1h")
    for path in "abcde":
        await publish(store, article(path))
    await drain(store, NOW)
    assert await send(store, NOW + timedelta(hours=1)) == sent(3)
    assert sorted(len(body["alerts"]) for body in receiver.received) == [1, 2, 2]


async def test_a_paused_topic_sends_nothing(store: Store, receiver: Any) -> None:
    """What waited when the pause began is sent after it; others on the channel go on."""
    await follow(store, "varneuil", receiver.url)
    await follow(store, "varneuil", receiver.url, name="other")
    await publish(store, article("a"))
    await store.topics.pause("t", NOW + timedelta(minutes=1))
    assert (await drain(store, NOW + timedelta(minutes=2))).sent == 1
    assert receiver.received[0]["topic"] == "other"
    await store.topics.resume("t", NOW + timedelta(minutes=3))
    assert await send(store, NOW + timedelta(minutes=4)) == sent(1)


async def test_two_deliverers_at_once_send_each_alert_once(
    store: Store, receiver: Any, mongo_uri: str, tmp_path: Path
) -> None:
    """Who claims a row has it until the lease ends."""
    await follow(store, "varneuil", receiver.url, f"{receiver.url}/2")
    for number in range(8):
        await publish(store, article(f"n{number}"))
    async with open_store(mongo_uri, store.db.name, tmp_path) as other:
        tallies = await asyncio.gather(*(drain(each, NOW) for each in (store, other, store)))
    assert sum(tally.sent for tally in tallies) == 16
    assert len(set(receiver.keys)) == len(receiver.keys) == 16


async def test_a_deliverer_that_dies_leaves_its_alert_to_others(store: Store, receiver: Any) -> None:
    """When the lease ends the same message is due again; the late answer of the first closes nothing."""
    await follow(store, "varneuil", receiver.url)
    await publish(store, article("a"))
    receiver.answers.append((500, {}))
    await drain(store, NOW)
    again = NOW + timedelta(hours=1)
    row = await only(store)
    lost = await store.outbox.claim(row.channel, again)
    assert lost
    assert await send(store, again + LEASE - timedelta(milliseconds=1)) == Tally()
    assert await send(store, again + LEASE) == sent(1)
    assert not await store.outbox.sent(lost, again + LEASE)
    assert len(set(receiver.keys)) == 1


async def test_stdout_gets_the_text(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """Title and text as they are."""
    await follow(store, "cites:washingtonpost.com")
    await publish(store, credited("a"))
    await drain(store, NOW)
    printed = capsys.readouterr().out
    assert printed.startswith("[t] Nouvelles de Varneuil, a\n\natlantico.fr · ")
    assert "> Lu sur le Washington Post\n" in printed


async def test_a_file_gets_a_line(store: Store, tmp_path: Path) -> None:
    """JSON with the key first."""
    await follow(store, "varneuil", f"file:{tmp_path}/a.jsonl")
    await publish(store, article("a"))
    await drain(store, NOW)
    (line,) = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["key"] == (await only(store)).id


@pytest.mark.parametrize("answer", [(200, {}), (401, {})])
async def test_apprise_carries_and_no_secret_is_told(
    store: Store, receiver: Any, caplog: pytest.LogCaptureFixture, answer: Any
) -> None:
    """Neither a log nor the outbox holds any part of the URL, whether it goes well or not."""
    caplog.set_level("DEBUG")
    await follow(store, "varneuil", f"json://anna:t0psecret@127.0.0.1:{receiver.port}/t0psecret")
    await publish(store, article("a"))
    receiver.answers.append(answer)
    tally = await drain(store, NOW)
    assert (tally.sent, tally.failed) == ((1, 0) if answer[0] == 200 else (0, 1))
    assert receiver.received[0]["title"] == "[t] Nouvelles de Varneuil, a"
    rows = await store.db["outbox"].find().to_list()
    written = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("monitor"))
    assert "t0psecret" not in written + str(rows)
    assert "json://…" in written


async def test_a_channel_of_no_topic_waits(store: Store, receiver: Any) -> None:
    """A row whose topic the deliverer does not know yet is left for the next look."""
    made = await follow(store, "varneuil", receiver.url)
    await publish(store, article("a"))
    await Matcher(store, clock=lambda: NOW).match_waiting()
    await store.db["topics"].delete_many({})
    assert await send(store) == Tally()
    assert (await only(store)).state == "due"
    await store.topics.add(made)
    assert await send(store) == sent(1)


async def test_a_deliverer_finishes_its_message_when_stopped(store: Store, receiver: Any) -> None:
    """What is on its way is noted as sent; the next message waits."""
    await follow(store, "varneuil", receiver.url)
    await publish(store, article("a"))
    await publish(store, article("b"))
    await Matcher(store, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)).match_waiting()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    receiver.on_request = lambda: loop.call_soon_threadsafe(stop.set)
    receiver.delay = 0.2
    async with asyncio.timeout(10):
        await deliver.run(store, stop, poll=0.05)
    assert len(receiver.keys) == 1
    assert sorted(row.state for row in await store.outbox.list()) == ["due", "sent"]
