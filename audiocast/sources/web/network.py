"""Look up host names and connect to public IP addresses only.

A name is looked up once, its IP addresses are checked, and the connection goes to a checked address. So a name that
resolves to another address a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

import httpcore

from audiocast.config.web_hosts import is_public_ip

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from audiocast.config.web_hosts import IP


class PrivateError(Exception):
    """A host has no public IP address; the argument lists its addresses."""


class Clock:
    """The time limit of a request; `end` is a time of `time.monotonic`."""

    def __init__(self) -> None:
        self.end = float("inf")

    def at_most(self, seconds: float | None, error: type[httpcore.TimeoutException]) -> float:
        """Return a number of seconds, or the time that is left if that is less.

        Raises:
            TimeoutException: No time is left.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise error("no time left")
        return left if seconds is None else min(left, seconds)


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to public IP addresses only, within a time limit.

    Args:
        clock: The time limit of the current request.
        allow_private: Also connect to other IP addresses.
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
        """Connect to the first of a host's IP addresses that answers.

        Raises:
            PrivateError: None of them is public.
            ConnectError: The name has no IP address, or none of them answers.
            ConnectTimeout: They do not answer in time.
        """
        found = _look_up(host, port, self._clock.at_most(timeout, httpcore.ConnectTimeout))
        allowed = [ip for ip in found if self._allow_private or is_public_ip(ip)]
        if not allowed:
            raise PrivateError(", ".join(map(str, found)))
        for ip in allowed[:-1]:
            try:
                return self._connect(ip, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # try the next address; the last one raises its error
        return self._connect(allowed[-1], port, timeout, local_address, socket_options)

    def _connect(
        self,
        ip: IP,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        seconds = self._clock.at_most(timeout, httpcore.ConnectTimeout)
        return _TimedStream(
            self._backend.connect_tcp(str(ip), port, seconds, local_address, socket_options), self._clock
        )


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends at the time limit, however slowly the data comes."""

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

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _look_up(host: str, port: int, seconds: float) -> list[IP]:
    """Return the IP addresses of a name, in the system's order.

    The system's look-up has no time limit, so it runs in a daemon thread, which does not delay the end of the program.
    """
    answers: SimpleQueue[list[IP] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            # The part after "%" names the network interface of a link-local address.
            answers.put([ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty as error:
        raise httpcore.ConnectTimeout(f"the look-up of {host} timed out") from error
    if isinstance(answer, Exception) or not answer:
        raise httpcore.ConnectError(f"the host name {host} is unknown")
    return list(dict.fromkeys(answer))
