"""Rules of the alignment of written words with the sound of the spoken ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiocast.audio.recording import Segment, WordFrames, timeline
from audiocast.audio.written_words import SpokenWord, align
from audiocast.config.settings import Show
from audiocast.engines.contract import say
from audiocast.engines.tone import ToneEngine
from audiocast.model.article import Article, Block, BlockKind
from audiocast.model.script import Script, Section, Span, Utterance
from audiocast.model.voice import Voice
from audiocast.normalize import Normalizer
from audiocast.normalize.lexicon import Lexicon
from audiocast.script import writer


def _utterance(written: str) -> Utterance:
    """Return an utterance as the script has it."""
    voice = Voice("narrator", "tone")
    return writer.write_text(written, voice=voice, lexicon=Lexicon()).sections[0].utterances[0]


def _heard(written: str) -> list[tuple[str, str]]:
    """Return each written word with the spoken words that are heard in its time."""
    utterance = _utterance(written)
    spoken = _spoken(utterance)
    words = align(utterance, spoken, start_ms=0, end_ms=100 * len(spoken))
    return [
        (
            word.text,
            " ".join(
                utterance.text[each.start : each.end] for each in spoken if word.start_ms <= each.start_ms < word.end_ms
            ),
        )
        for word in words
    ]


def _spoken(utterance: Utterance) -> list[SpokenWord]:
    """Return the words of a text, each heard for a tenth of a second, in the order of the text."""
    with ToneEngine() as engine:
        clip = engine.synthesize(utterance, Voice("narrator", "tone"))
    return [
        SpokenWord(time.start, time.end, 100 * number, 100 * number + 100)
        for number, time in enumerate(clip.word_times)
    ]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("It is open.", "It: It | is: is | open.: open"),
        ("A $5m prize", "A: A | $5m: five million dollar | prize: prize"),
        ("It cost $5 million then", "It: It | cost: cost | $5: five | million: million dollars | then: then"),
        ("Yes \u2014 now", "Yes \u2014: Yes | now: now"),
        ("\u2022 Yes", "\u2022 Yes: Yes"),
        ("the GDP rose", "the: the | GDP: G D P | rose: rose"),
        ("on Nov. 5, 2024 it", "on: on | Nov.: November | 5,: fifth | 2024: twenty twenty-four | it: it"),
        ("a 10\u00a0km run", "a: a | 10\u00a0km: ten kilometer | run: run"),
    ],
)
def test_a_written_word_has_the_time_of_what_is_said_for_it(written: str, heard: str) -> None:
    """A word that was copied has its own time; others have the time from their first spoken word to their last."""
    found = [f"{text}: {re.sub('[.,]', '', said)}" for text, said in _heard(written)]
    assert " | ".join(found) == heard


def test_the_number_of_an_item_is_a_word() -> None:
    """The number of a list item, which the script adds, is heard before the item."""
    block = Block(BlockKind.LIST_ITEM, "Pay $5m.", number=2)
    article = Article("id", "file", "Title", "", (), "", None, "", (block,), ())
    show, voice = Show(title="A show", description="About things."), Voice("narrator", "tone")
    utterance = writer.write_article(article, show=show, voices=(voice,), lexicon=Lexicon()).sections[0].utterances[-1]
    spoken = _spoken(utterance)
    words = align(utterance, spoken, start_ms=0, end_ms=100 * len(spoken))
    assert [word.text for word in words] == ["2.", "Pay", "$5m."]


def test_words_stay_inside_their_sentence() -> None:
    """Words are in order, without overlap; one that would begin after the end belongs to the word before it."""
    utterance = _utterance("one two three")
    spoken = [SpokenWord(0, 3, 50, 250), SpokenWord(4, 7, 200, 320), SpokenWord(8, 13, 300, 500)]
    words = align(utterance, spoken, start_ms=100, end_ms=300)
    assert words == (("one", 100, 250), ("two three", 250, 300))


def test_without_times_or_alignment_there_are_no_words() -> None:
    """A sentence of an engine without times has none for its words."""
    utterance = _utterance("one two")
    assert align(utterance, [], start_ms=0, end_ms=100) == ()
    assert align(say("one two"), [SpokenWord(0, 3, 0, 50)], start_ms=0, end_ms=100) == ()


def test_a_part_of_a_spoken_word_has_a_part_of_its_time() -> None:
    """Two written words that an engine says as one share its time by their letters."""
    utterance = Utterance("one two", "one two", 0, "", spans=(Span(0, 7, 0, 7, "unchanged"),))
    assert align(utterance, [SpokenWord(0, 7, 0, 700)], start_ms=0, end_ms=700) == (("one", 0, 300), ("two", 400, 700))


def test_the_timeline_has_the_words() -> None:
    """The times of words are counted from the beginning of the recording; a segment without times has no words."""
    said = _utterance("one two")
    words = ((WordFrames(0, 3, 0, 8000), WordFrames(4, 7, 8000, 16_000)),)
    first = Segment(Path(), 16_000, 32_000, ((4000, 20_000),), ("narrator",), words=words)
    second = Segment(Path(), 16_000, 32_000, ((4000, 20_000),), ("narrator",))
    cues = timeline(Script((Section("", (said, said)),)), [first, second]).cues
    assert cues[0].words == (("one", 250, 750), ("two", 750, 1250))
    assert cues[1].words == ()


def test_the_alignment_decides_nothing_else() -> None:
    """Utterances with and without an alignment are equal, and have the same repr."""
    one = _utterance("one two")
    other = Utterance(one.text, one.written, one.pause_ms, one.voice, mark=one.mark)
    assert (one, repr(one)) == (other, repr(other))
    assert Normalizer()("one two").spans == one.spans
