"""Tests of `selection.py`."""

from __future__ import annotations

import pytest

from audiocast import sources
from audiocast.model.article import Article


def _article(*categories: str) -> Article:
    return Article("id", "origin", "Title", "", categories, "", None, "", (), ())


@pytest.mark.parametrize(
    "category",
    [
        "Audio Sources",
        "Audio Sources - Full Text Articles",
        "audio  sources \u2013 Full Text",
        "AUDIO SOURCES \u2014 x",
        "Audio\u00a0Sources - x - y",
    ],
)
def test_wanted(category: str) -> None:
    """An article is selected by the category, or one below it after a dash between spaces, in any letter case."""
    assert not sources.select(_article("News", category), "Audio Sources")


@pytest.mark.parametrize(
    "category", ["Audio", "Audio Sources2", "Audio Sources-Full", "Audio Sources -", "My Audio Sources", "Video"]
)
def test_not_wanted(category: str) -> None:
    """A category that only looks similar is not selected, and the reason names the article's categories."""
    assert sources.select(_article(category), "Audio Sources") == f'not in "Audio Sources" but in "{category}"'


def test_the_wanted_category_may_have_a_dash_too() -> None:
    """The wanted category may have any kind of dash too."""
    assert not sources.select(_article("Audio Sources - Full Text"), "audio sources \u2013 full text")


def test_without_categories() -> None:
    """An article without categories is selected only when all articles are."""
    assert sources.select(_article(), "Audio Sources") == "has no categories"
    assert not sources.select(_article(), "")
