"""The limits of a fetch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a fetch; times are in seconds.

    Attributes:
        connect: The time until a host accepts a connection.
        silence: The time between two chunks of an answer.
        total: The time for an address with all its redirects and repetitions.
        size: The bytes of an answer, both compressed and decompressed.
        redirects: The number of redirects in a row.
        repetitions: The number of repetitions after errors that may pass.
        pause: The time before the first repetition; it doubles before the next.
        longest_retry_after: A host that asks for a longer pause with `Retry-After` gets no more requests in this run.
        delay: The time between two requests to one host.
        longest_delay: The longest delay that robots.txt may ask for instead.
        hosts: The number of hosts that are asked at the same time.
        fresh: How long a page is not requested again while its feed says the same of it.
    """

    connect: float = 10
    silence: float = 20
    total: float = 60
    size: int = 20_000_000
    redirects: int = 5
    repetitions: int = 2
    pause: float = 1
    longest_retry_after: float = 30
    delay: float = 0.5
    longest_delay: float = 10
    hosts: int = 8
    fresh: float = 24 * 3600
