"""The engine hibari: natural speech without a download, because the model is inside the wheel of hibari-tts."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from audiocast import engines
from audiocast.engines import missing, model_files, onnx_runtime, sanity_checks
from audiocast.engines.hibari_notation import Phonemizer
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.pronunciation import notation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType, TracebackType

    from numpy.random import Generator
    from onnxruntime import InferenceSession

    from audiocast.engines.chunking import Wave
    from audiocast.engines.hibari_notation import Reading
    from audiocast.engines.word_times import Edges
    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_NAME = "hibari"
_ADAPTER = "4"
_RATES = (0.5, 2.0)
# The time of the model grows with the square of the length of its input.
_MOST_PHONEMES = 400
# The value in the model that holds how long each phoneme lasts, and how many other values it returns.
_DURATIONS = "/Clip_output_0"
_PARTS_OF_SPECTRUM = 6
# How much earlier a word is heard than the durations say, in milliseconds; measured at pauses in real articles.
_EARLY_MS = 50.0


class _Speaker(Protocol):
    """A voice of hibari-tts, which has no type information."""

    voice: str
    vocab: Mapping[str, int]
    sess: InferenceSession

    def ids(self, phonemes: Sequence[str]) -> list[int]:
        """Return the model's numbers for phonemes."""
        ...


class HibariEngine:
    """The engine. `voice.id` is a voice of hibari-tts: "heart" is in the package, others are fetched by its command."""

    def __init__(self) -> None:
        # The key is whether the accent is British.
        self._phonemizers: dict[bool, Phonemizer] = {}

    @cached_property
    def version(self) -> str:
        """The versions of the adapter, of hibari-tts with its model, and of the packages that run it."""
        return onnx_runtime.version(_ADAPTER, "hibari-tts", engine=_NAME)

    def share(self, voice: Voice) -> None:
        """Import the package and open the dictionaries of the voice."""
        self._import()
        name = voice.id or self._package.voices.DEFAULT
        if name in self._package.voices.VOICES:
            self._phonemizer(name)

    def __enter__(self) -> Self:
        """Import the package; a voice is loaded when it is first used."""
        self._import()
        try:
            self._onnxruntime = onnx_runtime.runtime()
        except ModuleNotFoundError as error:
            raise missing("hibari-tts", engine=_NAME) from error
        self._loaded: dict[str, _Speaker] = {}
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
        """Free the voices and their dictionaries."""
        self._loaded.clear()
        self._phonemizers.clear()

    def voices(self) -> tuple[str, ...]:
        """Return the voice in the package, and those that were fetched."""
        return tuple(sorted(_present(self._package.voices), key=lambda name: name != self._package.voices.DEFAULT))

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Synthesize on one thread, with random numbers from the voice's seed."""
        where = f"voice {voice.name}"
        utterance = sanity_checks.require_text(utterance, voice)
        _check(voice)
        speaker = self._speaker(voice, where)
        read = self._phonemize(speaker, utterance, where)
        return sanity_checks.require_speech(self._render(speaker, read, voice), utterance, voice)

    def pronounce(self, utterance: Utterance, voice: Voice) -> str:
        """Return hibari's phonemes in IPA."""
        where = f"voice {voice.name}"
        read = self._phonemize(self._speaker(voice, where), sanity_checks.require_text(utterance, voice), where)
        return notation.to_ipa(" ".join(read.sentences))

    def _phonemize(self, speaker: _Speaker, utterance: Utterance, where: str) -> Reading:
        return self._phonemizer(speaker.voice).read(utterance, where=where)

    def _speaker(self, voice: Voice, where: str) -> _Speaker:
        voices = self._package.voices
        name = voice.id or voices.DEFAULT
        if name in self._loaded:
            return self._loaded[name]
        present = list(_present(voices))
        if name not in present:
            fetched = f". To fetch {name!r}, run: hibari --voice {name} Hello" if name in voices.VOICES else ""
            raise UnknownVoiceError(
                f"the engine {_NAME} has no voice {name!r}",
                where=where,
                hint=f"Installed voices are {', '.join(present)}{fetched}",
            )
        self._phonemizer(name)
        self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> _Speaker:
        """Load a voice, so that its model also returns the durations of phonemes; without them if it has none."""
        path = Path(self._package.voices.voice_path(name, download_missing=False))
        model = engines.onnx_graph.with_output(path.read_bytes(), _DURATIONS)
        try:
            speaker: _Speaker = self._package.Hibari(voice=name, model=model, threads=1)
        except model_files.refusals(self._onnxruntime):
            speaker = self._package.Hibari(voice=name, threads=1)
        return speaker

    def _phonemizer(self, name: str) -> Phonemizer:
        british = bool(self._package.voices.VOICES[name]["british"])
        if british not in self._phonemizers:
            self._phonemizers[british] = Phonemizer(british=british)
        return self._phonemizers[british]

    def _render(self, speaker: _Speaker, read: Reading, voice: Voice) -> Clip:
        rng = engines.chunking.random_numbers(voice.seed)
        said = engines.chunking.divide(read.sentences, most=_MOST_PHONEMES)
        made = [self._run(speaker, chunk.phonemes, voice.rate, rng) for chunk in said]
        rate = self._package.SAMPLE_RATE
        clip = engines.chunking.to_clip(made, said, rate=rate, places=read.places, early_ms=_EARLY_MS)
        return replace(clip, words=read.words)

    def _run(
        self, speaker: _Speaker, phonemes: Sequence[str], rate: float, rng: Generator
    ) -> tuple[Wave, Edges | None]:
        """Return the sound of phonemes, and where each begins in it if the model tells that."""
        numbers = engines.chunking.as_arrays(speaker.ids(phonemes), rate)
        outputs = speaker.sess.run(None, dict(zip(("ids", "speed"), numbers, strict=True)))
        wave: Wave = self._package.dsp.synth(*(part[0] for part in outputs[:_PARTS_OF_SPECTRUM]), rng)
        if len(outputs) == _PARTS_OF_SPECTRUM:
            return wave, None
        known = [phoneme in speaker.vocab for phoneme in phonemes]
        return wave, engines.word_times.edges(outputs[-1].ravel(), known, len(wave))


def _check(voice: Voice) -> None:
    sanity_checks.require_rate(voice, lowest=_RATES[0], highest=_RATES[1])
    sanity_checks.require_own_pitch(voice)
    if voice.seed < 0:
        raise EngineError(f"the seed is {voice.seed}, which is negative", where=f"voice {voice.name}")


def _present(voices: ModuleType) -> Iterator[str]:
    for name in voices.VOICES:
        try:
            voices.voice_path(name, download_missing=False)
        except FileNotFoundError:
            continue
        yield name
