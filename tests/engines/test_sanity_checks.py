"""Rules of what can be speech."""

from __future__ import annotations

import pytest

from audiocast.engines import sanity_checks
from audiocast.errors import EngineError
from audiocast.model.audio import Clip
from audiocast.model.script import Utterance
from audiocast.model.voice import Voice

VOICE = Voice(name="narrator", engine="tone")
SENTENCE = Utterance(text="The government would raise taxes.", written="", pause_ms=0, voice="")


@pytest.mark.parametrize("pcm", [b"", bytes(200_000), b"\1\0" * 500])
def test_silence_and_snippets_are_errors(pcm: bytes) -> None:
    """An empty, a silent and a far too short clip are errors that name the voice and the text."""
    with pytest.raises(EngineError, match=r"voice narrator: .*raise taxes"):
        sanity_checks.require_speech(Clip(pcm, 16_000), SENTENCE, VOICE)


def test_speech_passes() -> None:
    """A clip that is long enough is returned as it is."""
    clip = Clip(b"\1\0" * 30_000, 16_000)
    assert sanity_checks.require_speech(clip, SENTENCE, VOICE) is clip


def test_faster_voices_may_be_shorter() -> None:
    """What is too short depends on the rate."""
    clip = Clip(b"\1\0" * (16 * 400), 16_000)
    with pytest.raises(EngineError):
        sanity_checks.require_speech(clip, SENTENCE, VOICE)
    fast = Voice(name="narrator", engine="tone", rate=2.0)
    assert sanity_checks.require_speech(clip, SENTENCE, fast) is clip


def test_control_characters_become_spaces() -> None:
    """Nothing below a synthesizer sees a control character, and pronunciations keep their places."""
    utterance = Utterance(text="Yes\0no\x1b\n.", written="", pause_ms=0, voice="")
    assert sanity_checks.require_text(utterance, VOICE).text == "Yes no  ."
