"""Serving an output folder: all modules of `publishing/serve/`, and `artwork/qr.py` in a terminal."""

from __future__ import annotations

import concurrent.futures
import contextlib
import gzip
import http.client
import itertools
import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.errors import PublishError
from audiocast.publishing import serve
from audiocast.publishing.artwork import qr
from audiocast.publishing.serve import addresses, listening, ranges
from audiocast.publishing.serve.kinds import kind_of
from audiocast.render import signals

if TYPE_CHECKING:
    import signal
    from collections.abc import Iterator

BASE = "https://example.org/"
MEDIA = "episodes/one-0123456789.mp3"
SOUND = bytes(range(256)) * 1000
SECONDS = 60
FEED = f"""<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel><title>A</title><link>{BASE}</link>
<atom:link href="{BASE}feed.xml" rel="self" type="application/rss+xml"/>
<item><title>One</title><link>{BASE}news/1</link><description>See {BASE}news/1 and {BASE}feed.xml.</description>
<enclosure url="{BASE}{MEDIA}" length="{len(SOUND)}" type="audio/mpeg"/></item></channel></rss>
"""
PAGE = f"""<!doctype html><title>A</title><a href="podcast://example.org/feed.xml">Apple</a>
<a href="overcast://x-callback-url/add?url={quote(BASE + "feed.xml", safe="")}">Overcast</a>
<a href="{BASE}episodes/one.html#t=12">One</a>"""


def lay_out(output: Path) -> Path:
    """An output folder, and something private beside it."""
    (output / "episodes").mkdir(parents=True)
    (output / "assets").mkdir()
    files = {
        "feed.xml": FEED.encode(),
        "index.html": PAGE.encode(),
        "assets/page.css": b"body{}",
        MEDIA: SOUND,
        "episodes/one.html": b"<!doctype html><title>One</title>",
        "episodes/one-0123456789.vtt": b"WEBVTT\n",
        "episodes/one-0123456789.words.vtt": b"WEBVTT\n",
        "episodes/one-0123456789.srt": b"1\n",
        "episodes/one-0123456789.transcript.json": b"{}",
        "episodes/one-0123456789.chapters.json": b"{}",
        "episodes/one-9876543210.json": b"{}",
        "show.json": b"{}",
        "cover-0123456789.jpg": b"\xff\xd8\xff",
        ".secret-of-mine": b"hidden",
        "../private.txt": b"private",
    }
    for name, content in files.items():
        (output / name).write_bytes(content)
    return output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that may be changed."""
    return lay_out(tmp_path / "output")


@contextmanager
def served(folder: Path, *, secret: str = "") -> Iterator[str]:
    """The address at which a folder is served for a while."""
    sock = serve.listen("127.0.0.1", 0)
    server = listening.server_of(folder, secret=secret)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield serve.url_of(sock, secret=secret)
    finally:
        server.should_exit = True
        thread.join(SECONDS)
        sock.close()


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    """The address of the folder, served."""
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a folder that nobody changes, with all that may not be got from it."""
    folder = lay_out(tmp_path_factory.mktemp("steady") / "output")
    (folder / "leads-out.txt").symlink_to(folder.parent / "private.txt")
    (folder / "folder-out").symlink_to(folder.parent)
    (folder / "leads-to-hidden").symlink_to(folder / ".secret-of-mine")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "newest.mp3").symlink_to(folder / MEDIA)
    os.mkfifo(folder / "pipe")
    with served(folder) as address:
        yield address


