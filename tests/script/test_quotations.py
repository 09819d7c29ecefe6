"""Rules of what stands in quotation marks and brackets."""

from __future__ import annotations

import pytest

from audiocast.script import quotations
from audiocast.script.writer import split_sentences

_LONG = "We will rebuild the old harbor wall before the winter storms come back to this coast again."


@pytest.mark.parametrize(
    ("sentences", "whole"),
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
def test_only_whole_sentences_of_long_quotations(sentences: list[str], whole: list[bool]) -> None:
    """A quotation of one sentence, and a sentence that says by whom, are the narrator's."""
    assert quotations.whole(sentences) == whole


def test_sentences_as_they_are_found() -> None:
    """However a long quotation was divided, what says who spoke is told apart."""
    paragraph = f"“{_LONG} {_LONG} {_LONG}” the mayor told the council. “{_LONG} {_LONG}”"
    sentences = split_sentences(paragraph)
    assert [sentence for sentence, whole in zip(sentences, quotations.whole(sentences), strict=True) if not whole] == [
        sentence for sentence in sentences if "mayor" in sentence
    ]


@pytest.mark.parametrize(
    ("pieces", "open_after"),
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
def test_quotations_and_brackets_that_go_on(pieces: list[str], open_after: list[bool]) -> None:
    """Behind a piece the pause is another one as long as what it belongs to is not closed."""
    assert quotations.open_after(pieces) == open_after
