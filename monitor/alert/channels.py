"""Channels: where alerts go, named by a URL.

    https://hooks.example/x     a webhook: JSON by POST, with an idempotency key
    file:/srv/alerts.jsonl      a line of JSON is added for each message
    stdout:                     text, printed by the process that delivers
    mailto://… slack://… …      any service of Apprise (https://appriseit.com/services/)

>>> read("stdout:").to
'stdout:'
>>> redacted("https://user:word@hooks.example:8443/services/T0/secret")
'https://hooks.example:8443/…'
"""

import logging
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from monitor.config import at_home
from monitor.errors import BadChannel, BadInput
from monitor.store.topics import Channel
from monitor.urls import web_address

if TYPE_CHECKING:
    from apprise import NotifyBase

WEBHOOK = frozenset({"http", "https"})
_FORMS = "write https://…, file:/…/NAME.jsonl, stdout: or a URL of Apprise, such as mailto://…"

# Apprise logs URLs, and with them passwords; what fails we say ourselves.
logging.getLogger("apprise").propagate = False
logging.getLogger("apprise").addHandler(logging.NullHandler())


def read(text: str) -> Channel:
    """Give the channel of a URL as a user wrote it; the path of a file is made absolute.

    Raises `BadChannel` with what to write. The sentence never repeats the URL: it may hold a password.
    """
    text = text.strip()
    scheme = scheme_of(text)
    if any(character.isspace() for character in text) and scheme != "file":
        raise BadChannel(f'The channel "{scheme}:…" has a space in it; write %20 where one belongs.')
    if scheme == "stdout":
        if text != "stdout:":
            raise BadChannel('Nothing follows the colon of the channel "stdout:".')
        to = text
    elif scheme == "file":
        to = f"file:{_writable(text)}"
    elif scheme in WEBHOOK:
        to = _webhook(text)
    else:
        service(text)
        to = text
    return Channel(id=sha256(to.encode()).hexdigest()[:12], to=to)


def scheme_of(to: str) -> str:
    """Give the scheme of a channel in lower case; empty if it has none."""
    return to.partition(":")[0].strip().lower() if ":" in to else ""


def path_of(to: str) -> Path:
    """Give the path of a `file:` channel, written with or without slashes before it."""
    rest = to.partition(":")[2]
    if rest.startswith("//"):
        rest = unquote(urlsplit(to).path)
    return Path(rest)


def redacted(to: str) -> str:
    """Give a channel without what may be secret: names, passwords, paths, tokens.

    >>> redacted("file:/srv/alerts.jsonl")
    'file:/srv/alerts.jsonl'
    >>> redacted("tgram://123456789:abcdefg/12315544/")
    'tgram://…'
    """
    scheme = scheme_of(to)
    if scheme in {"stdout", "file"}:
        return to
    if scheme not in WEBHOOK:
        # In many services' URLs the host is the token.
        return f"{scheme}://…"
    parts = urlsplit(to)
    place = parts.netloc.rpartition("@")[2]
    return f"{scheme}://{place}/…" if parts.path.strip("/") or parts.query else f"{scheme}://{place}"


def service(to: str) -> "NotifyBase":
    """Give Apprise's service for a URL; raises `BadChannel` when it has none or needs more."""
    # The import reads some hundred plugins.
    from apprise import Apprise, AppriseAsset, NotificationManager, PersistentStoreMode  # noqa: PLC0415

    scheme = scheme_of(to)
    known = NotificationManager()  # type: ignore[no-untyped-call]  # it has no annotations
    if scheme not in known or "://" not in to:
        raise BadChannel(f'The channel "{scheme or "…"}" is not known; {_FORMS}.')
    asset = AppriseAsset(storage_mode=PersistentStoreMode.MEMORY, allow_templates=False)
    asset.app_id, asset.app_desc = "media-monitor", "media-monitor alerts"
    made = Apprise.instantiate(to, asset=asset)
    if made is None:
        raise BadChannel(
            f'The channel "{scheme}://…" is not complete; https://appriseit.com/services/ says what it takes.'
        )
    return made


def _writable(text: str) -> Path:
    named = path_of(text)
    try:
        path = at_home(named).absolute()
    except ValueError:
        raise BadChannel(
            "The path of the channel begins with ~ and no user's name; write it whole."
        ) from None
    if path.suffix != ".jsonl":
        raise BadChannel("The file of a channel holds JSON lines; give it a name that ends in .jsonl.")
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise BadChannel(f"The file {path} cannot be written; make its directory, or name another file.")
    return path


def _webhook(text: str) -> str:
    try:
        return web_address(text)
    except BadInput:
        raise BadChannel("The channel is no address; write https://HOST/PATH.") from None
