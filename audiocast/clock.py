"""What time is it?

The clock's, or what the environment variable AUDIOCAST_NOW says, such as 2026-03-01T12:00:00Z: with that, two runs over
the same articles give the same bytes whenever they are made.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from audiocast.errors import ConfigError

_VARIABLE = "AUDIOCAST_NOW"


def now() -> datetime:
    """This moment, in whole seconds.

    Raises:
        ConfigError: The environment variable holds no time.
    """
    told = os.environ.get(_VARIABLE)
    if not told:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(told)
    except ValueError as error:
        raise ConfigError(f"{told!r} is no time", where=_VARIABLE, hint="Write it as 2026-03-01T12:00:00Z") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
