"""The client's address, believing only the proxies that were configured."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Optional, Union

Address = Union[IPv4Address, IPv6Address]


class Addresses:
    """Finds the client's address. trusted (Sequence[str]): addresses or networks of proxies."""

    def __init__(self, trusted: Sequence[str]) -> None:
        self._trusted = [ip_network(proxy) for proxy in trusted]

    def client(self, peer: str, forwarded: Sequence[str]) -> str:
        """The nearest address that is no proxy of ours, as a key for limits: IPv6 by its /64
        network, as one household has a whole one. "unknown" when the peer has no address.

        peer (str): who opened the connection. forwarded: values of X-Forwarded-For, in order.
        """
        nearest = _address(peer)
        if nearest is None:
            return "unknown"
        hops = [hop.strip() for value in forwarded for hop in value.split(",")]
        while hops and self._is_ours(nearest):
            further = _address(hops.pop())
            if further is None:
                break
            nearest = further
        return _key(nearest)

    def trusts(self, peer: str) -> bool:
        """Whether the connection itself is from a proxy of ours."""
        address = _address(peer)
        return address is not None and self._is_ours(address)

    def _is_ours(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _address(text: str) -> Optional[Address]:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _key(address: Address) -> str:
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)
