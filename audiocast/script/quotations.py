"""Find quotations and brackets: the sentences inside, the ends of those sentences, and names such as “Help! Me”.

Quotation marks are ambiguous: a straight mark opens or closes, and “’” is also an apostrophe. A quotation that is not
closed goes on in the next paragraph, which opens it again.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARK = re.compile('[“«”»"]')
_OPENING = "“«"
# One of these stands before a straight mark that opens a quotation.
_BEFORE = " ([—–-"
# The end of a sentence within a sentence, where no abbreviation ends.
_END_WITHIN = re.compile("(?:[a-z]{4,}[.]|[!?…])['’]? +[\"'“‘]?[A-Z]")
_AROUND = " \t“«”»\"'‘’"
_OPENING_MARKS = r"[“\"«‘(\[]"
_CLOSING_MARKS = r"(?:[”\"»)\]]|’(?!\w))"  # but not an apostrophe
_MARKS = re.compile(rf"{_OPENING_MARKS}|{_CLOSING_MARKS}")
_ENCLOSED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|(?<!\w)‘(?:[^‘’]|’(?=\w))*’(?!\w)")
# A quotation in straight single marks, which are apostrophes too.
_SINGLE = re.compile(r"(?<![\w'])'(?=[A-Z])(?:[^']|(?<=\w)'(?=\w)){1,2000}(?<=[.,!?…])'(?!\w)")
_OPENED_LAST = re.compile(rf"(?:^|(?<=\s)){_OPENING_MARKS}+\s*$")
_ENDED = re.compile(rf"[.!?…]{_CLOSING_MARKS}*\s*$")
_BEGINS = re.compile(rf"\s*{_OPENING_MARKS}*(?=[A-Z0-9$£€])")
# A speaker who hesitates ("I… I don’t know") does not begin a new sentence.
_HESITATED = re.compile(r"(?:…|\.{3})\s*$")
_I_AGAIN = re.compile(r"\s*I\b")
_NAME_BEFORE = re.compile(rf"{_OPENING_MARKS}([^“”\"«»‘()\[\]]*[!?])\s*$")
_NAME_AFTER = re.compile(r"(?:[^“”\"«»‘’()\[\]]|’(?=\w))*")
_WORD = re.compile(r"\w[\w'’-]*")
_NEAR = 200  # characters that are searched around a mark
# Words that have no capital within a name.
_SMALL = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


def inside_long_quotations(sentences: Sequence[str]) -> list[bool]:
    """Return for each sentence of a paragraph whether it is within a quotation that is longer than the sentence.

    A sentence with other words outside the quotation ("…,” she said.") is not, because one voice reads all of it.
    """
    text = " ".join(sentences)
    quotations = list(_quotations(text))
    answers: list[bool] = []
    start = 0
    for sentence in sentences:
        # Without its marks, because a sentence may end on either side of them.
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


def unmarked(text: str) -> str:
    """Return a text of the same length without marks that hide the ends of sentences.

    Quotation marks and brackets become spaces, and an ellipsis becomes a full stop.
    """
    return _MARKS.sub(" ", text).replace("…", ".")


def end_within(sentence: str, start: int, end: int) -> int:
    """Return the end of a sentence within a quotation or brackets of another sentence.

    Args:
        sentence: The outer sentence.
        start: The start of the inner sentence.
        end: Its possible end, found in the text that `unmarked` returns.

    Returns:
        The end, before the marks that open the next sentence. 0 if no sentence ends there, for example within a name
        such as “Help! The Musical” or where the speaker hesitates.
    """
    near = max(start, end - _NEAR)
    opened = _OPENED_LAST.search(sentence, near, end)
    end = opened.start() if opened else end
    begins = _BEGINS.match(sentence, end)
    if not begins or not _ENDED.search(sentence, near, end) or not any(map(str.isalnum, sentence[near:end])):
        return 0
    hesitates = _HESITATED.search(sentence, near, end) and _I_AGAIN.match(sentence, begins.end())
    return 0 if hesitates or is_name(sentence, end) else end


def enclosed(text: str) -> list[tuple[int, int]]:
    """Return the start and the end of each quotation or bracket that is closed, in order, without those inside."""
    spans = [(start, end) for start, end in _quotations(text) if end < len(text)]
    spans += [found.span() for pattern in (_ENCLOSED, _SINGLE) for found in pattern.finditer(text)]
    outer: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def open_after(sentences: Sequence[str]) -> list[bool]:
    """Return for each sentence of a paragraph whether a quotation or a bracket goes on after it."""
    text = " ".join(sentences)
    spans = sorted([*_quotations(text), *(found.span() for found in _ENCLOSED.finditer(text))], reverse=True)
    answers: list[bool] = []
    reach = 0
    for after in accumulate(len(sentence) + 1 for sentence in sentences):
        end = after - 1
        while spans and spans[-1][0] < end:
            reach = max(reach, spans.pop()[1])
        answers.append(end < reach)
    return answers


def is_name(sentence: str, end: int) -> bool:
    """Return whether the mark before a place is within a name: the words between the quotation marks have capitals."""
    before = _NAME_BEFORE.search(sentence, max(0, end - _NEAR), end)
    after = _NAME_AFTER.match(sentence, end, end + _NEAR)
    words = _WORD.findall(after[0]) if after else []
    if not before or not after or not words:
        return False
    last = after[0][-1]
    if last in "!?…" or (len(words) == 1 and last in ".,"):
        return False  # “Stop! Thief!” and “No! Never,” are no names
    return _has_capital(words[-1]) and all(
        _has_capital(each) or each in _SMALL for each in _WORD.findall(before[1]) + words
    )


def _has_capital(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each quotation. One that is not closed ends with the text."""
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
