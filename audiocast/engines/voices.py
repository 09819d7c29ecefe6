"""Who can speak here, how well, and what is missing where one can't?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import engines
from audiocast.config import load
from audiocast.engines import model_files
from audiocast.engines.benchmarks import Measured, measured
from audiocast.errors import AudiocastError

if TYPE_CHECKING:
    from pathlib import Path

    from audiocast.model.voice import Voice


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice that a show can name.

    Attributes:
        name: What the show calls it.
        voice: What its file says, or None when that is wrong.
        measured: How good it is, when that is known.
        problem: Why it can't speak, and what to do; "" when it can.
    """

    name: str
    voice: Voice | None
    measured: Measured | None
    problem: str


def speakers(source: Path) -> tuple[Speaker, ...]:
    """Every voice that articles at `source` may have, the best first."""
    found = [_speaker(source, name) for name in load.find_voices(source)]
    return tuple(sorted(found, key=lambda each: (-each.measured.quality if each.measured else 0, each.name)))


def silent_engines(found: tuple[Speaker, ...]) -> tuple[str, ...]:
    """The engines that none of these voices uses."""
    used = {each.voice.engine for each in found if each.voice}
    return tuple(name for name in engines.available() if name not in used)


def _speaker(source: Path, name: str) -> Speaker:
    voice: Voice | None = None
    try:
        voice = load.read_voice(source, name)
        known = engines.load(voice.engine).version
        model_files.find(voice)
    except AudiocastError as error:
        return Speaker(name, voice, measured(voice) if voice else None, str(error))
    return Speaker(name, voice, measured(voice), "" if known else "its engine has no version")
