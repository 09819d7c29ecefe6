"""Define normalized text, and the script of an episode: sections of utterances."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocast.model.article import Cut

UNCHANGED = "unchanged"
"""The name of the rule of a span that was copied."""


@dataclass(frozen=True, slots=True)
class Span:
    """One step of an alignment: written[written_start:written_end] became text[start:end] by `rule`.

    The spans of a `Spoken` cover both texts completely, in order, without overlap.
    """

    written_start: int
    written_end: int
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """The pronunciation of text[start:end] of a spoken text, in IPA."""

    start: int
    end: int
    ipa: str


@dataclass(frozen=True, slots=True)
class Spoken:
    r"""Written text, and what a newsreader would say for it.

    In `text`, letters that are spelled out are separated by a no-break space (U+00A0): "G\u00a0D\u00a0P". A single
    capital letter next to a no-break space is spelled out too: "vitamin\u00a0A". Each engine's adapter writes such
    letters in the way that its voice needs. For all other code it is white space.
    """

    written: str
    text: str
    spans: tuple[Span, ...]
    pronunciations: tuple[Pronunciation, ...] = ()


class Mark(StrEnum):
    """The place of an utterance in the written article. The values are the letters that a record keeps."""

    HEADING = "h"
    BYLINE = "b"
    """The author or the date, as the show announces it."""
    PARAGRAPH = "p"
    """The first utterance of a paragraph."""
    CONTINUED = "-"
    """An utterance that continues the paragraph before it."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Text that is synthesized as one clip: usually a sentence.

    Attributes:
        text: The spoken text, marked as in `Spoken`.
        written: The written text, for transcripts.
        pause_ms: The silence after it.
        voice: The name of its voice.
        pronunciations: The pronunciations of words in `text`.
        pace: A factor on the voice's own rate.
        chime: Whether there is a chime in the middle of the silence.
        mark: Its place in the article. It is no part of the repr, which decides `Episode.digest`: it changes no sound.
        spans: The alignment of `written` and `text`, which decides only the times of words; () when it is unknown.
    """

    text: str
    written: str
    pause_ms: int
    voice: str
    pronunciations: tuple[Pronunciation, ...] = ()
    pace: float = 1.0
    chime: bool = False
    mark: Mark = field(default=Mark.CONTINUED, repr=False)
    spans: tuple[Span, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading; it becomes a `Chapter`."""

    title: str
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """Everything that is spoken in an episode, in order.

    Attributes:
        sections: At least one.
        intro: How many of the first utterances come before the article.
        outro: How many of the last utterances come after it.
        cuts: The text of the article that no voice can speak. It does not change the sound.
    """

    sections: tuple[Section, ...]
    intro: int = 0
    outro: int = 0
    cuts: tuple[Cut, ...] = field(default=(), repr=False)
