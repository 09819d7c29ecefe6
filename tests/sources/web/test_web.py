"""Tests of `web/`: `fetcher`, `address`, `host`, `limits`, `network`, `robots`, `store` and `unpack`."""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import socket
import ssl
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
import trustme

from audiocast import __version__
from audiocast.errors import SourceError
from audiocast.sources.decoding import decode
from audiocast.sources.web import Limits, PageRequest, Web, host
from audiocast.sources.web.address import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import TypeAlias

    Pages: TypeAlias = dict[str, bytes | Callable[[str], Iterable[bytes]]]

# What is tried to the end of its time has limits of its own: a busy machine must not be taken for a silent one.
_LIMITS = Limits(connect=30, silence=30, total=60, size=100_000, pause=0.01, longest_retry_after=0.1, delay=0)
_SILENCE = dataclasses.replace(_LIMITS, silence=0.3)
_TOTAL = dataclasses.replace(_LIMITS, total=0.7)
_TEXT = b"The ferry ran late."


def _answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {size}", "Connection: close", *headers, "", "")
    return "\r\n".join(lines).encode("latin-1") + body


def _moved(to: str, status: str = "302 Found") -> bytes:
    return _answer(b"", f"Location: {to}", status=status)


def _in_turn(*answers: bytes) -> Callable[[str], Iterable[bytes]]:
    left = iter(answers)
    return lambda _: [next(left)]


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A fetcher that may ask this computer."""
    with Web(tmp_path / "pages", allow_private=True, limits=_LIMITS) as web:
        yield web


def _failure(web: Web, address: str, *, found: bool = False) -> str:
    with pytest.raises(SourceError) as caught:
        web.get(PageRequest(address, found))
    assert caught.value.where == address
    return caught.value.what


# ---------------------------------------------------------------- what comes back


def test_a_page_is_fetched_once_in_a_run(site: str, pages: Pages, asked: list[str], web: Web) -> None:
    """A document has the bytes, the type and the encoding from the server; the User-Agent has name and version."""
    pages["/ferry"] = _answer(_TEXT, "Content-Type: text/html; charset=ISO-8859-1")
    for _ in range(2):
        document = web.get(PageRequest(f"{site}/ferry#top"))
    assert (document.origin, document.media_type, document.charset) == (f"{site}/ferry", "text/html", "iso-8859-1")
    assert document.content == _TEXT
    assert len(asked) == 1
    assert f"User-Agent: audiocast/{__version__} " in asked[0]
    assert f"Host: {site.removeprefix('http://')}" in asked[0]


@pytest.mark.parametrize(
    ("validator", "question"),
    [
        ('ETag: "one"', 'If-None-Match: "one"'),
        ("Last-Modified: Wed, 01 May 2024 08:00:00 GMT", "If-Modified-Since: Wed, 01 May 2024 08:00:00 GMT"),
    ],
)
def test_what_is_unchanged_is_not_sent_again(
    site: str, pages: Pages, asked: list[str], tmp_path: Path, validator: str, question: str
) -> None:
    """The next run sends the validators of the stored page, and uses the stored content after a 304."""
    pages["/ferry"] = lambda asked: (
        [_answer(status="304 Not Modified")] if question in asked else [_answer(_TEXT, validator)]
    )
    for _ in range(2):
        with Web(tmp_path / "pages", allow_private=True, limits=_LIMITS) as web:
            assert web.get(PageRequest(f"{site}/ferry")).content == _TEXT
    assert [question in each for each in asked] == [False, True]


@pytest.mark.parametrize("validator", ["ETag: \xe9", "ETag: " + "x" * 5000, "Last-Modified: \xff"])
def test_a_validator_that_no_question_can_hold_is_left_out(
    site: str, pages: Pages, tmp_path: Path, validator: str
) -> None:
    """A page whose validator can't be sent in a header is fetched again in the next run."""
    pages["/ferry"] = _answer(_TEXT, validator)
    for _ in range(2):
        with Web(tmp_path / "pages", allow_private=True, limits=_LIMITS) as web:
            assert web.get(PageRequest(f"{site}/ferry")).content == _TEXT


