"""Tests of number words, compared with those of num2words in American and British English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from audiocast.normalize import number_words

_NUMBERS = st.one_of(st.integers(0, 2000), st.integers(0, 10**9), st.integers(0, 10**33))


@given(_NUMBERS)
def test_cardinals_agree(value: int) -> None:
    """British cardinals are those of num2words without commas. American ones also have no "and"."""
    theirs = num2words(value).replace(",", "")
    assert number_words.cardinal(value, british=True) == theirs
    assert number_words.cardinal(value) == theirs.replace(" and ", " ")


@given(_NUMBERS)
def test_ordinals_agree(value: int) -> None:
    """British ordinals are those of num2words without commas."""
    assert number_words.ordinal(value, british=True) == num2words(value, to="ordinal").replace(",", "")


@given(st.integers(1100, 2199))
def test_years_agree(value: int) -> None:
    """Years are those of num2words without "and" and with "oh" as a word."""
    theirs = num2words(value, to="year").replace(" and ", " ").replace("oh-", "oh ")
    assert number_words.year(value) == theirs


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("130", "one thirty"),
        ("101", "one oh one"),
        ("300", "three hundred"),
        ("2490", "twenty-four ninety"),
        ("8000", "eight thousand"),
        ("1005", "one thousand five"),
        ("16", "sixteen"),
        ("007", "zero zero seven"),
        ("46664", "four six six six four"),
    ],
)
def test_codes(digits: str, said: str) -> None:
    """A number that is a name is read in pairs of digits."""
    assert number_words.code(digits) == said
