"""What must every engine hold to; for the tests of ours and of everybody else's.

    from audiocast.engines.contract import EngineContract

    class TestMyEngine(EngineContract):
        make = MyEngine
        voice = Voice(name="mine", engine="mine")

Needs pytest.
"""

# ruff: noqa: S101 - assert is how tests speak

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from audiocast.engines import ListsVoices, Reader, ipa
from audiocast.engines.reading import words_in
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model.script import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audiocast.engines import Engine
    from audiocast.model.audio import Clip
    from audiocast.model.voice import Voice

_SENTENCE = "The prime minister said on Tuesday that taxes would rise."
_OTHERS = ("Is it?", "A longer one stands here; it ends soon.", "Numbers: one, two!")
_PATIENCE_S = 120


def say(text: str) -> Utterance:
    """An utterance without anything special."""
    return Utterance(text=text, written=text, pause_ms=0, voice="")


def frames(clip: Clip) -> int:
    """How many frames a clip has."""
    return len(clip.pcm) // 2


def traps() -> tuple[tuple[str, str, str], ...]:
    """Return the sentences with a word that engines read as something else, the word, and the wrong reading."""
    return tuple((sentence, word, wrong) for sentence, word, wrong in ipa.table("traps"))


class WordsContract:
    """What an engine has to say: the words of the utterance, and no others.

    The text is normalized already. An engine may not expand, replace or divide a word of it.
    """

    make: ClassVar[Callable[[], Engine]]
    voice: ClassVar[Voice]

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Iterator[Engine]:
        """One engine for all tests, so that each is spoken after others."""
        with cls.make() as engine:
            yield engine

    def test_words_are_said_as_they_are(self, engine: Engine) -> None:
        """A word sounds as it does elsewhere, and not as what it could be short for; asked of engines that tell."""
        if not isinstance(engine, Reader):
            return

        def sounds(text: str) -> str:
            return ipa.broad(engine.pronounce(say(text), self.voice))

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
    """Subclass it, and name the engine and one of its voices.

    `phrases` is how many phrases of ten words are said in one go; fewer for a synthesizer that takes its time.
    """

    phrases: ClassVar[int] = 210

    @pytest.fixture(scope="class")
    @classmethod
    def sentence(cls, engine: Engine) -> Clip:
        """What the others are compared with, spoken once."""
        return engine.synthesize(say(_SENTENCE), cls.voice)

    def test_it_speaks(self, sentence: Clip) -> None:
        """A sentence becomes whole frames that are not silence."""
        assert len(sentence.pcm) % 2 == 0
        assert frames(sentence) > sentence.sample_rate
        assert sentence.pcm.strip(b"\0")

    def test_given_words_are_those_of_the_text(self, engine: Engine, sentence: Clip) -> None:
        """An engine that tells which words it was given was given those of the utterance."""
        if not sentence.words:
            return
        assert sentence.words == words_in(_SENTENCE)
        for text, *_ in traps()[:3]:
            assert engine.synthesize(say(text), self.voice).words == words_in(text)

    def test_its_voices_speak(self, engine: Engine) -> None:
        """What it lists can be asked for, and the first is the one that speaks when none is."""
        if not isinstance(engine, ListsVoices):
            return
        names = engine.voices()
        assert len(set(names)) == len(names) > 0
        clips = [engine.synthesize(say(_OTHERS[0]), replace(self.voice, id=name)) for name in ("", *names[:2])]
        assert clips[0] == clips[1]

    def test_version_needs_no_loading(self, engine: Engine) -> None:
        """The version is known before anything is loaded, and loading does not change it."""
        assert type(self).make().version == engine.version != ""

    def test_sample_rate_is_constant(self, engine: Engine, sentence: Clip) -> None:
        """All clips of a voice can be joined as they are."""
        rates = {engine.synthesize(say(text), self.voice).sample_rate for text in _OTHERS}
        assert rates == {sentence.sample_rate}

    @pytest.mark.parametrize("rate", [0.8, 1.25, 1.5])
    def test_rate_changes_the_duration(self, engine: Engine, sentence: Clip, rate: float) -> None:
        """A factor on the pace is a divisor of the duration, as near as a voice can."""
        normal = frames(sentence)
        changed = frames(engine.synthesize(say(_SENTENCE), replace(self.voice, rate=self.voice.rate * rate)))
        assert changed * rate == pytest.approx(normal, rel=0.15)

    @pytest.mark.parametrize("rate", [0.0, -1.0, 1e-6, 1e6])
    def test_impossible_rate_is_an_error(self, engine: Engine, rate: float) -> None:
        """A rate that the voice can't follow is not replaced by another."""
        with pytest.raises(EngineError):
            engine.synthesize(say(_SENTENCE), replace(self.voice, rate=rate))

    def test_pitch_changes_or_is_refused(self, engine: Engine, sentence: Clip) -> None:
        """A pitch is followed, or it is an error."""
        try:
            changed = engine.synthesize(say(_SENTENCE), replace(self.voice, pitch=1.3))
        except EngineError:
            return
        assert changed != sentence

    @pytest.mark.parametrize("name", ["no-such-voice", "../heart", "\0", "x" * 5000, "\ud800"])
    def test_unknown_voice_is_an_error(self, engine: Engine, name: str) -> None:
        """There is no silent fallback from one voice to another."""
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
        """What follows a control character is said too."""
        whole = frames(engine.synthesize(say(f"Yes. {_SENTENCE}"), self.voice))
        assert frames(engine.synthesize(say(f"Yes.\0{_SENTENCE}"), self.voice)) == pytest.approx(whole, rel=0.05)

    @pytest.mark.parametrize(
        "text", ["世界你好", "Привет, мир", "مرحبا", "Zelenskyy, łódź, Erdoğan, Nuñez", "👍 yes", "½ of 7 µg"]
    )
    def test_any_script_is_said_or_refused(self, engine: Engine, text: str) -> None:
        """Characters that a voice can't read are an error, not silence."""
        try:
            clip = engine.synthesize(say(text), self.voice)
        except EngineError:
            return
        assert frames(clip) > clip.sample_rate // 10

    def test_long_text_is_said(self, engine: Engine) -> None:
        """Long text is said to its end, without punctuation too."""
        sentence = frames(engine.synthesize(say("the quick brown fox jumps over the lazy dog and"), self.voice))
        long = engine.synthesize(say("the quick brown fox jumps over the lazy dog and " * self.phrases), self.voice)
        assert frames(long) == pytest.approx(sentence * self.phrases, rel=0.25)

    def test_order_does_not_matter(self, engine: Engine, sentence: Clip) -> None:
        """A sentence gives the same frames whatever was said before it."""
        texts = (_SENTENCE, *_OTHERS)
        first = [sentence, *(engine.synthesize(say(text), self.voice) for text in _OTHERS)]
        engine.synthesize(say(_OTHERS[0]), replace(self.voice, rate=self.voice.rate * 1.25))
        again = [engine.synthesize(say(text), self.voice) for text in reversed(texts)]
        assert again == first[::-1]

    def test_every_process_says_the_same(self, sentence: Clip) -> None:
        """A sentence gives the same frames in a fresh process."""
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as elsewhere:
            clip = elsewhere.submit(_speak, type(self).make, say(_SENTENCE), self.voice).result(timeout=_PATIENCE_S)
        assert clip == sentence

    def test_nothing_is_printed(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Neither by Python nor by a library below it."""
        with type(self).make() as engine:
            engine.synthesize(say(_OTHERS[0]), self.voice)
            with pytest.raises(UnknownVoiceError):
                engine.synthesize(say(_OTHERS[0]), replace(self.voice, id="no-such-voice"))
        assert capfd.readouterr() == ("", "")

    def test_spelled_letters_are_said(self, engine: Engine) -> None:
        """Letters tied by a no-break space are said one by one, a lone A too."""
        spelled = frames(engine.synthesize(say("The A\u00a0I boom."), self.voice))
        article = frames(engine.synthesize(say("The boom."), self.voice))
        assert spelled > article
        assert engine.synthesize(say("Take vitamin\u00a0A daily."), self.voice).pcm

    def test_it_opens_again(self, sentence: Clip) -> None:
        """An engine can be left and entered again."""
        engine = type(self).make()
        with engine:
            assert engine.synthesize(say(_OTHERS[0]), self.voice).pcm
        with engine:
            assert engine.synthesize(say(_SENTENCE), self.voice) == sentence


def _speak(make: Callable[[], Engine], utterance: Utterance, voice: Voice) -> Clip:
    with make() as engine:
        return engine.synthesize(utterance, voice)