def test_a_page_is_not_asked_for_while_its_feed_says_the_same_of_it(
    site: str, pages: Pages, asked: list[str], tmp_path: Path
) -> None:
    """The page is requested again when the feed's entry changes, or after a day."""
    pages["/ferry"] = _answer(_TEXT)

    def run(version: str, limits: Limits = _LIMITS) -> int:
        with Web(tmp_path / "pages", allow_private=True, limits=limits) as web:
            web.get(PageRequest(f"{site}/ferry", found=True, version=version))
        return sum("GET /ferry" in each for each in asked)

    assert [run("a"), run("a"), run("b"), run("b")] == [1, 1, 2, 2]
    assert run("b", dataclasses.replace(_LIMITS, fresh=0)) == 3


def test_a_damaged_copy_is_as_good_as_none(site: str, pages: Pages, asked: list[str], tmp_path: Path) -> None:
    """A page whose stored copy is damaged is fetched again."""
    pages["/ferry"] = _answer(_TEXT, 'ETag: "one"')
    for damage in (b"", b"{}\n", b"[]", b"\xff"):
        with Web(tmp_path / "pages", allow_private=True, limits=_LIMITS) as web:
            assert web.get(PageRequest(f"{site}/ferry")).content == _TEXT
        (path,) = (tmp_path / "pages").iterdir()
        path.write_bytes(damage or path.read_bytes()[:-1] + b"?")
    assert not any("If-None-Match" in each for each in asked)


def test_redirects_are_followed(site: str, pages: Pages, web: Web) -> None:
    """The document at the end of redirects keeps the address that was requested."""
    pages |= {"/a": _moved("/b", "301 Moved Permanently"), "/b": _moved(f"{site}/c?x=1"), "/c?x=1": _answer(_TEXT)}
    document = web.get(PageRequest(f"{site}/a"))
    assert (document.origin, document.content) == (f"{site}/a", _TEXT)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("GZIP", lambda body: gzip.compress(body[:5]) + gzip.compress(body[5:]) + b"\0\0"),
    ],
)
def test_packed_pages_are_unpacked(
    site: str, pages: Pages, web: Web, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    """Both requested compressions are read, also in the variants that servers send by mistake."""
    pages["/ferry"] = _answer(pack(_TEXT), f"Content-Encoding: {encoding}")
    assert web.get(PageRequest(f"{site}/ferry")).content == _TEXT


@pytest.mark.parametrize("charset", ["utf-8", "no-such-thing", "ascii", "utf-16", ""])
def test_a_wrong_encoding_is_not_believed(site: str, pages: Pages, web: Web, charset: str) -> None:
    """Valid UTF-8 is read as UTF-8, whatever the server says."""
    pages["/ferry"] = _answer("Fähre, später".encode(), f"Content-Type: text/plain; charset={charset}")
    assert decode(web.get(PageRequest(f"{site}/ferry"))) == "Fähre, später"


@pytest.mark.parametrize("charset", ["cp1251", "utf-16-le", "koi8-r"])
def test_a_right_encoding_is_believed(site: str, pages: Pages, web: Web, charset: str) -> None:
    """The server's charset decides where the bytes are not UTF-8."""
    pages["/ferry"] = _answer("Паром ушёл".encode(charset), f"Content-Type: text/plain; charset={charset}")
    assert decode(web.get(PageRequest(f"{site}/ferry"))) == "Паром ушёл"


# ---------------------------------------------------------------- what goes wrong


def _forever(begin: bytes, piece: bytes, pause: float = 0) -> Callable[[str], Iterable[bytes]]:
    def reply(_: str) -> Iterator[bytes]:
        yield begin
        while True:
            time.sleep(pause)
            yield piece

    return reply


_HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
_BOMB = gzip.compress(bytes(20_000_000))


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (_answer(status="404 Not Found"), "answers with status 404 (not found)"),
        (_answer(status="204 No Content"), "answers with status 204 (no content)"),
        (_answer(status="299 Whatever"), "answers with status 299"),
        (_answer(status="500 Oh"), "answers with status 500 (internal server error)"),
        (_answer(status="304 Not Modified"), "answers with status 304 (not modified)"),
        (_answer(b"", length=100_001), "is too large (100,001 bytes; 100,000 is the limit)"),
        (
            _answer(_TEXT, length=100),
            "closed the connection (peer closed connection without sending complete message body",
        ),
        (_forever(_HEAD, b"x" * 10_000), "is too large (more than 100,000 bytes)"),
        (
            _forever(b"HTTP/1.1 200 OK\r\n", b"X-Very: long\r\n" * 1000),
            "closed the connection (Receive buffer too long)",
        ),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "closed the connection (illegal status line"),
        (b"", "closed the connection (Server disconnected without sending a response.)"),
        (_answer(_BOMB, "Content-Encoding: gzip"), "is too large when decompressed (more than 100,000 bytes)"),
        (_answer(zlib.compress(bytes(10**7)), "Content-Encoding: deflate"), "is too large when decompressed"),
        (_answer(gzip.compress(_TEXT)[:-9], "Content-Encoding: gzip"), "is incomplete"),
        (_answer(b"This is not packed", "Content-Encoding: gzip"), "is damaged (Error -3"),
        (_answer(_TEXT, "Content-Encoding: br"), "is compressed as 'br', which was not requested"),
        (_answer(_TEXT, "Content-Encoding: gzip, gzip"), "is compressed as 'gzip, gzip', which was not requested"),
        (_moved("/page"), "redirects in a circle"),
        (_moved("file:///etc/passwd"), "redirects to file:///etc/passwd, which is not an http(s) address"),
        (
            _moved("http://a:b@example.org/"),
            "redirects to http://a:b@example.org/, which contains a user name or a password",
        ),
        (_moved("http://[::1"), "redirects to 'http://[::1', which is not an address"),
        (_answer(_TEXT, "Bad\x01Header: x\x00"), "closed the connection (illegal header line"),
        (
            _answer(_TEXT, "Content-Type: text/html; charset*0*=%ff%00; charset*=x''%00"),
            'has a malformed Content-Type, "text/html; charset*0*=%ff%00',
        ),
    ],
)
def test_every_failure_has_a_name(
    site: str, pages: Pages, web: Web, reply: bytes | Callable[[str], Iterable[bytes]], problem: str
) -> None:
    """Each failure ends within its limit with its own message, and the next page is fetched as usual."""
    pages |= {"/page": reply, "/ferry": _answer(_TEXT)}
    assert _failure(web, f"{site}/page").startswith(problem)
    assert web.get(PageRequest(f"{site}/ferry")).content == _TEXT


