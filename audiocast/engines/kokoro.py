"""The engine kokoro: the voices of Kokoro-82M.

Only the model and its voices are needed, both in `voice.files`. hibari-tts converts text to phonemes for it, because it
uses the same alphabet with the same numbers. A pronunciation that is right for one engine is right for the other.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from audiocast import engines
from audiocast.engines import missing, onnx_runtime, sanity_checks
from audiocast.engines.hibari_notation import Phonemizer
from audiocast.pronunciation import notation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from audiocast.engines.hibari_notation import Reading
    from audiocast.engines.kokoro_model import Floats, Model
    from audiocast.engines.word_times import Edges
    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import ModelFile, Voice

_NAME = "kokoro"
_ADAPTER = "5"
_RATES = (0.5, 2.0)
_SAMPLE_RATE = 24_000
# The model takes 510; shorter chunks sound better.
_MOST_PHONEMES = 400
# How much earlier a word is heard than the durations say, in milliseconds; measured at pauses in real articles.
_EARLY_MS = 44.0


class KokoroEngine:
    """The engine. `voice.files` are the model and one or more `.bin` files; `voice.id` is the name of one of those."""

    def __init__(self) -> None:
        # hibari's dictionaries; the key is whether the accent is British.
        self._phonemizers: dict[bool, Phonemizer] = {}

    @cached_property
    def version(self) -> str:
        """The versions of the adapter, of hibari-tts, and of the packages that run the model."""
        return onnx_runtime.version(_ADAPTER, "hibari-tts", engine=_NAME)

    def share(self, voice: Voice) -> None:
        """Load hibari's dictionaries for the accent of the voice."""
        self._import()
        self._phonemizer(voice)

    def __enter__(self) -> Self:
        """Import the packages; a voice is loaded when it is first used."""
        self._import()
        try:
            self._onnxruntime = onnx_runtime.runtime()
        except ModuleNotFoundError as error:
            raise missing("hibari-tts", engine=_NAME) from error
        self._models: dict[tuple[ModelFile, ...], Model] = {}
        self._numbers: Any = None
        return self

    def _import(self) -> None:
        try:
            import hibari.g2p  # noqa: PLC0415 - slow, and only when it speaks
        except ModuleNotFoundError as error:
            raise missing("hibari-tts", engine=_NAME) from error
        self._hibari: Any = hibari

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the voices."""
        self._models.clear()
        self._phonemizers.clear()

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Synthesize on one thread."""
        utterance = sanity_checks.require_text(utterance, voice)
        sanity_checks.require_rate(voice, lowest=_RATES[0], highest=_RATES[1])
        sanity_checks.require_own_pitch(voice)
        read = self._read(utterance, voice)
        if voice.files not in self._models:
            self._models[voice.files] = engines.kokoro_model.Model(self._onnxruntime, voice)
        model = self._models[voice.files]
        style = model.style(voice)
        said = engines.chunking.divide(read.sentences, most=_MOST_PHONEMES)
        made = [self._run(model, chunk.phonemes, style, voice.rate) for chunk in said]
        clip = engines.chunking.to_clip(made, said, rate=_SAMPLE_RATE, places=read.places, early_ms=_EARLY_MS)
        return sanity_checks.require_speech(replace(clip, words=read.words), utterance, voice)

    def pronounce(self, utterance: Utterance, voice: Voice) -> str:
        """Return Kokoro's phonemes in IPA; its files are not needed for that."""
        read = self._read(sanity_checks.require_text(utterance, voice), voice)
        return notation.to_ipa(" ".join(read.sentences))

    def _read(self, utterance: Utterance, voice: Voice) -> Reading:
        return self._phonemizer(voice).read(utterance, where=f"voice {voice.name}")

    def _phonemizer(self, voice: Voice) -> Phonemizer:
        british = _is_british(voice)
        if british not in self._phonemizers:
            self._phonemizers[british] = Phonemizer(british=british)
        return self._phonemizers[british]

    def _run(self, model: Model, phonemes: Sequence[str], style: Floats, rate: float) -> tuple[Floats, Edges | None]:
        """Return the sound of phonemes, and where each begins in it if the model tells that."""
        if self._numbers is None:
            # Only its numbering of phonemes is used, which is that of Kokoro.
            self._numbers = self._hibari.Hibari()
        wave, durations = model.run(self._numbers.ids(phonemes), style, rate)
        if durations is None:
            return wave, None
        known = [phoneme in self._numbers.vocab for phoneme in phonemes]
        return wave, engines.word_times.edges(durations, known, len(wave))


def _is_british(voice: Voice) -> bool:
    return voice.id.startswith("b")  # the first letter of a voice's name is its accent
