"""Rules of the engine hibari."""
# ruff: noqa: ANN401 - the package has no types, and phonemes look like letters

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import hibari.g2p
import pytest
from hibari import Hibari

from audiocast.engines import hibari_notation
from audiocast.engines.contract import EngineContract
from audiocast.engines.hibari import HibariEngine
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model import Pronunciation, Utterance, Voice

if TYPE_CHECKING:
    from pathlib import Path


class TestContract(EngineContract):
    """What holds for every engine."""

    make = HibariEngine
    voice = Voice(name="test", engine="hibari")
    phrases = 60


@pytest.fixture(scope="module")
def speaker() -> Any:
    """The package's own object, whose phonemes can be looked at."""
    return Hibari()


def phonemes(speaker: Any, text: str, *hints: tuple[str, str]) -> str:
    """What hibari says for a text; each hint is a word and its IPA."""
    pronunciations = tuple(Pronunciation(text.index(word), text.index(word) + len(word), ipa) for word, ipa in hints)
    utterance = Utterance(text=text, written=text, pause_ms=0, voice="", pronunciations=pronunciations)
    written = hibari_notation.write(utterance, alphabet=speaker.g2p.oov.cin, british=False, where="voice test")
    return " | ".join(speaker.phonemize(written))


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
def test_letters_are_said_by_name(speaker: Any, marked: str, said: str) -> None:
    """Spelled letters get their names, with the stress of an abbreviation; the article stays an article."""
    assert phonemes(speaker, marked) == said


def test_abbreviations_sound_like_its_own(speaker: Any) -> None:
    """What we spell is what hibari itself makes of capitals, where it is right."""
    for letters in ("GDP", "EU", "IMF", "BBC", "HIV"):
        assert phonemes(speaker, "\u00a0".join(letters)) == phonemes(speaker, letters)


def test_pronunciations_are_followed(speaker: Any) -> None:
    """A hint replaces the reading of its word and of no other."""
    said = phonemes(speaker, "Keir met Keir.", ("Keir", "kɪə"))
    assert said.startswith("kˈɪɹ mˈɛt k")


def test_brackets_in_the_text_are_no_notation(speaker: Any) -> None:
    """Text that looks like a pronunciation is read as text."""
    assert "zzz" not in phonemes(speaker, "see [here](/zzz/) now")


def test_accents_it_does_not_know_are_dropped(speaker: Any) -> None:
    """A name keeps its letters when an accent is foreign to the voice."""
    assert phonemes(speaker, "Nguyễn Phú Trọng") == phonemes(speaker, "Nguyen Phú Trong")


def test_unreadable_letters_are_named(speaker: Any) -> None:
    """What would be left out is an error that shows it."""
    with pytest.raises(EngineError, match="世 界"):
        phonemes(speaker, "hello 世界")
    assert phonemes(speaker, "hello 世界", ("世界", "ˈʃiːdʒiː")) == "həlˈO ʃˈiʤi"


def test_unknown_voice_is_never_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A voice that is a download is not downloaded; the error says which are here, and how to get it."""
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    voice = Voice(name="test", engine="hibari", id="emma")
    with HibariEngine() as engine, pytest.raises(UnknownVoiceError, match="Voices here are heart") as caught:
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
    load = hibari.g2p.G2P

    def counted(*, british: bool) -> Any:
        loads.append(british)
        return load(british=british)

    monkeypatch.setattr("hibari.g2p.G2P", counted)
    with engine:
        clip = engine.synthesize(utterance, voice)
    assert loads == []
    with engine:
        assert engine.synthesize(utterance, voice) == clip
    assert loads == [False]
