"""How much may a fetch cost?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What fetching may cost; times in seconds.

    Attributes:
        connect: Until a machine answers a call.
        silence: Between two pieces of an answer.
        total: For an address with all its redirects and repetitions, however steadily it trickles.
        size: Bytes of an answer, as it is sent and as it is unpacked.
        redirects: From one address to the next.
        repetitions: After an error that may pass.
        pause: Before the first repetition; twice as much before the next.
        rest: A machine that asks for a longer rest is left alone for this run.
        delay: Between two questions to one machine.
        longest_delay: What robots.txt may ask for instead.
        hosts: How many machines are asked at the same time, each one question at a time.
        fresh: How long a page that a feed speaks of is not asked for again while the feed says the same of it.
    """

    connect: float = 10
    silence: float = 20
    total: float = 60
    size: int = 20_000_000
    redirects: int = 5
    repetitions: int = 2
    pause: float = 1
    rest: float = 30
    delay: float = 0.5
    longest_delay: float = 10
    hosts: int = 8
    fresh: float = 24 * 3600
