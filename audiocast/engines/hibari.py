"""Who speaks naturally without a download: hibari-tts, whose model is inside its wheel."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from audiocast.engines import hibari_notation, missing, onnx_runtime, sanity_checks
from audiocast.engines.chunking import joined, pieces
from audiocast.engines.hibari_notation import Phonemizer
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model.audio import Clip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from audiocast.engines.hibari_notation import Reading
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_NAME = "hibari"
_ADAPTER = "4"
_RATES = (0.5, 2.0)
# The model's work grows with the square of what it is given at once.
_MOST_PHONEMES = 400


class HibariEngine:
    """`voice.id` is a voice of hibari-tts: "heart" is in the package, others once its own command has fetched them."""

    def __init__(self) -> None:
        # By whether the accent is British.
        self._phonemizers: dict[bool, Phonemizer] = {}

    @cached_property
    def version(self) -> str:
        """Of the adapter, the package with its model, and what computes it."""
        return onnx_runtime.version(_ADAPTER, "hibari-tts", engine=_NAME)

    def share(self, voice: Voice) -> None:
        """Load the dictionaries of the voice: a third of all that it takes in memory."""
        self._import()
        name = voice.id or self._package.voices.DEFAULT
        if name in self._package.voices.VOICES:
            self._phonemizer(name)

    def __enter__(self) -> Self:
        """Import the package; a voice is loaded when it first speaks."""
        self._import()
        try:
            onnx_runtime.runtime()
        except ModuleNotFoundError as error:
            raise missing("hibari-tts", engine=_NAME) from error
        self._loaded: dict[str, Any] = {}
        return self

    def _import(self) -> None:
        try:
            import hibari.g2p  # noqa: PLC0415 - slow, and only when it speaks
            import hibari.voices  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise missing("hibari-tts", engine=_NAME) from error
        self._package: Any = hibari

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget the voices and their dictionaries."""
        self._loaded.clear()
        self._phonemizers.clear()

    def voices(self) -> tuple[str, ...]:
        """Those in the package, and those that were fetched."""
        return tuple(sorted(_present(self._package.voices), key=lambda name: name != self._package.voices.DEFAULT))

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Speak on one thread, with the voice's seed."""
        where = f"voice {voice.name}"
        utterance = sanity_checks.require_text(utterance, voice)
        _check(voice, where)
        speaker = self._speaker(voice, where)
        read = self._phonemize(speaker, utterance, where)
        clip = replace(self._render(speaker, list(read.sentences), voice), words=read.words)
        return sanity_checks.require_speech(clip, utterance, voice)

    def pronounce(self, utterance: Utterance, voice: Voice) -> str:
        """Return hibari's phonemes in IPA."""
        where = f"voice {voice.name}"
        read = self._phonemize(self._speaker(voice, where), sanity_checks.require_text(utterance, voice), where)
        return hibari_notation.to_ipa(" ".join(read.sentences))

    def _phonemize(self, speaker: Any, utterance: Utterance, where: str) -> Reading:  # noqa: ANN401 - without types
        return self._phonemizer(speaker.voice).read(utterance, where=where)

    def _speaker(self, voice: Voice, where: str) -> Any:  # noqa: ANN401 - the package has no types
        voices = self._package.voices
        name = voice.id or voices.DEFAULT
        if name in self._loaded:
            return self._loaded[name]
        present = list(_present(voices))
        if name not in present:
            fetched = f". {name!r} can be fetched: hibari --voice {name} Hello" if name in voices.VOICES else ""
            raise UnknownVoiceError(
                f"the engine {_NAME} has no voice {name!r} here",
                where=where,
                hint=f"Voices here are {', '.join(present)}{fetched}",
            )
        self._phonemizer(name)
        self._loaded[name] = self._package.Hibari(voice=name, threads=1)
        return self._loaded[name]

    def _phonemizer(self, name: str) -> Phonemizer:
        british = bool(self._package.voices.VOICES[name]["british"])
        if british not in self._phonemizers:
            self._phonemizers[british] = Phonemizer(british=british)
        return self._phonemizers[british]

    def _render(self, speaker: Any, sentences: list[str], voice: Voice) -> Clip:  # noqa: ANN401 - without types
        import numpy as np  # noqa: PLC0415 - comes with the package

        rng = np.random.default_rng(voice.seed)
        said = [piece for sentence in sentences for piece in pieces(sentence, most=_MOST_PHONEMES)]
        waves = [speaker.from_ids(speaker.ids(piece), voice.rate, rng) for piece in said]
        sound = joined(waves, said, self._package.SAMPLE_RATE)
        frames = (np.clip(sound, -1.0, 1.0) * 32767).astype("<i2")
        return Clip(frames.tobytes(), self._package.SAMPLE_RATE)


def _check(voice: Voice, where: str) -> None:
    if not _RATES[0] <= voice.rate <= _RATES[1]:
        raise EngineError(f"rate {voice.rate} is outside of {_RATES[0]} to {_RATES[1]}", where=where)
    if voice.pitch != 1:
        raise EngineError(
            f"the engine {_NAME} can't change the pitch to {voice.pitch}", where=where, hint="Leave pitch out"
        )
    if voice.seed < 0:
        raise EngineError(f"seed must not be negative, {voice.seed} is", where=where)


def _present(voices: Any) -> Iterator[str]:  # noqa: ANN401 - the package has no types
    for name in voices.VOICES:
        try:
            voices.voice_path(name, download_missing=False)
        except FileNotFoundError:
            continue
        yield name
