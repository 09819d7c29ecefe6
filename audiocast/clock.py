"""Return the current time.

The environment variable AUDIOCAST_NOW, such as 2026-03-01T12:00:00Z, replaces the system clock. With it, two runs over
the same articles give the same bytes.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from audiocast.errors import ConfigError

_VARIABLE = "AUDIOCAST_NOW"


def now() -> datetime:
    """Return the current time in UTC, in whole seconds.

    Raises:
        ConfigError: The environment variable holds no time.
    """
    value = os.environ.get(_VARIABLE)
    if not value:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise ConfigError(
            f"{value!r} is not a time", where=_VARIABLE, hint="Write it as 2026-03-01T12:00:00Z"
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