def ask(url: str, method: str = "GET", **headers: str) -> httpx.Response:
    """One request, with no header that it does not name."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with httpx.Client(timeout=SECONDS, trust_env=False, headers={"accept-encoding": "identity"}) as client:
        return client.request(method, url, headers=named)


def raw(url: str, request: bytes) -> bytes:
    """What comes back for bytes that no client library would send."""
    parts = urlsplit(url)
    assert parts.hostname
    with socket.create_connection((parts.hostname, parts.port or 80), SECONDS) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


# ---------------------------------------------------------------- parts


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-1", 206, slice(0, 2)),
        ("bytes=100-199", 206, slice(100, 200)),
        ("bytes=255999-255999", 206, slice(255_999, None)),
        ("bytes=1000-", 206, slice(1000, None)),
        ("bytes=-128", 206, slice(-128, None)),
        ("bytes=-9999999", 206, slice(None)),
        ("bytes=255990-9999999", 206, slice(255_990, None)),
        ("BYTES = 5 - 6", 206, slice(5, 7)),
        ("bytes=0-0, 10-19", 200, slice(None)),
        ("bytes=5-4", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("bytes=a-b", 200, slice(None)),
        ("lines=0-1", 200, slice(None)),
        ("bytes=" + "9" * 5000 + "-", 200, slice(None)),
        ("bytes=256000-", 416, slice(0)),
        ("bytes=-0", 416, slice(0)),
        ("bytes=" + "9" * 500 + "-" + "9" * 600, 416, slice(0)),
    ],
)
def test_ranges(steady: str, wanted: str, status: int, part: slice) -> None:
    """A valid range gives its bytes, an invalid one the whole file, and one past the end gives 416."""
    answer = ask(steady + MEDIA, range=wanted)
    assert answer.status_code == status
    assert answer.content == SOUND[part]
    if status == 206:
        start, stop, _ = part.indices(len(SOUND))
        assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(SOUND)}"
    if status == 416:
        assert answer.headers["content-range"] == f"bytes */{len(SOUND)}"


@given(st.text(max_size=40), st.integers(0, 1000))
def test_no_range_is_outside(value: str, length: int) -> None:
    """Whatever is asked for, the answer lies in the file."""
    part = ranges.part(value, length)
    assert part is None or 0 <= part[0] < part[1] <= length or part == (0, 0)


def test_if_range(url: str, folder: Path) -> None:
    """A request with a stale If-Range gets the whole file (200); a date counts only when the file is old enough."""
    ahead = time.time() + 3600  # so that it stays new, however long this takes
    os.utime(folder / MEDIA, (ahead, ahead))
    whole = ask(url + MEDIA)
    tag, date = whole.headers["etag"], whole.headers["last-modified"]
    statuses = {
        value: ask(url + MEDIA, range="bytes=10-19", if_range=value).status_code
        for value in (tag, '"another"', f"W/{tag}", "Mon, 01 Jan 2001 00:00:00 GMT", date, "nonsense")
    }
    assert list(statuses.values()) == [206, 200, 200, 200, 200, 200]
    os.utime(folder / MEDIA, (1_000_000_000, 1_000_000_000))
    old = ask(url + MEDIA).headers["last-modified"]
    assert ask(url + MEDIA, range="bytes=10-19", if_range=old).status_code == 206


def test_conditions(steady: str) -> None:
    """A client that has the file gets 304; the ETag counts before the date."""
    answer = ask(steady + MEDIA)
    tag, date = answer.headers["etag"], answer.headers["last-modified"]
    assert tag.startswith('"')
    for headers, status in (
        ({"if_none_match": tag}, 304),
        ({"if_none_match": f'"x", W/{tag}'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"x"'}, 200),
        ({"if_none_match": '"x"', "if_modified_since": date}, 200),
        ({"if_modified_since": date}, 304),
        ({"if_modified_since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
        ({"if_modified_since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),  # told before the clock was set back
        ({"if_modified_since": "nonsense"}, 200),
        ({"if_match": '"x"'}, 412),
        ({"if_match": tag}, 200),
    ):
        answer = ask(steady + MEDIA, **headers)
        assert answer.status_code == status, headers
        if status == 304:
            assert not answer.content
            assert answer.headers["etag"] == tag
    feed = ask(steady + "feed.xml")
    assert ask(steady + "feed.xml", if_none_match=feed.headers["etag"]).status_code == 304


def test_head(steady: str) -> None:
    """HEAD gives the headers of GET without the content."""
    for name in (MEDIA, "feed.xml", ""):
        head, whole = ask(steady + name, "HEAD"), ask(steady + name)
        assert head.status_code == 200
        assert not head.content
        assert int(head.headers["content-length"]) == len(whole.content)
        assert head.headers["etag"] == whole.headers["etag"]
    assert ask(steady + MEDIA, "HEAD", range="bytes=0-1").headers["accept-ranges"] == "bytes"


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("name", "type_", "cache", "shared"),
    [
        ("feed.xml", "application/rss+xml; charset=utf-8", "public, max-age=60", True),
        (MEDIA, "audio/mpeg", "public, max-age=31536000, immutable", False),
        ("episodes/one-0123456789.vtt", "text/vtt; charset=utf-8", "public, max-age=31536000, immutable", True),
        ("episodes/one-0123456789.words.vtt", "text/vtt; charset=utf-8", "public, max-age=31536000, immutable", True),
        (
            "episodes/one-0123456789.srt",
            "application/x-subrip; charset=utf-8",
            "public, max-age=31536000, immutable",
            True,
        ),
        ("episodes/one-0123456789.transcript.json", "application/json", "public, max-age=31536000, immutable", True),
        (
            "episodes/one-0123456789.chapters.json",
            "application/json+chapters",
            "public, max-age=31536000, immutable",
            True,
        ),
        ("cover-0123456789.jpg", "image/jpeg", "public, max-age=31536000, immutable", False),
        ("index.html", "text/html; charset=utf-8", "public, no-cache", False),
        ("assets/page.css", "text/css; charset=utf-8", "public, no-cache", False),
    ],
)
def test_kinds(steady: str, name: str, type_: str, cache: str, *, shared: bool) -> None:
    """Each kind of file has its type, its time in caches, and may or may not be read by other sites."""
    headers = ask(steady + name).headers
    assert headers["content-type"] == type_
    assert headers["cache-control"] == cache
    assert headers.get("access-control-allow-origin") == ("*" if shared else None)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert ("content-security-policy" in headers) is name.endswith((".html", ".xml"))


def test_a_page_of_an_episode_may_change() -> None:
    """A page has ten hexadecimal digits in its name too, but not from its content."""
    assert kind_of("episodes/one-0123456789.html").cache == "no-cache"


def test_a_browser_is_given_xml(steady: str) -> None:
    """A browser gets the feed as XML, so that it applies the stylesheet; other clients get it as a feed."""
    answer = ask(steady + "feed.xml", accept="text/html,application/xml;q=0.9,*/*;q=0.8")
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert "Accept" in answer.headers["vary"]


def test_preflight(steady: str) -> None:
    """A page of another site may ask for ranges of a transcript, and for nothing of a page."""
    answer = ask(steady + "episodes/one-0123456789.vtt", "OPTIONS")
    assert answer.status_code == 204
    assert "Range" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in ask(steady + "index.html", "OPTIONS").headers


def test_gzip(steady: str) -> None:
    """Feeds and pages are compressed when the client accepts it. A compressed file has a constant ETag of its own."""
    for name in ("feed.xml", "index.html"):
        plain, zipped = ask(steady + name), ask(steady + name, accept_encoding="br, gzip;q=0.8")
        assert zipped.headers["content-encoding"] == "gzip"
        assert zipped.content == plain.content  # httpx has decompressed it
        assert zipped.headers["etag"] != plain.headers["etag"]
        assert "Accept-Encoding" in plain.headers["vary"]
        assert zipped.headers["etag"] == ask(steady + name, accept_encoding="gzip").headers["etag"]
        tag = zipped.headers["etag"]
        assert ask(steady + name, accept_encoding="gzip", if_none_match=tag).status_code == 304
    assert "content-encoding" not in ask(steady + MEDIA, accept_encoding="gzip").headers
    assert "content-encoding" not in ask(steady + "feed.xml", accept_encoding="gzip;q=0").headers
    part = ask(steady + "feed.xml", accept_encoding="gzip", range="bytes=0-4")
    assert part.content == b"<?xml"
    assert "content-encoding" not in part.headers
    head, _, body = raw(
        steady, b"GET /feed.xml HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    ).partition(b"\r\n\r\n")
    assert int(re.findall(rb"content-length: (\d+)", head)[0]) == len(body)
    assert gzip.decompress(body).startswith(b"<?xml")


# ---------------------------------------------------------------- addresses


def test_the_feed_fits_the_place(steady: str) -> None:
    """Addresses of files that are here become addresses of this place; all others stay."""
    feed = ask(steady + "feed.xml").text
    assert f'<enclosure url="{steady}{MEDIA}"' in feed
    assert f'href="{steady}feed.xml" rel="self"' in feed
    assert f"<channel><title>A</title><link>{steady}</link>" in feed
    assert f"<link>{BASE}news/1</link>" in feed
    assert ask(f"{steady}{MEDIA}").content == SOUND


def test_each_place_has_its_own(steady: str) -> None:
    """Asked for under another name, the feed has the addresses of that name, and another ETag."""
    here, there = ask(steady + "feed.xml"), ask(steady + "feed.xml", host="phone.local:8000")
    assert f'url="http://phone.local:8000/{MEDIA}"' in there.text
    assert here.headers["etag"] != there.headers["etag"]
    assert there.content == ask(steady + "feed.xml", host="phone.local:8000").content
    assert ask(steady + "feed.xml", host="example.org").text == FEED


@pytest.mark.parametrize("host", ["a b", 'x"><script>', "x/../y", "", "[::1", "a" * 400])
def test_no_name_that_no_server_has(steady: str, host: str) -> None:
    """What stands in the Host header does not get into the feed unless it is a name."""
    request = f"GET /feed.xml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = raw(steady, request.encode())
    assert f'url="{steady}{MEDIA}"'.encode() in answer or answer.startswith(b"HTTP/1.1 400")


def test_pages_fit_the_place(steady: str) -> None:
    """The addresses that open podcast applications are changed in each of their spellings."""
    page = ask(steady).text
    port = urlsplit(steady).netloc
    assert f"podcast://{port}/feed.xml" in page
    assert f"add?url={quote(steady + 'feed.xml', safe='')}" in page
    assert f'href="{steady}episodes/one.html#t=12"' in page


def test_the_feed_of_this_place_is_not_touched(folder: Path) -> None:
    """Where the addresses are right already, the bytes are those of the file."""
    with served(folder) as url:
        (folder / "feed.xml").write_text(FEED.replace(BASE, url), encoding="utf-8")
        assert ask(url + "feed.xml").content == (folder / "feed.xml").read_bytes()


def test_a_feed_without_its_own_address(folder: Path) -> None:
    """Nothing can be rewritten, and nothing goes wrong."""
    (folder / "feed.xml").write_bytes(b"<rss/>")
    with served(folder) as url:
        assert ask(url + "feed.xml").content == b"<rss/>"
        assert ask(url).text == PAGE
        (folder / "feed.xml").unlink()
        assert ask(url).text == PAGE
        assert ask(url + "feed.xml").status_code == 404


@given(st.binary(max_size=200))
def test_nothing_but_addresses_is_rewritten(content: bytes) -> None:
    """Content without the address stays as it is, byte for byte."""
    if b"example.org" not in content:
        assert addresses.moved(content, old=BASE, new="http://127.0.0.1/", exists=lambda _: True) == content


def test_base_of() -> None:
    """The base is told by the link to itself, whatever the order of its attributes."""
    assert addresses.base_of(b'<rss><atom:link rel="self" href="http://a/b/x.xml"/>', "x.xml") == "http://a/b/"
    assert addresses.base_of(b'<rss><atom:link href="http://a/b/y.xml" rel="self"/>', "x.xml") == ""
    assert addresses.base_of(b'<rss><atom:link href="http://a/b/x.xml" rel="next"/>', "x.xml") == ""


# ---------------------------------------------------------------- what is not served


@pytest.mark.parametrize(
    "path",
    [
        "/../private.txt",
        "/%2e%2e/private.txt",
        "/..%2fprivate.txt",
        "/episodes/../../private.txt",
        "/..%5cprivate.txt",
        "/%252e%252e/private.txt",
        "//private.txt",
        "/%2fprivate.txt",
        "/private.txt",
        "/.secret-of-mine",
        "/%2esecret-of-mine",
        "/episodes/../.secret-of-mine",
        "/episodes/../feed.xml",
        "/feed.xml%00",
        "/%00",
        "/leads-out.txt",
        "/folder-out/private.txt",
        "/leads-to-hidden",
        "/loop",
        "/pipe",
        "/show.json",
        "/episodes/one-9876543210.json",
        "/feed.xml/",
        "/episodes",
        "/" + "a" * 3000,
        "/%ff%fe",
        "/\\..\\private.txt",
        "/C:/private.txt",
        "/feed.xml/..%2f..%2fprivate.txt",
    ],
)
def test_no_way_out(steady: str, path: str) -> None:
    """Nothing outside the folder, nothing hidden, no record of the catalog, nothing that is no file."""
    answer = raw(steady, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
    assert re.match(rb"HTTP/1.1 40[04] ", answer)
    for secret in (b"private", b"hidden"):
        assert secret not in answer.partition(b"\r\n\r\n")[2]


def test_links_inside(steady: str) -> None:
    """A link from one file of the folder to another is one that may be followed."""
    assert ask(steady + "newest.mp3").content == SOUND


def test_folders(url: str, folder: Path) -> None:
    """A folder is its index.html, under an address with a slash at its end."""
    assert ask(url).text.startswith("<!doctype html><title>A</title>")
    (folder / "episodes" / "index.html").write_text("<title>All</title>", encoding="utf-8")
    answer = ask(url + "episodes")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/episodes/"
    assert ask(url + "episodes/").text == "<title>All</title>"


def test_what_is_not_there(steady: str) -> None:
    """There is a page for it; and nothing can be written."""
    answer = ask(steady + "nothing")
    assert answer.status_code == 404
    assert "nothing at this address" in answer.text
    assert ask(steady + "feed.xml", "POST").status_code == 405
    assert ask(steady + "feed.xml", "DELETE").status_code == 405


def test_secret(folder: Path) -> None:
    """Without the secret path nothing is there; with it, the feed leads to media below it."""
    secret = serve.keep_secret(folder)
    assert serve.keep_secret(folder) == secret
    assert (folder / ".secret").stat().st_mode & 0o777 == 0o600
    with served(folder, secret=secret) as url:
        assert url.endswith(f"/{secret}/")
        root = url.removesuffix(f"{secret}/")
        missing = ask(root + "nothing").content
        for name in ("", "feed.xml", MEDIA, secret[:-1] + "/feed.xml", secret + "x/feed.xml", ".secret"):
            answer = ask(root + name)
            assert answer.status_code == 404
            assert answer.content == missing
        assert f'url="{url}{MEDIA}"' in ask(url + "feed.xml").text
        assert ask(url + MEDIA).headers["cache-control"].startswith("private")
        assert ask(url + ".secret").status_code == 404


def test_a_damaged_secret(folder: Path) -> None:
    """A secret that could be guessed is refused."""
    (folder / ".secret").write_text("a", encoding="ascii")
    with pytest.raises(PublishError, match="has no secret path"):
        serve.keep_secret(folder)
    with pytest.raises(PublishError, match="can't be read"):
        serve.keep_secret(folder / "nowhere")


# ---------------------------------------------------------------- patience


def test_half_open_connections(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred clients that never finish their question, and are not hung up on, keep nobody waiting."""
    monkeypatch.setattr(listening, "_SECONDS_TO_ASK", 3600)
    parts = urlsplit(url)
    assert parts.hostname
    silent = [socket.create_connection((parts.hostname, parts.port or 80), SECONDS) for _ in range(200)]
    try:
        for connection in silent:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
        assert ask(url + MEDIA).content == SOUND
    finally:
        for connection in silent:
            connection.close()


