"""The engine pyttsx3: the voices of the operating system.

pyttsx3 uses NSSpeechSynthesizer on macOS and SAPI on Windows; on Linux it uses espeak-ng, through the driver in
`engines/espeak.py`. pyttsx3 turns exceptions of its drivers into events, and its event loop works only once, so each
utterance gets a new pyttsx3 engine, and every event is checked.
"""

from __future__ import annotations

import math
import platform
import sys
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self, cast

from audiocast import engines
from audiocast.engines import espeak_notation, espeak_words, installed, missing, sanity_checks, sound_file
from audiocast.engines.espeak_notation import Prompt
from audiocast.engines.reading import Sounds, Words, parts, without_symbols, words_in
from audiocast.errors import EngineError, UnknownVoiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from audiocast.engines.espeak import Espeak
    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_NAME = "pyttsx3"
_ADAPTER = "5"
_LINUX = sys.platform == "linux"
# In words per minute. SAPI counts in steps from its own rate; the others silently clamp values outside of the range.
_NORMAL_RATE = 157 if sys.platform == "win32" else 175
_WORDS_PER_MINUTE = (80, 450)
# The pitch of espeak-ng.
_NORMAL_PITCH, _PITCH_PER_OCTAVE, _PITCHES = 50, 50, (0, 99)


class Pyttsx3Engine:
    """The engine. `voice.id` is the id, the name or the language of a voice.

    On Linux a variant of espeak-ng may follow: "en-us+f3".
    """

    @cached_property
    def version(self) -> str:
        """The versions of the adapter, of pyttsx3, and of the synthesizer."""
        return f"{_ADAPTER} pyttsx3-{installed('pyttsx3', engine=_NAME)} {_platform_version()}"

    def __enter__(self) -> Self:
        """Load the synthesizer and list its voices."""
        with ExitStack() as stack:
            self._espeak = _load_espeak(stack) if _LINUX else None
            self._driver = _register(self._espeak, stack) if self._espeak else None
            self._variants = self._espeak.variants if self._espeak else frozenset()
            self._folder = Path(stack.enter_context(TemporaryDirectory(prefix="audiocast-")))
            engine = _new_engine(self._driver)
            self._default: str = engine.getProperty("voice")
            self._voices = {voice.id: voice for voice in cast("Iterable[Any]", engine.getProperty("voices"))}
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the synthesizer."""
        self._stack.close()

    def voices(self) -> tuple[str, ...]:
        """Return the ids of the voices; `voice.id` may also be a name or a language."""
        return tuple(dict.fromkeys((self._default, *sorted(self._voices))))

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Synthesize into a file, and read it."""
        utterance = sanity_checks.require_text(utterance, voice)
        where = f"voice {voice.name}"
        name, language = self._find(voice)
        settings: dict[str, object] = {"voice": name, "rate": _words_per_minute(voice.rate, where)}
        if _LINUX:
            settings["pitch"] = _pitch(voice.pitch, where)
            prompt = espeak_notation.write(utterance, language=language, where=where)
        else:
            _refuse_pitch(voice.pitch, where)
            prompt = _plain(utterance, voice)
        clip = replace(self._save(prompt.text, settings, where), words=prompt.words)
        if self._espeak:
            times = engines.espeak_times.word_times(utterance, prompt, self._espeak.words, clip)
            clip = replace(clip, word_times=times)
        return sanity_checks.require_speech(clip, utterance, voice)

    def pronounce(self, utterance: Utterance, voice: Voice) -> str:
        """Return espeak-ng's phonemes in IPA; other synthesizers do not return any.

        Raises:
            EngineError: The synthesizer is not espeak-ng.
        """
        where = f"voice {voice.name}"
        if self._espeak is None:
            raise EngineError("the voices of this operating system do not return pronunciations", where=where)
        utterance = sanity_checks.require_text(utterance, voice)
        name, language = self._find(voice)
        prompt = espeak_notation.write(utterance, language=language, where=where)
        return " ".join(self._espeak.phonemes(prompt.text, name))

    def _find(self, voice: Voice) -> tuple[str, str]:
        """Return the id and the language of a voice, found by its id, its name or its language."""
        wanted, plus, variant = (voice.id or self._default).partition("+")
        known = self._voices.get(wanted) or next(filter(_called(wanted), self._voices.values()), None)
        if known is None or (plus and variant not in self._variants):
            variants = f", each with one of +{', +'.join(sorted(self._variants))}" if plus and self._variants else ""
            raise UnknownVoiceError(
                f"the engine {_NAME} has no voice {voice.id!r}",
                where=f"voice {voice.name}",
                hint=f"Installed voices are {', '.join(sorted(self._voices))}{variants}",
            )
        return f"{known.id}{plus}{variant}", str(next(iter(known.languages), ""))

    def _save(self, text: str, settings: dict[str, object], where: str) -> Clip:
        """Return the sound of a text; raise the first error that pyttsx3 reports."""
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
            space = "Free disk space for temporary files, or set TMPDIR to another folder"
            hint = space if isinstance(failures[0], OSError) else ""
            raise EngineError(f"the synthesizer failed: {failures[0]}", where=where, hint=hint) from failures[0]
        try:
            return sound_file.read(path.read_bytes())
        except (OSError, ValueError) as error:
            raise EngineError(f"the file of the synthesizer can't be read: {error}", where=where) from error


