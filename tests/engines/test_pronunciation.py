"""One entry of the lexicon makes a name right in every voice."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.config.load import find_lexicons, read_voice
from audiocast.engines import Pronounces, load, model_files
from audiocast.engines.contract import say
from audiocast.errors import EngineError
from audiocast.model.script import Utterance
from audiocast.normalize import Lexicon, Normalizer, read_lexicon
from audiocast.normalize.lexicon import Entry
from audiocast.pronunciation.notation import broad

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.engines import Engine
    from audiocast.model.voice import Voice

SEEDS = Path(__file__).parents[2] / "seeds"
VOICES = ("narrator", "kokoro", "joe", "system")
NAMES = [
    *(entry for path in find_lexicons(SEEDS) for entry in read_lexicon(path).entries if entry.ipa),
    # What voices change on their own: a t between vowels, an r after a diphthong, a stress that is not the first.
    Entry("Zapata", ipa="zəˈpɑːtə"),
    Entry("Duterte", ipa="duːˈtɛɹteɪ"),
    Entry("Moira", ipa="ˈmoʊɹə"),
    Entry("Ouagadougou", ipa="ˌwɑːɡəˈduːɡuː"),
]


@pytest.fixture(scope="module")
def speakers() -> Iterator[dict[str, tuple[Engine, Voice]]]:
    """An entered engine for each voice that is here."""
    found = {}
    with ExitStack() as stack:
        for name in VOICES:
            voice = read_voice(SEEDS, name)
            if voice.engine == "piper":
                pytest.importorskip("piper", reason="piper-tts is not installed")
                model_files.find(voice)
            found[name] = (stack.enter_context(load(voice.engine)), voice)
        yield found


def heard(engine: Engine, voice: Voice, name: str, lexicon: Lexicon) -> str:
    """What a voice says for a name in the middle of a sentence, whose other words stay as they are."""
    spoken = Normalizer(lexicon=lexicon)(f"It was {name}, they said.")
    utterance = Utterance(spoken.text, spoken.written, 0, voice.name, spoken.pronunciations)
    assert isinstance(engine, Pronounces)
    words, plain = (
        re.sub("[,.]", " ", engine.pronounce(each, voice)).split() for each in (utterance, say("It was so, they said."))
    )
    assert words[:2] + words[-2:] == plain[:2] + plain[-2:]
    return " ".join(words[2:-2])


def test_there_are_twenty_names() -> None:
    """The other tests have something to say."""
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES, ids=lambda entry: entry.written)
def test_a_name_is_said_alike(speakers: dict[str, tuple[Engine, Voice]], name: Entry) -> None:
    """Every voice says what the lexicon wants, and not one of them needs to be told what they all say already."""
    wanted = broad(name.ipa)
    lexicon = Lexicon((name,))
    said = {voice: heard(*speaker, name.written, lexicon) for voice, speaker in speakers.items()}
    assert {voice: broad(phonemes) for voice, phonemes in said.items()} == dict.fromkeys(speakers, wanted)
    without = set()
    for engine, voice in speakers.values():
        try:
            without.add(broad(heard(engine, voice, name.written, Lexicon())))
        except EngineError:  # letters that the voice can't read
            without.add("")
    assert without != {wanted}
