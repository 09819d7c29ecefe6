"""Tests of `publishing/media_types.py`."""

from __future__ import annotations

import pytest

from audiocast.publishing.media_types import media_type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("episodes/one-0123456789.mp3", "audio/mpeg"),
        ("episodes/one-0123456789.chapters.json", "application/json+chapters"),
        ("episodes/one-0123456789.transcript.json", "application/json"),
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("COVER.JPG", "image/jpeg"),
        ("archive.zip", ""),
    ],
)
def test_the_ending_decides(name: str, expected: str) -> None:
    """The longest known ending decides, in any letter case; a file of another kind has no type here."""
    assert media_type(name) == expected
