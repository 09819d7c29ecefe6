"""Decide whether a host or an IP address is reachable from the public internet."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias
from urllib.parse import urlsplit

IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses reached through IPv6; the last 32 bits are the IPv4 address."""
_PRIVATE_ENDINGS = (".local", ".localhost", ".lan", ".internal", ".home.arpa", ".test")


def is_private_url(url: str) -> bool:
    """Return whether a URL's host has a meaning only on this computer or in the local network."""
    host = urlsplit(url).hostname or "localhost"
    try:
        return not is_public_ip(ipaddress.ip_address(host))
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_ENDINGS)


def is_public_ip(ip: IP) -> bool:
    """Return whether an IP address belongs to the public internet, also when it wraps an IPv4 address."""
    if isinstance(ip, ipaddress.IPv6Address):
        inside = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            inside.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if any(each is not None and not is_public_ip(each) for each in inside):
            return False
        if ip.ipv4_mapped is not None:
            return True
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or (ip.is_reserved and ip not in _NAT64))
