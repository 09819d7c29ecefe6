"""Look up how good and how fast a voice was when it was measured.

The figures are in `data/measured.tsv`; `tests/benchmarks` measures them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocast.model.voice import Voice


@dataclass(frozen=True, slots=True)
class Measured:
    """The measured quality and speed of a voice, with a news article of 300 words.

    Attributes:
        quality: The rating of listeners from 1 to 5, as a model predicts it.
        misheard: How many words of 100 a speech recognizer got wrong.
        speed: Seconds of speech per second on one core.
    """

    quality: float
    misheard: float
    speed: float


def measured(voice: Voice) -> Measured | None:
    """Return what was measured of a voice, or None; its rate and pitch hardly change the figures."""
    model = next((Path(file.name).stem for file in voice.files if file.name.endswith(".onnx")), "")
    return _table().get((voice.engine, model, voice.id))


@cache
def _table() -> dict[tuple[str, str, str], Measured]:
    text = files("audiocast.engines").joinpath("data", "measured.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {(engine, model, id_): Measured(*map(float, figures)) for engine, model, id_, *figures in rows}
