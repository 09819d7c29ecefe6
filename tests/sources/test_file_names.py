"""Tests of `file_names.py`."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audiocast.sources import file_names


@pytest.mark.parametrize(
    ("origin", "identity"),
    [
        ("news/ferry.md", "ferry"),
        ("news/ferry/index.md", "ferry"),
        ("index.md", "index"),
        ("https://example.org/news/ferry", "https://example.org/news/ferry"),
    ],
)
def test_the_identity_is_the_name_or_the_address(origin: str, identity: str) -> None:
    """A file's id is its name without the ending, or its folder's for `index.*`; a page's id is its address."""
    assert file_names.identity(origin) == identity


@pytest.mark.parametrize(
    ("origin", "title", "date"),
    [
        ("2024-05-01-the-ferry.md", "The ferry", datetime(2024, 5, 1, tzinfo=UTC)),
        ("the_ferry.md", "The ferry", None),
        ("2024-13-45-the-ferry.md", "The ferry", None),
        ("---.md", "---", None),
    ],
)
def test_title_and_date(origin: str, title: str, date: datetime | None) -> None:
    """The name may begin with a date; hyphens and underscores separate the words of the title."""
    assert file_names.title_and_date(origin) == (title, date)


def test_a_slug_is_ascii_where_it_can_be() -> None:
    """Accents are dropped, other scripts are kept, and an empty title gets a name."""
    assert file_names.slug("The Café's menu: 7 soups") == "the-cafe-s-menu-7-soups"
    assert file_names.slug("Паром") == "паром"
    assert file_names.slug("!?") == "untitled"


def test_long_titles_keep_different_slugs() -> None:
    """A long slug is shortened and ends in a checksum of the title."""
    one, other = (file_names.slug("word " * 30 + end) for end in ("one", "two"))
    assert one != other
    assert len(one) <= 89
