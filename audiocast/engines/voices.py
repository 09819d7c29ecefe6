"""List the voices that a show can use, with their quality, and with the problem of those that do not work."""

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

    from audiocast.engines.voice_catalog import InstallableVoice
    from audiocast.model.voice import Voice


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice that a show can use.

    Attributes:
        name: Its name in `show.toml`: the stem of its file.
        voice: The content of its file, or None when that is wrong.
        measured: Its quality and speed, when they were measured.
        problem: Why it does not work and what to do, or "".
    """

    name: str
    voice: Voice | None
    measured: Measured | None
    problem: str


def speakers(source: Path) -> tuple[Speaker, ...]:
    """Return every voice that a show at `source` can use, the best first."""
    found = [_speaker(source, name) for name in load.find_voices(source)]
    return tuple(sorted(found, key=lambda each: _order(each.name, each.measured)))


def installable(found: tuple[Speaker, ...]) -> tuple[InstallableVoice, ...]:
    """Return the voices that can be installed and are not among these, the best first."""
    names = {each.name for each in found}
    free = [each for each in engines.voice_catalog.catalog().values() if each.name not in names]
    return tuple(sorted(free, key=lambda each: _order(each.name, measured(each.voice()))))


def silent_engines(found: tuple[Speaker, ...]) -> tuple[str, ...]:
    """Return the names of engines that none of these voices uses."""
    used = {each.voice.engine for each in found if each.voice}
    return tuple(name for name in engines.available() if name not in used)


def _order(name: str, figures: Measured | None) -> tuple[float, str]:
    """Return the key that sorts voices: the best first, and those without figures last."""
    return -figures.quality if figures else 0, name


def _speaker(source: Path, name: str) -> Speaker:
    voice: Voice | None = None
    try:
        voice = load.read_voice(source, name)
        known = engines.load(voice.engine).version
        model_files.find(voice)
        if voice.server.key_env:
            engines.speech_server.key(voice)
    except AudiocastError as error:
        return Speaker(name, voice, measured(voice) if voice else None, str(error))
    return Speaker(name, voice, measured(voice), "" if known else "its engine has no version")
