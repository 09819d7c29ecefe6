"""Names of people, places and companies have a table, for American and British voices."""

from __future__ import annotations

import pytest

from audiocast.pronunciation import names, notation


@pytest.mark.parametrize(
    ("name", "american", "british"),
    [
        ("Siobhan", "ʃəvˈɔn", "ʃəvˈɔːn"),
        ("Wagga Wagga", None, None),
        ("Laplace", "ləplˈɑs", "ləplˈɑːs"),
    ],
)
def test_name_has_a_reading_in_each_accent(name: str, american: str | None, british: str | None) -> None:
    """A name is said as speakers of the accent say it; None is for what the table lacks."""
    for is_british, wanted in ((False, american), (True, british)):
        found = names.pronounce(name, british=is_british)
        said = found and notation.rough(found.ipa)
        assert said == (wanted and notation.rough(wanted))


def test_possessive_is_the_name_with_an_ending() -> None:
    """A possessive is said as the name with "s" or "z"; the apostrophe may be straight or curved."""
    for written in ("Siobhan's", "Siobhan’s"):
        found = names.pronounce(written, british=False)
        assert found
        assert found.ipa == "ʃəvˈɔnz"


def test_common_word_at_the_start_of_a_sentence_is_no_name() -> None:
    """A word that has a capital only because it begins a sentence is left alone."""
    assert not list(names.decide(["Other", "people", "left", "."], british=False))
    assert [each.index for each in names.decide(["Then", "Siobhan", "left", "."], british=False)] == [1]
