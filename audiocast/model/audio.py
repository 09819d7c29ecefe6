"""Sound, and the timeline of an episode.

Times are integer milliseconds; sound is mono 16-bit little-endian frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from audiocast.model.script import Mark


@dataclass(frozen=True, slots=True)
class Tune:
    """A piece of music: a file of the user's.

    Attributes:
        name: Of the file, as the show says it.
        sha256: Of its content, which stands for it.
        content: The bytes.
    """

    name: str
    sha256: str
    content: bytes = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Tunes:
    """What is played before an article, after it, and under all of it, if anything."""

    intro: Tune | None = None
    outro: Tune | None = None
    bed: Tune | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """Synthesized sound: mono 16-bit little-endian frames.

    Attributes:
        words: What the engine was given to say, as `engines.reading.words_in` gives them; () if it does not tell.
    """

    pcm: bytes
    sample_rate: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """When a written sentence is heard.

    Attributes:
        start_ms: Its first millisecond.
        end_ms: The millisecond after its last one.
        text: The sentence as it is written.
        mark: Its place in the article.
    """

    start_ms: int
    end_ms: int
    text: str
    mark: Mark = Mark.CONTINUED


@dataclass(frozen=True, slots=True)
class Chapter:
    """When a section is heard."""

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
