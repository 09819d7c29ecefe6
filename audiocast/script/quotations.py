"""Tell what stands in quotation marks or brackets: whole sentences, ends of sentences, and names such as “Help! Me”."""

from __future__ import annotations

import re
from itertools import accumulate
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
_OPENING_MARKS = r"[“\"«‘(\[]"
_CLOSING_MARKS = r"(?:[”\"»)\]]|’(?!\w))"  # an apostrophe is none
_MARKS = re.compile(rf"{_OPENING_MARKS}|{_CLOSING_MARKS}")
_ENCLOSED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|(?<!\w)‘(?:[^‘’]|’(?=\w))*’(?!\w)")
_OPENED_LAST = re.compile(rf"(?:^|(?<=\s)){_OPENING_MARKS}+\s*$")
_ENDED = re.compile(rf"[.!?…]{_CLOSING_MARKS}*\s*$")
_BEGINS = re.compile(rf"\s*{_OPENING_MARKS}*(?=[A-Z0-9$£€])")
# Who hesitates goes on with "I", and does not begin a sentence.
_HESITATED = re.compile(r"(?:…|\.{3})\s*$")
_STILL_ME = re.compile(r"\s*I\b")
_NAME_BEFORE = re.compile(rf"{_OPENING_MARKS}([^“”\"«»‘()\[\]]*[!?])\s*$")
_NAME_AFTER = re.compile(r"(?:[^“”\"«»‘’()\[\]]|’(?=\w))*")
_WORD = re.compile(r"\w[\w'’-]*")
# A name, or what stands before the end of a sentence, is not looked for farther away than this.
_NEAR = 200
# Words that are small within a name.
_SMALL = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


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


def unmarked(text: str) -> str:
    """Return a text of the same length in which no mark hides the end of a sentence.

    Quotation marks and brackets become spaces, and an ellipsis becomes a full stop.
    """
    return _MARKS.sub(" ", text).replace("…", ".")


def end_within(sentence: str, start: int, end: int) -> int:
    """Return where a sentence ends that lies within another one, in a quotation or in brackets.

    Args:
        sentence: The whole.
        start: Where the one within it begins.
        end: Where it may end, by what `unmarked` returns.

    Returns:
        The end, before marks that open what follows, or 0 when nothing ends there: within a name such as “Help! The
        Musical”, and where somebody hesitates.
    """
    near = max(start, end - _NEAR)
    opened = _OPENED_LAST.search(sentence, near, end)
    end = opened.start() if opened else end
    begins = _BEGINS.match(sentence, end)
    if not begins or not _ENDED.search(sentence, near, end) or not any(map(str.isalnum, sentence[near:end])):
        return 0
    hesitates = _HESITATED.search(sentence, near, end) and _STILL_ME.match(sentence, begins.end())
    return 0 if hesitates or _is_name(sentence, end) else end


def open_after(pieces: Sequence[str]) -> list[bool]:
    """Return for each piece of a paragraph whether a quotation or a bracket goes on behind it."""
    text = " ".join(pieces)
    spans = sorted([*_quotations(text), *(found.span() for found in _ENCLOSED.finditer(text))], reverse=True)
    answers: list[bool] = []
    reach = 0
    for after in accumulate(len(piece) + 1 for piece in pieces):
        end = after - 1
        while spans and spans[-1][0] < end:
            reach = max(reach, spans.pop()[1])
        answers.append(end < reach)
    return answers


def _is_name(sentence: str, end: int) -> bool:
    """Return whether the mark before a place stands in a name: each word between its quotation marks is large."""
    before = _NAME_BEFORE.search(sentence, max(0, end - _NEAR), end)
    after = _NAME_AFTER.match(sentence, end, end + _NEAR)
    words = _WORD.findall(after[0]) if after else []
    if not before or not after or not words:
        return False
    last = after[0][-1]
    if last in "!?…" or (len(words) == 1 and last in ".,"):
        return False  # “Stop! Thief!” and “No! Never,” are no names
    return _is_large(words[-1]) and all(_is_large(each) or each in _SMALL for each in _WORD.findall(before[1]) + words)


def _is_large(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


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