def _load_espeak(stack: ExitStack) -> Espeak:
    try:
        return stack.enter_context(engines.espeak.Espeak())
    except ModuleNotFoundError as error:
        raise missing("espeakng-loader", engine=_NAME) from error
    except (OSError, engines.espeak.EspeakError) as error:
        raise EngineError(f"espeak-ng can't be loaded: {error}", where=f"engine {_NAME}") from error


def _register(espeak: Espeak, stack: ExitStack) -> str:
    """Register a driver with pyttsx3 that only this engine uses, and return its name."""
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
    return f"{platform.system()}-{platform.version()}"


def _plain(utterance: Utterance, voice: Voice) -> Prompt:
    """Return the prompt for other synthesizers: they spell capital letters that stand apart."""
    written = []
    # In other languages, the synthesizer reads numbers and symbols.
    is_english = espeak_words.is_english(voice.language.lower())
    for part in parts(utterance):
        if isinstance(part, Sounds):
            raise EngineError(
                f"the voices of this operating system can't use the pronunciation in the lexicon for {part.text!r}",
                where=f"voice {voice.name}",
                hint="Respell it with ordinary letters in the lexicon",
            )
        written.append(without_symbols(part.text) if isinstance(part, Words) and is_english else part.text)
    text = "".join(written)
    return Prompt(text, words_in(text))


def _refuse_pitch(pitch: float, where: str) -> None:
    if pitch != 1:
        problem = f"the voices of this operating system can't change the pitch to {pitch}"
        raise EngineError(problem, where=where, hint="Remove the line with pitch")


def _called(name: str) -> Callable[[Any], bool]:
    wanted = name.casefold()
    return lambda voice: wanted in {str(known).casefold() for known in (voice.id, voice.name, *voice.languages)}


def _words_per_minute(rate: float, where: str) -> int:
    slowest, fastest = (limit / _NORMAL_RATE for limit in _WORDS_PER_MINUTE)
    if not slowest <= rate <= fastest:
        raise EngineError(f"the rate {rate} is outside of {slowest:.2f} to {fastest:.2f}", where=where)
    return round(_NORMAL_RATE * rate)


def _pitch(pitch: float, where: str) -> int:
    lowest, highest = (2 ** ((limit - _NORMAL_PITCH) / _PITCH_PER_OCTAVE) for limit in _PITCHES)
    if not lowest <= pitch <= highest:
        raise EngineError(f"the pitch {pitch} is outside of {lowest:.2f} to {highest:.2f}", where=where)
    return round(_NORMAL_PITCH + _PITCH_PER_OCTAVE * math.log2(pitch))
