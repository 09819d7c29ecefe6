"""Rules about a published feed and its web server, checked over HTTP.

Only the feed is downloaded as a whole. Other files get HEAD requests, and the newest episodes a few range requests.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from audiocast.check.rss import Feed
from audiocast.check.verdict import UnreadableError
from audiocast.publishing import media_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audiocast.check.material import Folder
    from audiocast.check.rss import Item

_SECONDS = 20.0
_MOST_HOPS = 5
_MOST_FEED = 50_000_000
_ASKED_FOR_ALL = 200
_ASKED_CLOSELY = 3
_PIECE = 1000
_OK, _PARTIAL, _NOT_MODIFIED, _UNSATISFIABLE = 200, 206, 304, 416
_FEED_TYPES = {"application/rss+xml", "application/xml"}
_LONG_AGO = "Mon, 01 Jan 2001 00:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    hops: int

    @property
    def type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Place:
    """A published feed and its web server.

    Args:
        url: The address of the feed.
        folder: The output folder that was published, or None when it is not on this computer.
        client: The HTTP client.
    """

    def __init__(self, url: str, folder: Folder | None, client: httpx.Client) -> None:
        self.url = url
        self.folder = folder
        self._client = client

    @property
    def where(self) -> str:
        """The name in the output."""
        return self.url

    def ask(self, method: str, url: str, *, most: int = 0, **headers: str) -> Answer:
        """Send a request, and read only the first bytes of the answer.

        Raises:
            UnreadableError: There is no answer.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with self._client.stream(method, url, headers=named) as response:
                content = bytearray()
                if most:
                    for chunk in response.iter_bytes():
                        content += chunk
                        if len(content) >= most:
                            break
                return Answer(response.status_code, response.headers, bytes(content[:most]), len(response.history))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreadableError(f"{url}: {error or type(error).__name__}") from error

    @cached_property
    def answer(self) -> Answer:
        """The answer to the request for the feed."""
        return self.ask("GET", self.url, most=_MOST_FEED, accept_encoding="identity")

    @cached_property
    def feed(self) -> Feed:
        """The feed."""
        if self.answer.status != _OK:
            raise UnreadableError(f"status {self.answer.status}")
        return Feed(self.url, self.answer.content)

    @cached_property
    def closely(self) -> tuple[Item, ...]:
        """The newest episodes with an enclosure, which get more requests than the others."""
        items = (item for item in self.feed.items if item.enclosure.get("url") and _length(item))
        return tuple(items)[:_ASKED_CLOSELY]


@contextmanager
def open_place(url: str, folder: Folder | None) -> Iterator[Place]:
    """Open a client for a published feed."""
    # Listeners do not have the proxies and passwords of this environment.
    with httpx.Client(follow_redirects=True, timeout=_SECONDS, trust_env=False, max_redirects=_MOST_HOPS) as client:
        yield Place(url, folder, client)


# ---------------------------------------------------------------- the feed


def there(place: Place) -> Iterator[str]:
    """Check that the feed can be fetched."""
    try:
        answer = place.answer
    except UnreadableError as error:
        yield str(error)
        return
    if answer.status != _OK:
        yield f"the answer is {answer.status}"
    elif place.feed.problem:
        yield place.feed.problem


def https(place: Place) -> Iterator[str]:
    """Check that the address is https."""
    if not place.url.startswith("https://"):
        yield f"{place.url} is not https"


def feed_type(place: Place) -> Iterator[str]:
    """Check that the media type of the feed is application/rss+xml."""
    _ = place.feed
    if place.answer.type not in _FEED_TYPES:
        yield f"the type is {place.answer.type or 'missing'}"


def feed_address(place: Place) -> Iterator[str]:
    """Check that the feed has the address at which it was fetched."""
    if place.feed.address != place.url:
        yield f"its link to itself is {place.feed.address}"


def feed_head(place: Place) -> Iterator[str]:
    """Check that a HEAD request for the feed succeeds."""
    _ = place.feed
    if (status := place.ask("HEAD", place.url).status) != _OK:
        yield f"the answer to HEAD is {status}"


def feed_conditional(place: Place) -> Iterator[str]:
    """Check that a conditional request for an unchanged feed gets 304."""
    _ = place.feed
    headers = place.answer.headers
    if tag := headers.get("etag"):
        answer = place.ask("GET", place.url, accept_encoding="identity", if_none_match=tag)
    elif date := headers.get("last-modified"):
        answer = place.ask("GET", place.url, accept_encoding="identity", if_modified_since=date)
    else:
        yield "the answer has neither ETag nor Last-Modified"
        return
    if answer.status != _NOT_MODIFIED:
        yield f"the answer to a conditional request is {answer.status}"


def feed_gzip(place: Place) -> Iterator[str]:
    """Check that the feed is compressed."""
    _ = place.feed
    answer = place.ask("GET", place.url, accept_encoding="gzip")
    if answer.headers.get("content-encoding") != "gzip":
        yield "the answer is not compressed"
    elif "accept-encoding" not in answer.headers.get("vary", "").lower():
        yield "the answer has no Vary: Accept-Encoding"


def feed_current(place: Place) -> Iterator[str]:
    """Check that the published feed is the feed in the folder."""
    if place.folder is None:
        raise UnreadableError("no folder")
    here = {item.guid for item in place.folder.podcasts[0].feed.items}
    there = {item.guid for item in place.feed.items}
    if here != there:
        yield f"{len(here - there)} episodes are not published yet, and {len(there - here)} are not in the folder"


