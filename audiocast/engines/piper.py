"""Who speaks with the voices of Piper, of which there are many, in many languages.

The model draws noise for the breath and the rhythm of a voice, without which it sounds flat; it is given the noise of
the voice's seed instead, for a sentence must not depend on what was said before it. Nor is each sentence scaled to full
peak, as Piper does of itself, since that makes "Yes." shout.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from audiocast.engines import missing, model_files, onnx_runtime, piper_notation, sanity_checks
from audiocast.engines.chunking import joined, pieces
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model.audio import Clip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from onnxruntime import InferenceSession
    from piper import PiperVoice

    from audiocast.model.script import Utterance
    from audiocast.model.voice import ModelFile, Voice

_NAME = "piper"
_ADAPTER = "5"
_RATES = (0.5, 2.0)
_SEEDS = 2**31
# The model's work grows with the square of what it is given at once.
_MOST_PHONEMES = 500


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice that is loaded: its model, with who reads for it, and how words are read that stand in for others."""

    piper: PiperVoice
    stand_ins: Mapping[str, Sequence[str]]


class PiperEngine:
    """`voice.files` names an `.onnx` and its `.onnx.json`; `voice.id` is one of its speakers where it has several."""

    @cached_property
    def version(self) -> str:
        """Of the adapter, the package that reads, and what computes it; the model is the voice's."""
        return onnx_runtime.version(_ADAPTER, "piper-tts", engine=_NAME)

    def __enter__(self) -> Self:
        """Import the package; a voice is loaded when it first speaks."""
        try:
            import piper  # noqa: PLC0415 - slow, and only when it speaks

            from audiocast.engines import piper_noise  # noqa: PLC0415 - as above

            self._onnxruntime = onnx_runtime.runtime()
        except ModuleNotFoundError as error:
            raise missing("onnx" if error.name == "onnx" else "piper-tts", engine=_NAME) from error
        self._package: Any = piper
        self._noise = piper_noise
        self._loaded: dict[tuple[ModelFile, ...], Speaker] = {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget the voices."""
        self._loaded.clear()

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Speak on one thread, with the voice's seed."""
        utterance = sanity_checks.require_text(utterance, voice)
        _check(voice)
        speaker = self.speaker(voice)
        settings = self._package.SynthesisConfig(
            speaker_id=_speaker_id(speaker.piper, voice), length_scale=speaker.piper.config.length_scale / voice.rate
        )
        piper = replace(speaker.piper, session=self._noise.GivenNoise(speaker.piper.session, seed=voice.seed))
        reading = read(speaker, utterance, voice)
        clip = replace(_render(piper, reading.sentences, settings), words=reading.words)
        return sanity_checks.require_speech(clip, utterance, voice)

    def pronounce(self, utterance: Utterance, voice: Voice) -> str:
        """Piper's phonemes are IPA."""
        reading = read(self.speaker(voice), sanity_checks.require_text(utterance, voice), voice)
        return " ".join(map("".join, reading.sentences))

    def speaker(self, voice: Voice) -> Speaker:
        """The voice, loaded once.

        Raises:
            UnknownVoiceError: It names no files.
            EngineError: Its files are missing, or are not what they should be.
        """
        if voice.files not in self._loaded:
            self._loaded[voice.files] = self._load(voice)
        return self._loaded[voice.files]

    def _load(self, voice: Voice) -> Speaker:
        content = model_files.read(voice)
        model = [each for name, each in content.items() if name.endswith(".onnx")]
        config = [each for name, each in content.items() if name.endswith(".json")]
        where = f"voice {voice.name}"
        if len(model) != 1 or len(config) != 1:
            raise UnknownVoiceError(
                "a voice of Piper is made of two files, an .onnx and its .onnx.json",
                where=where,
                hint="Name each in a [[files]] table, with its sha256",
            )
        try:
            settings = self._package.PiperConfig.from_dict(json.loads(config[0]))
            session = self._session(self._noise.take_noise(model[0]))
        except model_files.refusals(self._onnxruntime) as error:
            raise EngineError(f"the files are no voice of Piper: {error!r}", where=where) from error
        if settings.phoneme_type != "espeak":
            raise EngineError(
                f"the voice reads {settings.phoneme_type} and not espeak-ng's phonemes",
                where=where,
                hint="Use another voice",
            )
        piper: PiperVoice = self._package.PiperVoice(session=session, config=settings)
        return Speaker(piper, {word: piper.phonemize(word)[0] for word in piper_notation.STAND_INS})

    def _session(self, model: bytes) -> InferenceSession:
        options = self._onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Optimizing takes longer than loading, and makes this model no quicker.
        options.graph_optimization_level = self._onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        session: InferenceSession = self._onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        return session


@dataclass(frozen=True, slots=True)
class Reading:
    """How an utterance is read.

    Attributes:
        sentences: A list of espeak-ng's IPA for each.
        words: That were given to espeak-ng, as `reading.words_in` gives them.
    """

    sentences: list[list[str]]
    words: tuple[str, ...]


def read(speaker: Speaker, utterance: Utterance, voice: Voice) -> Reading:
    """Return what the voice says.

    Raises:
        EngineError: It can't be read, or the model does not know a phoneme.
    """
    where = f"voice {voice.name}"
    prompt = piper_notation.write(utterance, language=speaker.piper.config.espeak_voice, where=where)
    phonemes = speaker.piper.phonemize(prompt.text)
    filled = piper_notation.fill(phonemes, prompt, stand_ins=speaker.stand_ins, where=where)
    known = speaker.piper.config.phoneme_id_map
    unknown = sorted({each for sentence in filled for each in sentence if each not in known})
    if unknown:
        raise EngineError(f"the voice does not know {' '.join(unknown)} in {prompt.text!r}", where=where)
    return Reading(filled, prompt.words)


def _check(voice: Voice) -> None:
    where = f"voice {voice.name}"
    if not _RATES[0] <= voice.rate <= _RATES[1]:
        raise EngineError(f"rate {voice.rate} is outside of {_RATES[0]} to {_RATES[1]}", where=where)
    if voice.pitch != 1:
        raise EngineError(
            f"the engine {_NAME} can't change the pitch to {voice.pitch}", where=where, hint="Leave pitch out"
        )
    if not 0 <= voice.seed < _SEEDS:
        raise EngineError(f"seed must be from 0 to {_SEEDS - 1}, not {voice.seed}", where=where)


def _speaker_id(piper: PiperVoice, voice: Voice) -> int | None:
    speakers = piper.config.speaker_id_map
    if voice.id in speakers:
        return speakers[voice.id]
    if voice.id:
        here = f"Speakers in it are {', '.join(speakers)}" if speakers else "It has one speaker: leave id out"
        raise UnknownVoiceError(f"the model has no speaker {voice.id!r}", where=f"voice {voice.name}", hint=here)
    return None


def _render(piper: PiperVoice, sentences: list[list[str]], settings: Any) -> Clip:  # noqa: ANN401 - imported late
    import numpy as np  # noqa: PLC0415 - comes with the package

    said = [list(piece) for sentence in sentences for piece in pieces(sentence, most=_MOST_PHONEMES)]
    waves: list[Any] = [piper.phoneme_ids_to_audio(piper.phonemes_to_ids(piece), settings) for piece in said]
    sound = joined(waves, said, piper.config.sample_rate)
    return Clip((np.clip(sound, -1.0, 1.0) * 32767).astype("<i2").tobytes(), piper.config.sample_rate)