def test_too_many_connections(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many the one that has been silent longest goes."""
    monkeypatch.setattr(listening, "_MOST_CONNECTIONS", 5)
    monkeypatch.setattr(listening, "_SECONDS_TO_ASK", 3600)
    parts = urlsplit(url)
    assert parts.hostname
    silent = [socket.create_connection((parts.hostname, parts.port or 80), SECONDS) for _ in range(8)]
    try:
        assert ask(url + MEDIA).content == SOUND
        assert _drain(silent[0]) == 0
        silent[-1].setblocking(False)
        with pytest.raises(BlockingIOError):
            silent[-1].recv(1)
    finally:
        for connection in silent:
            connection.close()


def test_who_asks_too_slowly(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question has a time limit, the first and the next on the same connection."""
    monkeypatch.setattr(listening, "_SECONDS_TO_ASK", 0.3)
    question = b"GET /assets/page.css HTTP/1.1\r\nHost: x\r\n\r\n"
    with served(folder) as url:
        parts = urlsplit(url)
        assert parts.hostname
        for asked in (b"", question):
            with socket.create_connection((parts.hostname, parts.port or 80), SECONDS) as connection:
                connection.sendall(asked)
                answer = b""
                while asked and not answer.endswith(b"body{}"):
                    answer += connection.recv(65536)
                with contextlib.suppress(ConnectionError):  # it may have hung up already
                    connection.sendall(question[:20])
                _drain(connection)


@pytest.mark.skipif(sys.platform != "linux", reason="which files are open is asked as Linux tells it")
def test_who_takes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that nobody takes is given up, and its file closed."""
    monkeypatch.setattr(listening, "_SECONDS_TO_TAKE", 0.3)
    (folder / "episodes" / "long.mp3").write_bytes(bytes(20_000_000))
    with served(folder) as url:
        parts = urlsplit(url)
        assert parts.hostname
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((parts.hostname, parts.port or 80))
        with connection:
            connection.sendall(b"GET /episodes/long.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.recv(1)
            while (folder / "episodes" / "long.mp3").resolve() in _open_files():
                time.sleep(0.01)
            assert _drain(connection) < 20_000_000 - 1


def _open_files() -> set[Path]:
    """Return the files that this process has open."""
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # closed by now
            found.add(entry.readlink())
    return found


def _drain(connection: socket.socket) -> int:
    """How many bytes come until the other side hangs up, in whatever way its system does."""
    count = 0
    try:
        while chunk := connection.recv(65536):
            count += len(chunk)
    except ConnectionResetError:
        pass
    return count


def test_headers_without_end(steady: str) -> None:
    """Headers have a limit."""
    answer = raw(steady, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40_000)
    assert answer.startswith(b"HTTP/1.1 400") or answer == b""


# ---------------------------------------------------------------- replaced while served


def test_a_render_replaces_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty clients with ranges and resumed downloads, while files are replaced: no byte of another version."""
    monkeypatch.setattr(listening, "_SECONDS_TO_ASK", 3600)  # a thread may have to wait for its turn
    size, clients, requests = 200_000, 50, 2
    path = folder / MEDIA
    stop = threading.Event()

    def publish(number: int) -> None:
        temporary = folder / ".next"
        # Each version is one byte over and over, and has a length of its own.
        temporary.write_bytes(bytes([number % 256]) * (size + number % 256))
        temporary.replace(path)

    def replace() -> None:
        for number in itertools.count(1):
            if stop.wait(0.005):
                return
            publish(number)

    def consistent(answer: http.client.HTTPResponse, content: bytes) -> None:
        assert len(set(content)) == 1
        total = answer.getheader("content-range", f"/{len(content)}").rpartition("/")[2]
        assert int(total) == size + content[0]
        assert len(content) == int(answer.getheader("content-length") or -1)

    def client(number: int, url: str) -> None:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)

        def get(**headers: str) -> tuple[http.client.HTTPResponse, bytes]:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", "/" + MEDIA, headers=named)
            answer = connection.getresponse()
            content = answer.read()
            consistent(answer, content)
            return answer, content

        try:
            for request in range(requests):
                start = (number * 997 + request * 31_337) % (size - 70_000)
                first, head = get(range=f"bytes=0-{start}")
                tag = first.getheader("etag") or ""
                second, rest = get(range=f"bytes={start + 1}-", if_range=tag)
                whole = head + rest if second.status == 206 else rest
                assert len(whole) == size + whole[0]
                assert len(set(whole)) == 1
        finally:
            connection.close()

    publish(0)
    writer = threading.Thread(target=replace)
    with served(folder) as url:
        writer.start()
        try:
            with concurrent.futures.ThreadPoolExecutor(clients) as pool:
                for done in [pool.submit(client, number, url) for number in range(clients)]:
                    done.result()
        finally:
            stop.set()
            writer.join()


