"""A page as the network or an archive gave it: what every parser starts from."""

from dataclasses import dataclass

from scrapy.http import Response

from monitor.items import Capture, Entry

_HTML = ("text/html", "application/xhtml+xml")


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


def headers(response: Response) -> dict[str, list[str]]:
    """Give every header of a response by its name in lower case."""
    return {
        name.decode("latin-1").lower(): [value.decode("latin-1") for value in values]
        for name, values in response.headers.items()
    }


def is_web_page(kind: str | None) -> bool:
    """Tell whether a Content-Type is that of a web page; where none is given it may be.

    >>> is_web_page("Text/HTML; charset=utf-8"), is_web_page("application/pdf"), is_web_page(None)
    (True, False, True)
    """
    return not kind or kind.lower().startswith(_HTML)
