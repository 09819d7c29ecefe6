"""Read the table `[languages]`: the voices of articles in other languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audiocast.config.places import place
from audiocast.config.settings import Languages
from audiocast.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def parse(path: Path, table: Mapping[str, Any]) -> Languages:
    """Return the voices in the table of a settings file.

    Raises:
        ConfigError: A key is not the code of a language, or a value is not text.
    """
    for code, voice in table.items():
        where = place(path, "languages", 0, code)
        if not _CODE.fullmatch(code):
            hint = "Write de or pt-br, for example"
            raise ConfigError(f"{code!r} is not the code of a language", where=where, hint=hint)
        if not isinstance(voice, str) or not voice:
            raise ConfigError(f"the voice of {code} is {voice!r}", where=where, hint="Write its name in quotes")
    return Languages(table.items())
