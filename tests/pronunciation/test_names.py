"""Names of people, places and companies have a table, for American and British voices."""

from __future__ import annotations

import pytest

from audiocast.pronunciation import names, notation


@pytest.mark.parametrize(
    ("name", "american", "british"),
    [
        ("Siobhan", "ʃəvˈɔn", "ʃəvˈɔːn"),
        ("Kanazawa", "kˌɑnəzˈɑwə", "kˌanəzˈɑːwə"),
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
        assert found.ipa == "ʃɪvˈɔnz"


def test_common_word_at_the_start_of_a_sentence_is_no_name() -> None:
    """A word that has a capital only because it begins a sentence is left alone."""
    assert not list(names.decide(["Other", "people", "left", "."], british=False))
    assert [each.index for each in names.decide(["Then", "Siobhan", "left", "."], british=False)] == [1]


@pytest.mark.parametrize(
    ("sentence", "index", "american"),
    [
        ("President Xi Jinping spoke", 1, "ˈʃi"),
        ("A trip to La Jolla", 4, "hˈɔɪə"),
        ("The leader Kim Jong-un spoke", 5, "ˈun"),
    ],
)
def test_name_of_several_words_comes_before_its_words(sentence: str, index: int, american: str) -> None:
    """Each word of a longer name gets its part of the pronunciation, with hyphens or without."""
    tokens = sentence.replace("-", " - ").split()
    found = {each.index: each.found.ipa for each in names.decide(tokens, british=False)}
    assert notation.rough(found[index]) == notation.rough(american)


def test_words_of_the_article_tell_places_of_one_name_apart() -> None:
    """The university in Indiana is not said as the cathedral in Paris."""
    university = names.pronounce("Notre Dame", british=False)
    cathedral = names.pronounce("Notre Dame", british=False, context=frozenset(("Paris", "fire")))
    assert university
    assert cathedral
    assert university.ipa.endswith("dˈeɪm")
    assert cathedral.ipa.endswith("dˈɑm")
