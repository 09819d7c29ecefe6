"""Arrange the cues of a transcript as an article: chapters, headings, byline and paragraphs.

The transcripts give the sentences, the words and their times, the record the chapters and one mark for each sentence.
The marks come from the script, by way of the timeline. An episode that was published before there were marks gets them
from `older_episodes`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from audiocast.errors import PublishError
from audiocast.model.script import Mark
from audiocast.publishing import transcript_reading
from audiocast.publishing.site import older_episodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiocast.model.audio import Cue
    from audiocast.model.episode import Episode


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together. A heading within a chapter is a paragraph too."""

    cues: tuple[Cue, ...]
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter as the page shows it.

    Attributes:
        number: Counted from 1.
        title: The title of the chapter.
        start_ms: Its first millisecond.
        heading: The heading as it is spoken, or None when the chapter does not begin with it.
        is_title: Whether the heading is the title of the whole episode. In a digest it is that of the first article.
        byline: The spoken author and date; only a part whose heading is the title has one.
        paragraphs: The rest, in order.
    """

    number: int
    title: str
    start_ms: int
    heading: Cue | None
    is_title: bool
    byline: tuple[Cue, ...]
    paragraphs: tuple[Paragraph, ...]


def read_cues(content: bytes, webvtt: bytes = b"", *, where: str) -> tuple[Cue, ...]:
    """Return the cues of an episode, without marks.

    Args:
        content: The content of the JSON transcript.
        webvtt: The content of the WebVTT transcript.
        where: The name of the JSON transcript, for the error.

    Raises:
        PublishError: A transcript is damaged.
    """
    try:
        return transcript_reading.read(content, webvtt)
    except (ValueError, TypeError, KeyError) as error:
        raise PublishError(
            "the transcript is damaged", where=where, hint="Delete it and render again; the episode is made again"
        ) from error


def arrange(cues: Sequence[Cue], episode: Episode) -> tuple[Part, ...]:
    """Return the parts of an episode. Each cue is in exactly one of them."""
    starts = [chapter.start_ms for chapter in episode.chapters] or [0]
    titles = [chapter.title for chapter in episode.chapters] or [""]
    starts[0] = 0
    known = _with_marks(cues, episode.marks)
    groups: list[list[Cue]] = [[] for _ in starts]
    place = 0
    for cue in known or cues:
        while place + 1 < len(starts) and cue.start_ms >= starts[place + 1]:
            place += 1
        groups[place].append(cue)
    if known is None:
        groups = [
            older_episodes.marked(group, start_ms=start, title=title, author=None if number else episode.author)
            for number, (start, title, group) in enumerate(zip(starts, titles, groups, strict=True))
        ]
    return tuple(
        _part(number, title, start, group, episode)
        for number, (title, start, group) in enumerate(zip(titles, starts, groups, strict=True), 1)
    )


def _with_marks(cues: Sequence[Cue], marks: str) -> list[Cue] | None:
    """Return the cues with their marks, or None when the marks are missing or belong to another transcript."""
    try:
        return [replace(cue, mark=Mark(mark)) for cue, mark in zip(cues, marks, strict=True)]
    except ValueError:
        return None


def _part(number: int, title: str, start_ms: int, cues: list[Cue], episode: Episode) -> Part:
    heading = cues[0] if cues and cues[0].mark is Mark.HEADING else None
    is_title = number == 1 and heading is not None and heading.text.split() == episode.title.split()
    rest = cues[1:] if heading else cues
    byline = tuple(takewhile(lambda cue: cue.mark is Mark.BYLINE, rest)) if is_title else ()
    return Part(number, title, start_ms, heading, is_title, byline, tuple(_paragraphs(rest[len(byline) :])))


def _paragraphs(cues: Iterable[Cue]) -> Iterable[Paragraph]:
    current: list[Cue] = []
    for cue in cues:
        if current and (cue.mark is not Mark.CONTINUED or current[0].mark is Mark.HEADING):
            yield Paragraph(tuple(current), is_heading=current[0].mark is Mark.HEADING)
            current = []
        current.append(cue)
    if current:
        yield Paragraph(tuple(current), is_heading=current[0].mark is Mark.HEADING)
