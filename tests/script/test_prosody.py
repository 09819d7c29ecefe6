"""Tests of the pauses between utterances, and of sentences with many numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.model.article import Block, BlockKind
from audiocast.script import prosody

_SENTENCE = "It was a sentence of some length, as most of them are."
_BLOCKS = st.builds(Block, st.sampled_from([BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE]), st.text())


def test_a_clause_weighs_more_than_a_comma() -> None:
    """The pause within a sentence depends on the mark, also when a quotation mark follows it."""
    ends = ("so it went and", "so it went,", "so it went;", "“so it went”:", "so it went —")
    joint, comma, *clauses = map(prosody.after_breath, ends)
    assert joint < comma < min(clauses)
    assert len(set(clauses)) == 1


def test_the_pause_depends_on_the_end_and_length_of_a_sentence() -> None:
    """The pause is longer after a question than after a statement, and after a long sentence than after a short one."""
    plain = prosody.after_sentence(_SENTENCE)
    assert plain == prosody.PAUSE_AFTER_SENTENCE_MS
    for held in (
        "Is that all that you wanted to tell us today?",
        "And then, as nobody had expected, it … ",
        "“Was it?”",
    ):
        assert prosody.after_sentence(held.strip()) > prosody.after_sentence(held.replace("?", ".").replace("…", "x."))
    assert prosody.after_sentence("It rained.") < plain < prosody.after_sentence(_SENTENCE * 4)


def test_the_pause_within_a_quotation_is_short() -> None:
    """The pause between sentences of a quotation is shorter than between others, and longer than after a comma."""
    for sentence in ("No!", _SENTENCE, "Is it?", _SENTENCE * 4):
        within = prosody.after_sentence(sentence, within=True)
        assert prosody.PAUSE_AFTER_COMMA_MS < within < prosody.after_sentence(sentence)


def test_each_paragraph_has_its_pause() -> None:
    """The pause differs between paragraphs, and is always the same for the same text."""
    texts = [f"Paragraph {number}." for number in range(50)]
    pauses = [prosody.after_paragraph(text) for text in texts]
    assert pauses == [prosody.after_paragraph(text) for text in texts]
    assert len(set(pauses)) > 20


@given(_BLOCKS, st.none() | _BLOCKS, st.text())
def test_no_pause_is_out_of_bounds(block: Block, following: Block | None, text: str) -> None:
    """No pause is longer than 1.1 s, and a longer break in the text is a longer pause."""
    within, between, after = (
        prosody.after_breath(text),
        prosody.after_sentence(text),
        prosody.after_block(block, following),
    )
    assert 100 <= within < between < after <= 1100
    assert abs(prosody.after_paragraph(text) - prosody.PAUSE_AFTER_PARAGRAPH_MS) <= prosody.PARAGRAPH_VARIATION_MS


def test_the_pause_before_a_list_item_is_short() -> None:
    """The pause after a colon or an item is shorter than after a paragraph, and a little longer after a long item."""
    item = Block(BlockKind.LIST_ITEM, "Boil two eggs.", level=1)
    lead, other = (Block(BlockKind.PARAGRAPH, text) for text in ("You need this:", "You need this."))
    assert prosody.after_block(lead, item) == prosody.after_block(item, item) == prosody.PAUSE_AFTER_LIST_ITEM_MS
    assert prosody.after_block(other, item) == prosody.after_paragraph(other.text)
    long = Block(BlockKind.LIST_ITEM, "Boil two eggs. " * 10, level=1)
    assert (
        prosody.PAUSE_AFTER_LIST_ITEM_MS
        < prosody.after_block(long, item)
        < prosody.PAUSE_AFTER_PARAGRAPH_MS - prosody.PARAGRAPH_VARIATION_MS
    )


@pytest.mark.parametrize(
    "sentence",
    ["It rose from $4.5 million in 2019 to $6.2 million in 2023, or 38%.", "Gulls won 3-2, 4-1 and 2-0."],
)
def test_many_numbers(sentence: str) -> None:
    """The sentence has three numbers or more, and few words between them."""
    assert prosody.has_many_numbers(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["It opened in 1990 and closed in 2020.", f"{_SENTENCE} {_SENTENCE} It took 3 days, 4 hours and 5 minutes.", ""],
)
def test_not_many_numbers(sentence: str) -> None:
    """Two numbers, or three in many words, are not many."""
    assert not prosody.has_many_numbers(sentence)


def test_a_word_without_end_is_read_once() -> None:
    """A word of any length takes linear time."""
    assert not prosody.has_many_numbers("=" * 300_000)
