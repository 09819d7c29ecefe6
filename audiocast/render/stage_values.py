"""Define the values that the stages of an article pass on; all of them can be pickled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiocast.model.audio import Tunes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from audiocast.audio.levelling import Balance
    from audiocast.audio.recording import Score, Segment
    from audiocast.config.settings import Show
    from audiocast.engines.throughput import Spoken
    from audiocast.model.article import Article
    from audiocast.model.audio import Chapter
    from audiocast.model.episode import Enclosure
    from audiocast.model.script import Script, Utterance
    from audiocast.model.voice import Voice


@dataclass(frozen=True, slots=True)
class SegmentJob:
    """Some utterances that are recorded together.

    Attributes:
        utterances: The utterances.
        voices: All voices of the show.
        cache: The folder of the cache.
        path: The file that is written.
        last: Whether the recording ends with it.
        rate: The sample rate, or 0 for that of the first clip.
        opening: The music before it, if any.
        closing: The music after it, if any.
        bed: The music under it, if any.
    """

    utterances: tuple[Utterance, ...]
    voices: tuple[Voice, ...]
    cache: Path
    path: Path
    last: bool
    rate: int = 0
    opening: Score | None = None
    closing: Score | None = None
    bed: Score | None = None

    @property
    def size(self) -> int:
        """The number of utterances."""
        return len(self.utterances)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A segment that is recorded.

    Attributes:
        segment: The sound.
        synthesized: How many of its utterances were not in the cache.
        spoken: The work of the engines, by the name of the voice.
    """

    segment: Segment
    synthesized: int
    spoken: Mapping[str, Spoken] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        """The number of utterances."""
        return len(self.segment.cues)


@dataclass(frozen=True, slots=True)
class Synthesized:
    """Some utterances that are in the cache now.

    Attributes:
        rates: Their sample rates.
        synthesized: How many of them were not in the cache.
        spoken: The work of the engines, by the name of the voice.
    """

    rates: tuple[int, ...]
    synthesized: int
    spoken: Mapping[str, Spoken] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        """The number of utterances."""
        return len(self.rates)


@dataclass(frozen=True, slots=True)
class RecordedSegments:
    """All recorded segments of an article."""

    segments: tuple[Segment, ...]
    bitrate_kbps: int


@dataclass(frozen=True, slots=True)
class Levelled:
    """A segment that is ready to be encoded."""

    segment: Segment
    balance: Balance
    bitrate_kbps: int


@dataclass(frozen=True, slots=True)
class Job:
    """An article that becomes files.

    Attributes:
        article: The article.
        script: Its script.
        voices: All voices of the show, the narrator's first.
        show: The show's settings.
        cover: The small picture of the show, for the MP3's tag; b"" when each episode has its own.
        stem: The beginning of all file names.
        folder: The folder of the files.
        cache: The folder of the cache.
        tunes: The music before, after and under the words.
    """

    article: Article
    script: Script
    voices: tuple[Voice, ...]
    show: Show
    cover: bytes
    stem: str
    folder: Path
    cache: Path
    tunes: Tunes = field(default_factory=Tunes)


@dataclass(frozen=True, slots=True)
class Product:
    """The files of an article, with names of their own in the job's folder."""

    content_checksum: str
    duration_ms: int
    chapters: tuple[Chapter, ...]
    media: Enclosure
    transcripts: tuple[Enclosure, ...]
    chapters_file: Enclosure
    image: Enclosure | None
    waveform: str
    sounds: tuple[tuple[int, int], ...]
    marks: str
    synthesized: int
    spoken: Mapping[str, Spoken] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Encoded:
    """All encoded segments of an article, which are to be put together."""

    job: Job
    segments: tuple[Segment, ...]
    lengths: tuple[int, ...]
    balance: Balance
    synthesized: int
    spoken: Mapping[str, Spoken]
