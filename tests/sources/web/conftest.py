"""A web server on this computer that sends what a test sets, right or wrong, and records the requests."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from typing import TYPE_CHECKING, TypeAlias

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Reply: TypeAlias = bytes | Callable[[str], Iterable[bytes]]
    """The raw bytes of an answer, or a function from the request to the chunks of one."""


@pytest.fixture
def pages() -> dict[str, Reply]:
    """The answers of the server, by path."""
    return {}


@pytest.fixture
def asked() -> list[str]:
    """The requests in their order, each with its headers."""
    return []


@pytest.fixture
def site(pages: dict[str, Reply], asked: list[str]) -> Iterator[str]:
    """The server's address, without a final slash."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            lines = iter(self.rfile.readline, b"\r\n")
            question = b"".join(line for line in lines if line).decode("latin-1")
            if not question:
                return
            asked.append(question)
            reply = pages.get(question.split()[1], b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            pieces = [reply] if isinstance(reply, bytes) else reply(question)
            with contextlib.suppress(OSError):  # who asked may hang up
                for piece in pieces:
                    self.wfile.write(piece)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 50

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
