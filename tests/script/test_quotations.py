"""Tests of how quotations and brackets are found."""

from __future__ import annotations

import pytest

from audiocast.script import quotations
from audiocast.script.sentences import split_sentences

_LONG = "We will rebuild the old harbor wall before the winter storms come back to this coast again."


@pytest.mark.parametrize(
    ("sentences", "inside"),
    [
        (["“We are ready.”", "She left."], [False, False]),
        (["“We are ready,” she said.", "“Nobody else is.”"], [False, False]),
        (["“We are ready.", "Nobody else is.”", "She left."], [True, True, False]),
        (["“We are ready.", "Nobody else is,” she said."], [True, False]),
        (["She said: “We are ready.", "Nobody is.", "It rains.”"], [False, True, True]),
        (["She said, “we are ready.", "Nobody is,” and left."], [False, False]),
        (["“We are ready.", "“Nobody else is."], [True, True]),
        (['"We are ready.', 'Nobody is."', "She left."], [True, True, False]),
        (['The 6" pipe broke.', "It rained.", 'A 5" one held.'], [False, False, False]),
        (["«We are ready.", "It rains.»"], [True, True]),
        (["He read “Help! The Musical” aloud.", "It rained."], [False, False]),
        (["“Bread does not wait. We will row.”"], [True]),
        (["“Is it you? Come in,” she said."], [False]),
        (["“Gen. Ode came on Sept. 5 with Mr. Cole.”"], [False]),
        (["“It was ‘over.’", "So I left.”"], [True, True]),
        ([], []),
    ],
)
def test_only_whole_sentences_of_long_quotations(sentences: list[str], inside: list[bool]) -> None:
    """A quotation of one sentence does not count, nor does a sentence that names the speaker."""
    assert quotations.inside_long_quotations(sentences) == inside


def test_sentences_as_they_are_found() -> None:
    """The sentence that names the speaker is not inside, however the quotation was divided."""
    paragraph = f"“{_LONG} {_LONG} {_LONG}” the mayor told the council. “{_LONG} {_LONG}”"
    sentences = split_sentences(paragraph)
    assert [
        sentence
        for sentence, whole in zip(sentences, quotations.inside_long_quotations(sentences), strict=True)
        if not whole
    ] == [sentence for sentence in sentences if "mayor" in sentence]


@pytest.mark.parametrize(
    ("sentences", "open_after"),
    [
        (["“No.", "Never,” she said.", "He left."], [True, False, False]),
        (["“No.", "“Never."], [True, False]),
        (['"No.', 'Never."', '"Yes."'], [True, False, False]),
        (["It rained (we came.", "Nobody else did).", "It stopped."], [True, False, False]),
        (["(We came.", "Nobody did.)", "[It rained.", "It stopped.]"], [True, False, True, False]),
        (["‘No.", "It’s the mayor’s,’ he said.", "Go."], [True, False, False]),
        (["“He said ‘No.", "Never.’", "Then he left.”", "So did I."], [True, True, False, False]),
        (["A (bracket that nobody closes.", "It rained."], [False, False]),
        ([], []),
    ],
)
def test_quotations_and_brackets_that_go_on(sentences: list[str], open_after: list[bool]) -> None:
    """A quotation or bracket is open after a sentence until its closing mark."""
    assert quotations.open_after(sentences) == open_after