@pytest.mark.parametrize(
    ("reply", "limits"),
    [
        (_forever(_HEAD, b"x", 0.05), _TOTAL),
        (_forever(b"HTTP/1.1 200 OK\r\n", b"X-Very: slow\r\n", 0.05), _TOTAL),
        (_forever(_HEAD, b"", 1), _SILENCE),
        (_forever(b"", b"", 1), _SILENCE),
    ],
)
def test_who_takes_too_long_is_left(
    site: str, pages: Pages, tmp_path: Path, reply: Callable[[str], Iterable[bytes]], limits: Limits
) -> None:
    """The time limits hold for silence and for data without end."""
    pages["/page"] = reply
    with Web(tmp_path / "pages", allow_private=True, limits=limits) as web:
        problem = "takes longer than 0.7 seconds" if limits is _TOTAL else "sends nothing for 0.3 seconds"
        assert _failure(web, f"{site}/page") == problem


def test_redirects_end(site: str, pages: Pages, asked: list[str], web: Web) -> None:
    """After five redirects to new addresses the fetch fails."""
    pages |= {f"/{n}": _moved(f"/{n + 1}") for n in range(20)}
    assert _failure(web, f"{site}/0") == "redirects more than 5 times"
    assert len(asked) == 6


def test_an_error_may_pass(site: str, pages: Pages, asked: list[str], web: Web) -> None:
    """A request is repeated twice after an error that may pass."""
    pages["/ferry"] = _in_turn(_answer(status="503 Oh"), b"", _answer(_TEXT))
    assert web.get(PageRequest(f"{site}/ferry")).content == _TEXT
    assert len(asked) == 3


