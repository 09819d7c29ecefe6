"""Tests of `config/categories.py`; `tests/sources/test_selection.py` tests the rules on whole articles."""

from __future__ import annotations

from audiocast.config.categories import first_match


def test_the_first_category_at_or_below_the_wanted_one_is_returned_as_written() -> None:
    """Letter case, the kind of dash and the amount of white space make no difference."""
    assert first_match(("Sport", "news  \u2013 Politics", "News"), "NEWS") == "news  \u2013 Politics"


def test_a_longer_name_is_another_category() -> None:
    """Only " - " separates a category from the one above it."""
    assert not first_match(("Newsroom", "News-Room", "World News"), "News")
    assert not first_match((), "News")
