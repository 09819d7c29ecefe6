"""Which machine is behind a name, and may it be called?

A name is looked up once, what it stands for is judged, and the connection goes to just that IP address, so that a name
which means something else a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

import httpcore

from audiocast.config.web_hosts import is_public_ip

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from audiocast.config.web_hosts import IP


class PrivateError(Exception):
    """A machine is not public; the argument names it."""


class Clock:
    """When a question has taken too long."""

    def __init__(self) -> None:
        self.end = float("inf")

    def at_most(self, seconds: float | None, error: type[httpcore.TimeoutException]) -> float:
        """As many seconds, or those that are left.

        Raises:
            TimeoutException: None are left.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise error("no time left")
        return left if seconds is None else min(left, seconds)


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to public machines only, as long as the clock allows.

    Args:
        clock: Of the question for which it connects.
        allow_private: Whether it also connects to others.
    """

    def __init__(self, clock: Clock, *, allow_private: bool) -> None:
        self._clock = clock
        self._allow_private = allow_private
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first that answers of the IP addresses a name stands for.

        Raises:
            PrivateError: None of them may be called.
            ConnectError: The name stands for none, or none of them answers.
            ConnectTimeout: They are silent.
        """
        found = _look_up(host, port, self._clock.at_most(timeout, httpcore.ConnectTimeout))
        allowed = [ip for ip in found if self._allow_private or is_public_ip(ip)]
        if not allowed:
            raise PrivateError(", ".join(map(str, found)))
        for ip in allowed[:-1]:
            try:
                return self._connect(ip, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # the next may answer; the last says what is wrong
        return self._connect(allowed[-1], port, timeout, local_address, socket_options)

    def _connect(self, ip: IP, port: int, timeout: float | None, *rest: Any) -> httpcore.NetworkStream:  # noqa: ANN401
        seconds = self._clock.at_most(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._backend.connect_tcp(str(ip), port, seconds, *rest), self._clock)


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends when the clock says so, however steadily it trickles."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.at_most(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.at_most(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = self._clock.at_most(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, seconds), self._clock)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the library has it
        return self._stream.get_extra_info(info)


def _look_up(host: str, port: int, seconds: float) -> list[IP]:
    """The IP addresses of a name, in the system's order.

    The system's own look-up knows no time limit, so that it has a thread of its own, which nobody waits for at the end.
    """
    answers: SimpleQueue[list[IP] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            # What follows "%" is the network card of an address that is good only there.
            answers.put([ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty as error:
        raise httpcore.ConnectTimeout(f"nobody says who {host} is") from error
    if isinstance(answer, Exception) or not answer:
        raise httpcore.ConnectError(f"nobody knows {host}")
    return list(dict.fromkeys(answer))
