"""Answer requests for files of an output folder.

A file is opened once. The length, the ETag, the date and the bytes of an answer all come from this open file. So an
answer never mixes two versions of a file when a render replaces it.

This module does not use the classes StaticFiles, FileResponse, GZipMiddleware and CORSMiddleware of starlette. With
those of starlette 1.10, the following tests of `test_serve.py` fail. Each line says what must hold, and what starlette
does:

- `test_ranges`: a request for several ranges, or for an invalid range, gets the whole file (200). FileResponse sends
  several parts (206) or an error (400).
- `test_conditions`: a wrong `If-Match` gets 412, and `If-Modified-Since` gets 304 only with the exact date of the file.
  StaticFiles ignores `If-Match`, and sends 304 for any later date.
- `test_gzip`: a compressed file has another ETag than the file itself, and is not sent to a client that says
  `gzip;q=0`. GZipMiddleware keeps the ETag, and compresses for such a client too.
- `test_kinds`, `test_preflight`: other sites may read feeds, transcripts and chapters, but no other files. The headers
  for this are also sent when the request has no Origin. CORSMiddleware has one rule for all files, and needs an Origin.
- `test_a_render_replaces_files`, `test_a_file_that_is_written_to`: a file that changes during an answer is not mixed.
  FileResponse reads the length of the file first and opens the file later.
- `test_the_feed_fits_the_place`, `test_pages_fit_the_place`: the addresses in a feed are replaced before its length and
  its ETag are computed. FileResponse sends files as they are.
"""

from __future__ import annotations

import asyncio
import gzip
import hmac
import io
import logging
import os
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import Response

from audiocast.publishing.serve import addresses, ranges
from audiocast.publishing.serve.folder import Opened, allowed, etag, locate, open_file
from audiocast.publishing.serve.kinds import Kind, kind_of

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

FEED = "feed.xml"

_INDEX = "index.html"
_CHUNK = 64 * 1024
_MOST_KEPT = 8
_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_ALWAYS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
_POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "media-src 'self'"),
        *("connect-src 'self'", "font-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'none'"),
        "frame-ancestors 'self'",
    )
)
_SHARED = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Content-Length, Content-Range, ETag",
}
_PREFLIGHT = {
    **_SHARED,
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "Range, If-Range, If-None-Match, If-Modified-Since",
    "access-control-max-age": "86400",
}
_MISSING = (
    '<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Not here</title><h1>Not here</h1><p>There is nothing at this address.</p></html>\n"
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Body:
    """A complete body.

    Attributes:
        file: An open file, which the sender closes.
        state: The state of the file in the folder, to detect changes; None when the bytes are in memory.
        encoding: "gzip", or "" for none.
    """

    name: str
    kind: Kind
    file: BinaryIO
    state: os.stat_result | None
    length: int
    etag: str
    modified: float
    encoding: str = ""


class OutputFolder:
    """An ASGI application: the output folder, read only.

    Args:
        root: The folder.
        secret: The path under which it is served, "" for the root.
    """

    def __init__(self, root: Path, *, secret: str = "") -> None:
        self._root = root
        self._secret = secret
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope)
        name = self._below_secret(scope["path"])
        response: Response
        if name is None:
            response = _missing()
        elif scope["method"] == "OPTIONS":
            response = Response(status_code=204, headers=_ALWAYS | (_PREFLIGHT if kind_of(name).shared else {}))
        elif scope["method"] not in {"GET", "HEAD"}:
            response = Response(status_code=405, headers=_ALWAYS | {"allow": "GET, HEAD, OPTIONS"})
        else:
            place = f"{scope['scheme']}://{_host(scope, headers)}{self._prefix}"
            response = await asyncio.to_thread(self._look, name, headers, place)
        _log.info("%s /%s %s", scope["method"], name or "", response.status_code)
        await response(scope, receive, send)

    @property
    def _prefix(self) -> str:
        return f"/{self._secret}/" if self._secret else "/"

    def _below_secret(self, path: str) -> str | None:
        """Return a path without the secret, or None when the secret is wrong. The comparison takes constant time."""
        if not self._secret:
            return path.removeprefix("/")
        first, _, rest = path.removeprefix("/").partition("/")
        return rest if hmac.compare_digest(first.encode(), self._secret.encode()) else None

    def _look(self, name: str, headers: Headers, place: str) -> Response:
        """Return the answer for a path below the folder."""
        opened = open_file(self._root, name + _INDEX if name.endswith("/") or not name else name)
        if opened is None:
            if allowed(name) and locate(self._root, f"{name}/{_INDEX}"):
                # A path is right under every name of this server.
                return Response(status_code=308, headers=_ALWAYS | {"location": f"{self._prefix}{quote(name)}/"})
            return _missing()
        body = self._body(opened, headers, place)
        about = self._about(body)
        if ranges.refused(headers, etag=body.etag):
            return _closing(body, Response(status_code=412, headers=about))
        if ranges.unchanged(headers, etag=body.etag, modified=body.modified):
            return _closing(body, Response(status_code=304, headers=about))
        return _part(body, headers, about)

    def _about(self, body: _Body) -> dict[str, str]:
        kind = body.kind
        about = _ALWAYS | {
            "etag": body.etag,
            "last-modified": ranges.http_date(body.modified),
            "cache-control": f"{'private' if self._secret else 'public'}, {kind.cache}",
        }
        if kind.compressed:
            about["vary"] = "Accept-Encoding, Accept" if kind.feed else "Accept-Encoding"
        if kind.page:
            about["content-security-policy"] = _POLICY
        if kind.shared:
            about |= _SHARED
        return about

    # ------------------------------------------------------------ rewritten and compressed

    def _body(self, opened: Opened, headers: Headers, place: str) -> _Body:
        kind = kind_of(opened.name)
        modified = opened.state.st_mtime
        body = _Body(opened.name, kind, opened.file, opened.state, opened.state.st_size, opened.etag, modified)
        if not kind.addresses and not kind.compressed:
            return body
        zipped = kind.compressed and "range" not in headers and _takes_gzip(headers.get("accept-encoding", ""))
        with opened.file:
            content = self._made(opened, place if kind.addresses else "", zipped=zipped)
        if kind.feed and "text/html" in headers.get("accept", ""):
            # A browser applies the stylesheet only to XML; it downloads other types.
            kind = replace(kind, type=kind.type.replace("rss+xml", "xml"))
        return replace(
            body,
            kind=kind,
            file=io.BytesIO(content),
            state=None,
            length=len(content),
            etag=etag(content),
            encoding="gzip" if zipped else "",
        )

    def _made(self, opened: Opened, place: str, *, zipped: bool) -> bytes:
        """Return the rewritten and compressed content of a file. The last ones are kept: a long feed takes a second."""
        state = opened.state
        base = self._base(opened, place)
        key = (opened.name, state.st_ino, state.st_mtime_ns, state.st_size, base, place, zipped)
        with self._lock:
            content = self._kept.get(key)
        if content is None:
            content = _read(opened.file)
            # At its own address a file stays as it is, also behind a proxy that adds https.
            if base and _bare(base) != _bare(place):
                content = addresses.moved(content, old=base, new=place, exists=self._exists)
            if zipped:
                content = gzip.compress(content, mtime=0)
            with self._lock:
                self._kept[key] = content
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        return content

    def _base(self, opened: Opened, place: str) -> str:
        """Return the address that a file was made for: that in the feed itself, or in the folder's feed."""
        if not place:
            return ""
        if kind_of(opened.name).feed and (base := addresses.base_of(_head(opened.file), opened.name)):
            return base
        feed = open_file(self._root, FEED)
        if feed is None:
            return ""
        with feed.file:
            return addresses.base_of(_head(feed.file), FEED)

    def _exists(self, name: str) -> bool:
        return not name or (allowed(name.rstrip("/")) and (self._root / name).exists())


