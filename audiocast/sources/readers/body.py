"""Read the body of a plain-text article: divide its lines into headings, paragraphs and lists.

Paragraphs: a blank line ends one. Some articles also have one paragraph on each line; in others, the lines are wrapped.
If at least half of the lines of an article end a sentence, each line is a paragraph. Otherwise the lines between two
blank lines are joined. A line that begins in lower case is joined to the line above; if each line is a paragraph, only
when the line above does not end a sentence. A bullet, and a line after a photo credit, always begin a new paragraph.

Headings: a paragraph of at most 80 characters and 12 words that begins with a capital letter or a digit, does not end
a sentence (a question of three words or more may), is not a dateline or a score, and comes before a longer paragraph.
Several such lines in a row are a list, and stay paragraphs.

Lists: two or more paragraphs in a row that begin with the same bullet, or with numbers that count up.

`boilerplate` removes its part after the paragraphs are divided and before headings and lists are recognized.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from audiocast.model.article import Block, BlockKind, Cut
from audiocast.normalize import line_ends
from audiocast.sources.extract import boilerplate, credit_lines, galleries
from audiocast.sources.extract.placed_blocks import PlacedBlock

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from audiocast.sources.decoding import Line
    from audiocast.sources.extract.placed_blocks import Preparation

_CLOSERS = "\"'”’»)]}"
_ENDS = frozenset(".!?…:;")
_BULLET = re.compile(r"(?:[-*•‣▪●◦○■–—]|o(?=\s[^\sa-z])|\d{1,2}[.)])\s")
_LISTED = re.compile(r"(?:[-*•‣▪●◦○■]|o(?=\s[^\sa-z])|(\d{1,2})[.)])\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEFORE_HYPHEN = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_A-Z]+")
_GOES_ON = frozenset(("and", "or", "to"))

_RULED = re.compile(r"([-\u2013\u2014*=~_]{1,3}) (\S.{0,78}) \1")
"""A heading between two marks: "- What comes next -"."""
_SPEAKER = re.compile(r"[QA]: ")
_TABLE_ROW = re.compile(r"\|.*\|.*\||\+[-=+]{3,}\+")
_HEADING_CHARACTERS = 80
_HEADING_WORDS = 12
_QUESTION_WORDS = 3
_SCORE = re.compile(r"\D+ \d{1,3}, \D+ \d{1,3}|\D+ \d{1,3}\s?[-–:]\s?\d{1,3} \D+")


def read(
    rows: Sequence[Line], *, title: str, prepare: Preparation | None = None
) -> tuple[tuple[Block, ...], tuple[Cut, ...], str]:
    """Return the blocks, the cuts and the author from a byline, or "", of the lines below title and date.

    Args:
        rows: The lines.
        title: The article's title, which is not repeated as a block.
        prepare: Leaves out what is boilerplate only in this format, before the general rules.
    """
    blocks: list[PlacedBlock] = []
    tables = tuple(Cut("table", row.number, row.text) for row in rows if _TABLE_ROW.fullmatch(row.text))
    rows = [row for row in rows if not _TABLE_ROW.fullmatch(row.text)]
    vocabulary = _vocabulary((title, *(row.text for row in rows)))
    markers = [index for index, row in enumerate(rows) if galleries.is_gallery_heading(row.text)]
    for start, end in pairwise((-1, *markers, len(rows))):
        if start >= 0:
            blocks.append(_joined(rows[start : start + 1], vocabulary))
        blocks += _paragraphs(rows[start + 1 : end], vocabulary)
    early: list[Cut] = []
    if prepare:
        blocks, early = prepare(blocks)
    sifted = boilerplate.sift(blocks, title=title)
    texts = [_without_rules(each.block.text) for each in sifted.blocks]
    cuts = sorted((*sifted.cuts, *early, *tables), key=lambda each: each.line)
    return _blocks(texts), tuple(cuts), sifted.author


def _vocabulary(texts: Sequence[str]) -> Container[str]:
    """Return the words of an article in small letters, if they are needed to join words divided at a line's end."""
    if not any(text.endswith("-") for text in texts):
        return ()
    return {word.lower() for text in texts for word in _WORD.findall(text)}


