"""Write texts and addresses so that all podcast apps accept them in a feed."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from audiocast.model.lines import one_line, shortened

if TYPE_CHECKING:
    from audiocast.model.episode import Enclosure

_MOST_BYTES = 4_000  # of a description, as Apple counts
_MOST_LETTERS = 255  # of any other text
# What is right as it stands, as most of it is: a long feed has tens of thousands.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9/._~-]+")
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*/[A-Za-z0-9/._~-]*")


def line(text: str, most: int = _MOST_LETTERS) -> str:
    """Return a text as one line, shortened to `most` characters."""
    return shortened(one_line(text), most)


def description(text: str) -> str:
    """Return a plain text that is also safe where it is read as HTML."""
    text = "\n".join(filter(None, map(one_line, text.splitlines())))
    if re.search(r"<[a-zA-Z/!?]|&#?\w+;", text):
        text = html.escape(text, quote=False)
    if len(text.encode()) > _MOST_BYTES:
        text = text.encode()[: _MOST_BYTES - 3].decode(errors="ignore")
        text = re.sub(r"&[#\w]*$", "", text).rpartition(" ")[0].rstrip() + "…"
    return text


def under(base: str, file: Enclosure | str) -> str:
    """Return the address of a file of the output folder."""
    name = file if isinstance(file, str) else file.filename
    return base + (name if _PLAIN_NAME.fullmatch(name) else quote(one_line(name), safe="/-._~"))


def address(url: str) -> str:
    """Return a web address in ASCII, or "" when it is not one."""
    if _PLAIN_ADDRESS.fullmatch(url):
        return url
    try:
        parts = urlsplit(one_line(url))
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    path, query, fragment = (
        re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe="/%:@!$&'()*+,;=?~-._"))
        for part in (parts.path or "/", parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, host + port, path, query, fragment))
