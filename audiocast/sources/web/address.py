"""Is this an address that may be asked for, and what exactly does it name?"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from audiocast.errors import SourceError

_PORTS = {"http": 80, "https": 443}
# Where pages are served; at others listen machines that take any line for an order, such as for mail.
_USUAL_PORTS = (80, 443, 8000, 8008, 8080, 8443, 8888)
_LONGEST = 4000
_SAFE = "/?%:@!$&'()*+,;=~-._[]"
# What a browser would take for an IP address, written in whole numbers, in octal or in hexadecimal.
_ODD_IP = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address in its parts.

    Attributes:
        scheme: "http" or "https".
        host: In ASCII and small letters; an IPv6 address without brackets.
        port: The scheme's own when none is named.
        target: Path and query, at least "/".
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def place(self) -> str:
        """Scheme, host and port: what is asked."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    def __str__(self) -> str:
        return self.place + self.target


def parse(text: str, *, any_port: bool = False) -> Address:
    """The address that a text is.

    Args:
        text: As somebody wrote it; what follows `#` is left out.
        any_port: Whether it may be one at which usually no pages are served.

    Raises:
        SourceError: It is none, or one that is not asked for.
    """
    where = text if len(text) <= _LONGEST else f"{text[:100]}…"
    if len(text) > _LONGEST or re.search(r"[\s\x00-\x1f\x7f\\\ud800-\udfff]", text):
        raise SourceError("is not an address", where=where, hint="Copy it once more from the browser")
    try:
        parts = urlsplit(text)
        port = parts.port
        name = parts.hostname or ""
    except ValueError as error:
        hint = "Copy it once more from the browser"
        raise SourceError(f"is not an address ({error})", where=where, hint=hint) from error
    if parts.scheme not in _PORTS:
        raise SourceError("is not an http(s) address", where=where, hint="Only such pages are fetched")
    if "@" in parts.netloc:
        raise SourceError("has a name or a password in it", where=where, hint="Only public pages are fetched")
    port = _PORTS[parts.scheme] if port is None else port
    if not any_port and port not in _USUAL_PORTS:
        raise SourceError(
            f"names port {port}, where usually no pages are served", where=where, hint="--allow-private allows it"
        )
    path = quote(parts.path or "/", safe=_SAFE)
    target = f"{path}?{quote(parts.query, safe=_SAFE)}" if parts.query else path
    return Address(parts.scheme, _host(name, where), port, target)


def join(base: Address, reference: str, *, any_port: bool = False) -> Address:
    """The address that a reference on a page means.

    Raises:
        SourceError: As in `parse`.
    """
    try:
        return parse(urljoin(str(base), reference.strip()), any_port=any_port)
    except ValueError as error:
        raise SourceError(f"leads to what is no address, {reference[:100]!r}", where=str(base)) from error


def _host(name: str, where: str) -> str:
    try:
        return ipaddress.ip_address(name).compressed
    except ValueError:
        pass  # it is a name, or written in an odd way
    try:
        host = idna.encode(name.rstrip("."), uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise SourceError(f"names no machine ({error})", where=where) from error
    if _ODD_IP.fullmatch(host):
        raise SourceError(
            "has an IP address written in an odd way", where=where, hint="Write it as four numbers with dots"
        )
    return host
