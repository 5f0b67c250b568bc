"""A page as the network or an archive gave it: what every parser starts from."""

from dataclasses import dataclass

from monitor.items import Capture, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with its content codings taken off.

    `entry` is what the listing said that named it, `section` the section that was asked for; both are
    null when the archive does not say.
    """

    url: str
    body: bytes
    contentType: str | None
    capture: Capture
    entry: Entry | None = None
    section: str | None = None
