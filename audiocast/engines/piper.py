"""The engine piper: the voices of Piper, in many languages.

A model of Piper draws random noise for breath and rhythm; without it the voice sounds flat. A sentence must not depend
on what was synthesized before it, so the model gets noise made from the voice's seed instead. Piper itself scales each
sentence to full volume; this engine does not, because it makes "Yes." far too loud.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Self

from audiocast import engines
from audiocast.engines import missing, model_files, onnx_runtime, piper_notation, sanity_checks
from audiocast.errors import EngineError, UnknownVoiceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from onnxruntime import InferenceSession
    from piper import PiperVoice, SynthesisConfig

    from audiocast.engines.word_times import Edges
    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import ModelFile, Voice

_NAME = "piper"
_ADAPTER = "5"
_RATES = (0.5, 2.0)
_SEEDS = 2**31
# The time of the model grows with the square of the length of its input.
_MOST_PHONEMES = 500
# The value in the model that holds how long each phoneme lasts; the symbols after each phoneme and at the end.
_DURATIONS = "/Ceil_output_0"
_PAD, _END = "_", "$"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A loaded voice: its model, and the phonemes of the placeholder words of `piper_notation`."""

    piper: PiperVoice
    placeholders: Mapping[str, Sequence[str]]


class PiperEngine:
    """The engine. `voice.files` are an `.onnx` and its `.onnx.json`; `voice.id` is one of its speakers."""

    @cached_property
    def version(self) -> str:
        """The versions of the adapter, of piper-tts, and of the packages that run the model."""
        return onnx_runtime.version(_ADAPTER, "piper-tts", engine=_NAME)

    def __enter__(self) -> Self:
        """Import the package; a voice is loaded when it is first used."""
        try:
            import piper  # noqa: PLC0415 - slow, and only when it speaks

            self._noise = engines.piper_noise
            self._onnxruntime = onnx_runtime.runtime()
        except ModuleNotFoundError as error:
            raise missing("onnx" if error.name == "onnx" else "piper-tts", engine=_NAME) from error
        self._package: Any = piper
        self._loaded: dict[tuple[ModelFile, ...], Speaker] = {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the voices."""
        self._loaded.clear()

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Synthesize on one thread, with noise from the voice's seed."""
        utterance = sanity_checks.require_text(utterance, voice)
        _check(voice)
        speaker = self.speaker(voice)
        settings = self._package.SynthesisConfig(
            speaker_id=_speaker_id(speaker.piper, voice), length_scale=speaker.piper.config.length_scale / voice.rate
        )
        piper = replace(speaker.piper, session=self._noise.GivenNoise(speaker.piper.session, seed=voice.seed))
        reading = read(speaker, utterance, voice)
        clip = _render(piper, reading, settings, utterance.text)
        return sanity_checks.require_speech(clip, utterance, voice)

    def pronounce(self, utterance: Utterance, voice: Voice) -> str:
        """Return Piper's phonemes, which are IPA."""
        reading = read(self.speaker(voice), sanity_checks.require_text(utterance, voice), voice)
        return " ".join(map("".join, reading.sentences))

    def speaker(self, voice: Voice) -> Speaker:
        """Return the loaded voice; it is loaded at the first call.

        Raises:
            UnknownVoiceError: It does not name its two files.
            EngineError: A file is missing, or is not a file of Piper.
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
                "a voice of Piper needs two files, an .onnx and its .onnx.json",
                where=where,
                hint="Give each file a [[files]] table with its sha256",
            )
        try:
            settings = self._package.PiperConfig.from_dict(json.loads(config[0]))
            session = self._session(self._noise.take_noise(model[0]))
        except model_files.refusals(self._onnxruntime) as error:
            raise EngineError(f"the files are not a voice of Piper: {error!r}", where=where) from error
        if settings.phoneme_type != "espeak":
            raise EngineError(
                f"the voice uses {settings.phoneme_type} phonemes, not those of espeak-ng",
                where=where,
                hint="Use another voice",
            )
        piper: PiperVoice = self._package.PiperVoice(session=session, config=settings)
        return Speaker(piper, {word: piper.phonemize(word)[0] for word in piper_notation.PLACEHOLDERS})

    def _session(self, model: bytes) -> InferenceSession:
        options = self._onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Optimizing takes longer than loading, and does not make these models faster.
        options.graph_optimization_level = self._onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        provider = ["CPUExecutionProvider"]
        with_durations = engines.onnx_graph.with_output(model, _DURATIONS)
        try:
            session: InferenceSession = self._onnxruntime.InferenceSession(with_durations, options, providers=provider)
        except model_files.refusals(self._onnxruntime):
            session = self._onnxruntime.InferenceSession(model, options, providers=provider)
        return session


@dataclass(frozen=True, slots=True)
class Reading:
    """The pronunciation of an utterance.

    Attributes:
        sentences: The phonemes of each sentence, in espeak-ng's IPA.
        words: The words that were passed to espeak-ng, as `reading.words_in` returns them.
    """

    sentences: list[list[str]]
    words: tuple[str, ...]


def read(speaker: Speaker, utterance: Utterance, voice: Voice) -> Reading:
    """Return the phonemes that a voice says for an utterance.

    Raises:
        EngineError: A pronunciation can't be written, or the model does not know a phoneme.
    """
    where = f"voice {voice.name}"
    prompt = piper_notation.write(utterance, language=speaker.piper.config.espeak_voice, where=where)
    phonemes = speaker.piper.phonemize(prompt.text)
    filled = piper_notation.fill(phonemes, prompt, placeholders=speaker.placeholders, where=where)
    known = speaker.piper.config.phoneme_id_map
    unknown = sorted({each for sentence in filled for each in sentence if each not in known})
    if unknown:
        raise EngineError(f"the voice can't say {' '.join(unknown)} in {prompt.text!r}", where=where)
    return Reading(filled, prompt.words)


def _check(voice: Voice) -> None:
    sanity_checks.require_rate(voice, lowest=_RATES[0], highest=_RATES[1])
    sanity_checks.require_own_pitch(voice)
    if not 0 <= voice.seed < _SEEDS:
        raise EngineError(f"the seed is {voice.seed}, not from 0 to {_SEEDS - 1}", where=f"voice {voice.name}")


def _speaker_id(piper: PiperVoice, voice: Voice) -> int | None:
    speakers = piper.config.speaker_id_map
    if voice.id in speakers:
        return speakers[voice.id]
    if voice.id:
        hint = f"Its speakers are {', '.join(speakers)}" if speakers else "It has one speaker: remove the line with id"
        raise UnknownVoiceError(f"the model has no speaker {voice.id!r}", where=f"voice {voice.name}", hint=hint)
    return None


def _render(piper: PiperVoice, reading: Reading, settings: SynthesisConfig, text: str) -> Clip:
    said = engines.chunking.divide(reading.sentences, most=_MOST_PHONEMES)
    made = [_run(piper, list(chunk.phonemes), settings) for chunk in said]
    is_timed = any(edges is not None for _, edges in made)
    places = engines.piper_words.places(text, reading.sentences) if is_timed else ()
    clip = engines.chunking.to_clip(made, said, rate=piper.config.sample_rate, places=places)
    return replace(clip, words=reading.words)


def _run(piper: PiperVoice, phonemes: list[str], settings: SynthesisConfig) -> tuple[Any, Edges | None]:
    """Return the sound of phonemes, and where each begins in it if the model tells that."""
    ids = piper.phonemes_to_ids(phonemes)
    wave, durations = piper.phoneme_ids_to_audio(ids, settings, include_alignments=True)
    if durations is None or len(durations) != len(ids):
        return wave, None
    known = piper.config.phoneme_id_map
    lengths = [len(known[each]) + len(known[_PAD]) for each in phonemes]
    borders = list(accumulate(lengths, initial=len(ids) - len(known[_END]) - sum(lengths)))
    return wave, engines.word_times.edges_at(borders, durations, len(wave))
