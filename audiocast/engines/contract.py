"""The contract of an engine, as tests that every engine must pass. Needs pytest.

Use it in the tests of your package; pytest collects all rules of the class:

    from audiocast.engines.contract import EngineContract
    from audiocast.model.voice import Voice

    class TestMyEngine(EngineContract):
        make = MyEngine
        voice = Voice(name="mine", engine="mine")
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from audiocast.engines import ListsVoices, Pronounces, ipa
from audiocast.engines.reading import words_in
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model.script import Utterance
from audiocast.pronunciation import notation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audiocast.engines import Engine
    from audiocast.model.audio import Clip
    from audiocast.model.voice import Voice

_SENTENCE = "The prime minister said on Tuesday that taxes would rise."
_OTHERS = ("Is it?", "A longer one stands here; it ends soon.", "Numbers: one, two!")
# How long a fresh process may take to load the engine and synthesize a sentence.
_PROCESS_TIMEOUT_S = 120


def say(text: str) -> Utterance:
    """Return an utterance without pronunciations, pace or pause."""
    return Utterance(text=text, written=text, pause_ms=0, voice="")


def frames(clip: Clip) -> int:
    """Return the number of frames in a clip."""
    return len(clip.pcm) // 2


def traps() -> tuple[tuple[str, str, str], ...]:
    """Return sentences with a word that engines tend to expand, the word, and the sentence with the wrong reading."""
    return tuple((sentence, word, wrong) for sentence, word, wrong in ipa.table("traps"))


class WordsContract:
    """The rule that an engine says the words of the utterance and no others.

    The text is normalized already. An engine may not expand, replace or split a word.

    Attributes:
        make: Returns a new engine.
        voice: One of its voices.
    """

    make: ClassVar[Callable[[], Engine]]
    voice: ClassVar[Voice]

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Iterator[Engine]:
        """Return one engine for all tests, so that each test synthesizes after others."""
        with cls.make() as engine:
            yield engine

    def test_words_are_said_as_they_are(self, engine: Engine) -> None:
        """A word is pronounced as elsewhere, not as what it could abbreviate (for engines with `pronounce`)."""
        if not isinstance(engine, Pronounces):
            return

        def sounds(text: str) -> str:
            return notation.broad(engine.pronounce(say(text), self.voice))

        wrong = []
        for sentence, word, other in traps():
            said = sounds(sentence)
            (sound,) = _without_stress(sounds(f"They said {word} twice there.")).split()[2:-2]
            if said == sounds(other) or sound not in _without_stress(said):
                wrong.append((sentence, said))
        assert wrong == []


def _without_stress(text: str) -> str:
    return text.translate(str.maketrans("\u027e", "t", "\u02c8\u02cc"))


class EngineContract(WordsContract):
    """All rules of an engine. Subclass it and set `make` and `voice`.

    Attributes:
        phrases: How many phrases of ten words the longest utterance has. Set fewer for a slow engine.
    """

    phrases: ClassVar[int] = 210

    @pytest.fixture(scope="class")
    @classmethod
    def sentence(cls, engine: Engine) -> Clip:
        """Return the clip of a sentence, with which others are compared."""
        return engine.synthesize(say(_SENTENCE), cls.voice)

    def test_it_synthesizes(self, sentence: Clip) -> None:
        """A sentence becomes whole frames, longer than a second, that are not all silent."""
        assert len(sentence.pcm) % 2 == 0
        assert frames(sentence) > sentence.sample_rate
        assert sentence.pcm.strip(b"\0")

    def test_given_words_are_those_of_the_text(self, engine: Engine, sentence: Clip) -> None:
        """`Clip.words`, if the engine sets it, holds the words of the utterance."""
        if not sentence.words:
            return
        assert sentence.words == words_in(_SENTENCE)
        for text, *_ in traps()[:3]:
            assert engine.synthesize(say(text), self.voice).words == words_in(text)

    def test_its_voices_synthesize(self, engine: Engine) -> None:
        """Every listed voice works, none is listed twice, and the first is the default (for engines with `voices`)."""
        if not isinstance(engine, ListsVoices):
            return
        names = engine.voices()
        assert len(set(names)) == len(names) > 0
        clips = [engine.synthesize(say(_OTHERS[0]), replace(self.voice, id=name)) for name in ("", *names[:2])]
        assert clips[0] == clips[1]

    def test_version_needs_no_loading(self, engine: Engine) -> None:
        """The version is known before anything is loaded, loading does not change it, and it is not empty."""
        assert type(self).make().version == engine.version != ""

    def test_sample_rate_is_constant(self, engine: Engine, sentence: Clip) -> None:
        """All clips of a voice have the same sample rate."""
        rates = {engine.synthesize(say(text), self.voice).sample_rate for text in _OTHERS}
        assert rates == {sentence.sample_rate}

    @pytest.mark.parametrize("rate", [0.8, 1.25, 1.5])
    def test_rate_changes_the_duration(self, engine: Engine, sentence: Clip, rate: float) -> None:
        """A rate divides the duration, within 15 percent."""
        normal = frames(sentence)
        changed = frames(engine.synthesize(say(_SENTENCE), replace(self.voice, rate=self.voice.rate * rate)))
        assert changed * rate == pytest.approx(normal, rel=0.15)

    @pytest.mark.parametrize("rate", [0.0, -1.0, 1e-6, 1e6])
    def test_impossible_rate_is_an_error(self, engine: Engine, rate: float) -> None:
        """A rate that the engine can't follow is an error, not replaced by another."""
        with pytest.raises(EngineError):
            engine.synthesize(say(_SENTENCE), replace(self.voice, rate=rate))

    def test_pitch_changes_or_is_refused(self, engine: Engine, sentence: Clip) -> None:
        """A pitch changes the sound, or is an error."""
        try:
            changed = engine.synthesize(say(_SENTENCE), replace(self.voice, pitch=1.3))
        except EngineError:
            return
        assert changed != sentence

    @pytest.mark.parametrize("name", ["no-such-voice", "../heart", "\0", "x" * 5000, "\ud800"])
    def test_unknown_voice_is_an_error(self, engine: Engine, name: str) -> None:
        """An unknown voice is an error, not replaced by another, and the engine works after it."""
        with pytest.raises(UnknownVoiceError):
            engine.synthesize(say(_SENTENCE), replace(self.voice, id=name))
        assert engine.synthesize(say(_OTHERS[0]), self.voice).pcm

    @pytest.mark.parametrize("text", ["", " ", "\n", "...", "\u00a0", "\0", "—", "\u200b"])
    def test_nothing_to_say_is_an_error(self, engine: Engine, text: str) -> None:
        """Text without a letter or digit is an error, not silence."""
        with pytest.raises(EngineError):
            engine.synthesize(say(text), self.voice)

    def test_half_a_character_is_an_error(self, engine: Engine) -> None:
        """A lone surrogate is an error that can be printed."""
        with pytest.raises(EngineError) as caught:
            engine.synthesize(say("Half \ud83d a character."), self.voice)
        assert str(caught.value).encode()

    def test_nul_does_not_cut(self, engine: Engine) -> None:
        """The text after a control character is said too."""
        whole = frames(engine.synthesize(say(f"Yes. {_SENTENCE}"), self.voice))
        assert frames(engine.synthesize(say(f"Yes.\0{_SENTENCE}"), self.voice)) == pytest.approx(whole, rel=0.05)

    @pytest.mark.parametrize(
        "text", ["世界你好", "Привет, мир", "مرحبا", "Zelenskyy, łódź, Erdoğan, Nuñez", "👍 yes", "½ of 7 µg"]
    )
    def test_any_script_is_said_or_refused(self, engine: Engine, text: str) -> None:
        """Characters of any script are said, or are an error, but never silence."""
        try:
            clip = engine.synthesize(say(text), self.voice)
        except EngineError:
            return
        assert frames(clip) > clip.sample_rate // 10

    def test_long_text_is_said(self, engine: Engine) -> None:
        """A long text without punctuation is said to its end."""
        sentence = frames(engine.synthesize(say("the quick brown fox jumps over the lazy dog and"), self.voice))
        long = engine.synthesize(say("the quick brown fox jumps over the lazy dog and " * self.phrases), self.voice)
        assert frames(long) == pytest.approx(sentence * self.phrases, rel=0.25)

    def test_order_does_not_matter(self, engine: Engine, sentence: Clip) -> None:
        """A sentence gives the same frames whatever was synthesized before it."""
        texts = (_SENTENCE, *_OTHERS)
        first = [sentence, *(engine.synthesize(say(text), self.voice) for text in _OTHERS)]
        engine.synthesize(say(_OTHERS[0]), replace(self.voice, rate=self.voice.rate * 1.25))
        again = [engine.synthesize(say(text), self.voice) for text in reversed(texts)]
        assert again == first[::-1]

    def test_every_process_gives_the_same_frames(self, sentence: Clip) -> None:
        """A sentence gives the same frames in a fresh process."""
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as elsewhere:
            task = elsewhere.submit(_synthesize, type(self).make, say(_SENTENCE), self.voice)
            clip = task.result(timeout=_PROCESS_TIMEOUT_S)
        assert clip == sentence

    def test_nothing_is_printed(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Nothing is written to standard output and standard error, neither by Python nor by a library."""
        with type(self).make() as engine:
            engine.synthesize(say(_OTHERS[0]), self.voice)
            with pytest.raises(UnknownVoiceError):
                engine.synthesize(say(_OTHERS[0]), replace(self.voice, id="no-such-voice"))
        assert capfd.readouterr() == ("", "")

    def test_spelled_letters_are_said(self, engine: Engine) -> None:
        """Letters joined by a no-break space are spelled, also a single A."""
        spelled = frames(engine.synthesize(say("The A\u00a0I boom."), self.voice))
        article = frames(engine.synthesize(say("The boom."), self.voice))
        assert spelled > article
        assert engine.synthesize(say("Take vitamin\u00a0A daily."), self.voice).pcm

    def test_word_times_are_in_order(self, sentence: Clip) -> None:
        """The times of words, if the engine knows them, are in order, inside the clip, and of the whole text."""
        duration = frames(sentence) * 1000 / sentence.sample_rate
        text = latest = 0
        for word in sentence.word_times:
            assert text <= word.start < word.end <= len(_SENTENCE)
            assert latest <= word.start_ms <= word.end_ms <= duration + 1
            text, latest = word.end, word.end_ms
        if sentence.word_times:
            assert words_in(" ".join(_SENTENCE[word.start : word.end] for word in sentence.word_times)) == words_in(
                _SENTENCE
            )

    def test_it_can_be_entered_again(self, sentence: Clip) -> None:
        """An engine can be exited and entered again."""
        engine = type(self).make()
        with engine:
            assert engine.synthesize(say(_OTHERS[0]), self.voice).pcm
        with engine:
            assert engine.synthesize(say(_SENTENCE), self.voice) == sentence


def _synthesize(make: Callable[[], Engine], utterance: Utterance, voice: Voice) -> Clip:
    with make() as engine:
        return engine.synthesize(utterance, voice)
