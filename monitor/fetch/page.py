"""A page as the network or an archive gave it: what every parser starts from."""

from dataclasses import dataclass

from scrapy.http import Response

from monitor.items import Capture, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with its content codings taken off.

    `entry` is what the listing said that named it, `section` the section that was asked for; both are
    null when the archive does not say. With a `status` other than 200 it is a visit that brought none.
    """

    url: str
    body: bytes
    contentType: str | None
    capture: Capture
    entry: Entry | None = None
    section: str | None = None
    status: int = 200


def content_type(response: Response) -> str | None:
    """Give the Content-Type of a response as it came."""
    return header(response, "Content-Type")


def header(response: Response, name: str) -> str | None:
    """Give a header of a response; the first when there are several."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
