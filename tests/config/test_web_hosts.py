"""Tests of `config/web_hosts.py`."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from audiocast.config.web_hosts import is_private_url, is_public_ip


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1"),
        *("100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        *("2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::", "::127.0.0.1", "::ffff:0:127.0.0.1"),
    ],
)
def test_private_ip_addresses(address: str) -> None:
    """Loopback, local, cloud-internal and reserved addresses are not public, also inside an IPv6 address."""
    assert not is_public_ip(ip_address(address))


# Without 6to4 addresses such as 2002:808:808::, which are public only for older versions of Python.
@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_ip_addresses(address: str) -> None:
    """All other addresses are public."""
    assert is_public_ip(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://localhost:8000/", "http://127.0.0.1/", "http://[::1]/", "http://192.168.1.5:8000/", "/relative", ""),
        *("http://nas/", "http://nas.local/", "http://router.lan/", "http://a.home.arpa/", "http://a.test/"),
    ],
)
def test_private_urls(url: str) -> None:
    """A URL is private when its host is a private address, a bare name, or ends in a name for local use."""
    assert is_private_url(url)


@pytest.mark.parametrize("url", ["https://example.org/show/", "http://8.8.8.8/", "https://media.local.example.com/"])
def test_public_urls(url: str) -> None:
    """All other URLs are public."""
    assert not is_private_url(url)
