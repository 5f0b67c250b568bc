"""Every other channel: handed to Apprise, which only carries; whether and when is decided here."""

import re
from urllib.parse import unquote

from apprise import Apprise, NotifyFormat

from monitor.alert.channels import redacted, service
from monitor.alert.digest import Message
from monitor.errors import BadChannel, DeliveryFailed

TIMEOUT = 45.0
_SHORT = 3
"""Letters of a part that is only taken out where it is a word of its own."""


def send(to: str, message: Message) -> None:
    """Send a message as plain text; blocks, so run it in a thread. Raises `DeliveryFailed`."""
    try:
        chosen = service(to)
    except BadChannel as error:
        raise DeliveryFailed(str(error), final=True) from None
    carrier = Apprise(chosen, asset=chosen.asset)
    result = carrier.notify(
        body=message.text, title=message.title, body_format=NotifyFormat.TEXT, timeout=TIMEOUT
    )
    if not result:
        reasons = [entry.message for entry in result.logs()]
        reason = scrub(reasons[-1], to) if reasons else "it gave no reason"
        raise DeliveryFailed(f"{redacted(to)} did not take the message: {reason.rstrip('.')}.")


def scrub(sentence: str, to: str) -> str:
    """Take every part of a channel's URL out of a sentence.

    >>> scrub("Failed to send to 12345: Unauthorized, error=401.", "tgram://botword/12345")
    'Failed to send to …: Unauthorized, error=401.'
    """
    rest = to.partition(":")[2]
    parts = {part for text in (rest, unquote(rest)) for part in re.split(r"[/:@?&=,]", text) if part}
    for part in sorted(parts, key=len, reverse=True):
        whole = re.escape(part)
        sentence = re.sub(whole if len(part) > _SHORT else rf"(?<!\w){whole}(?!\w)", "…", sentence)
    return sentence
