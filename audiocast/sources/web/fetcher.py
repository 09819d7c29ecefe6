"""Fetch pages: decide what to request, follow redirects, obey robots.txt, and use the stored answers.

Polite: one request at a time to each host, with a delay between requests; an unchanged page is not sent again (ETag,
Last-Modified); a host that answers 429 or 503 is not asked again for a while; and the User-Agent names the program.
robots.txt is obeyed for addresses that were found in a feed, but not for an address that the user gave.

Safe: there are limits on time, size and redirects, and only public hosts are asked, unless the user allows others.
Every failure is a `SourceError` with the address.
"""

from __future__ import annotations

import time
from dataclasses import replace
from email.message import Message
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, Self

from audiocast import __version__
from audiocast.errors import SourceError, translated
from audiocast.model.article import Document
from audiocast.sources.web.address import Address, join, parse
from audiocast.sources.web.host import Answer, Budget, Host
from audiocast.sources.web.limits import Limits
from audiocast.sources.web.robots import Rules
from audiocast.sources.web.store import Page, Store
from audiocast.sources.web.unpack import ACCEPTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LIMITS = Limits()
_NAME = "audiocast"
USER_AGENT = f"{_NAME}/{__version__} (reads articles aloud to the person who asked for them)"
_KINDS = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
)
_OK, _NOT_MODIFIED = 200, 304
_HINT = "Report the problem with this address; `--verbose` shows its place in the program"
_MOVED = (301, 302, 303, 307, 308)
_LONGEST_VALIDATOR = 1000
_CLIENT_ERRORS = range(400, 500)


class PageRequest(NamedTuple):
    """A page to fetch.

    Attributes:
        address: The address as the user or a document wrote it.
        found: Whether it was found in a document, and not given by the user.
        version: A checksum of what a feed says of the page. While it stays the same, a page that was fetched in the
            last 24 hours is not requested again.
    """

    address: str
    found: bool = False
    version: str = ""


class _StatusError(SourceError):
    """An answer with a status that is not a success."""

    status = 0


