"""Would another machine make the same bytes?

Versions tell where a difference comes from; a sentence that both speak tells whether there is one, whatever its reason:
a voice that was fetched elsewhere, or a processor that rounds otherwise.
"""

from __future__ import annotations

import functools
import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast import __version__, engines
from audiocast.audio import recording
from audiocast.model.script import Utterance
from audiocast.render.synthesis import sound_checksum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiocast.model.voice import Voice

# What joins, levels, decodes, encodes, draws and tags; what speaks is in the engine's version.
_PACKAGES = ("audioop-lts", "font-manrope", "imageio-ffmpeg", "lameenc", "mutagen", "numpy", "pillow", "pydub", "soxr")
_SENTENCE = "In 1848, both choirs sang the same measure, with judgment, zeal and a fox's vigor."


def traits(speakers: tuple[tuple[Voice, ...], Path]) -> dict[str, str]:
    """What decides the bytes of an episode on this machine, by what people call it.

    Args:
        speakers: Who will speak, and where spoken sentences are kept here. Nothing is taken from there.

    Raises:
        EngineError: A voice does not speak here.
    """
    voices, cache = speakers
    packages = {package: _installed(package) for package in _PACKAGES}
    return {
        "audiocast": __version__,
        "the code of audiocast": _code(),
        "the sound's version": str(recording.VERSION),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "the machine": f"{platform.system()} {platform.machine()}",
        **{package: number for package, number in packages.items() if number},
        **{f"the engine {voice.engine}": engines.load(voice.engine).version for voice in voices},
        **{f"the sound of the voice {voice.name}": _spoken(voice, cache)[:12] for voice in voices},
    }


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What differs, as a person would say it: "" when nothing does."""
    names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    return ", ".join(
        f"{name} is {there.get(name, 'missing')} there and {here.get(name, 'missing')} here" for name in names
    )


def _spoken(voice: Voice, cache: Path) -> str:
    return sound_checksum((Utterance(_SENTENCE, _SENTENCE, 0, voice.name),), voice, cache=cache)


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""  # some are for some versions of Python only


@functools.cache
def _code() -> str:
    """Of a checkout the version says little."""
    folder = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