def test_a_file_that_is_written_to(folder: Path) -> None:
    """Whoever overwrites a file in place breaks the connection, rather than have two files mixed."""
    path = folder / "episodes" / "long.mp3"
    path.write_bytes(b"a" * 20_000_000)
    with served(folder) as url, httpx.Client(timeout=SECONDS, trust_env=False) as client:  # noqa: SIM117
        with client.stream("GET", url + "episodes/long.mp3") as answer:
            chunks = answer.iter_raw(10_000)
            content = next(chunks)
            path.write_bytes(b"b" * 20_000_000)
            with pytest.raises(httpx.RemoteProtocolError):  # noqa: PT012 - what came before it is looked at
                for chunk in chunks:
                    content += chunk
    assert set(content) <= {ord("a"), ord("b")}
    assert len(content) < 20_000_000


# ---------------------------------------------------------------- listening


def test_a_taken_port() -> None:
    """Who is in the way is said, and what to do."""
    with serve.listen("127.0.0.1", 0) as sock, pytest.raises(PublishError, match="Choose another --port"):
        serve.listen("127.0.0.1", sock.getsockname()[1])
    with pytest.raises(PublishError, match="the server can't use this address"):
        serve.listen("192.0.2.77", 8000)


def test_addresses_that_are_told() -> None:
    """An address is told as one would type it."""
    with serve.listen("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        assert serve.url_of(sock) == f"http://127.0.0.1:{port}/"
        assert serve.url_of(sock, host="192.0.2.7", secret="x") == f"http://192.0.2.7:{port}/x/"
        assert serve.url_of(sock, host="::1") == f"http://[::1]:{port}/"
    with serve.listen("0.0.0.0", 0) as sock:
        assert serve.url_of(sock).startswith("http://127.0.0.1:")


def test_local_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the one from which the network would be reached; without a network there is none."""

    class Probe:
        found: Any = "192.0.2.5"

        def __init__(self, *_: object) -> None:
            pass

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def connect(self, _: object) -> None:
            if self.found is None:
                raise OSError

        def getsockname(self) -> tuple[Any, int]:
            return self.found, 9

    monkeypatch.setattr(socket, "socket", Probe)
    assert serve.local_address() == "192.0.2.5"
    for none in (None, "127.0.0.1", "0.0.0.0"):
        monkeypatch.setattr(Probe, "found", none)
        with pytest.raises(PublishError, match="not connected to a network"):
            serve.local_address()


def test_qr_code() -> None:
    """It is square, with a light margin and the three marks by which cameras find it."""
    rows = qr.squares("http://192.0.2.7:8000/feed.xml")
    assert {len(row) for row in rows} == {len(rows)}
    mark = [(row, column) for row in range(7) for column in range(7) if 0 < row < 6 and 0 < column < 6]
    light = {(1, n) for n in range(1, 6)} | {(5, n) for n in range(1, 6)} | {(n, 1) for n in range(1, 6)}
    light |= {(n, 5) for n in range(1, 6)}
    for top, left in ((3, 3), (3, len(rows) - 10), (len(rows) - 10, 3)):
        assert all(rows[top + row][left + column] == ((row, column) not in light) for row, column in mark)
    assert not any(rows[0] + rows[1] + rows[2])


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "audiocast", "serve", *arguments]


@pytest.mark.parametrize("number", signals.SIGNALS, ids=lambda number: number.name)
def test_command(folder: Path, number: signal.Signals) -> None:
    """The feed's address is printed when somebody answers there, and Ctrl-C or another signal ends it well."""
    command = _command(str(folder), "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        feed = line.removeprefix("feed").strip()
        assert ask(feed).status_code == 200
        assert process.stdout.readline().startswith("page  http://127.0.0.1:")
        process.send_signal(number)
        _, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 0
        assert errors.strip() == "Press Ctrl-C to stop."


def test_command_shows_a_code(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the local network the address is also shown as a QR code."""
    monkeypatch.setattr(serve, "local_address", lambda: "192.0.2.9")
    monkeypatch.setattr(serve, "listen", lambda _, port: serve_on_loopback(port))
    monkeypatch.setattr(serve, "run", lambda _, sock, **__: sock.close())
    result = CliRunner().invoke(app, ["serve", str(folder), "--lan", "--port", "0", "--secret"])
    told = result.output + capsys.readouterr().out
    assert result.exit_code == 0
    assert f"feed  http://192.0.2.9:{PORT}/{serve.keep_secret(folder)}/feed.xml" in told
    assert "█▀" in told or "▀█" in told


PORT = 8642


def serve_on_loopback(_: int) -> Any:
    """A socket that only tells its name."""

    class Told:
        def getsockname(self) -> tuple[str, int]:
            return "0.0.0.0", PORT

        def close(self) -> None:
            pass

    return Told()


@pytest.mark.parametrize(
    "arguments", [["nowhere"], [".", "--lan", "--host", "::1"], [".", "-v", "-q"], [".", "--port", "70000"]]
)
def test_wrong_usage(arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Wrong usage is exit code 2."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["serve", *arguments]).exit_code == 2


def test_a_taken_port_is_said_in_one_line(folder: Path) -> None:
    """The command ends with one line and exit code 1."""
    with serve.listen("127.0.0.1", 0) as sock:
        port = str(sock.getsockname()[1])
        result = subprocess.run(
            _command(str(folder), "--port", port), capture_output=True, text=True, timeout=SECONDS, check=False
        )
    assert result.returncode == 1
    assert result.stderr == f"audiocast: 127.0.0.1:{port}: another program uses this address. Choose another --port.\n"
    assert Path(folder).is_dir()
