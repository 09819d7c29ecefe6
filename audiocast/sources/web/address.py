"""Parse and normalize http(s) addresses, and refuse those that must not be fetched."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from audiocast.errors import SourceError

_PORTS = {"http": 80, "https": 443}
# Ports of web servers. Servers of other protocols, such as mail, may take the lines of a request for commands.
_USUAL_PORTS = (80, 443, 8000, 8008, 8080, 8443, 8888)
_LONGEST = 4000
_SAFE = "/?%:@!$&'()*+,;=~-._[]"
# What browsers accept as an IP address: whole numbers, octal or hexadecimal.
_ODD_IP = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address in its parts.

    Attributes:
        scheme: "http" or "https".
        host: The host's name in ASCII and lower case; an IPv6 address is without brackets.
        port: The port; the scheme's default when none is given.
        target: Path and query, at least "/".
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def place(self) -> str:
        """Scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    def __str__(self) -> str:
        return self.place + self.target


def parse(text: str, *, any_port: bool = False) -> Address:
    """Return the address in a text.

    Args:
        text: The address as it is written; the fragment is dropped.
        any_port: Also accept ports at which pages are not usually served.

    Raises:
        SourceError: The text is not an address, or not one that may be fetched.
    """
    where = text if len(text) <= _LONGEST else f"{text[:100]}…"
    if len(text) > _LONGEST or re.search(r"[\s\x00-\x1f\x7f\\\ud800-\udfff]", text):
        raise SourceError("is not an address", where=where, hint="Copy it again from the browser")
    try:
        parts = urlsplit(text)
        port = parts.port
        name = parts.hostname or ""
    except ValueError as error:
        hint = "Copy it again from the browser"
        raise SourceError(f"is not an address ({error})", where=where, hint=hint) from error
    if parts.scheme not in _PORTS:
        raise SourceError("is not an http(s) address", where=where, hint="Begin it with https://")
    if "@" in parts.netloc:
        raise SourceError("contains a user name or a password", where=where, hint="Give the address of a public page")
    port = _PORTS[parts.scheme] if port is None else port
    if not any_port and port not in _USUAL_PORTS:
        raise SourceError(f"has the unusual port {port}", where=where, hint="Use --allow-private to allow any port")
    path = quote(parts.path or "/", safe=_SAFE)
    target = f"{path}?{quote(parts.query, safe=_SAFE)}" if parts.query else path
    return Address(parts.scheme, _host(name, where), port, target)


def join(base: Address, reference: str, *, any_port: bool = False) -> Address:
    """Return the address of a reference on a page.

    Raises:
        SourceError: As in `parse`.
    """
    try:
        return parse(urljoin(str(base), reference.strip()), any_port=any_port)
    except ValueError as error:
        raise SourceError(f"redirects to {reference[:100]!r}, which is not an address", where=str(base)) from error


def _host(name: str, where: str) -> str:
    try:
        return ipaddress.ip_address(name).compressed
    except ValueError:
        pass  # a name, or an IP address in an unusual form
    try:
        host = idna.encode(name.rstrip("."), uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise SourceError(f"has an invalid host name ({error})", where=where, hint="Check the address") from error
    if _ODD_IP.fullmatch(host):
        raise SourceError(
            "has an IP address in an unusual form", where=where, hint="Write it as four numbers with dots"
        )
    return host
