"""Set the pauses between utterances, in milliseconds, and find sentences that need a slower pace.

Only the text decides. People do not make equal pauses when they read: the pause after a question is longer than after a
short statement, and the pauses between paragraphs vary. No pause within an article is longer than 1.1 s.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

from audiocast.model.article import BlockKind

if TYPE_CHECKING:
    from audiocast.model.article import Block

PAUSE_AFTER_TITLE_MS = 900
PAUSE_AFTER_HEADING_MS = 650
PAUSE_AROUND_BLOCK_QUOTE_MS = 900
PAUSE_AFTER_PARAGRAPH_MS = 750
PARAGRAPH_VARIATION_MS = 80
"""The largest difference between the pause after a paragraph and `PAUSE_AFTER_PARAGRAPH_MS`."""

PAUSE_AFTER_LIST_ITEM_MS = 550
PAUSE_AFTER_SENTENCE_MS = 380
PAUSE_WITHIN_QUOTATION_MS = 240
"""Between two sentences within a quotation or a bracket."""

PAUSE_AFTER_CLAUSE_MS = 240
"""Within a long sentence, after a semicolon, a colon or a dash."""

PAUSE_AFTER_COMMA_MS = 180
PAUSE_WITHOUT_MARK_MS = 140
"""Within a long sentence that is divided where no mark is written."""

PAUSE_BETWEEN_ARTICLES_MS = 750
"""Added between two articles of a digest. It replaces the silence at the ends of separate recordings."""

_LONG_SENTENCE, _SHORT_SENTENCE = 180, 40  # characters
_LONG_LIST_ITEM = 120  # characters
_LONGER_MS, _SHORTER_MS = 60, 40  # added after a long sentence, a question or a long item; taken off after a short one

_CLAUSE_END = re.compile(r"[;:—–][\"'’”»)\]]*$")
_COMMA_END = re.compile(r",[\"'’”»)\]]*$")
_HELD_END = re.compile(r"(?:[?:—–]|…|\.\.\.)[\"'’”»)\]]*$")
_COLON_END = re.compile(r":[\"'’”»)\]]*$")
_DIGIT = re.compile(r"\d")
# A sentence has many numbers if it has at least three, and at least one in six words.
_MANY_NUMBERS, _WORDS_A_NUMBER = 3, 6


def after_breath(text: str) -> int:
    """Return the pause after a part of a sentence that is too long for one breath, in milliseconds."""
    if _CLAUSE_END.search(text):
        return PAUSE_AFTER_CLAUSE_MS
    return PAUSE_AFTER_COMMA_MS if _COMMA_END.search(text) else PAUSE_WITHOUT_MARK_MS


def after_sentence(sentence: str, *, within: bool = False) -> int:
    """Return the pause between two sentences of a paragraph, in milliseconds.

    Args:
        sentence: The first of the two.
        within: Whether both are in one quotation or bracket.
    """
    longer = _LONGER_MS if len(sentence) >= _LONG_SENTENCE else 0
    if within:
        return PAUSE_WITHIN_QUOTATION_MS + longer
    if _HELD_END.search(sentence):
        longer += _LONGER_MS
    return PAUSE_AFTER_SENTENCE_MS + longer - (_SHORTER_MS if len(sentence) <= _SHORT_SENTENCE else 0)


def after_block(block: Block, following: Block | None) -> int:
    """Return the pause after a paragraph, a list item or a block quote, in milliseconds.

    The pause after a heading is `PAUSE_AFTER_HEADING_MS`, whatever follows.

    Args:
        block: The block.
        following: The next block, or None at the end of the article.
    """
    if following is not None:
        if BlockKind.QUOTE in (block.kind, following.kind) and block.kind is not following.kind:
            return PAUSE_AROUND_BLOCK_QUOTE_MS
        leads_to_list = block.kind is BlockKind.LIST_ITEM or _COLON_END.search(block.text)
        if following.kind is BlockKind.LIST_ITEM and leads_to_list:
            return PAUSE_AFTER_LIST_ITEM_MS + (_LONGER_MS if len(block.text) >= _LONG_LIST_ITEM else 0)
    return after_paragraph(block.text)


def after_paragraph(text: str) -> int:
    """Return the pause after a paragraph, in milliseconds. The same text always has the same pause."""
    variation = crc32(text.encode("utf-8", "surrogatepass")) % (2 * PARAGRAPH_VARIATION_MS + 1)
    return PAUSE_AFTER_PARAGRAPH_MS - PARAGRAPH_VARIATION_MS + variation


def has_many_numbers(sentence: str) -> bool:
    """Return whether a sentence has so many numbers that listeners need more time."""
    words = sentence.split()
    numbers = sum(1 for word in words if _DIGIT.search(word))
    return numbers >= _MANY_NUMBERS and numbers * _WORDS_A_NUMBER >= len(words)
