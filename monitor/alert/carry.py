"""Handing a message to its channel, whatever the channel's kind, within a time limit."""

import asyncio
import sys

from monitor.alert import jsonl, relay, webhook
from monitor.alert.channels import WEBHOOK, path_of, redacted, scheme_of
from monitor.alert.digest import Message
from monitor.errors import DeliveryFailed

LIMIT = 60.0
"""Seconds for one message; shorter than the lease of its rows."""


async def carry(to: str, message: Message) -> None:
    """Hand a message to the channel of a URL; raises `DeliveryFailed`, which never repeats the URL."""
    try:
        async with asyncio.timeout(LIMIT):
            await _carry(to, message)
    except DeliveryFailed:
        raise
    except TimeoutError:
        raise DeliveryFailed(f"{redacted(to)} took longer than {LIMIT:.0f} s.") from None
    except Exception as error:  # noqa: BLE001 - a fault in one channel's code must not stop the others
        # Its words may repeat the URL.
        raise DeliveryFailed(f"{redacted(to)} failed inside ({type(error).__name__}).") from None


async def _carry(to: str, message: Message) -> None:
    scheme = scheme_of(to)
    if scheme in WEBHOOK:
        await webhook.send(to, message)
    elif scheme == "file":
        await asyncio.to_thread(jsonl.append, path_of(to), message)
    elif scheme == "stdout":
        await asyncio.to_thread(_print, message)
    else:
        await asyncio.to_thread(relay.send, to, message)


def _print(message: Message) -> None:
    try:
        sys.stdout.write(f"{message.title}\n\n{message.text}\n")
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        raise DeliveryFailed(f"stdout cannot be written ({type(error).__name__}).") from None
