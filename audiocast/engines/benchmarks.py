"""Look up how good and how fast a voice was when it was measured, and its license.

The figures are in `data/measured.tsv`; `tests/benchmarks` measures them. The licenses are in `data/licenses.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast.engines import ipa

if TYPE_CHECKING:
    from audiocast.model.voice import Voice


@dataclass(frozen=True, slots=True)
class Measured:
    """The measured quality and speed of a voice, with a news article of 300 words.

    Attributes:
        quality: The rating of listeners from 1 to 5, as a model predicts it.
        misheard: How many words of 100 a speech recognizer got wrong, or None if that was not measured.
        speed: Seconds of speech per second on one core.
    """

    quality: float
    misheard: float | None
    speed: float


def measured(voice: Voice) -> Measured | None:
    """Return what was measured of a voice, or None; its rate and pitch hardly change the figures."""
    return _table().get((voice.engine, _model(voice), voice.id))


def license_of(voice: Voice) -> str:
    """Return the SPDX name of a voice's license, or "" when it is not known."""
    return _licenses().get((voice.engine, _model(voice)), "")


def _model(voice: Voice) -> str:
    return next((Path(file.name).stem for file in voice.files if file.name.endswith(".onnx")), "")


@cache
def _table() -> dict[tuple[str, str, str], Measured]:
    return {
        (engine, model, id_): Measured(float(quality), float(misheard) if misheard else None, float(speed))
        for engine, model, id_, quality, misheard, speed in ipa.table("measured")
    }


@cache
def _licenses() -> dict[tuple[str, str], str]:
    return {(engine, model): name for engine, model, name in ipa.table("licenses")}
