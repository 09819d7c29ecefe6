"""Tests of `pronunciation.accents`: which voices take pronunciations, and in which accent."""

from __future__ import annotations

import pytest

from audiocast.model.voice import Voice
from audiocast.pronunciation import accents
from audiocast.pronunciation.accents import Level

_BRITISH = "en-GB"


@pytest.mark.parametrize(
    ("voice", "level", "british"),
    [
        (Voice("v", "hibari"), Level.ALL, False),
        (Voice("v", "hibari", id="emma"), Level.ALL, True),
        (Voice("v", "hibari", language=_BRITISH), Level.ALL, False),
        (Voice("v", "kokoro", id="bf_emma"), Level.ALL, True),
        (Voice("v", "kokoro", id="am_michael", language=_BRITISH), Level.ALL, False),
        (Voice("v", "piper", language=_BRITISH), Level.SURE, True),
        (Voice("v", "piper", language="fr-FR"), Level.NONE, False),
        (Voice("v", "tone"), Level.NONE, False),
        (Voice("v", "http"), Level.NONE, False),
    ],
)
def test_the_accent_is_that_of_the_phonemes(voice: Voice, level: Level, *, british: bool) -> None:
    """The id of a neural voice decides its accent, because it decides its phonemes; else the language decides."""
    assert (accents.level(voice), accents.is_british(voice)) == (level, british)