def _without_rules(text: str) -> str:
    match = _RULED.fullmatch(text)
    return match[2] if match else text


def ends(text: str) -> bool:
    """Return whether a paragraph ends with this text: at a sentence end, or as a caption with its credit."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS or credit_lines.has_agency_credit(text)


def _paragraphs(rows: Sequence[Line], vocabulary: Container[str]) -> list[PlacedBlock]:
    inner = [ends(above.text) and not below.text[0].islower() for above, below in pairwise(rows) if not below.gap]
    one_a_line = sum(inner) * 2 >= len(inner)
    paragraphs: list[PlacedBlock] = []
    for chunk in _chunks(rows):
        width = 0 if one_a_line else max(len(row.text) for row in chunk)
        current = [chunk[0]]
        for row in chunk[1:]:
            if _breaks(current[-1].text, row.text, width=width):
                paragraphs.append(_joined(current, vocabulary))
                current = []
            current.append(row)
        paragraphs.append(_joined(current, vocabulary))
    return paragraphs


def _chunks(rows: Sequence[Line]) -> list[list[Line]]:
    chunks: list[list[Line]] = []
    for row in rows:
        if row.gap or not chunks:
            chunks.append([])
        chunks[-1].append(row)
    return chunks


def _breaks(above: str, below: str, *, width: int) -> bool:
    """Return whether a paragraph ends between two lines.

    Args:
        above: The upper line.
        below: The lower line.
        width: The width of wrapped lines, or 0 for one paragraph on each line.
    """
    ended = ends(above)
    if credit_lines.has_agency_credit(above) or (_BULLET.match(below) and (ended or _BULLET.match(above))):
        return True
    if below[0].islower() and (width or not ended):
        # "in the U.S." at the end of a wrapped line is not a sentence end.
        return False
    # The next word would fit on the line above, so the line break is intended.
    return not width or (ended and len(above) + 1 + len(below.split(" ", 1)[0]) <= width)


def _joined(rows: Sequence[Line], vocabulary: Container[str]) -> PlacedBlock:
    text = [rows[0].text]
    for above, below in pairwise(rows):
        ending, beginning = _WORD_BEFORE_HYPHEN.search(above.text), _FIRST_WORD.match(below.text)
        if not (ending and beginning) or beginning[0] in _GOES_ON:
            text.append(" ")
        elif line_ends.is_divided(ending[1], beginning[0], vocabulary):
            text[-1] = text[-1][:-1]
        text.append(below.text)
    return PlacedBlock(Block(BlockKind.PARAGRAPH, "".join(text)), rows[0].number)


def _blocks(texts: Sequence[str]) -> tuple[Block, ...]:
    short = [False, *map(_heading_like, texts), True]
    listed = [None, *map(_LISTED.match, texts), None]
    blocks: list[Block] = []
    for index, text in enumerate(texts, 1):
        before, item, after = listed[index - 1 : index + 2]
        if item and (_goes_on(before, item) or _goes_on(item, after)):
            blocks.append(Block(BlockKind.LIST_ITEM, text[item.end() :], level=1, number=int(item[1] or 0)))
        elif short[index] and not short[index - 1] and not short[index + 1]:
            blocks.append(Block(BlockKind.HEADING, text))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, text))
    return tuple(blocks)


def _goes_on(one: re.Match[str] | None, other: re.Match[str] | None) -> bool:
    """Return whether two neighbors are items of one list; a single item may be a speaker's dash or a year."""
    if not one or not other:
        return False
    return int(one[1]) + 1 == int(other[1]) if one[1] and other[1] else one[0] == other[0]


def _heading_like(text: str) -> bool:
    words = text.count(" ") + 1
    if len(text) > _HEADING_CHARACTERS or words > _HEADING_WORDS or not any(map(str.isalpha, text)):
        return False
    if not (text[0].isupper() or text[0].isdigit()) or _BULLET.match(text):
        return False
    if text.isupper() and words > 1 and text[-1] in "?!":
        return True
    if text[-1] == "?":
        return words >= _QUESTION_WORDS and not _SPEAKER.match(text)
    if not (text[-1].isalnum() or text[-1] in _CLOSERS) or ends(text):
        return False
    return not (credit_lines.has_dateline(text) or _SCORE.fullmatch(text))
