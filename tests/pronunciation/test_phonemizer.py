"""Tests of `pronunciation.phonemizer`: the order of the steps, and what a voice is told."""

from __future__ import annotations

import pytest

from audiocast.model.script import Pronunciation, Utterance
from audiocast.model.voice import Voice
from audiocast.normalize import Lexicon
from audiocast.normalize.lexicon import Entry
from audiocast.pronunciation.notation import broad
from audiocast.pronunciation.phonemizer import Phonemizer
from audiocast.script import writer

_HEART = Voice("narrator", "hibari")
_GEORGE = Voice("george", "kokoro", id="bm_george", language="en-GB")
_SYSTEM = Voice("system", "pyttsx3")


def _steps(text: str, voice: Voice = _HEART) -> dict[str, tuple[str, str]]:
    """The step and the pronunciation of each word that is not decided by the base lexicon."""
    utterance = Utterance(text, text, 0, voice.name)
    decisions = Phonemizer([text], voices=(voice,)).decide(utterance)
    return {each.word: (each.step, broad(each.ipa)) for each in decisions if each.step != "base"}


def _said(text: str, voice: Voice, lexicon: Lexicon | None = None) -> dict[str, str]:
    """What a voice is told about the words of a text."""
    script = writer.write_text(text, voice=voice, lexicon=lexicon or Lexicon())
    utterances = [utterance for section in script.sections for utterance in section.utterances]
    return {each.text[hint.start : hint.end]: hint.ipa for each in utterances for hint in each.pronunciations}


def test_ordinary_words_get_no_pronunciation() -> None:
    """What the base lexicon decides stays as it was, so its clip stays in the cache."""
    text = "The mayor's well-known A-line dresses weren't sold, and G\u00a0D\u00a0P rose in NATO's cities."
    utterance = Utterance(text, text, 0, "narrator")
    assert Phonemizer([text], voices=(_HEART,)).annotate(utterance) is utterance


@pytest.mark.parametrize(
    ("voice", "said"), [(_HEART, "joʊsˈɛmɪɾi"), (_GEORGE, "jəʊsˈɛmɪti")], ids=["American", "British"]
)
def test_the_accent_is_that_of_the_voice(voice: Voice, said: str) -> None:
    """A word that only the CMU dictionary has is said in the accent of the voice."""
    assert _said("We saw Yosemite.", voice) == {"Yosemite": said}


@pytest.mark.parametrize("word", ["Lead", "bass.", "“Lives”", "Resume!"])
def test_a_homograph_alone_is_left_to_the_engine(word: str) -> None:
    """Nothing tells which word it is, so the base lexicon decides."""
    assert _steps(word) == {}


def test_an_unknown_word_is_left_to_the_network() -> None:
    """A word that no step knows has no pronunciation, and the explanation says so."""
    assert _steps("The Qzrbtl rose.") == {"Qzrbtl": ("network", "")}
    assert _said("The Qzrbtl rose.", _HEART) == {}


def test_the_second_part_of_a_given_name_is_read_like_the_first() -> None:
    """Chinese and Korean given names are written with a hyphen, and no capital after it."""
    steps = _steps("The film by Hou Hsiao-hsien won.")
    assert steps["hsien"][0] == "origin"


def test_endings_of_names() -> None:
    """A possessive, and a name with accents, has the pronunciation of the name."""
    assert _said("Yosemite's bears saw Yósemite.", _HEART) == {
        "Yosemite's": "joʊsˈɛmɪɾiz",
        "Yósemite": "joʊsˈɛmɪɾi",
    }


def test_the_article_decides_everywhere() -> None:
    """A hint counts for the name in the whole article, before the hint as well, and for the hint itself."""
    text = "Grainne sang.\nThen Grainne's friend Grainne Brown (GRAWN-ya) spoke."
    said = _said(text, _HEART)
    assert {word: broad(ipa) for word, ipa in said.items()} == {
        "Grainne": broad("ˈɡɹɔnjə"),
        "Grainne's": broad("ˈɡɹɔnjəz"),
        "GRAWN-ya": broad("ˈɡɹɔnjə"),
    }


def test_a_name_that_is_a_word_needs_its_capital() -> None:
    """A hint for a name does not change the ordinary word that is written alike."""
    text = "An hour later Hau An (pronounced AHN) met an old friend, and An left."
    script = writer.write_text(text, voice=_HEART, lexicon=Lexicon())
    (utterance,) = script.sections[0].utterances
    said = [(utterance.text[each.start : each.end], each.ipa) for each in utterance.pronunciations]
    assert [each for each in said if each[0] != "Hau"] == [("An", "ˈɑn"), ("AHN", "ˈɑn"), ("An", "ˈɑn")]


def test_the_users_lexicon_wins() -> None:
    """An entry of the lexicon is stronger than the article and than every table."""
    lexicon = Lexicon((Entry("Grainne", ipa="ˈɡɹænjə"), Entry("Yosemite", ipa="ˈjɑzmaɪt")))
    text = "Grainne Walsh (GRAWN-ya) saw Yosemite."
    said = _said(text, _HEART, lexicon)
    assert (said["Grainne"], said["Yosemite"]) == ("ˈɡɹænjə", "ˈjɑzmaɪt")
    utterance = Utterance("Saw Yosemite.", "", 0, "narrator", (Pronunciation(4, 12, "ˈjɑzmaɪt"),))
    decided = {each.word: each.step for each in Phonemizer([text], voices=(_HEART,)).decide(utterance)}
    assert decided["Yosemite"] == "lexicon"


@pytest.mark.parametrize(
    "voice",
    [
        Voice("t", "tone"),
        Voice("g", "piper", language="de-DE"),
        Voice("g", "pyttsx3", id="gmw/de"),
        Voice("x", "other"),
    ],
    ids=["tone", "German", "German system voice", "unknown engine"],
)
def test_other_voices_follow_only_the_lexicon(voice: Voice) -> None:
    """A voice without English phonemes is told only what the user wrote."""
    text = "Grainne Walsh (GRAWN-ya) saw Yosemite."
    assert _said(text, voice) == {}
    of_user = _said(text, voice, Lexicon((Entry("Walsh", ipa="wɔlʃ"),)))
    assert set(of_user) <= {"Walsh"}
    assert of_user or voice.language != "en-US"


def test_engines_with_a_dictionary_follow_what_is_sure() -> None:
    """espeak-ng keeps its own reading of a word that only the CMU dictionary has, and follows the article."""
    assert set(_said("Grainne Walsh (GRAWN-ya) saw Yosemite.", _SYSTEM)) == {"Grainne", "GRAWN-ya"}