def _host(scope: Scope, headers: Headers) -> str:
    """Return the Host header of the request if it is a valid host name, else the address of the server."""
    host = headers.get("host", "")
    if _HOST.fullmatch(host):
        return host
    name, port = scope.get("server") or ("127.0.0.1", None)
    return f"{name}:{port}" if port else str(name)


def _bare(url: str) -> str:
    return url.partition("://")[2]


def _takes_gzip(accepted: str) -> bool:
    for item in accepted.lower().split(","):
        coding, _, weight = item.partition(";")
        if coding.strip() == "gzip":
            return not re.fullmatch(r"\s*q\s*=\s*0(?:\.0*)?\s*", weight)
    return False


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(_CHUNK)


def _read(file: BinaryIO) -> bytes:
    file.seek(0)
    return b"".join(iter(lambda: file.read(1 << 20), b""))


# ---------------------------------------------------------------- answers


def _missing() -> Response:
    headers = _ALWAYS | {"content-security-policy": "default-src 'none'", "cache-control": "no-store"}
    return Response(_MISSING, status_code=404, headers=headers, media_type="text/html")


def _closing(body: _Body, response: Response) -> Response:
    body.file.close()
    return response


def _part(body: _Body, headers: Headers, about: dict[str, str]) -> Response:
    """Return the answer with a body, or with the requested range of it."""
    wanted = headers.get("range", "")
    if_range = headers.get("if-range")
    if if_range is not None and not ranges.same(if_range.strip(), etag=body.etag, modified=body.modified):
        wanted = ""
    part = ranges.part(wanted, body.length) if wanted else None
    if part == (0, 0):
        return _closing(body, Response(status_code=416, headers=about | {"content-range": f"bytes */{body.length}"}))
    about |= {"content-type": body.kind.type, "accept-ranges": "bytes"}
    if body.encoding:
        about["content-encoding"] = body.encoding
    start, stop = part or (0, body.length)
    if part:
        about["content-range"] = f"bytes {start}-{stop - 1}/{body.length}"
    about["content-length"] = str(stop - start)
    return _Sent(body, about, start=start, stop=stop, status=206 if part else 200)


class _Sent(Response):
    """A response that sends a part of a body and closes the file."""

    def __init__(self, body: _Body, headers: dict[str, str], *, start: int, stop: int, status: int) -> None:
        super().__init__(status_code=status, headers=headers)
        self._body = body
        self._start = start
        self._stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the body until the client disconnects."""
        with self._body.file:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            gone = asyncio.ensure_future(_gone(receive))
            try:
                await self._stream(send, gone)
            finally:
                gone.cancel()

    async def _stream(self, send: Send, gone: asyncio.Future[None]) -> None:
        position = self._start
        while position < self._stop and not gone.done():
            chunk = await asyncio.to_thread(self._chunk, position)
            position += len(chunk)
            if not chunk:
                # The length was sent already, so the connection is closed, and the player asks again.
                _log.warning(
                    "%s was changed while it was sent. Write a new file under another name, then rename it.",
                    self._body.name,
                )
                raise ConnectionAbortedError(self._body.name)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _chunk(self, position: int) -> bytes:
        """Return the next bytes; b"" when the file was changed."""
        file, before = self._body.file, self._body.state
        file.seek(position)
        chunk = file.read(min(_CHUNK, self._stop - position))
        if before is not None:
            now = os.fstat(file.fileno())
            if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
                return b""
        return chunk


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
