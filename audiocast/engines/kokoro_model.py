"""Run a model of Kokoro-82M: phonemes and a style become a wave."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audiocast.engines import model_files
from audiocast.errors import EngineError, UnknownVoiceError

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from audiocast.model.voice import Voice

    Floats = NDArray[np.float32]

# The length of a style vector.
_STYLE = 256


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
            self._session = onnxruntime.InferenceSession(models[0], options, providers=["CPUExecutionProvider"])
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

    def run(self, ids: list[int], style: Floats, rate: float) -> Floats:
        """Return the wave for phonemes, given by their numbers."""
        # There is one vector for each number of phonemes, not counting the two at the ends.
        chosen = style[min(len(ids) - 2, len(style)) - 1]
        inputs = {
            self._tokens: np.asarray([ids], np.int64),
            "style": chosen.reshape(1, -1),
            "speed": np.asarray([rate], np.float32),
        }
        wave: Floats = self._session.run(None, inputs)[0].ravel()
        return wave
