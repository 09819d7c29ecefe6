"""Tests of how a paragraph is divided into sentences. `test_writer.py` tests the pauses between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.script.sentences import split_sentences, split_utterances

_NEWS = "the Old mayor of Elm St. said, “No.” (again) in 1990. U.S. talks; 5 p.m. ended: -"
_WORDS = st.lists(st.sampled_from(_NEWS.split()))


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. Ann P. Muller met Sen. A. B. Cole in Olympia, Wash., on Jan. 5.", "He left at 5 p.m. and flew home."],
        ["The deal was signed in the U.S.", "It took effect in March."],
        ["The U.S. Senate voted 51-49.", "Mr. Ode spoke."],
        ["“We are ready,” she said.", "“Are you?”", "No one answered."],
        ["He asked, “Is it over?” and left.", "“Yes!” she said."],
        ["The meeting is at 10 a.m. Monday.", "Bring a pen."],
        ["Dr. Ray Jr. and Prof. Lee of St. Mary’s agreed (see No. 5).", "It rained."],
        ["Wait... what happened?", "Nobody knows."],
        ["It ended 6-3, 7-6 (4).", "Next came the final."],
        ["It was the end of World War II.", "Britain won."],
        ["She bought an iPad.", "iPads are dear."][:1],
    ],
    ids=lambda sentences: sentences[0][:30],
)
def test_abbreviations_do_not_end_a_sentence(sentences: list[str]) -> None:
    """Titles, initials, abbreviations and quotations do not end a sentence. "U.S." may end one."""
    assert split_sentences(" ".join(sentences)) == sentences


def test_a_long_quotation_is_several_sentences() -> None:
    """A long quotation is divided where its sentences end."""
    said = "We will rebuild the harbor wall before the winter storms come back to this coast"
    sentences = [
        f"“{said}.",
        f"{said}, and so will our neighbors.",
        f"{said},” the mayor told the council on Friday night.",
    ]
    assert split_sentences(" ".join(sentences)) == sentences


def test_a_quotation_of_thousands_of_sentences_is_divided() -> None:
    """The time grows with the length of the text, not with its square, which would be minutes."""
    assert len(split_sentences(f"“{'We came. Nobody did. ' * 5000}”")) == 10_000


@given(_WORDS)
def test_nothing_is_lost_between_sentences(words: list[str]) -> None:
    """The sentences of a paragraph have all its words, in order."""
    paragraph = " ".join(words)
    assert " ".join(split_sentences(paragraph)).split() == paragraph.split()


def test_only_the_last_utterance_of_a_sentence_ends_it() -> None:
    """The breaths of a long sentence do not end it, and the pause after the paragraph follows its last utterance."""
    clause = "the council met in the old hall by the harbor to debate the plan for the wall again, "
    said = list(split_utterances(f"It rained. After that, {clause * 4}and it ended.", end_ms=700))
    assert [each.ends for each in said] == [True, *[False] * (len(said) - 2), True]
    assert len(said) > 2
    assert [each.pause_ms for each in said].index(700) == len(said) - 1
