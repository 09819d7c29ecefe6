"""Compare this machine with a worker of a cluster: both have to make the same bytes.

Versions show where a difference comes from. A test sentence, which both synthesize, shows every difference that can be
heard, such as another file of a voice, or a processor that rounds differently.
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

# The packages that decide the bytes of an episode, besides those in the version of an engine.
_PACKAGES = ("audioop-lts", "font-manrope", "lameenc", "miniaudio", "mutagen", "numpy", "pillow", "pydub", "soxr")
_SENTENCE = "In 1848, both choirs sang the same measure, with judgment, zeal and a fox's vigor."


def traits(speakers: tuple[tuple[Voice, ...], Path]) -> dict[str, str]:
    """Return what decides the bytes of an episode on this machine: values by their names in messages.

    Args:
        speakers: The voices, and the folder of the cache. The test sentence is not taken from the cache.

    Raises:
        EngineError: A voice can't be used on this machine.
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
    """Return what differs, in words; "" when nothing does."""
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
        return ""  # some packages are only needed by some versions of Python


@functools.cache
def _code() -> str:
    """Return a checksum of the source code; the version is not enough for a working copy."""
    folder = Path(__file__).parents[2]
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()[:12]
