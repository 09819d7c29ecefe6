"""Rules of the engine piper, on a voice that a package brings."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.config.load import read_voice
from audiocast.engines import ipa, model_files, piper
from audiocast.engines.contract import EngineContract, say
from audiocast.engines.piper import PiperEngine
from audiocast.errors import EngineError, UnknownEngineError, UnknownVoiceError
from audiocast.model.script import Pronunciation, Utterance
from audiocast.model.voice import ModelFile, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("piper", reason="piper-tts is not installed")
VOICE = read_voice(Path(__file__).parents[2] / "seeds", "joe")
try:
    model_files.find(VOICE)
except UnknownEngineError as error:
    pytest.skip(str(error), allow_module_level=True)


class TestContract(EngineContract):
    """What holds for every engine."""

    make = PiperEngine
    voice = VOICE
    phrases = 3


@pytest.fixture(scope="module")
def speaker() -> Iterator[piper.Speaker]:
    """The voice, whose phonemes can be looked at."""
    with PiperEngine() as engine:
        yield engine.speaker(VOICE)


def phonemes(speaker: piper.Speaker, text: str, *hints: tuple[str, str]) -> str:
    """What Piper says for a text; each hint is a word and its IPA."""
    pronunciations = tuple(Pronunciation(text.index(word), text.index(word) + len(word), ipa) for word, ipa in hints)
    utterance = Utterance(text=text, written=text, pause_ms=0, voice="", pronunciations=pronunciations)
    return " | ".join(map("".join, piper.read(speaker, utterance, VOICE).sentences))


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("The A\u00a0I boom.", "ðɪʲ ˌeɪˈaɪ bˈuːm."),
        ("the G\u00a0D\u00a0P rose", "ðə dʒˌiːdˌiːpˈiː ɹˈoʊz"),
        ("Take vitamin\u00a0A daily.", "tˈeɪk vˈaɪɾəmɪn ˈeɪ dˈeɪli."),
        ("(the U\u00a0K)", "ðə jˌuːkˈeɪ"),
        ("(U\u00a0K)-based", "jˌuːkˈeɪbˈeɪst"),
        ("a cat", "ɐ kˈæt"),
    ],
)
def test_letters_are_said_by_name(speaker: piper.Speaker, marked: str, said: str) -> None:
    """Spelled letters get their names, whatever stands beside them; the article stays an article."""
    assert phonemes(speaker, marked) == said


def test_pronunciations_leave_the_sentence_whole(speaker: piper.Speaker) -> None:
    """A hint replaces the reading of its word and of no other; commas and weak words stay as they are."""
    hints = (("Keir", "kɪɹ"), ("Ørsted", "ˈɛɹstɛd"))
    assert phonemes(speaker, "In Keir, the Ørsted works.", *hints) == "ɪn kˈɪɹ, ðɪʲ ˈɛɹstɛd wˈɜːks."


def test_brackets_in_the_text_are_no_notation(speaker: piper.Speaker) -> None:
    """Text that looks like phonemes is read as text."""
    assert "ʒʒʒ" not in phonemes(speaker, "see [[ʒʒʒ]] now")


def test_every_sound_of_the_alphabet_is_known(speaker: piper.Speaker) -> None:
    """Whatever can be written in a lexicon, the model was taught."""
    for table in ("piper_us", "piper_gb"):
        for sound in ipa.alphabet(table):
            written = ipa.respell(f"t{sound}a", alphabet=ipa.alphabet(table), where="")
            assert phonemes(speaker, "x", ("x", written))


def test_the_voice_has_one_speaker() -> None:
    """A speaker is asked for only where there are several."""
    with PiperEngine() as engine, pytest.raises(UnknownVoiceError, match="remove the line with id"):
        engine.synthesize(say("Yes."), replace(VOICE, id="joe"))


@pytest.mark.parametrize(
    ("model", "config", "problem"),
    [
        (b"no model", "{}", "not a voice of Piper"),
        (b"no model", "no JSON", "not a voice of Piper"),
        (b"no model", "", "two files"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, model: bytes, config: str, problem: str) -> None:
    """Files of another kind are an error that says what a voice is made of."""
    content = {"a.onnx": model, "a.onnx.json": config.encode()} if config else {"a.onnx": model}
    for name, each in content.items():
        (tmp_path / name).write_bytes(each)
    files = tuple(ModelFile(name, sha256(each).hexdigest()) for name, each in content.items())
    voice = Voice(name="test", engine="piper", files=files, folders=(tmp_path,))
    with PiperEngine() as engine, pytest.raises(EngineError, match=problem):
        engine.synthesize(say("Yes."), voice)


def test_other_languages_refuse_pronunciations(tmp_path: Path) -> None:
    """English sounds can't be written for a voice of another language, which reads its own."""
    found = model_files.read(VOICE)
    model, config = found.values()
    german = json.dumps(json.loads(config) | {"espeak": {"voice": "de"}}).encode()
    (tmp_path / "a.onnx").write_bytes(model)
    (tmp_path / "a.onnx.json").write_bytes(german)
    files = (
        ModelFile("a.onnx", sha256(model).hexdigest()),
        ModelFile("a.onnx.json", sha256(german).hexdigest()),
    )
    voice = Voice(name="test", engine="piper", files=files, folders=(tmp_path,))
    utterance = Utterance(text="Ja.", written="", pause_ms=0, voice="", pronunciations=(Pronunciation(0, 2, "jɑː"),))
    with PiperEngine() as engine:
        assert engine.synthesize(say("Das Wetter ist gut."), voice).pcm
        with pytest.raises(EngineError, match="Ja"):
            engine.synthesize(utterance, voice)


def test_the_times_of_words_are_known() -> None:
    """Every word of a sentence has a time, also where espeak-ng joins words."""
    text = "It was the end of the day, she said."
    with PiperEngine() as engine:
        clip = engine.synthesize(say(text), VOICE)
    said = [text[time.start : time.end] for time in clip.word_times]
    assert " ".join(said) == "It was the end of the day she said"
    assert [time.start_ms for time in clip.word_times] == sorted({time.start_ms for time in clip.word_times})
