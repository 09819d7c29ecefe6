"""Replace the address that a feed or page was made for by the address at which it is served.

Only addresses of files in the folder are replaced: an article at `https://example.org/news/1` keeps its address even if
the podcast is at `https://example.org/`. An address may be written in three ways: plain, percent-encoded (as part of
the address of a podcast app), and without its scheme (after the scheme of a podcast app).
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Callable

_LINK = re.compile(rb"<(?:atom:)?link\s[^>]*>")
_SELF = re.compile(rb"""\srel=["']self["']""")
_HREF = re.compile(rb"""\shref=["']([^"']+)["']""")


def base_of(head: bytes, name: str) -> str:
    """Return the address of the folder that a feed was made for, from the link to itself; "" when it has none."""
    for link in _LINK.findall(head):
        href = _HREF.search(link)
        if _SELF.search(link) and href:
            url = html.unescape(href[1].decode(errors="replace"))
            return url.removesuffix(quote(name)) if url.endswith("/" + quote(name)) else ""
    return ""


def moved(content: bytes, *, old: str, new: str, exists: Callable[[str], bool]) -> bytes:
    """Return content in which `old` is replaced by `new` in the addresses of files in the folder.

    Args:
        content: A feed, a page or chapters.
        old: The address it was made for, with a final slash.
        new: The address it is served at, with a final slash.
        exists: Whether there is something of that name in the folder; "" is the folder itself.
    """

    def spelling(match: re.Match[bytes]) -> bytes:
        form = match.lastgroup or ""
        rest = match[form]
        if not exists(unquote(rest.decode(errors="replace"))):
            return match[0]
        return spellings[form][1] + rest

    spellings = {
        "plain": (_bytes(old), _bytes(new)),
        "quoted": (quote(old, safe="").encode(), quote(new, safe="").encode()),
        "bare": (_bytes(old.partition("://")[2]), _bytes(new.partition("://")[2])),
    }
    pattern = (
        rb"%s(?P<plain>[^\s\"'<>&?#\\]*)|(?i:%s)(?P<quoted>[\w.~%%-]*)|(?<=/)%s(?P<bare>[^\s\"'<>&?#\\]*)"
        % tuple(re.escape(was) for was, _ in spellings.values())
    )
    return re.sub(pattern, spelling, content)


def _bytes(url: str) -> bytes:
    return html.escape(url).encode()
