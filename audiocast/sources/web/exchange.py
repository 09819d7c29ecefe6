"""Send a request with a body to one server, and return its answer.

It is for servers that the user named: there is no robots.txt and no delay between requests. The limits of time and
size, the check of IP addresses and the certificates are those of pages. A redirect is followed only within the server.
"""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING, NamedTuple

import httpcore

from audiocast.errors import SourceError
from audiocast.sources.web.address import join
from audiocast.sources.web.host import Answer, connections, sent
from audiocast.sources.web.network import Clock, PrivateError
from audiocast.sources.web.unpack import collect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiocast.sources.web.address import Address

# Redirects after which the request is sent again as it is. After the others, browsers send it without its body.
_SAME_REQUEST = (307, 308)
_MOVED = (301, 302, 303)
_MOST_REDIRECTS = 3


class ExchangeError(Exception):
    """There is no answer; the argument says why.

    Attributes:
        may_pass: Whether the same request may succeed later.
    """

    def __init__(self, what: str, *, may_pass: bool) -> None:
        super().__init__(what)
        self.may_pass = may_pass


class Times(NamedTuple):
    """The time limits of a request in seconds: until a connection, between two chunks of the answer, and in all."""

    connect: float
    silence: float
    total: float


class Exchange:
    """A connection to one server.

    Args:
        address: Where requests are sent.
        allow_private: Also connect to IP addresses that are not public.
        most: The largest number of bytes of an answer.
    """

    def __init__(self, address: Address, *, allow_private: bool, most: int) -> None:
        self._address = address
        self._most = most
        self._clock = Clock()
        self._pool = connections(self._clock, allow_private=allow_private)

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()

    def post(self, headers: Mapping[str, str], body: bytes, times: Times) -> Answer:
        """Return the answer to a request, whatever its status, at the end of all redirects.

        Raises:
            ExchangeError: There is none.
        """
        self._clock.end = time.monotonic() + times.total
        address = self._address
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._tried(address, headers, body, times)
            if answer.status not in (*_SAME_REQUEST, *_MOVED) or "location" not in answer.headers:
                return answer
            address = self._redirected(address, answer)
        raise ExchangeError("redirects in a circle", may_pass=False)

    def _redirected(self, address: Address, answer: Answer) -> Address:
        try:
            there = join(address, answer.headers["location"], any_port=True)
        except SourceError as error:
            raise ExchangeError(error.what, may_pass=False) from error
        if answer.status in _MOVED or there.place != self._address.place:
            raise ExchangeError(f"redirects to {there}", may_pass=False)
        return there

    def _tried(self, address: Address, headers: Mapping[str, str], body: bytes, times: Times) -> Answer:
        try:
            return self._requested(address, headers, body, times)
        except httpcore.TimeoutException as error:
            raise ExchangeError(self._overdue(error, times), may_pass=True) from error
        except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
            reason = error.args[0] if error.args else None
            if isinstance(reason, ssl.SSLCertVerificationError):
                what = f"has an invalid certificate ({reason.verify_message})"
                raise ExchangeError(what, may_pass=False) from error
            unreachable = isinstance(error, httpcore.ConnectError)
            what = "can't be reached" if unreachable else "closed the connection"
            raise ExchangeError(f"{what} ({str(error) or type(error).__name__})", may_pass=True) from error
        except PrivateError as error:
            raise ExchangeError(f"has a private address ({error})", may_pass=False) from error
        except httpcore.LocalProtocolError as error:
            raise ExchangeError(f"can't be sent the request ({type(error).__name__})", may_pass=False) from error
        except SourceError as error:  # too large or damaged
            raise ExchangeError(f"sent an answer that {error.what}", may_pass=True) from error

    def _requested(self, address: Address, headers: Mapping[str, str], body: bytes, times: Times) -> Answer:
        seconds = (times.connect, times.silence)
        with sent(self._pool, address, headers, seconds=seconds, body=body) as (response, received):
            encoding = received.get("content-encoding", "")
            content = collect(response.iter_stream(), encoding=encoding, most=self._most, where=str(address))
            return Answer(response.status, received, content)

    def _overdue(self, error: httpcore.TimeoutException, times: Times) -> str:
        if time.monotonic() >= self._clock.end:
            return f"takes longer than {times.total:g} seconds"
        if isinstance(error, httpcore.ConnectTimeout):
            return f"accepts no connection within {times.connect:g} seconds"
        return f"sends nothing for {times.silence:g} seconds"
