"""How long is the silence after what is said, and how fast is that said?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.model.article import Block, BlockKind
from audiocast.script import prosody

_SENTENCE = "It was a sentence of some length, as most of them are."
_BLOCKS = st.builds(Block, st.sampled_from([BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE]), st.text())


def test_a_clause_weighs_more_than_a_comma() -> None:
    """Within a sentence the silence follows its marks, also those behind a quotation mark."""
    ends = ("so it went and", "so it went,", "so it went;", "“so it went”:", "so it went —")
    joint, comma, *clauses = map(prosody.after_breath, ends)
    assert joint < comma < min(clauses)
    assert len(set(clauses)) == 1


def test_sentences_rest_as_their_ends_and_lengths_want() -> None:
    """A question rests longer than a statement, a long sentence longer than one of few words."""
    plain = prosody.after_sentence(_SENTENCE)
    assert plain == prosody.SENTENCE_MS
    for held in (
        "Is that all that you wanted to tell us today?",
        "And then, as nobody had expected, it … ",
        "“Was it?”",
    ):
        assert prosody.after_sentence(held.strip()) > prosody.after_sentence(held.replace("?", ".").replace("…", "x."))
    assert prosody.after_sentence("It rained.") < plain < prosody.after_sentence(_SENTENCE * 4)


def test_a_quotation_is_said_in_one_go() -> None:
    """Between its sentences the silence is shorter than between others, and hardly longer than within one."""
    for sentence in ("No!", _SENTENCE, "Is it?", _SENTENCE * 4):
        within = prosody.after_sentence(sentence, within=True)
        assert prosody.BREATH_MS < within < prosody.after_sentence(sentence)


def test_each_paragraph_has_its_pause() -> None:
    """It differs from paragraph to paragraph, and is the same each time."""
    texts = [f"Paragraph {number}." for number in range(50)]
    pauses = [prosody.after_paragraph(text) for text in texts]
    assert pauses == [prosody.after_paragraph(text) for text in texts]
    assert len(set(pauses)) > 20


@given(_BLOCKS, st.none() | _BLOCKS, st.text())
def test_no_pause_is_out_of_bounds(block: Block, following: Block | None, text: str) -> None:
    """Whatever is written, nobody waits longer than 1.1 s; and a longer break in the text is a longer pause."""
    within, between, after = (
        prosody.after_breath(text),
        prosody.after_sentence(text),
        prosody.after_block(block, following),
    )
    assert 100 <= within < between < after <= 1100
    assert abs(prosody.after_paragraph(text) - prosody.PARAGRAPH_MS) <= prosody.SPREAD_MS


def test_a_list_is_nearer_to_what_leads_to_it() -> None:
    """A colon, and the item before, are followed by less silence than a paragraph; a long item by a little more."""
    item = Block(BlockKind.LIST_ITEM, "Boil two eggs.", level=1)
    lead, other = (Block(BlockKind.PARAGRAPH, text) for text in ("You need this:", "You need this."))
    assert prosody.after_block(lead, item) == prosody.after_block(item, item) == prosody.ITEM_MS
    assert prosody.after_block(other, item) == prosody.after_paragraph(other.text)
    long = Block(BlockKind.LIST_ITEM, "Boil two eggs. " * 10, level=1)
    assert prosody.ITEM_MS < prosody.after_block(long, item) < prosody.PARAGRAPH_MS - prosody.SPREAD_MS


@pytest.mark.parametrize(
    "sentence",
    ["It rose from $4.5 million in 2019 to $6.2 million in 2023, or 38%.", "Gulls won 3-2, 4-1 and 2-0."],
)
def test_heavy_with_numbers(sentence: str) -> None:
    """Three numbers or more, and few words between them."""
    assert prosody.is_heavy(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["It opened in 1990 and closed in 2020.", f"{_SENTENCE} {_SENTENCE} It took 3 days, 4 hours and 5 minutes.", ""],
)
def test_not_heavy_with_numbers(sentence: str) -> None:
    """Two numbers, or three in many words, are what listeners expect of news."""
    assert not prosody.is_heavy(sentence)


def test_a_word_without_end_is_read_once() -> None:
    """It is no number, and telling that takes no time that grows with its square."""
    assert not prosody.is_heavy("=" * 300_000)
