"""Send requests to one host: one at a time, with a delay between them, and again after errors that may pass.

This uses httpcore and not httpx, because httpx has no public way to choose the IP address of a connection.
"""

from __future__ import annotations

import ssl
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import httpcore

from audiocast.errors import SourceError
from audiocast.sources.web.network import Clock, GuardedNetwork, PrivateError
from audiocast.sources.web.unpack import collect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from audiocast.sources.web.address import Address
    from audiocast.sources.web.limits import Limits

_OK = 200
_AGAIN = (429, 500, 502, 503, 504)
"""Statuses after which a request is repeated."""
_BUSY = (429, 503)
_MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request; the content is read only for status 200."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""


@dataclass(slots=True)
class Budget:
    """The time and the repetitions that are left for an address."""

    seconds: float
    repetitions: int


class Host:
    """A host, by scheme, name and port.

    Args:
        limits: The limits of a request.
        allow_private: Also connect to IP addresses that are not public.
        sleep: A function that waits for a number of seconds.
    """

    def __init__(self, limits: Limits, *, allow_private: bool, sleep: Callable[[float], None]) -> None:
        self._limits = limits
        self._sleep = sleep
        self._clock = Clock()
        self._lock = Lock()
        self._pool = connections(self._clock, allow_private=allow_private)
        self._last = float("-inf")
        self._closed = ""  # why this host gets no more requests in this run
        self._failures = 0
        self.delay = limits.delay

    def ask(self, address: Address, headers: Mapping[str, str], budget: Budget) -> Answer:
        """Request an address, and repeat the request after an error that may pass.

        Raises:
            SourceError: There is no answer within the limits.
        """
        with self._lock:
            pause = self._limits.pause
            while True:
                answer, problem = self._tried(address, headers, budget)
                if answer is not None and answer.status not in _AGAIN:
                    self._failures = 0
                    return answer
                wait = max(pause, retry_after(answer))
                if not budget.repetitions or wait > min(self._limits.longest_retry_after, budget.seconds):
                    break
                budget.repetitions -= 1
                budget.seconds -= wait
                pause *= 2
                self._sleep(wait)
            if wait > self._limits.longest_retry_after:
                self._closed = problem = f"asks clients to wait {wait:,.0f} seconds (Retry-After)"
            elif answer is None or answer.status in _BUSY:
                self._note_failure()
            if answer is None or problem:
                raise SourceError(problem, where=str(address), hint="Try again later")
            return answer

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()

    def _tried(self, address: Address, headers: Mapping[str, str], budget: Budget) -> tuple[Answer | None, str]:
        """Return an answer, or None and the problem if it may pass."""
        if self._closed:
            raise SourceError(self._closed, where=str(address), hint="Try again later")
        self._sleep(max(0.0, self._last + self.delay - time.monotonic()))
        start = time.monotonic()
        self._clock.end = start + budget.seconds
        try:
            return self._requested(address, headers), ""
        except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
            if isinstance(error, httpcore.ConnectError):
                reason = error.args[0] if error.args else None
                if isinstance(reason, ssl.SSLCertVerificationError):
                    what = f"has an invalid certificate ({reason.verify_message})"
                    raise SourceError(what, where=str(address), hint="Open it in a browser to see why") from error
                self._closed = "" if budget.repetitions else f"can't be reached ({error})"
                return None, f"can't be reached ({error})"
            return None, f"closed the connection ({str(error) or type(error).__name__})"
        except httpcore.TimeoutException as error:
            raise SourceError(self._overdue(error), where=str(address), hint="Try again later") from error
        except PrivateError as error:
            hint = "Use --allow-private if it is a host of your own"
            raise SourceError(f"is a private address ({error})", where=str(address), hint=hint) from error
        except httpcore.LocalProtocolError as error:
            raise SourceError(f"can't be requested ({error})", where=str(address), hint="Check the address") from error
        finally:
            self._last = time.monotonic()
            budget.seconds -= self._last - start

    def _requested(self, address: Address, headers: Mapping[str, str]) -> Answer:
        where, limits = str(address), self._limits
        seconds = (limits.connect, limits.silence)
        with sent(self._pool, address, headers, seconds=seconds) as (response, received):
            if response.status != _OK:
                return Answer(response.status, received)
            length = received.get("content-length", "")
            if length.isascii() and length.isdigit() and int(length) > limits.size:
                what = f"is too large ({int(length):,} bytes; {limits.size:,} is the limit)"
                raise SourceError(what, where=where, hint="Check that it is the page of an article")
            encoding = received.get("content-encoding", "")
            content = collect(response.iter_stream(), encoding=encoding, most=limits.size, where=where)
            return Answer(response.status, received, content)

    def _overdue(self, error: httpcore.TimeoutException) -> str:
        """Return the error message for what took too long."""
        if time.monotonic() >= self._clock.end:
            self._note_failure()
            return f"takes longer than {self._limits.total:g} seconds"
        if isinstance(error, httpcore.ConnectTimeout):
            self._closed = "does not answer"
            return self._closed
        self._note_failure()
        return f"sends nothing for {self._limits.silence:g} seconds"

    def _note_failure(self) -> None:
        self._failures += 1
        if self._failures >= _MOST_FAILURES:
            self._closed = f"has failed {_MOST_FAILURES} times in a row"


def connections(clock: Clock, *, allow_private: bool) -> httpcore.ConnectionPool:
    """Return a pool of one connection, with the time limit of a clock."""
    return httpcore.ConnectionPool(
        ssl_context=_certificates(),
        max_connections=1,
        keepalive_expiry=5,
        network_backend=GuardedNetwork(clock, allow_private=allow_private),
    )


@contextmanager
def sent(
    pool: httpcore.ConnectionPool,
    address: Address,
    headers: Mapping[str, str],
    *,
    seconds: tuple[float, float],
    body: bytes | None = None,
) -> Iterator[tuple[httpcore.Response, dict[str, str]]]:
    """Send a request, and give the response and its headers inside the block.

    Args:
        pool: The connection.
        address: The address.
        headers: The headers, without `Host`.
        seconds: How many seconds the connection may take, and each next chunk.
        body: The body of a POST; None for a GET.
    """
    url = httpcore.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=address.port,
        target=address.target.encode(),
    )
    fields = [("Host", address.place.partition("://")[2]), *headers.items()]
    if body is not None:
        fields.append(("Content-Length", str(len(body))))
    method = "GET" if body is None else "POST"
    connect, silence = seconds
    timeout = {"connect": connect, "read": silence, "write": silence, "pool": silence}
    with pool.stream(method, url, headers=fields, content=body, extensions={"timeout": timeout}) as response:
        yield response, {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in response.headers}


def retry_after(answer: Answer | None) -> float:
    """Return the seconds in the `Retry-After` header of an answer, or 0."""
    text = answer.headers.get("retry-after", "").strip() if answer else ""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


@cache
def _certificates() -> ssl.SSLContext:
    """Return a TLS context with certifi's certificates and the system's own, to which a company may add."""
    context = httpcore.default_ssl_context()
    context.load_default_certs()
    return context
