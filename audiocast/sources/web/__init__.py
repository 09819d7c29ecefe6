"""What does an address say, asked politely and safely?

Polite: one question at a time to a machine, with a rest in between; what is unchanged is not sent again (ETag,
Last-Modified); who answers "later" is left alone; and the program says who it is. robots.txt speaks to programs that
find their own way, so it is asked for pages that were found, in a feed, and not for an address that a person named.

Safe: limits on time, size and redirects, and no machine but public ones, unless that is wanted. Every failure is a
SourceError that names the address.
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

__all__ = ["Limits", "Wanted", "Web"]

LIMITS = Limits()
_NAME = "audiocast"
USER_AGENT = f"{_NAME}/{__version__} (reads articles aloud to the person who asked for them)"
_KINDS = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
)
_OK, _NOT_MODIFIED = 200, 304
_HINT = "Report the address: `--verbose` shows where that happened"
_MOVED = (301, 302, 303, 307, 308)
_LONGEST_VALIDATOR = 1000
_CLIENT_ERRORS = range(400, 500)


class Wanted(NamedTuple):
    """What is to be fetched.

    Attributes:
        address: As a person or a document wrote it.
        found: Whether it was found in a document, and not named by a person.
        version: What the document says of the page; while that stays, the page is not asked for again for a while.
    """

    address: str
    found: bool = False
    version: str = ""


class _StatusError(SourceError):
    """An answer that is no page."""

    status = 0


class Web:
    """All that is fetched in a run, each address once.

    Args:
        folder: Where answers are kept for the next run.
        allow_private: Whether machines may be asked that are not public, at any port.
        limits: What it may cost.
        sleep: Waits for some seconds.
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

    def get(self, wanted: Wanted) -> Document:
        """The document at an address, now or as it was fetched in this run.

        Raises:
            SourceError: It can't be had.
        """
        address = self._parsed(wanted)
        key = str(address)
        if key not in self._done:
            self._fetch(wanted, address)
        error = self._done[key]
        if error is not None:
            raise error
        page = self._store.read(key)
        if page is None:
            raise SourceError("was damaged after it was fetched", where=key, hint="Try again")
        return Document(key, page.media_type, page.content, page.charset)

    def fetch_ahead(self, wanted: Iterable[Wanted]) -> None:
        """Fetch several, from many machines at the same time, so that `get` need not wait."""
        places: dict[str, list[tuple[Wanted, Address]]] = {}
        for each in wanted:
            try:
                address = self._parsed(each)
            except SourceError:
                continue  # `get` says so
            places.setdefault(address.place, []).append((each, address))
        queue: SimpleQueue[list[tuple[Wanted, Address]]] = SimpleQueue()
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

        # Nobody waits for them after Ctrl-C.
        threads = [Thread(target=work, daemon=True) for _ in range(min(self._limits.hosts, len(places)))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _parsed(self, wanted: Wanted) -> Address:
        with translated(SourceError, "is not an address", where=wanted.address):
            return parse(wanted.address, any_port=self._allow_private)

    def _fetch(self, wanted: Wanted, address: Address) -> None:
        """Bring what is kept of an address up to date, or note why that can't be done."""
        key = str(address)
        if key in self._done:
            return
        try:
            with translated(SourceError, "can't be fetched", where=key, hint=_HINT):
                self._update(wanted, address)
        except SourceError as error:
            detour = f"leads to {error.where}, which {error.what}"
            self._done[key] = error if error.where == key else SourceError(detour, where=key, hint=error.hint)
        else:
            self._done[key] = None

    def _update(self, wanted: Wanted, address: Address) -> None:
        key = str(address)
        kept = self._store.read(key)
        now = time.time()
        if kept and wanted.version and kept.version == wanted.version and now - kept.fetched < self._limits.fresh:
            return
        last, answer = self._followed(address, kept, found=wanted.found)
        if kept and answer.status == _NOT_MODIFIED:
            page = replace(kept, fetched=now, version=wanted.version)
        elif answer.status == _OK:
            page = _page(answer, source=str(last), now=now, version=wanted.version)
        else:
            raise _unwanted(answer.status, key)
        self._store.write(key, page)

    def _followed(self, address: Address, kept: Page | None, *, found: bool) -> tuple[Address, Answer]:
        """The answer at the end of all redirects, and where it was given."""
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
                raise SourceError("leads in a circle", where=str(address), hint="Open it in a browser to see why")
            if len(visited) > self._limits.redirects:
                what = f"leads to another address more than {self._limits.redirects} times"
                raise SourceError(what, where=str(address), hint="Give the last address")
            visited.append(there)

    def _host(self, address: Address) -> Host:
        if address.place not in self._hosts:
            host = Host(self._limits, allow_private=self._allow_private, sleep=self._sleep)
            self._hosts.setdefault(address.place, host)  # another thread may have been quicker
        return self._hosts[address.place]

    def _ask_permission(self, address: Address) -> None:
        """Look into robots.txt.

        Raises:
            SourceError: The page may not be asked for, or nobody says whether it may.
        """
        rules = self._rules.get(address.place)
        if rules is None:
            rules = self._rules[address.place] = self._robots(address)
            if isinstance(rules, Rules):
                host = self._host(address)
                host.delay = min(max(host.delay, rules.delay), self._limits.longest_delay)
        if isinstance(rules, SourceError):
            raise SourceError(f"its robots.txt can't be read ({rules.what})", where=str(address), hint=rules.hint)
        if not rules.allow(address):
            raise SourceError(
                "its robots.txt asks programs not to fetch it",
                where=str(address),
                hint="If you want this one page, `audiocast add` it, or give its address yourself",
            )

    def _robots(self, address: Address) -> Rules | SourceError:
        wanted = Wanted(f"{address.place}/robots.txt", version="robots")
        try:
            return Rules(self.get(wanted).content, name=_NAME)
        except _StatusError as error:
            # There is none, and so no rule. A machine in trouble, though, may have one.
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
    """Return the media type and the charset that a server names.

    Raises:
        SourceError: They can't be found in the header.
    """
    kind = Message()
    try:
        kind["Content-Type"] = header
        return kind.get_content_type() if header else "", kind.get_content_charset() or ""
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        what = f"has a Content-Type that can't be understood, {header[:100]!r}"
        raise SourceError(what, where=source, hint="Ask whoever runs the server") from error


def _validator(header: str) -> str:
    """Return what is sent back in the next question, if a header may hold it."""
    return header if header.isascii() and header.isprintable() and len(header) <= _LONGEST_VALIDATOR else ""


def _unwanted(status: int, where: str) -> _StatusError:
    try:
        phrase = f" ({HTTPStatus(status).phrase.lower()})"
    except ValueError:
        phrase = ""
    hint = "See in a browser whether the address is right" if status in _CLIENT_ERRORS else "Try again later"
    error = _StatusError(f"answers {status}{phrase}", where=where, hint=hint)
    error.status = status
    return error