# ---------------------------------------------------------------- media


def media_there(place: Place) -> Iterator[str]:
    """Check that every MP3 can be fetched and has the right length."""
    for item, answer in _heads(place):
        length = answer.headers.get("content-length", "none")
        if answer.status != _OK:
            yield f"{item.name} answers {answer.status}"
        elif length != item.enclosure.get("length"):
            yield f"{item.name} has {length} bytes, the feed says {item.enclosure.get('length')}"


def media_type(place: Place) -> Iterator[str]:
    """Check that the media type of every MP3 is audio/mpeg."""
    for item, answer in _heads(place):
        if answer.status == _OK and answer.type != "audio/mpeg":
            yield f"{item.name} has the type {answer.type or 'missing'}"
        if answer.headers.get("content-encoding"):
            yield f"{item.name} is compressed, which breaks range requests"


def redirects(place: Place) -> Iterator[str]:
    """Check that every MP3 has at most one redirect."""
    for item, answer in _heads(place):
        if answer.hops > 1:
            yield f"{item.name} has {answer.hops} redirects"


def ranges(place: Place) -> Iterator[str]:
    """Check that a range request gets the range (206)."""
    for item in place.closely:
        url, length = item.enclosure["url"], _length(item)
        for first in (0, length // 2, max(0, length - _PIECE)):
            last = min(first + _PIECE, length) - 1
            answer = place.ask("GET", url, most=2 * _PIECE, range=f"bytes={first}-{last}")
            told = answer.headers.get("content-range", "none")
            if answer.status != _PARTIAL or told != f"bytes {first}-{last}/{length}":
                answered = f"{answer.status} with Content-Range {told}"
                yield f"{item.name}: the answer to a request for bytes {first}-{last} is {answered}"
            elif len(answer.content) != last - first + 1 or not _is_ours(place, item, first, answer.content):
                yield f"{item.name}: bytes {first}-{last} differ from the file in the folder"


def past_end(place: Place) -> Iterator[str]:
    """Check that a range after the end of the file is refused (416)."""
    for item in place.closely:
        answer = place.ask("GET", item.enclosure["url"], range=f"bytes={_length(item)}-")
        if answer.status != _UNSATISFIABLE:
            yield f"{item.name}: bytes after the end give {answer.status}, not {_UNSATISFIABLE}"


def stale(place: Place) -> Iterator[str]:
    """Check that a request with a stale If-Range gets the whole file (200)."""
    for item in place.closely:
        for validator in ('"of-another-file"', _LONG_AGO):
            answer = place.ask("GET", item.enclosure["url"], range="bytes=10-19", if_range=validator)
            if answer.status != _OK:
                yield f"{item.name}: a stale If-Range ({validator}) gives {answer.status}, not {_OK}"


def validators(place: Place) -> Iterator[str]:
    """Check that every MP3 has a strong ETag."""
    for item, answer in _heads(place):
        tag = answer.headers.get("etag", "")
        if not tag or tag.startswith("W/"):
            yield f"{item.name} has {'only a weak' if tag else 'no'} ETag"


# ---------------------------------------------------------------- companions


def companions(place: Place) -> Iterator[str]:
    """Check that the transcripts and chapters can be fetched and have the right types."""
    for item, url, kind in _companions(place):
        answer = place.ask("GET", url)
        if answer.status != _OK:
            yield f"{item.name}: {url} answers {answer.status}"
        elif answer.type != kind and not (kind.endswith("+chapters") and answer.type == "application/json"):
            yield f"{item.name}: {url} has the type {answer.type or 'missing'}, not {kind}"


def cors(place: Place) -> Iterator[str]:
    """Check that web players may read the transcripts and chapters (CORS)."""
    for item, url, _ in _companions(place):
        answer = place.ask("GET", url, origin="https://player.example")
        if answer.status == _OK and answer.headers.get("access-control-allow-origin") != "*":
            yield f"{item.name}: {url} has no Access-Control-Allow-Origin: *"


def pictures(place: Place) -> Iterator[str]:
    """Check that a HEAD request for each picture succeeds, with the right type."""
    for element in place.feed.channel.iter():
        url = element.get("href", "") if element.tag.endswith("}image") else ""
        if url:
            answer = place.ask("HEAD", url)
            wanted = media_types.media_type(urlsplit(url).path)
            if answer.status != _OK or answer.type != wanted:
                yield f"{url} answers {answer.status} with the type {answer.type or 'missing'}"


def _heads(place: Place) -> Iterator[tuple[Item, Answer]]:
    for item in place.feed.items[:_ASKED_FOR_ALL]:
        if url := item.enclosure.get("url"):
            yield item, place.ask("HEAD", url)


def _companions(place: Place) -> Iterator[tuple[Item, str, str]]:
    for item in place.closely:
        for url, kind in (*item.transcripts, (item.chapters, "application/json+chapters")):
            if url:
                yield item, url, kind


def _length(item: Item) -> int:
    value = item.enclosure.get("length", "")
    return int(value) if value.isascii() and value.isdigit() else 0


def _is_ours(place: Place, item: Item, first: int, content: bytes) -> bool:
    """Return whether bytes are those of the file in the folder; True when there is no file."""
    name = place.feed.file_of(item.enclosure["url"])
    if place.folder is None or not name or not (place.folder.path / name).is_file():
        return True
    with (place.folder.path / name).open("rb") as file:
        file.seek(first)
        return file.read(len(content)) == content
