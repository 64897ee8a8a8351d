"""A host -> the endpoints that may be contacted: the public network, and what the user names besides."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from pipeline.errors import BlockedAddress, FetchFailed, InputError
from pipeline.findings import Status
from pipeline.scrape.network.addresses import is_ip

Network = IPv4Network | IPv6Network
Endpoint = tuple[str, int]  # an IP address as text, and a port
Resolve = Callable[..., Iterable[tuple[Any, ...]]]  # as socket.getaddrinfo

# What is not the public network, after the registries of IANA for special purposes.
NOT_PUBLIC: dict[Network, str] = {
    ip_network(network): reason
    for network, reason in {
        "0.0.0.0/8": "this host",
        "10.0.0.0/8": "private",
        "100.64.0.0/10": "shared by a carrier",
        "127.0.0.0/8": "loopback",
        "168.63.129.16/32": "the host of a virtual machine at Azure",
        "169.254.0.0/16": "link-local",
        "172.16.0.0/12": "private",
        "192.0.0.0/24": "for protocols",
        "192.0.2.0/24": "documentation",
        "192.88.99.0/24": "relay to IPv6",
        "192.168.0.0/16": "private",
        "198.18.0.0/15": "for benchmarks",
        "198.51.100.0/24": "documentation",
        "203.0.113.0/24": "documentation",
        "224.0.0.0/4": "multicast",
        "240.0.0.0/4": "reserved",
        "::/128": "unspecified",
        "::1/128": "loopback",
        "::/96": "IPv4 in IPv6",
        "::ffff:0:0/96": "IPv4 in IPv6",
        "64:ff9b::/96": "NAT64, as a network without IPv4 has it: 64:ff9b::/96",
        "64:ff9b:1::/48": "NAT64",
        "100::/64": "discarded",
        "2001::/23": "for protocols, Teredo among them",
        "2001:db8::/32": "documentation",
        "2002::/16": "6to4",
        "3fff::/20": "documentation",
        "fc00::/7": "private",
        "fe80::/10": "link-local",
        "fec0::/10": "site-local",
        "ff00::/8": "multicast",
    }.items()
}
GLOBAL_V6 = IPv6Network("2000::/3")  # nothing else of IPv6 has been given out
WITH_V4_LAST = tuple(map(IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96")))
ISATAP = 0x5EFE  # in the third quarter of an address, IPv4 follows


class Guard:
    """Decides what may be contacted. `allow` names networks that are not public and may be contacted all the same."""

    def __init__(self, allow: Iterable[str] = (), *, resolve: Resolve = socket.getaddrinfo) -> None:
        self.allow = tuple(map(_network, allow))
        self._resolve = resolve

    def endpoints(self, host: str, port: int) -> tuple[Endpoint, ...]:
        """What a host resolves to, each checked. Connect to nothing else, and ask anew for each connection.

        Raises BlockedAddress when one of them may not be contacted, FetchFailed when there are none.
        """
        found = tuple(dict.fromkeys(self._look_up(host, port)))
        for ip, _ in found:
            reason = self._objection(ip)
            if reason:
                detail = f"{host} leads to {ip} ({reason}); if that is meant, name its network with --allow-address"
                raise BlockedAddress(detail)
        if not found:
            raise FetchFailed(Status.UNREACHABLE, f"{host} has no address; check its spelling")
        return found

    def _look_up(self, host: str, port: int) -> list[Endpoint]:
        if is_ip(host):
            return [(host, port)]
        if host == "localhost" or host.endswith(".localhost"):
            return [("127.0.0.1", port)]  # RFC 6761: never asked for
        try:
            answers = list(self._resolve(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            raise FetchFailed(Status.UNREACHABLE, f"{host}: {error}; check its spelling and the network") from error
        return [(str(answer[4][0]), int(answer[4][1])) for answer in answers]

    def _objection(self, ip: str) -> str:
        """Why an IP address may not be contacted, or nothing."""
        try:
            address = ip_address(ip)
        except ValueError:
            return "no IP address"
        if isinstance(address, IPv6Address):
            if address.scope_id:
                return "of one interface"
            inner = _embedded(address)
            if inner and (reason := self._objection(str(inner))):
                return reason
        if any(address in network for network in self.allow):
            return ""
        return _not_public(address)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to through a translator, as far as it shows."""
    if any(address in network for network in WITH_V4_LAST) and int(address) > 1:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if int(address) >> 32 & 0xFDFFFFFF == ISATAP:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or (address.teredo[1] if address.teredo else None)


def _not_public(address: IPv4Address | IPv6Address) -> str:
    reason = next((reason for network, reason in NOT_PUBLIC.items() if address in network), "")
    if not reason and isinstance(address, IPv6Address) and address not in GLOBAL_V6:
        return "not given out"
    return reason


def _network(text: str) -> Network:
    """A network that is not public. Raises InputError for others, so that no entry opens everything."""
    try:
        network = ip_network(text)
    except ValueError as error:
        raise InputError(f"{text} is no network ({error}); write it like 127.0.0.0/8") from error
    if not any(network.version == known.version and network.subnet_of(known) for known in NOT_PUBLIC):  # type: ignore[arg-type]
        raise InputError(f"{text} is not inside a private network; public addresses need no --allow-address")
    return network
