"""Tests of `render.workers.compatibility`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from audiocast.errors import UnknownVoiceError
from audiocast.model.voice import Voice
from audiocast.render.workers.compatibility import differences, traits

if TYPE_CHECKING:
    from pathlib import Path


def test_all_that_decides_bytes_is_told(tmp_path: Path) -> None:
    """Versions of what speaks, joins, draws, tags and encodes, and what a sentence sounds like."""
    told = traits(((Voice("beep", "tone"),), tmp_path))
    assert told["numpy"] == np.__version__
    assert told["the engine tone"] == "1"
    assert {"audiocast", "the code of audiocast", "lameenc", "mutagen", "pillow", "pydub", "Python"} <= told.keys()
    assert all(told.values())
    assert not list(tmp_path.iterdir())


def test_a_voice_that_sounds_different_is_different(tmp_path: Path) -> None:
    """Whatever the reason, a version or none."""
    low, high = (traits(((Voice("beep", "tone", id=name),), tmp_path)) for name in ("low", "high"))
    assert differences(low, low) == ""
    difference = differences(low, high)
    assert difference.startswith("the sound of the voice beep is ")
    assert ", " not in difference


def test_a_voice_that_does_not_speak_is_an_error(tmp_path: Path) -> None:
    """A machine without the voice says so."""
    with pytest.raises(UnknownVoiceError):
        traits(((Voice("beep", "tone", id="nobody"),), tmp_path))


def test_what_is_missing_differs() -> None:
    """On either side."""
    assert differences({"a": "1", "b": "2"}, {"b": "2", "c": "3"}) == (
        "a is missing there and 1 here, c is 3 there and missing here"
    )


def test_every_voice_is_told(tmp_path: Path) -> None:
    """Of several voices, each speaks, and each engine is named."""
    voices = tuple(Voice(name, "tone", id=name) for name in ("low", "high"))
    told = traits((voices, tmp_path))
    sounds = [told[f"the sound of the voice {voice.name}"] for voice in voices]
    assert len(set(sounds)) == 2
