"""Webhooks: a message as JSON by POST, with its idempotency key in header and body.

The header is `Idempotency-Key`; the same key comes with each attempt, so that a receiver that had the
message already can leave it. Any answer 2xx means that it has it.
"""

from importlib.metadata import version

import aiohttp

from monitor import items
from monitor.alert.channels import redacted
from monitor.alert.digest import Message
from monitor.errors import DeliveryFailed

TIMEOUT = aiohttp.ClientTimeout(total=30)
# The receiver says that it will never take this message: gone, or the body itself refused.
_FINAL = frozenset({400, 410, 413, 415, 422})
_LONGEST_WAIT = 86_400.0


async def send(to: str, message: Message) -> None:
    """Post a message; raises `DeliveryFailed` for any answer but 2xx. Redirects are not followed."""
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": message.key,
        "User-Agent": f"media-monitor/{version('media-monitor')}",
    }
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT, trust_env=True) as session,
            session.post(
                to, data=items.as_json(message.body).encode(), headers=headers, allow_redirects=False
            ) as response,
        ):
            status, wait = response.status, _seconds(response.headers.get("Retry-After", ""))
    except TimeoutError:
        raise DeliveryFailed(f"{redacted(to)} did not answer within {TIMEOUT.total:.0f} s.") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        # The error's own words may repeat the URL.
        raise DeliveryFailed(f"{redacted(to)} cannot be reached ({type(error).__name__}).") from None
    if not 200 <= status < 300:  # noqa: PLR2004 - the successes of RFC 9110
        raise DeliveryFailed(f"{redacted(to)} answered {status}.", final=status in _FINAL, wait=wait)


def _seconds(retry_after: str) -> float:
    return min(float(retry_after), _LONGEST_WAIT) if retry_after.isdecimal() else 0.0
