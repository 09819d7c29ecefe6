"""Rules of the engine hibari."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from audiocast.engines.contract import EngineContract
from audiocast.engines.hibari import HibariEngine
from audiocast.engines.hibari_notation import Phonemizer
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model.script import Pronunciation, Utterance
from audiocast.model.voice import Voice

if TYPE_CHECKING:
    from pathlib import Path


class TestContract(EngineContract):
    """What holds for every engine."""

    make = HibariEngine
    voice = Voice(name="test", engine="hibari")
    phrases = 60


@pytest.fixture(scope="module")
def speaker() -> Phonemizer:
    """The American dictionaries, whose phonemes can be looked at."""
    return Phonemizer(british=False)


def phonemes(speaker: Phonemizer, text: str, *hints: tuple[str, str]) -> str:
    """What hibari says for a text, sentence by sentence; each hint is a word and its IPA."""
    pronunciations = tuple(Pronunciation(text.index(word), text.index(word) + len(word), ipa) for word, ipa in hints)
    utterance = Utterance(text=text, written=text, pause_ms=0, voice="", pronunciations=pronunciations)
    return " | ".join(speaker.read(utterance, where="voice test").sentences)


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("The A\u00a0I boom.", "ði ˌAˈI bˈum."),
        ("the G\u00a0D\u00a0P rose", "ðə ʤˌidˌipˈi ɹˈOz"),
        ("Take vitamin\u00a0A daily.", "tˈAk vˈITəmən ˈA dˈAli."),
        ("the U\u00a0S policy", "ðə jˌuˈɛs pˈɑləsi"),
        ("two A\u00a0T\u00a0Ms", "tˈu ˌAtˌiˈɛmz"),
        ("a cat", "ɐ kˈæt"),
    ],
)
def test_letters_are_said_by_name(speaker: Phonemizer, marked: str, said: str) -> None:
    """Spelled letters get their names, with the stress of an abbreviation; the article stays an article."""
    assert phonemes(speaker, marked) == said


def test_spelled_letters_have_the_stress_of_an_abbreviation(speaker: Phonemizer) -> None:
    """What we spell sounds as hibari's own dictionary says abbreviations."""
    assert phonemes(speaker, "B\u00a0J") == "bˌiʤˈA"
    assert phonemes(speaker, "G\u00a0D\u00a0P") == "ʤˌidˌipˈi"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yes. No.", "jˈɛs. | nˈO."),
        ("He said: Go! Then he left.", "hˌi sˈɛd: ɡˌO! | ðˈɛn hi lˈɛft."),
        ("Yahoo! shares fell.", "jɑhˈu! ʃˈɛɹz fˈɛl."),
    ],
)
def test_sentences_are_divided(speaker: Phonemizer, text: str, said: str) -> None:
    """Each sentence of an utterance is a text of its own, with its mark; what goes on in small letters is none."""
    assert phonemes(speaker, text) == said


def test_marks_are_said_as_marks(speaker: Phonemizer) -> None:
    """Curly apostrophes are straight ones, quotation marks and dashes stay, and a hyphen inside a word is no dash."""
    assert phonemes(speaker, "It\u2019s here.") == phonemes(speaker, "It's here.")
    assert phonemes(speaker, "He said \u201cgo\u201d \u2014 now.") == "hˌi sˈɛd \u201cɡˌO\u201d \u2014 nˈW."
    assert "\u2014" not in phonemes(speaker, "A well-known, long-term plan.")


def test_heteronyms_are_told_apart(speaker: Phonemizer) -> None:
    """The words around a heteronym decide how it is said."""
    assert "ɹˈid" in phonemes(speaker, "She will read it.")
    assert "ɹˈɛd" in phonemes(speaker, "She has read it.")


def test_a_long_word_is_said_whole(speaker: Phonemizer) -> None:
    """An unknown word longer than hibari takes at once keeps its end."""
    word = "Grundstuecksverkehrsgenehmigung"
    assert phonemes(speaker, f"{word}en") != phonemes(speaker, word)


def test_pronunciations_are_followed(speaker: Phonemizer) -> None:
    """A hint replaces the reading of its word and of no other."""
    said = phonemes(speaker, "Keir met Keir.", ("Keir", "kɪə"))
    assert said.startswith("kˈɪɹ mˈɛt k")


def test_brackets_in_the_text_are_no_notation(speaker: Phonemizer) -> None:
    """Text that looks like a pronunciation is read as text."""
    assert "zzz" not in phonemes(speaker, "see [here](/zzz/) now")


def test_accents_it_does_not_know_are_dropped(speaker: Phonemizer) -> None:
    """A name keeps its letters when an accent is foreign to the voice."""
    assert phonemes(speaker, "Nguyễn Phú Trọng") == phonemes(speaker, "Nguyen Phú Trong")


def test_unreadable_letters_are_named(speaker: Phonemizer) -> None:
    """What would be left out is an error that shows it."""
    with pytest.raises(EngineError, match="世 界"):
        phonemes(speaker, "hello 世界")
    assert phonemes(speaker, "hello 世界", ("世界", "ˈʃiːdʒiː")) == "həlˈO ʃˈiʤi"


def test_unknown_voice_is_never_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A voice that is a download is not downloaded; the error says which are here, and how to get it."""
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    voice = Voice(name="test", engine="hibari", id="emma")
    with HibariEngine() as engine, pytest.raises(UnknownVoiceError, match="Installed voices are heart") as caught:
        engine.synthesize(Utterance(text="Yes.", written="", pause_ms=0, voice=""), voice)
    assert "--voice emma" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_seed_is_heard() -> None:
    """Another seed is another sound of the same length."""
    utterance = Utterance(text="Yes, it is.", written="", pause_ms=0, voice="")
    with HibariEngine() as engine:
        clips = [engine.synthesize(utterance, Voice(name="test", engine="hibari", seed=seed)) for seed in (0, 1)]
    assert clips[0] != clips[1]
    assert len(clips[0].pcm) == len(clips[1].pcm)


def test_what_was_shared_is_not_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that was forked with its dictionaries reads with them, and forgets them on exit."""
    voice = Voice(name="test", engine="hibari")
    utterance = Utterance(text="Yes, it is.", written="", pause_ms=0, voice="")
    engine = HibariEngine()
    engine.share(voice)
    loads: list[bool] = []
    load = Phonemizer

    def counted(*, british: bool) -> Any:
        loads.append(british)
        return load(british=british)

    monkeypatch.setattr("audiocast.engines.hibari.Phonemizer", counted)
    with engine:
        clip = engine.synthesize(utterance, voice)
    assert loads == []
    with engine:
        assert engine.synthesize(utterance, voice) == clip
    assert loads == [False]
