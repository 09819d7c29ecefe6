"""Define published episodes and their files."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from audiocast.model.article import Cut
from audiocast.model.audio import Chapter

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A published file.

    Attributes:
        filename: The path in the output folder, such as "episodes/x.mp3".
        length: The length in bytes.
        type: The media type.
        sha256: The SHA-256 of its content, or "" when it is not needed.
    """

    filename: str
    length: int
    type: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an episode was made of: checksums of what the user decides, and one of what the program decides.

    `render.basis` makes them.

    Attributes:
        article: The checksum of the article as it was read.
        source: The checksum of what the article was read from, or "" when that is unknown.
        settings: The checksum of each setting, and which of them the user wrote.
        lexicon: The checksum of all lexicon entries that the user wrote, or "" when there are none.
        words: The checksum of those entries whose words occur in the article, or "".
        program: The checksum of the program and of everything that it decides; "" when an unknown version made the
            episode.
    """

    article: str
    source: str
    settings: str
    lexicon: str
    words: str
    program: str


@dataclass(frozen=True, slots=True)
class Episode:
    """An article as it was published.

    Attributes:
        id: The article's.
        guid: Fixed at first publication.
        published: Fixed at first publication, with time zone.
        fingerprint: Identifies what the user decided. It differs when the user changed the article or a setting.
        digest: The checksum of everything that decides the files, the program included. It differs when this version of
            the program would make other files.
        title: The article's.
        author: The article's, or "".
        language: BCP 47.
        link: The article's web address, or "".
        origin: The article's.
        categories: The article's.
        summary: The first paragraphs, plain text.
        enclosure: The MP3.
        duration_ms: The duration of the MP3.
        chapters: At least one.
        transcripts: WebVTT first.
        chapters_file: The chapters JSON, beside the MP3.
        cuts: The text that is not spoken.
        updated: When a changed article was published again, with time zone, or None.
        season: Counted from 1, or 0.
        number: Its number in the season, counted from 1, or 0; only a serial show numbers its episodes.
        image: The episode's own picture, or None.
        waveform: The loudness from beginning to end, two hexadecimal digits for each bar of a picture; "" when an older
            version published the episode.
        sounds: When music and chimes are heard: the first and last millisecond of each.
        basis: What it was made of, or None when an older version published the episode.
        marks: For each sentence of the transcripts the letter of its `Mark`; "" when it was published before marks were
            noted.
        normalization: How the written text became spoken text: "" for English, "neutral" when the voice reads the
            numbers and abbreviations of its language itself.
    """

    id: str
    guid: str
    published: datetime
    fingerprint: str
    digest: str
    title: str
    author: str
    language: str
    link: str
    origin: str
    categories: tuple[str, ...]
    summary: str
    enclosure: Enclosure
    duration_ms: int
    chapters: tuple[Chapter, ...]
    transcripts: tuple[Enclosure, ...]
    chapters_file: Enclosure
    cuts: tuple[Cut, ...]
    updated: datetime | None = None
    season: int = 0
    number: int = 0
    image: Enclosure | None = None
    waveform: str = ""
    sounds: tuple[tuple[int, int], ...] = ()
    basis: Basis | None = None
    marks: str = ""
    normalization: str = ""


_VALUES = {kind: attrgetter(*kind.__slots__) for kind in (Enclosure, Chapter, Cut)}


def values(part: Enclosure | Chapter | Cut) -> tuple[object, ...]:
    """Return the values of a part of an episode. Their repr takes a tenth of the time of the part's own repr."""
    found: tuple[object, ...] = _VALUES[type(part)](part)
    return found
