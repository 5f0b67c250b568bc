from typing import Any

import aiohttp
import pytest

from monitor.alert import relay, webhook
from monitor.alert.digest import Message
from monitor.errors import DeliveryFailed

SECRET = "t0psecret"  # noqa: S105 - stands for one
MESSAGE = Message(key="a:1:new", title="Titre", text="Un texte é.\n", body={"key": "a:1:new", "text": "é"})


async def test_a_message_is_posted_with_its_key(receiver: Any) -> None:
    """Header and body carry the same key."""
    await webhook.send(receiver.url, MESSAGE)
    assert receiver.received == [{"key": "a:1:new", "text": "é"}]
    assert receiver.headers[0]["Idempotency-Key"] == "a:1:new"
    assert receiver.headers[0]["Content-Type"] == "application/json"


async def test_name_and_password_go_into_a_header(receiver: Any) -> None:
    """Credentials of the URL are sent as basic authentication."""
    await webhook.send(receiver.url.replace("//", "//anna:word@"), MESSAGE)
    assert receiver.headers[0]["Authorization"] == "Basic YW5uYTp3b3Jk"


@pytest.mark.parametrize(
    ("status", "headers", "final", "wait"),
    [
        (500, {}, False, 0),
        (429, {"Retry-After": "120"}, False, 120),
        (503, {"Retry-After": "Fri, 27 Nov 2026 08:00:00 GMT"}, False, 0),
        (404, {}, False, 0),
        (401, {}, False, 0),
        (302, {"Location": "http://127.0.0.1:1/"}, False, 0),
        (400, {}, True, 0),
        (410, {}, True, 0),
    ],
)
async def test_any_other_answer_is_a_failure(
    receiver: Any, status: int, headers: dict[str, str], final: bool, wait: float
) -> None:
    """Only what can never be taken is final; a redirect is not followed."""
    receiver.answers.append((status, headers))
    with pytest.raises(DeliveryFailed, match=str(status)) as failed:
        await webhook.send(receiver.url, MESSAGE)
    assert (failed.value.final, failed.value.wait) == (final, wait)
    assert SECRET not in str(failed.value)
    assert len(receiver.received) == 1


@pytest.mark.parametrize("url", [f"http://127.0.0.1:1/{SECRET}", f"http://a..b/{SECRET}"])
async def test_a_receiver_that_is_not_there_is_a_failure(url: str) -> None:
    """The sentence does not repeat the URL."""
    with pytest.raises(DeliveryFailed, match="cannot be reached") as failed:
        await webhook.send(url, MESSAGE)
    assert not failed.value.final
    assert SECRET not in str(failed.value)


async def test_a_receiver_that_says_nothing_is_a_failure(
    receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time limit holds over all."""
    receiver.delay = 5
    monkeypatch.setattr(webhook, "TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    with pytest.raises(DeliveryFailed, match="did not answer"):
        await webhook.send(receiver.url, MESSAGE)


def test_apprise_carries(receiver: Any) -> None:
    """A service of Apprise gets title and text as they are, markup and braces too."""
    relay.send(
        f"json://127.0.0.1:{receiver.port}/x", Message(key="k", title="T <b>", text="{{x}} & é", body={})
    )
    assert receiver_text(receiver) == ("T <b>", "{{x}} & é")


def receiver_text(receiver: Any) -> tuple[str, str]:
    """Give title and text of the last notification."""
    return receiver.received[-1]["title"], receiver.received[-1]["message"]


def test_what_apprise_cannot_carry_is_a_failure(receiver: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Its reason is given, and no part of the URL."""
    receiver.answers.append((401, {}))
    with pytest.raises(DeliveryFailed, match="401") as failed:
        relay.send(f"json://anna:{SECRET}@127.0.0.1:{receiver.port}/{SECRET}", MESSAGE)
    assert SECRET not in str(failed.value) + caplog.text


def test_a_service_that_is_gone_is_final() -> None:
    """A channel that no version of Apprise knows any more is not tried again."""
    with pytest.raises(DeliveryFailed) as failed:
        relay.send("bogus://x", MESSAGE)
    assert failed.value.final