class Web:
    """The pages of one run; each address is fetched once.

    Args:
        folder: The folder where answers are kept for the next run.
        allow_private: Also ask hosts that are not public, at any port.
        limits: The limits of time and size.
        sleep: A function that waits for a number of seconds.
    """

    def __init__(
        self,
        folder: Path,
        *,
        allow_private: bool = False,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits or LIMITS
        self._allow_private = allow_private
        self._sleep = sleep
        self._store = Store(folder)
        self._hosts: dict[str, Host] = {}
        self._rules: dict[str, Rules | SourceError] = {}
        self._done: dict[str, SourceError | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for host in self._hosts.values():
            host.close()
        self._store.sweep()

    def get(self, request: PageRequest) -> Document:
        """Return the document at an address, fetched now or earlier in this run.

        Raises:
            SourceError: It can't be fetched.
        """
        address = self._parsed(request)
        key = str(address)
        if key not in self._done:
            self._fetch(request, address)
        error = self._done[key]
        if error is not None:
            raise error
        page = self._store.read(key)
        if page is None:
            raise SourceError("was damaged in the cache after it was fetched", where=key, hint="Try again")
        return Document(key, page.media_type, page.content, page.charset)

    def fetch_ahead(self, requests: Iterable[PageRequest]) -> None:
        """Fetch several pages, from several hosts at the same time; `get` then returns them without waiting."""
        places: dict[str, list[tuple[PageRequest, Address]]] = {}
        for each in requests:
            try:
                address = self._parsed(each)
            except SourceError:
                continue  # `get` raises the error
            places.setdefault(address.place, []).append((each, address))
        queue: SimpleQueue[list[tuple[PageRequest, Address]]] = SimpleQueue()
        for pairs in places.values():
            queue.put(pairs)

        def work() -> None:
            while True:
                try:
                    pairs = queue.get_nowait()
                except Empty:
                    return
                for each, address in pairs:
                    self._fetch(each, address)

        # As daemons, they do not delay the end of the program after Ctrl-C.
        threads = [Thread(target=work, daemon=True) for _ in range(min(self._limits.hosts, len(places)))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _parsed(self, request: PageRequest) -> Address:
        with translated(SourceError, "is not an address", where=request.address):
            return parse(request.address, any_port=self._allow_private)

    def _fetch(self, request: PageRequest, address: Address) -> None:
        """Update the stored answer of an address, or note the error."""
        key = str(address)
        if key in self._done:
            return
        try:
            with translated(SourceError, "can't be fetched", where=key, hint=_HINT):
                self._update(request, address)
        except SourceError as error:
            what = f"redirects to {error.where}, which {error.what}"
            self._done[key] = error if error.where == key else SourceError(what, where=key, hint=error.hint)
        else:
            self._done[key] = None

    def _update(self, request: PageRequest, address: Address) -> None:
        key = str(address)
        kept = self._store.read(key)
        now = time.time()
        if kept and request.version and kept.version == request.version and now - kept.fetched < self._limits.fresh:
            return
        last, answer = self._followed(address, kept, found=request.found)
        if kept and answer.status == _NOT_MODIFIED:
            page = replace(kept, fetched=now, version=request.version)
        elif answer.status == _OK:
            page = _page(answer, source=str(last), now=now, version=request.version)
        else:
            raise _unwanted(answer.status, key)
        self._store.write(key, page)

    def _followed(self, address: Address, kept: Page | None, *, found: bool) -> tuple[Address, Answer]:
        """Return the answer at the end of all redirects, and its address."""
        budget = Budget(self._limits.total, self._limits.repetitions)
        visited = [address]
        while True:
            here = visited[-1]
            if found:
                self._ask_permission(here)
            answer = self._host(here).ask(here, _headers(here, kept), budget)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return here, answer
            there = join(here, answer.headers["location"], any_port=self._allow_private)
            if there in visited:
                raise SourceError("redirects in a circle", where=str(address), hint="Open it in a browser to see why")
            if len(visited) > self._limits.redirects:
                what = f"redirects more than {self._limits.redirects} times"
                raise SourceError(what, where=str(address), hint="Give the address of the page itself")
            visited.append(there)

    def _host(self, address: Address) -> Host:
        if address.place not in self._hosts:
            host = Host(self._limits, allow_private=self._allow_private, sleep=self._sleep)
            self._hosts.setdefault(address.place, host)  # another thread may have added it
        return self._hosts[address.place]

    def _ask_permission(self, address: Address) -> None:
        """Check the host's robots.txt.

        Raises:
            SourceError: It does not allow the page, or can't be read.
        """
        rules = self._rules.get(address.place)
        if rules is None:
            rules = self._rules[address.place] = self._robots(address)
            if isinstance(rules, Rules):
                host = self._host(address)
                host.delay = min(max(host.delay, rules.delay), self._limits.longest_delay)
        if isinstance(rules, SourceError):
            what = f"is not fetched because the site's robots.txt can't be read ({rules.what})"
            raise SourceError(what, where=str(address), hint=rules.hint)
        if not rules.allow(address):
            raise SourceError(
                "is excluded by the site's robots.txt",
                where=str(address),
                hint="To read this one page, give its address to `audiocast add` or list it in `sources`",
            )

    def _robots(self, address: Address) -> Rules | SourceError:
        request = PageRequest(f"{address.place}/robots.txt", version="robots")
        try:
            return Rules(self.get(request).content, name=_NAME)
        except _StatusError as error:
            # A client error (404) means that there are no rules; a server error does not.
            return Rules(b"", name=_NAME) if error.status in _CLIENT_ERRORS else error
        except SourceError as error:
            return error


def _headers(address: Address, kept: Page | None) -> dict[str, str]:
    headers = {"User-Agent": USER_AGENT, "Accept": _KINDS, "Accept-Encoding": ACCEPTED}
    if kept and kept.source == str(address):
        if kept.tag:
            headers["If-None-Match"] = kept.tag
        if kept.modified:
            headers["If-Modified-Since"] = kept.modified
    return headers


def _page(answer: Answer, *, source: str, now: float, version: str) -> Page:
    media_type, charset = _type(answer.headers.get("content-type", ""), source)
    return Page(
        source=source,
        media_type=media_type,
        charset=charset,
        tag=_validator(answer.headers.get("etag", "")),
        modified=_validator(answer.headers.get("last-modified", "")),
        fetched=now,
        version=version,
        content=answer.content,
    )


def _type(header: str, source: str) -> tuple[str, str]:
    """Return the media type and the charset in a Content-Type header.

    Raises:
        SourceError: The header is malformed.
    """
    kind = Message()
    try:
        kind["Content-Type"] = header
        return kind.get_content_type() if header else "", kind.get_content_charset() or ""
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        what = f"has a malformed Content-Type, {header[:100]!r}"
        raise SourceError(what, where=source, hint="Tell the operator of the server") from error


def _validator(header: str) -> str:
    """Return an ETag or a date if it may be sent back in a request header, or ""."""
    return header if header.isascii() and header.isprintable() and len(header) <= _LONGEST_VALIDATOR else ""


def _unwanted(status: int, where: str) -> _StatusError:
    try:
        phrase = f" ({HTTPStatus(status).phrase.lower()})"
    except ValueError:
        phrase = ""
    hint = "Check the address in a browser" if status in _CLIENT_ERRORS else "Try again later"
    error = _StatusError(f"answers with status {status}{phrase}", where=where, hint=hint)
    error.status = status
    return error
