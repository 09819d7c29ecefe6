"""How good and how quick was a voice when it was measured?"""

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
    """What one voice did with a news article of 300 words.

    Attributes:
        quality: What listeners would say from 1 to 5, as a model of them predicts.
        misheard: Of 100 words, how many a recognizer of speech got wrong.
        speed: Seconds of speech in a second of one core.
    """

    quality: float
    misheard: float
    speed: float


def measured(voice: Voice) -> Measured | None:
    """What is known of a voice; a rate or a pitch of its own does not change it much."""
    model = next((Path(file.name).stem for file in voice.files if file.name.endswith(".onnx")), "")
    return _table().get((voice.engine, model, voice.id))


@cache
def _table() -> dict[tuple[str, str, str], Measured]:
    text = files("audiocast.engines").joinpath("data", "measured.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {(engine, model, id_): Measured(*map(float, figures)) for engine, model, id_, *figures in rows}
