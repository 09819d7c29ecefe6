"""How long is the silence after what is said, and how fast is that said? The text alone decides.

Nobody reads like a metronome: a question rests longer than a short statement, a paragraph is not as long as the last.
All stays within bounds that listeners take for one reader: no silence within an article is longer than 1.1 s.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

from audiocast.model.article import BlockKind

if TYPE_CHECKING:
    from audiocast.model.article import Block

TITLE_MS = 900
HEADING_MS = 650
QUOTE_MS = 900
PARAGRAPH_MS = 750
ITEM_MS = 550
SENTENCE_MS = 380
# Between sentences within a quotation or a bracket.
WITHIN_MS = 240
CLAUSE_MS = 240
# Between two articles of a digest, in addition: the silences that a recording begins and ends with.
BETWEEN_MS = 750
BREATH_MS = 180
JOINT_MS = 140
# How far the pause after a paragraph is from `PARAGRAPH_MS` at most.
SPREAD_MS = 80
# After a sentence of so many characters a reader takes breath, and after a short one hardly.
_LONG, _SHORT = 180, 40
_MORE_MS, _LESS_MS = 60, 40
_LONG_ITEM = 120

_CLAUSE = re.compile(r"[;:—–][\"'’”»)\]]*$")
_COMMA = re.compile(r",[\"'’”»)\]]*$")
_HELD = re.compile(r"(?:[?:—–]|…|\.\.\.)[\"'’”»)\]]*$")
_LEADS = re.compile(r":[\"'’”»)\]]*$")
_DIGIT = re.compile(r"\d")
# A sentence is heavy with numbers that has so many, and one in so many words at the least.
_MANY, _ONE_IN = 3, 6


def after_breath(piece: str) -> int:
    """The silence within a sentence that is too long for one breath."""
    if _CLAUSE.search(piece):
        return CLAUSE_MS
    return BREATH_MS if _COMMA.search(piece) else JOINT_MS


def after_sentence(sentence: str, *, within: bool = False) -> int:
    """Return the silence between two sentences of a paragraph, or of a quotation or a bracket `within` it."""
    more = _MORE_MS if len(sentence) >= _LONG else 0
    if within:
        return WITHIN_MS + more
    if _HELD.search(sentence):
        more += _MORE_MS
    return SENTENCE_MS + more - (_LESS_MS if len(sentence) <= _SHORT else 0)


def after_block(block: Block, following: Block | None) -> int:
    """The silence after a paragraph, an item of a list or a block quote."""
    if following is not None:
        if BlockKind.QUOTE in (block.kind, following.kind) and block.kind is not following.kind:
            return QUOTE_MS
        if following.kind is BlockKind.LIST_ITEM and (block.kind is BlockKind.LIST_ITEM or _LEADS.search(block.text)):
            return ITEM_MS + (_MORE_MS if len(block.text) >= _LONG_ITEM else 0)
    return after_paragraph(block.text)


def after_paragraph(text: str) -> int:
    """The silence after a paragraph; each has its own, and the same one each time."""
    return PARAGRAPH_MS - SPREAD_MS + crc32(text.encode("utf-8", "surrogatepass")) % (2 * SPREAD_MS + 1)


def is_heavy(sentence: str) -> bool:
    """Return whether a sentence holds so many numbers that listeners need time for them."""
    words = sentence.split()
    numbers = sum(1 for word in words if _DIGIT.search(word))
    return numbers >= _MANY and numbers * _ONE_IN >= len(words)
