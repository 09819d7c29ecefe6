"""Tests of `field_values.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audiocast.errors import SourceError
from audiocast.sources import field_values

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("check", "value", "problem"),
    [
        (field_values.language, "Elvish of the woods", 'the language "Elvish of the woods" is not known'),
        (field_values.link, "example.org/page", 'the link "example.org/page" is not an address'),
        (field_values.link, "https://[::1", 'the link "https://[::1" is not an address'),
        (field_values.identity, "two words", 'the id "two words" is not usable'),
    ],
)
def test_a_value_that_is_not_valid_is_an_error(check: Callable[[str, str], object], value: str, problem: str) -> None:
    """The error has the place of the value and a hint."""
    with pytest.raises(SourceError) as caught:
        check(value, "a.md:1")
    assert (caught.value.what, caught.value.where) == (problem, "a.md:1")
    assert caught.value.hint


def test_the_english_name_of_a_language_is_its_code() -> None:
    """People write "English" where a code is expected."""
    assert field_values.language("English", "") == "en"
    assert field_values.language("french", "") == "fr"


def test_a_wrong_value_can_be_left_out(caplog: pytest.LogCaptureFixture) -> None:
    """The article is read without the value, and a warning names the place."""
    assert field_values.or_warning(field_values.link, "Example News", "a.md") is None
    assert 'a.md: the link "Example News" is not an address; it is ignored.' in caplog.text
    assert field_values.or_warning(field_values.link, "", "a.md") is None


def test_a_valid_value_is_returned_unchanged() -> None:
    """Ids, language codes and links are not changed."""
    assert field_values.identity("urn:x:1", "") == "urn:x:1"
    assert field_values.language("en-GB", "") == "en-GB"
    assert field_values.language("en_GB", "") == "en-GB"
    assert field_values.link("https://example.org/a?b#c", "") == "https://example.org/a?b#c"
