"""Tests of `dates.py`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from audiocast.errors import SourceError
from audiocast.sources import dates


def _hours(count: int) -> timezone:
    return timezone(timedelta(hours=count))


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2023-04-20", datetime(2023, 4, 20, tzinfo=UTC)),
        ("2023-04-20T09:24:06Z", datetime(2023, 4, 20, 9, 24, 6, tzinfo=UTC)),
        ("2023-04-20 09:24 UTC", datetime(2023, 4, 20, 9, 24, tzinfo=UTC)),
        ("2023-04-20 09:24 +02:00", datetime(2023, 4, 20, 9, 24, tzinfo=_hours(2))),
    ],
)
def test_iso_8601(value: str, moment: datetime) -> None:
    """A date without a time zone is in UTC; spaces before a time zone are allowed."""
    assert dates.moment(value, "a.md:1") == moment


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("7 March 2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("March 7th, 2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("Sunday, 7 March 2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("2021/03/07", datetime(2021, 3, 7, tzinfo=UTC)),
        ("2021-3-7", datetime(2021, 3, 7, tzinfo=UTC)),
        ("27.03.2021", datetime(2021, 3, 27, tzinfo=UTC)),
        ("03/27/2021", datetime(2021, 3, 27, tzinfo=UTC)),
        ("07/07/2021", datetime(2021, 7, 7, tzinfo=UTC)),
        ("March 7, 2021, 4:05 p.m.", datetime(2021, 3, 7, 16, 5, tzinfo=UTC)),
        ("2021-03-07 10:30 PM", datetime(2021, 3, 7, 22, 30, tzinfo=UTC)),
        ("Sun, 07 Mar 2021 10:00 GMT", datetime(2021, 3, 7, 10, tzinfo=UTC)),
        ("Sun, 07 Mar 2021 10:00:00 EST", datetime(2021, 3, 7, 10, tzinfo=_hours(-5))),
        ("7 July 2021 10:00 CEST", datetime(2021, 7, 7, 10, tzinfo=_hours(2))),
        ("July 7, 2021 at 9:24 p.m. ET", datetime(2021, 7, 7, 21, 24, tzinfo=_hours(-4))),
        ("Sun, 07 Mar 2021 24:00:00 GMT", datetime(2021, 3, 8, tzinfo=UTC)),
        ("So, 07 März 2021 10:00:00 +0100", datetime(2021, 3, 7, 10, tzinfo=_hours(1))),
        ("7 de marzo de 2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("1615111200", datetime(2021, 3, 7, 10, tzinfo=UTC)),
        ("1615111200000", datetime(2021, 3, 7, 10, tzinfo=UTC)),
        ("[[2021-03-07]]", datetime(2021, 3, 7, tzinfo=UTC)),
        ("Published: 7 March 2021", datetime(2021, 3, 7, tzinfo=UTC)),
        ("7 March 1912", datetime(1912, 3, 7, tzinfo=UTC)),
    ],
)
def test_other_forms(value: str, moment: datetime) -> None:
    """Dates as people, mail programs and site generators write them are read, in any language."""
    assert dates.moment(value, "a.md:1") == moment


@pytest.mark.parametrize(
    "value",
    [
        "04/05/2021",
        "2 hours ago",
        "yesterday",
        "March 2021",
        "2021",
        "0000-00-00",
        "{{date}}",
        "2023-02-30",
        "0999-01-01",
    ],
)
def test_an_unclear_date_is_an_error(value: str) -> None:
    """A date that can mean two days, or that lacks a part, is not guessed."""
    with pytest.raises(SourceError) as caught:
        dates.moment(value, "a.md:1")
    assert (caught.value.what, caught.value.where) == (f'"{value}" is not a clear date', "a.md:1")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-07", True),
        ("7 March 2021", True),
        ("Updated 2021-03-07T10:00:00Z", True),
        ("Published: March 7, 2021, 4:05 p.m. ET", True),
        ("03/27/2021", True),
        ("On 7 March 2021 the bridge was closed.", False),
        ("7 March 2021 was a Sunday, and the bridge was closed", False),
        ("May 2021", False),
    ],
)
def test_a_line_that_is_a_date(text: str, *, expected: bool) -> None:
    """Only a line without other words is a date line."""
    assert dates.is_line(text) is expected
