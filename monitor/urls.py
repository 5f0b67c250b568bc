"""URLs: the form that identifies a page, its host, the site it belongs to.

>>> canonical("http://www.atlantico.fr:80/article/pepite/x/?utm_source=rss#top")
'https://atlantico.fr/article/pepite/x'
>>> site("https://edition.cnn.com/a"), site("https://www.bbc.co.uk/b")
('cnn.com', 'bbc.co.uk')
"""

import re
from collections.abc import Container
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from monitor.errors import BadInput

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Parameters that say where a reader came from, never what he reads.
_TRACKING = re.compile(
    r"^(utm_.*|at_.*|ns_.*|mc_[ce]id|fbclid|gclid|dclid|msclkid|twclid|igshid|xtor|xtref|"
    r"cmp|cmpid|ito|ref|ref_src|ref_url|smid|smtyp|partner|ocid|wt_mc|wtmc|mtm_.*|pk_.*|"
    r"_ga|_gl|amp|outputtype|print|share|shared|social|source|feed|rss)$",
    re.IGNORECASE,
)
# Those of a visit: another in each answer to who keeps no cookies (Java, PHP, ASP, ColdFusion).
_SESSION = re.compile(r"^(?:jsessionid|phpsessid|aspsessionid\w*|session_?id|cfid|cftoken)$", re.IGNORECASE)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*|/\([SX]\([\w-]+\)\)(?=/)", re.IGNORECASE)
_EDITIONS = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?:/amp(?:\.html)?|\.amp(?:\.html)?)/?$|^/amp(?=/)")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """Give the form under which two addresses of one page are equal.

    https for http, no `www.`, `m.`, `mobile.` or `amp.` host, no default port, no AMP path,
    no tracking parameters and session ids, the rest of the query sorted, no fragment, no slash at the end;
    a name in IDNA's ASCII form is written in its own letters.
    A URL that cannot be read is given back as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url.strip()
    name = _EDITIONS.sub("", _readable(parts.hostname.rstrip(".")))
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        name = f"{name}:{port}"
    path = _AMP_PATH.sub("", _SESSION_IN_PATH.sub("", parts.path)).rstrip("/")
    kept = sorted(
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(key) and not _SESSION.match(key)
    )
    return urlunsplit(("https", name, path or "/", urlencode(kept), ""))


def is_address(text: str) -> bool:
    """Tell whether what was asked for is written as an address, and not as a name.

    >>> is_address("https://example.org/world/"), is_address("atlantico.fr")
    (True, False)
    """
    return "://" in text


def web_address(text: str) -> str:
    """Give back the address of a web page; raises `BadInput` when it is none.

    >>> web_address("https://example.org/world/")
    'https://example.org/world/'
    """
    try:
        parts = urlsplit(text)
        # A wrong port is only found when it is asked for.
        right = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
        right = right and not any(map(str.isspace, parts.netloc))
    except ValueError:
        right = False
    if not right:
        raise BadInput(f'"{text}" is no address of a web page; write it as in https://example.org/world/.')
    return text


def resolved(base: str, link: str) -> str | None:
    """Give the web address that a link of a page stands for; None when it stands for none.

    >>> resolved("https://example.org/world/", "/a"), resolved("https://example.org/", "http://["), resolved("", "")
    ('https://example.org/a', None, None)
    """
    try:
        found = urljoin(base, link.strip()) if link else ""
        parts = urlsplit(found)
    except ValueError:
        return None
    return found if parts.scheme in _DEFAULT_PORTS and parts.hostname else None


def host(url: str) -> str:
    """Give the host of a URL in lower case without `www.`, in its own letters; empty if it has none.

    >>> host("https://WWW.Lemonde.fr/x"), host("https://xn--kln-sna.example/")
    ('lemonde.fr', 'köln.example')
    """
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _readable(name.removeprefix("www."))


def _readable(name: str) -> str:
    # Tables and links have either form; answers have the ASCII form, whatever was asked for.
    if name.isascii() and "xn--" not in name:
        return name
    try:
        return name.encode("idna").decode("idna")
    except UnicodeError:
        return name


def site(url: str) -> str:
    """Give the registrable domain of a URL or host, by the public suffix list's snapshot."""
    name = host(url) if "//" in url else url.lower()
    found = _suffixes()(name)
    return found.top_domain_under_public_suffix or name


def outlet_of(url: str, outlets: Container[str]) -> str:
    """Give the outlet of a URL: the longest host suffix among the outlets, else its site.

    >>> outlet_of("https://rmc.bfmtv.com/a", {"bfmtv.com", "rmc.bfmtv.com"})
    'rmc.bfmtv.com'
    """
    suffix = host(url) if "//" in url else url.lower().removeprefix("www.")
    while "." in suffix:
        if suffix in outlets:
            return suffix
        suffix = suffix.partition(".")[2]
    return site(url)


@cache
def _suffixes() -> "TLDExtract":
    # The import costs more than all that a command without an unlisted site does.
    from tldextract import TLDExtract  # noqa: PLC0415

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
