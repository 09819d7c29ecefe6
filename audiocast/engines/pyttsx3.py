"""Who speaks with the voices of the platform.

pyttsx3 gives us NSSpeechSynthesizer on macOS and SAPI on Windows; on Linux it gives us espeak-ng, through a driver of
our own (`audiocast.engines.espeak`). pyttsx3 turns exceptions of its drivers into events, and its loops are only right
the first time, so each utterance gets an engine of its own and every event is looked at.
"""

from __future__ import annotations

import math
import sys
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self, cast

from audiocast.engines import espeak_notation, installed, missing, plausibility, sound_file
from audiocast.engines.reading import Letters, Sounds, parts
from audiocast.errors import EngineError, UnknownVoiceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from audiocast.model import Clip, Utterance, Voice

_NAME = "pyttsx3"
_ADAPTER = "1"
_LINUX = sys.platform == "linux"
_ESPEAK_VOICE = "gmw/en-us"
_WORDS_PER_MINUTE = 175
_PITCH, _PITCH_PER_OCTAVE = 50, 50


class Pyttsx3Engine:
    """The platform's voices; `voice.id` is what pyttsx3 calls a voice's id, on Linux also "en-us" or a voice's name."""

    @cached_property
    def version(self) -> str:
        """Of the adapter, pyttsx3, and what speaks behind it."""
        return f"{_ADAPTER} pyttsx3-{installed('pyttsx3', engine=_NAME)} {_platform_version()}"

    def __enter__(self) -> Self:
        """Find the voices."""
        with ExitStack() as stack:
            self._driver = _register_espeak(stack) if _LINUX else None
            self._folder = Path(stack.enter_context(TemporaryDirectory(prefix="audiocast-")))
            voices = _new_engine(self._driver).getProperty("voices")
            self._voices = {voice.id: voice for voice in cast("Iterable[Any]", voices)}
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget them."""
        self._stack.close()

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Speak into a file, and read it."""
        utterance = plausibility.require_text(utterance, voice)
        chosen = self._find(voice)
        settings: dict[str, object] = {"voice": chosen.id, "rate": round(_WORDS_PER_MINUTE * voice.rate)}
        if voice.pitch != 1:
            settings["pitch"] = _pitch(voice)
        where = f"voice {voice.name}"
        text = (
            espeak_notation.write(utterance, language=chosen.languages[0], where=where)
            if _LINUX
            else _plain(utterance, where=where)
        )
        clip = self._save(text, settings, where)
        return plausibility.require_speech(clip, utterance, voice)

    def _find(self, voice: Voice) -> Any:  # noqa: ANN401 - pyttsx3 has no types
        wanted = voice.id or (_ESPEAK_VOICE if _LINUX else "")
        if not wanted:
            return next(iter(self._voices.values()))
        if wanted in self._voices:
            return self._voices[wanted]
        for known in self._voices.values():
            if wanted.casefold() in {name.casefold() for name in (known.id, known.name, *known.languages)}:
                return known
        raise UnknownVoiceError(
            f"the engine {_NAME} has no voice {voice.id!r}",
            where=f"voice {voice.name}",
            hint=f"Voices here are {', '.join(sorted(self._voices))}",
        )

    def _save(self, text: str, settings: dict[str, object], where: str) -> Clip:
        """All that pyttsx3 does, or the first error of it."""
        engine = _new_engine(self._driver)
        failures: list[Exception] = []
        engine.connect("error", lambda exception, **_: failures.append(exception))
        for name, value in settings.items():
            engine.setProperty(name, value)
        path = self._folder / "utterance"
        path.unlink(missing_ok=True)
        engine.save_to_file(text, str(path))
        engine.runAndWait()
        if failures:
            raise EngineError(f"the synthesizer failed: {failures[0]}", where=where) from failures[0]
        try:
            return sound_file.read(path.read_bytes())
        except (OSError, ValueError) as error:
            raise EngineError(f"the synthesizer left no sound that can be read: {error}", where=where) from error


def _register_espeak(stack: ExitStack) -> str:
    """Give pyttsx3 a driver that belongs to this engine alone."""
    try:
        from audiocast.engines.espeak import Espeak  # noqa: PLC0415 - only where it speaks

        espeak = stack.enter_context(Espeak())
    except ModuleNotFoundError as error:
        raise missing("espeakng-loader", engine=_NAME) from error
    except OSError as error:
        raise EngineError(f"espeak-ng can't be loaded: {error}", where=f"engine {_NAME}") from error
    name = f"audiocast_espeak_{id(espeak)}"
    sys.modules[f"pyttsx3.drivers.{name}"] = cast("Any", espeak)
    stack.callback(sys.modules.pop, f"pyttsx3.drivers.{name}")
    return name


def _new_engine(driver: str | None) -> Any:  # noqa: ANN401 - pyttsx3 has no types
    try:
        from pyttsx3.engine import Engine  # noqa: PLC0415 - only when it speaks
    except ModuleNotFoundError as error:
        raise missing("pyttsx3", engine=_NAME) from error
    return Engine(driver)


def _platform_version() -> str:
    if _LINUX:
        return f"espeakng-loader-{installed('espeakng-loader', engine=_NAME)}"
    import platform  # noqa: PLC0415 - slow, and never on Linux

    return f"{platform.system()}-{platform.version()}"


def _plain(utterance: Utterance, *, where: str) -> str:
    """Letters stand apart in capitals, which the platforms' voices spell."""
    written = []
    for part in parts(utterance):
        if isinstance(part, Sounds):
            raise EngineError(
                f"the voices of this platform can't be told how {part.text!r} is said",
                where=where,
                hint="Respell it with ordinary letters in the lexicon",
            )
        written.append(" ".join(part.letters) + part.ending if isinstance(part, Letters) else part.text)
    return "".join(written)


def _pitch(voice: Voice) -> int:
    if not _LINUX:
        raise EngineError(
            f"the voices of this platform can't change their pitch to {voice.pitch}",
            where=f"voice {voice.name}",
            hint="Leave pitch out",
        )
    if voice.pitch <= 0:
        raise EngineError(f"pitch must be more than 0, not {voice.pitch}", where=f"voice {voice.name}")
    return round(_PITCH + _PITCH_PER_OCTAVE * math.log2(voice.pitch))
