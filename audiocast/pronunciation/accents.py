"""Tell which voices take pronunciations from this package, and in which accent."""

from __future__ import annotations

import re
import sys
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocast.model.voice import Voice


class Level(Enum):
    """How many decisions a voice takes.

    A voice that takes none still follows the user's lexicon.
    """

    NONE = 0
    SURE = 1
    """The engine has a good dictionary of its own."""
    ALL = 2
    """The engine has the base lexicon, and guesses all other words."""


_LEVELS = {"hibari": Level.ALL, "kokoro": Level.ALL, "piper": Level.SURE, "pyttsx3": Level.SURE}
_BRITISH_VOICES_OF_HIBARI = frozenset({"emma", "fable"})
# The id of a voice of espeak-ng may be its name or its language: "English (Great Britain)", "gmw/en", "en-gb".
_ENGLISH_ID = re.compile(r"(?:^|[/_])en(?:[-_+]|$)|english", re.IGNORECASE)
_BRITISH_ID = re.compile(r"en-gb|great britain|received", re.IGNORECASE)


def level(voice: Voice) -> Level:
    """Return which decisions a voice takes: none if it is not English or can't follow phonemes."""
    if voice.engine == "pyttsx3":
        # Other systems have voices that can't follow phonemes.
        follows = sys.platform == "linux" and (not voice.id or _ENGLISH_ID.search(voice.id))
        if not follows:
            return Level.NONE
    is_english = voice.language.lower().split("-")[0] == "en"
    return _LEVELS.get(voice.engine, Level.NONE) if is_english else Level.NONE


def is_british(voice: Voice) -> bool:
    """Return whether a voice has a British accent."""
    if voice.engine == "kokoro":
        return voice.id.startswith("b")  # the first letter of a voice's name is its accent
    if voice.engine == "hibari":
        return voice.id in _BRITISH_VOICES_OF_HIBARI
    if voice.engine == "pyttsx3" and voice.id:
        return _BRITISH_ID.search(voice.id) is not None
    return voice.language.lower() == "en-gb"
