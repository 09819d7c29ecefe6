"""Mark headings, bylines and paragraphs of episodes whose record has no marks, so that their pages stay as they are.

These were published before the timeline carried marks. A sentence that begins with its chapter and repeats its title is
the heading. A pause longer than the one between two sentences ends a paragraph. New episodes never need this module.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from audiocast.model.script import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.model.audio import Cue

# Between the pause after a sentence (380 ms) and those after a heading (650) and a paragraph (750).
PARAGRAPH_GAP_MS = 550
# A chapter begins with its heading. The first chapter begins with a moment of silence.
_HEADING_WITHIN_MS = 600
_DATE = re.compile(r"\w+ \d{1,2}, \d{4}|\d{1,2} \w+ \d{4}")


def marked(cues: Sequence[Cue], *, start_ms: int, title: str, author: str | None) -> list[Cue]:
    """Return the cues of one chapter with marks.

    Args:
        cues: The cues of the chapter.
        start_ms: The first millisecond of the chapter.
        title: The title of the chapter.
        author: The author of the episode when this is the first chapter, else None: it has no byline.
    """
    heading, rest = list(cues[:1]), list(cues[1:])
    if not heading or heading[0].start_ms - start_ms > _HEADING_WITHIN_MS or not _same(heading[0].text, title):
        heading, rest = [], list(cues)
    marks = [Mark.PARAGRAPH] * len(rest[:1]) + [
        Mark.PARAGRAPH if cue.start_ms - before.end_ms >= PARAGRAPH_GAP_MS else Mark.CONTINUED
        for before, cue in pairwise(rest)
    ]
    for number, cue in enumerate(rest if author is not None else ()):
        is_alone = marks[number + 1 : number + 2] != [Mark.CONTINUED]
        if not is_alone or not (_same(cue.text, f"By {author}") or _DATE.fullmatch(cue.text)):
            break
        marks[number] = Mark.BYLINE
    return [
        replace(cue, mark=mark)
        for cue, mark in zip((*heading, *rest), [Mark.HEADING] * len(heading) + marks, strict=True)
    ]


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
