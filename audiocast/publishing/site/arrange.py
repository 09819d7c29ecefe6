"""How do cues become an article again: chapters, paragraphs, sentences?

The transcript is a list of sentences with their times. A sentence that begins with its chapter is the heading; a pause
longer than the one between two sentences is the end of a paragraph, because the script makes it so.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audiocast.errors import PublishError
from audiocast.model.audio import Cue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiocast.model.audio import Chapter

# Between the pause after a sentence (380 ms) and those after a heading (650) and a paragraph (750).
PARAGRAPH_GAP_MS = 550
# A heading is heard when its chapter begins; the first one follows a moment of silence.
_HEADING_WITHIN_MS = 600
_DATE = re.compile(r"\w+ \d{1,2}, \d{4}|\d{1,2} \w+ \d{4}")


@dataclass(frozen=True, slots=True)
class Part:
    """What is read under one heading.

    Attributes:
        number: Counted from 1.
        title: Of the chapter.
        start_ms: Where it begins.
        heading: The heading as it is spoken, or None when it is not.
        byline: Who wrote it and when, as far as that is spoken.
        paragraphs: Of sentences.
    """

    number: int
    title: str
    start_ms: int
    heading: Cue | None
    byline: tuple[Cue, ...]
    paragraphs: tuple[tuple[Cue, ...], ...]


def read_cues(content: bytes, *, where: str) -> tuple[Cue, ...]:
    """The cues of a JSON transcript.

    Raises:
        PublishError: It is damaged.
    """
    try:
        segments = json.loads(content)["segments"]
        return tuple(
            Cue(round(item["startTime"] * 1000), round(item["endTime"] * 1000), str(item["body"])) for item in segments
        )
    except (ValueError, TypeError, KeyError) as error:
        raise PublishError(
            "the transcript is damaged", where=where, hint="Delete it, and the episode is made again"
        ) from error


def arrange(cues: Sequence[Cue], chapters: Sequence[Chapter], *, author: str) -> tuple[Part, ...]:
    """The article's parts, each cue in one of them."""
    starts = [chapter.start_ms for chapter in chapters] or [0]
    titles = [chapter.title for chapter in chapters] or [""]
    starts[0] = 0
    groups: list[list[Cue]] = [[] for _ in starts]
    place = 0
    for cue in cues:
        while place + 1 < len(starts) and cue.start_ms >= starts[place + 1]:
            place += 1
        groups[place].append(cue)
    return tuple(
        _part(number, title, start, group, author=author if number == 1 else None)
        for number, (title, start, group) in enumerate(zip(titles, starts, groups, strict=True), 1)
    )


def is_date(text: str) -> bool:
    """Whether a line is a date as the script announces it."""
    return bool(_DATE.fullmatch(text))


def _part(number: int, title: str, start_ms: int, cues: list[Cue], *, author: str | None) -> Part:
    heading = None
    if cues and cues[0].start_ms - start_ms <= _HEADING_WITHIN_MS and _same(cues[0].text, title):
        heading, cues = cues[0], cues[1:]
    paragraphs = list(_paragraphs(cues))
    byline: list[Cue] = []
    while author is not None and paragraphs and len(paragraphs[0]) == 1 and _is_byline(paragraphs[0][0].text, author):
        byline.append(paragraphs.pop(0)[0])
    return Part(number, title, start_ms, heading, tuple(byline), tuple(paragraphs))


def _paragraphs(cues: list[Cue]) -> Iterable[tuple[Cue, ...]]:
    if not cues:
        return
    paragraph = [cues[0]]
    for before, cue in pairwise(cues):
        if cue.start_ms - before.end_ms >= PARAGRAPH_GAP_MS:
            yield tuple(paragraph)
            paragraph = []
        paragraph.append(cue)
    yield tuple(paragraph)


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _is_byline(text: str, author: str) -> bool:
    return _same(text, f"By {author}") or is_date(text)
