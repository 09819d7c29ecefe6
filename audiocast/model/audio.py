"""Define sound, and the timeline of an episode.

Times are integer milliseconds; sound is mono 16-bit little-endian frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from audiocast.model.script import Mark


@dataclass(frozen=True, slots=True)
class Tune:
    """A music file of the user.

    Attributes:
        name: The name of the file, as in `show.toml`.
        sha256: The SHA-256 of its content, which identifies it.
        content: Its bytes.
    """

    name: str
    sha256: str
    content: bytes = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Tunes:
    """The music before an article, after it, and under all of it, if any."""

    intro: Tune | None = None
    outro: Tune | None = None
    bed: Tune | None = None


class WordTime(NamedTuple):
    """When a word of an utterance is heard.

    Attributes:
        start: Its first character in `Utterance.text`.
        end: The character after its last one.
        start_ms: Its first millisecond in the clip.
        end_ms: The millisecond after its last one.
    """

    start: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Synthesized sound: mono 16-bit little-endian frames.

    Attributes:
        words: The words that the engine was given, as `engines.reading.words_in` returns them; () if that is unknown.
        word_times: When each word is heard, in order and without overlap; () if the engine does not know it, or if an
            older version synthesized the clip.
    """

    pcm: bytes
    sample_rate: int
    words: tuple[str, ...] = ()
    word_times: tuple[WordTime, ...] = ()


class Word(NamedTuple):
    """When a written word is heard.

    Attributes:
        text: The word, with the marks beside it that are not spoken.
        start_ms: Its first millisecond.
        end_ms: The millisecond after its last one.
    """

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Cue:
    """When a written sentence is heard.

    Attributes:
        start_ms: Its first millisecond.
        end_ms: The millisecond after its last one.
        text: The sentence as it is written.
        mark: Its place in the article.
        words: Its words, in order, within its time and without overlap. Joined by spaces they are the sentence on one
            line. () when their times are unknown.
    """

    start_ms: int
    end_ms: int
    text: str
    mark: Mark = Mark.CONTINUED
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """The time of a section."""

    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Recording:
    """The timeline of joined sound.

    Attributes:
        sounds: When what is no speech is heard, music and chimes: first and last millisecond of each.
    """

    sample_rate: int
    frames: int
    duration_ms: int
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    sounds: tuple[tuple[int, int], ...] = ()