def test_who_asks_for_a_rest_gets_it(site: str, pages: Pages, asked: list[str], tmp_path: Path) -> None:
    """A short Retry-After is obeyed, in seconds or as a date; after a long one, the host is not asked again."""
    slept: list[float] = []
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    later = "Retry-After: 3600"
    pages |= {
        "/a": _in_turn(
            _answer(b"", "Retry-After: 7", status="429 Slow"),
            _answer(b"", f"Retry-After: {soon}", status="503 Oh"),
            _answer(_TEXT),
        ),
        "/b": _answer(b"", later, status="429 Slow"),
        "/c": _answer(_TEXT),
    }
    with Web(tmp_path, allow_private=True, sleep=slept.append) as web:
        assert web.get(PageRequest(f"{site}/a")).content == _TEXT
        waits = [each for each in slept if each > 2]
        assert waits[0] == 7
        assert 15 < waits[1] <= 20
        problem = "asks clients to wait 3,600 seconds (Retry-After)"
        assert [_failure(web, f"{site}/b"), _failure(web, f"{site}/c")] == [problem, problem]
    assert len(asked) == 4


def test_a_machine_is_not_asked_too_quickly(site: str, pages: Pages, tmp_path: Path) -> None:
    """There is a delay between two requests to a host."""
    slept: list[float] = []
    pages |= {"/a": _answer(_TEXT), "/b": _answer(_TEXT)}
    with Web(tmp_path, allow_private=True, limits=dataclasses.replace(_LIMITS, delay=5), sleep=slept.append) as web:
        web.fetch_ahead([PageRequest(f"{site}/a"), PageRequest(f"{site}/b")])
    assert slept[0] == 0
    assert 4 < slept[1] <= 5


