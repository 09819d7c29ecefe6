"""Tests of the audit, which finds facts that the spoken text has lost."""

from __future__ import annotations

import pytest

from audiocast.errors import NormalizeError
from audiocast.model.script import Span, Spoken
from audiocast.normalize.audit import require_no_loss


def _spoken(written: str, text: str, rule: str = "number") -> Spoken:
    return Spoken(written, text, (Span(0, len(written), 0, len(text), rule),))


@pytest.mark.parametrize(
    ("written", "text", "lost"),
    [
        ("2.50", "two point zero", "digit"),
        ("1,991", "one thousand nine hundred", "digit"),
        ("$5", "five", "currency"),
        ("Oleshchuk", "", "word"),
        ("12", "", "number"),
        ("4x100m relay", "four by one hundred meters", "relay"),
    ],
)
def test_loss_is_an_error(written: str, text: str, lost: str) -> None:
    """A lost number, currency, name or word is an error with the name of the rule."""
    with pytest.raises(NormalizeError, match=lost) as caught:
        require_no_loss(_spoken(written, text))
    assert "rule 'number'" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "text", "rule"),
    [
        ("[1]", "", "footnote"),
        ("<b>", "", "markup"),
        ("$5.20", "five dollars twenty cents", "money"),
        ("03/15/2024", "March fifteenth twenty twenty-four", "date"),
        ("XIV", "the fourteenth", "roman"),
        ("Kyiv 5", "Kee-iv", "lexicon"),
    ],
)
def test_a_complete_spoken_text_passes(written: str, text: str, rule: str) -> None:
    """Words for numbers, months and currencies count. Notes, tags and entries of the lexicon are not checked."""
    require_no_loss(_spoken(written, text, rule))
