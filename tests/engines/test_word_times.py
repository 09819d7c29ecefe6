"""Rules of the times of words: from the durations of phonemes to milliseconds of a clip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hibari
import numpy as np
import pytest

from audiocast.engines import onnx_graph, sanity_checks
from audiocast.engines.chunking import random_numbers, to_pcm
from audiocast.engines.contract import say
from audiocast.engines.hibari import HibariEngine
from audiocast.engines.hibari_notation import Phonemizer
from audiocast.engines.reading import Place, located
from audiocast.engines.tone import ToneEngine
from audiocast.engines.word_times import Timed, edges, timed
from audiocast.model.audio import Clip, WordTime
from audiocast.model.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_RATE = 1000


def _sound(*lengths: int) -> NDArray[np.float32]:
    """Return silence and sound by turns, in milliseconds."""
    return np.concatenate([np.full(length, 0.5 * (number % 2), np.float32) for number, length in enumerate(lengths)])


def _times(places: Sequence[Place], chunks: Sequence[Timed], wave: NDArray[np.float32]) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in timed(places, chunks, wave, rate=_RATE)]


def test_durations_are_added_up() -> None:
    """A word begins where its first phoneme begins; a phoneme that the model does not know takes no time."""
    assert list(edges([2, 1, 3, 2, 2], [True, False, True, True], 1000)) == [200, 300, 300, 600, 800]
    places = [Place(0, 0, 2, 0, 2), Place(0, 3, 4, 3, 4)]
    chunk = Timed(0, 0, np.array([0.0, 100, 200, 250, 400]))
    assert _times(places, [chunk], _sound(0, 400)) == [(0, 200), (250, 400)]


def test_the_sound_decides_at_a_pause() -> None:
    """At a mark and at both ends a word begins and ends with its sound, also when the durations say otherwise."""
    wave = _sound(100, 200, 300, 200, 150)
    places = [Place(0, 0, 1, 0, 1), Place(0, 3, 4, 3, 4)]
    late = Timed(0, 0, np.array([50.0, 500, 520, 560, 950]))
    assert _times(places, [late], wave) == [(100, 300), (600, 800)]


def test_a_short_silence_is_no_pause() -> None:
    """The closure of a consonant moves no word, and neither does a silence where there is no mark."""
    places = [Place(0, 0, 1, 0, 1), Place(0, 3, 4, 3, 4)]
    chunk = Timed(0, 0, np.array([0.0, 220, 230, 240, 400]))
    assert _times(places, [chunk], _sound(0, 200, 40, 160)) == [(0, 220), (240, 400)]
    neighbors = [Place(0, 0, 1, 0, 1), Place(0, 2, 3, 2, 3)]
    assert _times(neighbors, [Timed(0, 0, np.array([0.0, 250, 260, 500]))], _sound(0, 200, 100, 200)) == [
        (0, 250),
        (260, 500),
    ]


def test_words_of_later_chunks_are_where_the_chunk_is() -> None:
    """Each chunk has its own place in the clip; a word that was left out has no time."""
    places = [Place(0, 0, 1, 0, 1), Place(0, 2, 3, 2, 3), Place(1, 0, 1, 4, 5), Place(2, 0, 1, 6, 7)]
    chunks = [
        Timed(0, 0, np.array([0.0, 100])),
        Timed(0, 2, np.array([100.0, 200])),
        Timed(1, 0, np.array([200.0, 400])),
    ]
    found = timed(places, chunks, _sound(0, 400), rate=_RATE)
    assert found == (WordTime(0, 1, 0, 100), WordTime(2, 3, 100, 200), WordTime(4, 5, 200, 400))
    assert timed(places, [], _sound(0, 400), rate=_RATE) == ()


@pytest.mark.parametrize(
    ("text", "pieces", "found"),
    [
        ("The GDP, up.", ["The", "GDP", ",", "up."], [(0, 3), (4, 7), (0, 0), (9, 11)]),
        ("Café \u201cMüller\u201d", ["cafe", "muller"], [(0, 4), (6, 12)]),
        ("Cafe\u0301 x", ["café", "x"], [(0, 4), (6, 7)]),
        ("one two", ["one"], None),
        ("one two", ["one", "too"], None),
        ("", [], []),
    ],
)
def test_pieces_are_found_in_their_text(text: str, pieces: list[str], found: list[tuple[int, int]] | None) -> None:
    """Marks, accents and capitals do not count; text that is missing or other text is noticed."""
    assert located(text, pieces) == found


@pytest.mark.parametrize(
    "text",
    [
        "The U\u00a0S policy, she said, is well-known.",
        "Nobody knew \u201cCafé Müller\u201d \u2014 not even Keir. It\u2019s 5 o\u2019clock; e.g. at no. 10!",
    ],
)
def test_each_word_has_its_phonemes(text: str) -> None:
    """Every word of the text has a place, in order, and its phonemes begin and end with a sound."""
    read = Phonemizer(british=False).read(say(text), where="voice test")
    assert located(text, [text[place.start : place.end] for place in read.places]) is not None
    for place in read.places:
        sounds = read.sentences[place.sentence][place.first : place.last]
        assert sounds == sounds.strip(" .,;!\u2014\u201c\u201d")
        assert sounds


def test_the_sound_of_a_model_stays_the_same() -> None:
    """A model that also returns its durations makes exactly the same sound."""
    with HibariEngine() as engine:
        clip = engine.synthesize(say("It is a nice day."), Voice(name="test", engine="hibari"))
    bare = hibari.Hibari()
    phonemes = Phonemizer(british=False).read(say("It is a nice day."), where="").sentences[0]
    assert clip.pcm == to_pcm(bare.from_ids(bare.ids(phonemes), 1.0, random_numbers(0)))
    assert len(clip.word_times) == 5


def test_an_output_is_added_to_a_model() -> None:
    """The name of the value follows the model, in the messages of ONNX."""
    assert onnx_graph.with_output(b"model", "/a") == b"model" + bytes([58, 6, 98, 4, 10, 2]) + b"/a"


def test_tones_are_timed_exactly() -> None:
    """The engine tone knows when each word begins; spelled letters have a time each."""
    with ToneEngine() as engine:
        clip = engine.synthesize(say("The A\u00a0I boom"), Voice(name="test", engine="tone"))
    assert clip.word_times == (
        WordTime(0, 3, 0, 210),
        WordTime(4, 5, 240, 350),
        WordTime(6, 7, 380, 490),
        WordTime(8, 12, 520, 780),
    )


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        ((WordTime(0, 3, 0, 20), WordTime(4, 7, 20, 50)), True),
        ((WordTime(4, 7, 0, 20), WordTime(0, 3, 20, 50)), False),
        ((WordTime(0, 3, 20, 50), WordTime(4, 7, 0, 20)), False),
        ((WordTime(0, 8, 0, 20),), False),
        ((WordTime(0, 3, 0, 90),), False),
    ],
)
def test_times_that_can_not_be_right_are_left_out(times: tuple[WordTime, ...], *, kept: bool) -> None:
    """A clip of another package keeps its sound; times out of order, or beyond the text or the sound, are dropped."""
    clip = Clip(bytes(1600), 16_000, word_times=times)
    found = sanity_checks.require_clip(clip, say("one two"), Voice(name="test", engine="other"))
    assert found.word_times == (times if kept else ())
    assert found.pcm == clip.pcm