def test_a_dead_machine_is_not_tried_for_every_page(tmp_path: Path) -> None:
    """After a failed connection, further pages of the host fail at once."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        site = f"http://127.0.0.1:{server.getsockname()[1]}"
    slept: list[float] = []
    with Web(tmp_path, allow_private=True, limits=_LIMITS, sleep=slept.append) as web:
        for page in range(50):
            assert _failure(web, f"{site}/{page}").startswith("can't be reached")
    assert len([each for each in slept if each]) == 2


def test_a_machine_in_lasting_trouble_is_left_alone(
    site: str, pages: Pages, asked: list[str], web: Web, tmp_path: Path
) -> None:
    """After three failures in a row a host gets no more requests; a success in between resets the count."""
    pages |= {f"/{n}": b"SSH-2.0-OpenSSH_9.6\r\n\r\n" for n in range(9)}
    pages["/good"] = _answer(_TEXT)
    _failure(web, f"{site}/0")
    web.get(PageRequest(f"{site}/good"))
    problems = [_failure(web, f"{site}/{n}") for n in range(1, 9)]
    assert [each.partition(" (")[0] for each in problems] == ["closed the connection"] * 3 + [
        "has failed 3 times in a row"
    ] * 5
    asked.clear()
    pages |= {f"/{n}": _forever(b"", b"", 1) for n in range(4)}
    with Web(tmp_path / "silent", allow_private=True, limits=_SILENCE) as impatient:
        problems = [_failure(impatient, f"{site}/{n}") for n in range(4)]
    assert problems == ["sends nothing for 0.3 seconds"] * 3 + ["has failed 3 times in a row"]
    assert len(asked) == 3


# ---------------------------------------------------------------- many


def test_many_machines_are_asked_at_the_same_time(site: str, pages: Pages, asked: list[str], tmp_path: Path) -> None:
    """Each host gets one request at a time; the failure of one page affects no other."""
    both = threading.Barrier(2, timeout=60)
    busy: list[str] = []
    too_much: list[str] = []

    def meets(question: str) -> Iterator[bytes]:
        machine = question.partition("Host: ")[2].split()[0]
        too_much.extend(each for each in busy if each == machine)
        busy.append(machine)
        both.wait()
        busy.remove(machine)
        yield _answer(_TEXT)

    other = site.replace("127.0.0.1", "127.0.0.2")  # nobody listens there
    more = site.replace("127.0.0.1", "localhost")
    pages |= {"/a": meets, "/b": meets}
    with Web(tmp_path, allow_private=True, limits=_LIMITS) as web:
        web.fetch_ahead([PageRequest(f"{place}{page}") for place in (site, other, more) for page in ("/a", "/b", "/c")])
        assert web.get(PageRequest(f"{more}/b")).content == _TEXT
        assert _failure(web, f"{site}/c") == "answers with status 404 (not found)"
        assert _failure(web, f"{other}/a").startswith("can't be reached")
    assert len(asked) == 6
    assert not too_much


# ---------------------------------------------------------------- robots.txt


def test_robots_txt_is_asked_for_pages_that_were_found(site: str, pages: Pages, asked: list[str], web: Web) -> None:
    """robots.txt is fetched once for each host, and not for pages that the user named."""
    pages |= {
        "/robots.txt": _answer(b"User-agent: *\nDisallow: /private/*/x\nCrawl-delay: 0.01\n"),
        "/private/1/x": _answer(_TEXT),
        "/open": _answer(_TEXT),
    }
    assert "robots.txt" in _failure(web, f"{site}/private/1/x", found=True)
    assert web.get(PageRequest(f"{site}/open", found=True)).content == _TEXT
    assert [each.split()[1] for each in asked] == ["/robots.txt", "/open"]
    assert Web.get(web, PageRequest(f"{site}/open")).content == _TEXT


def test_a_named_page_needs_no_permission(site: str, pages: Pages, asked: list[str], web: Web) -> None:
    """robots.txt is not read for a page that the user named."""
    pages |= {"/robots.txt": _answer(b"User-agent: audiocast\nDisallow: /\n"), "/page": _answer(_TEXT)}
    assert web.get(PageRequest(f"{site}/page")).content == _TEXT
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("status", "allowed"), [("404 No", True), ("403 No", True), ("410 No", True), ("500 Oh", False), ("503 Oh", False)]
)
def test_without_robots_txt_all_is_allowed(
    site: str,
    pages: Pages,
    web: Web,
    status: str,
    allowed: bool,
) -> None:
    """A missing robots.txt allows all pages; a server error does not, because the file may exist."""
    pages |= {"/robots.txt": _answer(status=status), "/page": _answer(_TEXT)}
    if allowed:
        assert web.get(PageRequest(f"{site}/page", found=True)).content == _TEXT
    else:
        assert _failure(web, f"{site}/page", found=True).startswith(
            "is not fetched because the site's robots.txt can't be read (answers with status 50"
        )


def test_a_redirect_is_no_way_around_robots_txt(site: str, pages: Pages, web: Web) -> None:
    """robots.txt is checked for each address of a redirect."""
    pages |= {
        "/robots.txt": _answer(b"User-agent: audiocast\nDisallow: /private\n"),
        "/open": _moved("/private"),
        "/private": _answer(_TEXT),
    }
    assert "is excluded by the site's robots.txt" in _failure(web, f"{site}/open", found=True)


# ---------------------------------------------------------------- private machines


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://0.0.0.0:8000/"],
)
def test_private_machines_are_not_asked(tmp_path: Path, address: str) -> None:
    """A private host is refused unless it is allowed."""
    with Web(tmp_path) as web, pytest.raises(SourceError, match=r"is a private address .*--allow-private"):
        web.get(PageRequest(address))


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("ftp://example.org/", "is not an http(s) address"),
        ("file:///etc/passwd", "is not an http(s) address"),
        ("http://", "has an invalid host name"),
        ("http://user@example.org/", "contains a user name or a password"),
        ("http://user:secret@example.org/", "contains a user name or a password"),
        ("http://@example.org/", "contains a user name or a password"),
        ("http://example.org:22/", "has the unusual port 22"),
        ("http://example.org:6379/", "has the unusual port 6379"),
        ("http://example.org:99999/", "is not an address"),
        ("http://2130706433/", "has an IP address in an unusual form"),
        ("http://0x7f000001/", "has an IP address in an unusual form"),
        ("http://0177.0.0.1/", "has an IP address in an unusual form"),
        ("http://127.1/", "has an IP address in an unusual form"),
        ("http://①②⑦.0.0.1/", ""),
        ("http://example.org\\@127.0.0.1/", "is not an address"),
        ("http://exa mple.org/", "is not an address"),
        ("http://example.org/\r\nX: y", "is not an address"),
        ("http://[::1", "is not an address"),
        ("http://-a_.b..c/", "has an invalid host name"),
        ("http://example.org/" + "x" * 5000, "is not an address"),
    ],
)
def test_what_is_no_address_or_a_strange_one(tmp_path: Path, address: str, problem: str) -> None:
    """Such an address is refused before any request."""
    with Web(tmp_path) as web, pytest.raises(SourceError) as caught:
        web.get(PageRequest(address))
    assert caught.value.what.startswith(problem)


def test_addresses_have_one_form() -> None:
    """Equal addresses are written in the same way."""
    assert str(parse("HTTPS://Example.ORG:443")) == "https://example.org/"
    assert str(parse("https://bücher.example/ä?q=ö#z")) == "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6"
    assert str(parse("http://[2606:4700:0::1111]:8080/a%20b")) == "http://[2606:4700::1111]:8080/a%20b"


def _resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Set the IP addresses of names, one list for each look-up; the result records the connections."""
    left = iter(answers)
    connected: list[str] = []

    def look_up(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in next(left)]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise OSError(111, "refused")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    return connected


