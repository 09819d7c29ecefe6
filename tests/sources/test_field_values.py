"""Tests of `field_values.py`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import SourceError
from audiocast.sources import field_values

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2023-04-20", datetime(2023, 4, 20, tzinfo=UTC)),
        ("2023-04-20T09:24:06Z", datetime(2023, 4, 20, 9, 24, 6, tzinfo=UTC)),
        ("2023-04-20 09:24 UTC", datetime(2023, 4, 20, 9, 24, tzinfo=UTC)),
        ("2023-04-20 09:24 +02:00", datetime(2023, 4, 20, 9, 24, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_a_date_is_a_moment(value: str, moment: datetime) -> None:
    """A date without a time zone is in UTC; spaces before a time zone are allowed."""
    assert field_values.moment(value, "a.md:1") == moment


@pytest.mark.parametrize(
    ("check", "value", "problem"),
    [
        (field_values.moment, "20 April 2023", '"20 April 2023" is not an ISO 8601 date'),
        (field_values.moment, "2023-02-30", '"2023-02-30" is not an ISO 8601 date'),
        (field_values.moment, "0999-01-01", '"0999-01-01" is not an ISO 8601 date'),
        (field_values.language, "English", 'the language "English" is not a code'),
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


def test_a_valid_value_is_returned_unchanged() -> None:
    """Ids, language codes and links are not changed."""
    assert field_values.identity("urn:x:1", "") == "urn:x:1"
    assert field_values.language("en-GB", "") == "en-GB"
    assert field_values.link("https://example.org/a?b#c", "") == "https://example.org/a?b#c"
