"""Listen at an address, and limit what a client may take.

A client that sends no request, sends it slowly or does not read the answer is disconnected. When there are too many
connections, the one that has been idle longest is closed. So a few hundred half-open connections do not block others.
"""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
import threading
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from audiocast.errors import PublishError
from audiocast.publishing.serve.answer import OutputFolder

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

_ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, and listened at only when asked for
_BACKLOG = 512
# Below the usual limit of 1,024 open files, of which an answer needs two.
_MOST_CONNECTIONS = 400
_MOST_HEADER = 16 * 1024
_SECONDS_TO_ASK = 10.0
_SECONDS_TO_TAKE = 60.0
_SECONDS_TO_END = 2.0


def listen(host: str, port: int) -> socket.socket:
    """Open the socket, so that the address works from now on.

    Raises:
        PublishError: It is taken, or not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        where = f"{host}:{port}"
        if error.errno == errno.EADDRINUSE:
            raise PublishError(
                "another program uses this address", where=where, hint="Choose another --port"
            ) from error
        hint = "Choose a --host of this machine, or a --port above 1023"
        raise PublishError(
            f"the server can't use this address ({error.strerror or error})", where=where, hint=hint
        ) from error


def local_address() -> str:
    """Return this machine's address in the local network. Nothing is sent to find it.

    Raises:
        PublishError: It is in no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # a reserved address; the system says which of its own addresses it would use
        address: str = probe.getsockname()[0]
        if not address.startswith("127.") and address not in _ANYWHERE:
            return address
    raise PublishError(
        "this computer is not connected to a network", hint="Connect it, or give its address with --host"
    )


def url_of(sock: socket.socket, *, host: str = "", secret: str = "") -> str:
    """Return the address at which the folder is served.

    Args:
        sock: What `listen` gave.
        host: Instead of the address that it listens at.
        secret: The path under which the folder is served, or "".
    """
    bound, port = sock.getsockname()[:2]
    name = host or ("127.0.0.1" if bound in _ANYWHERE else bound)
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}{'' if port == 80 else f':{port}'}/{f'{secret}/' if secret else ''}"  # noqa: PLR2004


def server_of(folder: Path, *, secret: str = "") -> uvicorn.Server:
    """Return a server for a folder; it is not started."""
    config = uvicorn.Config(
        OutputFolder(folder, secret=secret),
        http=_Patience,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="critical",  # what goes wrong is logged where it goes wrong
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=_MOST_HEADER,
    )
    return uvicorn.Server(config)


def run(folder: Path, sock: socket.socket, *, secret: str = "") -> None:
    """Serve until a signal ends it, such as that of Ctrl-C."""
    server = server_of(folder, secret=secret)
    with sock, contextlib.suppress(KeyboardInterrupt):
        _stop_on_hangup(server)
        server.run(sockets=[sock])


def _stop_on_hangup(server: uvicorn.Server) -> None:
    """Let SIGHUP stop a server as SIGINT and SIGTERM do, unless it is ignored, as with `nohup`.

    An exception raised by a handler in the middle of the event loop could leave the server waiting for ever.
    """
    number = getattr(signal, "SIGHUP", None)  # Windows has none
    in_main_thread = threading.current_thread() is threading.main_thread()
    if number is not None and in_main_thread and signal.getsignal(number) is not signal.SIG_IGN:
        signal.signal(number, server.handle_exit)


class _Patience(H11Protocol):
    """uvicorn's HTTP/1.1, with limits to the time that a client takes."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - whatever uvicorn hands over
        super().__init__(*arguments, **named)
        self._asking: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > _MOST_CONNECTIONS:
            # In the order in which they came, which is all that can be known about who will never ask.
            silent = [other for other in self.connections if isinstance(other, _Patience) and other.is_silent]
            for other in sorted(silent, key=lambda other: other.deadline)[:1]:
                other.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for timer in (self._asking, self._taking):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self.loop.call_later(_SECONDS_TO_TAKE, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def shutdown(self) -> None:
        super().shutdown()
        self.loop.call_later(_SECONDS_TO_END, self.transport.abort)

    @property
    def is_silent(self) -> bool:
        """Whether no answer is being sent."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def deadline(self) -> float:
        """The time at which it is disconnected if it sends no request."""
        return self._asking.when() if self._asking is not None else float("inf")

    def _watch(self) -> None:
        """Give a client that asks a limited time to finish the question."""
        if not self.is_silent:
            if self._asking is not None:
                self._asking.cancel()
                self._asking = None
        elif self._asking is None:
            self._asking = self.loop.call_later(_SECONDS_TO_ASK, self.transport.abort)
