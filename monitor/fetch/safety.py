"""Which addresses may be fetched: public ones, unless a network is allowed by name.

A page can link or redirect to `http://169.254.169.254/` or to a name that resolves to 127.0.0.1; a
crawler that follows reads its own machine for whoever wrote the page. The check is made on the very
address that is connected to, after DNS, so that a name cannot change its answer in between.

>>> Guard().refusal("169.254.169.254") is None, Guard(["127.0.0.0/8"]).refusal("127.0.0.1") is None
(False, True)
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import BaseSettings
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

log = logging.getLogger(__name__)

_NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


class Refused(IgnoreRequest):
    """An address that may not be fetched; the message says why and what would allow it."""


class Guard:
    """Tells public addresses from those of private, loopback, link-local and metadata networks."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed: list[IPv4Network | IPv6Network] = [ip_network(net) for net in allowed]

    def refusal(self, address: str) -> str | None:
        """Say why an IP address may not be fetched; None when it may, or when it is a name."""
        try:
            given = ip_address(address.strip("[]").partition("%")[0])
        except ValueError:
            return None
        meant = _embedded(given)
        if meant.is_global and not meant.is_multicast:
            return None
        if any(meant.version == net.version and meant in net for net in self._allowed):
            return None
        return f"{address} is not a public address; MONITOR_ALLOW_NETS={meant} would allow it"

    def check(self, name: str, address: str) -> None:
        """Raise `Refused` unless the address that a name stands for may be fetched."""
        refusal = self.refusal(address)
        if refusal:
            log.warning("address refused host=%s address=%s", name, address)
            raise Refused(f"{refusal}." if name == address else f"{name}: {refusal}.")

    async def look_up(self, name: str) -> None:
        """Raise `Refused` when a name stands for an address that may not be fetched."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(name, None)
        except OSError:
            return
        for *_, (address, *_) in found:
            self.check(name, str(address))


def _embedded(address: Address) -> Address:
    # An IPv6 address can carry the IPv4 address that will be reached.
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class Resolver(CachingThreadedResolver):
    """DNS for Twisted that answers with addresses that may be fetched, and refuses the others."""

    def __init__(
        self, reactor: "ReactorBase", cache_size: int, timeout: float, guard: Guard, exempt: Iterable[str]
    ) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._guard = guard
        self._exempt = frozenset(exempt)

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: "ReactorBase") -> Self:
        """Read the networks allowed and the hosts that the user named himself from the settings."""
        settings: BaseSettings = crawler.settings
        cache_size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        named = [urlsplit(f"//{where}").hostname for where in settings.getdict("CONNECT_TO").values()]
        proxies = [urlsplit(proxy).hostname for proxy in getproxies().values()]
        return cls(
            reactor,
            cache_size,
            settings.getfloat("DNS_TIMEOUT"),
            Guard(settings.getlist("ALLOW_NETS")),
            [name for name in named + proxies if name],
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's
        """Resolve a name; to an address that may not be fetched, as if it had none: `look_up` says why."""
        found = super().getHostByName(name, timeout)
        return found.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if name not in self._exempt:
            try:
                self._guard.check(name, address)
            except Refused as refused:
                # Of any other failure Twisted prints a traceback.
                raise DNSLookupError(str(refused)) from None
        return address