def test_what_a_name_stands_for_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name with a private IP address is refused; the connection goes to the IP address that was checked."""
    connected = _resolving(monkeypatch, ["10.0.0.1", "8.8.8.8"], ["10.0.0.1"])
    with Web(tmp_path, limits=dataclasses.replace(_LIMITS, repetitions=0)) as web:
        assert _failure(web, "http://rebinding.example/").startswith("can't be reached")
        assert _failure(web, "http://inside.example/") == "is a private address (10.0.0.1)"
    assert connected == ["8.8.8.8"]


def test_a_machine_proves_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is checked for the host's name; a host with a wrong one is asked nothing, and only once."""
    authority = trustme.CA()
    server_side, client_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("right.example").configure_cert(server_side)
    authority.configure_trust(client_side)
    monkeypatch.setattr(host, "_certificates", lambda: client_side)
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, port, *__, **___: [(2, 1, 6, "", ("127.0.0.1", port))])
    called: list[str] = []

    def serve(listening: socket.socket) -> None:
        with contextlib.suppress(OSError):  # who does not believe it hangs up; at the end, nobody listens
            while True:
                connection, _ = listening.accept()
                called.append("")
                with contextlib.suppress(ssl.SSLError), server_side.wrap_socket(connection, server_side=True) as secure:
                    secure.recv(10_000)
                    secure.sendall(_answer(_TEXT))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        port = listening.getsockname()[1]
        with Web(tmp_path, allow_private=True) as web:
            assert web.get(PageRequest(f"https://right.example:{port}/")).content == _TEXT
            problem = _failure(web, f"https://wrong.example:{port}/")
    assert problem.startswith("has an invalid certificate (Hostname mismatch")
    assert len(called) == 2


def test_a_redirect_is_no_way_to_a_private_machine(
    site: str, pages: Pages, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each address of a redirect is checked like the first."""
    monkeypatch.setattr("audiocast.sources.web.network.is_public_ip", lambda ip: str(ip) == "127.0.0.1")
    monkeypatch.setattr("audiocast.sources.web.address._USUAL_PORTS", (int(site.rpartition(":")[2]), 80))
    for number, target in enumerate(["http://127.0.0.2/", "http://[::1]/", "http://169.254.169.254/latest"]):
        pages[f"/{number}"] = _moved(target)
        with Web(tmp_path, limits=_LIMITS) as web:
            problem = _failure(web, f"{site}/{number}")
        assert problem.startswith(f"redirects to {target}, which is a private address")
    assert len(asked) == 3
