"""Which sentences of a paragraph are somebody else's words, and nothing but those?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARK = re.compile('[“«”»"]')
_OPENING = "“«"
# Before a straight mark that opens.
_BEFORE = " ([—–-"
# An end of a sentence within one, where no abbreviation ends.
_END_WITHIN = re.compile("(?:[a-z]{4,}[.]|[!?…])['’]? +[\"'“‘]?[A-Z]")
_AROUND = " \t“«”»\"'‘’"


def whole(sentences: Sequence[str]) -> list[bool]:
    """Whether each sentence lies within a quotation that is longer than a sentence.

    One in which something else is said too, such as by whom, is not: it is read in one voice, that of who tells it.
    """
    text = " ".join(sentences)
    quotations = list(_quotations(text))
    answers: list[bool] = []
    start = 0
    for sentence in sentences:
        # Without its marks, so that it makes no difference on which side of them a sentence ends.
        bare = sentence.strip(_AROUND)
        first = start + sentence.find(bare)
        last = first + len(bare)
        answers.append(
            any(
                opened <= first
                and last <= closed
                and (len(text[opened:closed].strip(_AROUND)) > len(bare) or _END_WITHIN.search(bare))
                for opened, closed in quotations
            )
        )
        start += len(sentence) + 1
    return answers


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where quotations begin and end; one that is not closed goes on in the next paragraph, which opens it again."""
    opened = -1
    for mark in _MARK.finditer(text):
        place = mark.start()
        opens = mark[0] in _OPENING or (mark[0] == '"' and (place == 0 or text[place - 1] in _BEFORE))
        if opens and opened < 0:
            opened = mark.end()
        elif not opens and opened >= 0:
            yield opened, place
            opened = -1
    if opened >= 0:
        yield opened, len(text)
