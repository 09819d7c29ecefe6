"""Run a model of Kokoro-82M: phonemes and a style become a wave."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audiocast import engines
from audiocast.engines import model_files
from audiocast.errors import EngineError, UnknownVoiceError

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession, SessionOptions

    from audiocast.model.voice import Voice

    Floats = NDArray[np.float32]

# The length of a style vector.
_STYLE = 256
# The value in the model that holds how long each phoneme lasts.
_DURATIONS = "/encoder/Clip_output_0"


class Model:
    """A model with its voices, in memory."""

    def __init__(self, onnxruntime: ModuleType, voice: Voice) -> None:
        content = model_files.read(voice)
        models = [each for name, each in content.items() if name.endswith(".onnx")]
        styles = {Path(name).stem: each for name, each in content.items() if name.endswith(".bin")}
        where = f"voice {voice.name}"
        if len(models) != 1 or not styles:
            raise UnknownVoiceError(
                "a voice of Kokoro needs one .onnx file and a .bin file for each voice",
                where=where,
                hint="Give each file a [[files]] table with its sha256",
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._styles = {name: np.frombuffer(each, "<f4").reshape(-1, _STYLE) for name, each in styles.items()}
            self._session = _session(onnxruntime, models[0], options)
        except model_files.refusals(onnxruntime) as error:
            raise EngineError(f"the files are not a voice of Kokoro: {error!r}", where=where) from error
        # Exports of the model have different names for this input.
        self._tokens = next(put.name for put in self._session.get_inputs() if put.name not in ("style", "speed"))

    def style(self, voice: Voice) -> Floats:
        """Return the style vectors of a voice, one for each number of phonemes."""
        name = voice.id or next(iter(self._styles))
        if name not in self._styles:
            raise UnknownVoiceError(
                f"the files have no voice {voice.id!r}",
                where=f"voice {voice.name}",
                hint=f"Their voices are {', '.join(self._styles)}",
            )
        return self._styles[name]

    def run(self, ids: list[int], style: Floats, rate: float) -> tuple[Floats, Floats | None]:
        """Return the wave for phonemes, given by their numbers, and their durations if the model tells them."""
        # There is one vector for each number of phonemes, not counting the two at the ends.
        chosen = style[min(len(ids) - 2, len(style)) - 1]
        tokens, speed = engines.chunking.as_arrays(ids, rate)
        inputs = {self._tokens: tokens, "style": chosen.reshape(1, -1), "speed": speed}
        wave, *others = self._session.run(None, inputs)
        durations: Floats = others[-1].ravel() if others else np.zeros(0, np.float32)
        return wave.ravel(), durations if len(durations) == len(ids) else None


def _session(onnxruntime: ModuleType, model: bytes, options: SessionOptions) -> InferenceSession:
    """Load a model, so that it is fast, and also returns the durations of phonemes if it has them."""
    fast = engines.kokoro_speedup.faster(model, onnxruntime, keep=(_DURATIONS,))
    timed = (engines.onnx_graph.with_output(each, _DURATIONS) for each in dict.fromkeys((fast, model)))
    for content in timed:
        with contextlib.suppress(*model_files.refusals(onnxruntime)):
            return _load(onnxruntime, content, options)
    return _load(onnxruntime, model, options)


def _load(onnxruntime: ModuleType, model: bytes, options: SessionOptions) -> InferenceSession:
    session: InferenceSession = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session
