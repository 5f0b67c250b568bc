"""Why nothing came from a host, in words: a clause without full stop, for whoever named the address.

>>> told(CannotResolveHostError(), "https://www.example.org/world/")
'the name www.example.org is not found in the DNS; see its spelling, and your network'
"""

import zlib
from gzip import BadGzipFile
from http.client import responses
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.web.client import ResponseFailed

_KEEPS_US_OUT = frozenset({401, 403, 429})
_TOO_LARGE = "answers with more than 10 MiB, of which nothing is taken"


def told(error: BaseException | None, url: str) -> str:
    """Say why the request for a URL failed."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    match error:
        case HttpError():
            words = answered(error.response.status, host)
        case IgnoreRequest():
            words = _ignored(str(error).rstrip("."), host)
        case DownloadCancelledError():
            words = f"{host} {_TOO_LARGE}"
        case BadGzipFile() | zlib.error():
            words = f"{host} answers with what it says is compressed and is not"
        case CannotResolveHostError():
            words = f"the name {urlsplit(url).hostname} is not found in the DNS; see its spelling, and your network"
        case DownloadConnectionRefusedError():
            words = f"{host} refuses connections"
        case DownloadTimeoutError():
            words = f"{host} does not answer in time"
        case DownloadFailedError() | ResponseDataLossError():
            words = _broken_off(error, host)
        case _:
            words = f"{host} cannot be reached ({str(error).rstrip('.') or type(error).__name__})"
    return words


def answered(status: int, host: str) -> str:
    """Say what a host answered instead of a page.

    >>> answered(403, "example.org"), answered(599, "example.org")
    ('example.org answers 403 (Forbidden) and keeps this crawler out', 'example.org answers 599')
    """
    phrase = f" ({responses[status]})" if status in responses else ""
    return (
        f"{host} answers {status}{phrase}{' and keeps this crawler out' if status in _KEEPS_US_OUT else ''}"
    )


def _ignored(words: str, host: str) -> str:
    """Say in our words what Scrapy says of its settings; ours are sentences already.

    >>> _ignored("max redirections reached", "example.org")
    'example.org leads from one address to the next, more than ten times'
    """
    if "DOWNLOAD_MAXSIZE" in words:
        return f"{host} {_TOO_LARGE}"
    if words == "max redirections reached":
        return f"{host} leads from one address to the next, more than ten times"
    return words


def _broken_off(error: Exception, host: str) -> str:
    """Tell a handshake that failed, in OpenSSL's words, from a connection that was lost."""
    cause = error.__cause__
    for failure in cause.reasons if isinstance(cause, ResponseFailed) else ():
        if isinstance(failure.value, SSL.Error):
            why = ", ".join(str(words[-1]) for words in failure.value.args[0]) or "handshake broken off"
            return f"no secure connection to {host} (TLS: {why})"
    return f"{host} breaks off the connection"
