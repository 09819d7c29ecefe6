"""Tests of the whole path with each real engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mutagen.mp3 import MP3

from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from audiocast.render.run import Report

_ARTICLE = """Categories
Audio Sources

Ferry

2024-05-01T08:00:00Z

The 7:30 a.m. ferry to Port Ellery left 42 minutes late on Monday, and nobody minded.

“We had coffee,” said Dr. A. B. Cole, 61, of Olympia, Wash. She paid $3.50 for it.
"""
_USERS_SHOW = Path(__file__).parent.parent.parent / "shared" / "seeds"


def _render(source: Path, folder: Path, voice: str) -> Report:
    request = Request(source=source, output=folder / "output", cache=folder / "cache", voice=voice, jobs=2)
    return render(request, listen=lambda _: None)


def _cues(path: Path) -> list[str]:
    blocks = path.read_text(encoding="utf-8").split("\n\n")[1:]
    return [" ".join(block.strip().split("\n")[1:]) for block in blocks if "-->" in block]


@pytest.fixture(scope="module", params=["narrator", "system"])
def spoken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Render one article twice, without output and cache, in processes of its own; return the two MP3 files."""
    home = tmp_path_factory.mktemp("home")
    (home / "articles").mkdir()
    (home / "articles" / "ferry.txt").write_text(_ARTICLE, encoding="utf-8")
    found: list[Path] = []
    for name in "ab":
        (home / name).mkdir()
        (outcome,) = _render(home / "articles", home / name, request.param).outcomes
        assert outcome.status.value == "rendered", outcome.reason
        found += (home / name / "output" / "episodes").glob("*.mp3")
    first, second = found
    return first, second


def test_an_article_is_spoken(spoken: tuple[Path, Path]) -> None:
    """The MP3 is about as long as reading takes, and has its text as cues and lyrics."""
    mp3, _ = spoken
    sound = MP3(mp3).info
    assert sound is not None
    assert sound.length == pytest.approx(14, abs=5)
    assert (sound.channels, sound.bitrate) == (1, 80000)
    assert _cues(mp3.with_suffix(".vtt")) == [
        "Ferry",
        "The 7:30 a.m. ferry to Port Ellery left 42 minutes late on Monday, and nobody minded.",
        "“We had coffee,” said Dr. A. B. Cole, 61, of Olympia, Wash.",
        "She paid $3.50 for it.",
    ]


def test_a_second_render_is_the_same(spoken: tuple[Path, Path]) -> None:
    """Without output and cache, each engine gives the same bytes."""
    first, second = spoken
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.skipif(not _USERS_SHOW.is_dir(), reason="the user's own document is not here")
@pytest.mark.parametrize("voice", ["narrator", "system"])
def test_the_users_document(tmp_path: Path, voice: str) -> None:
    """Title and ten paragraphs are spoken in order; header, gallery and credits are not."""
    report = _render(_USERS_SHOW, tmp_path, voice)
    assert [outcome.status.value for outcome in report.outcomes] == ["rendered"]
    (document,) = _USERS_SHOW.glob("*.txt")
    body, _, gallery = document.read_text(encoding="utf-8").partition("Related Galleries:")
    _, _, title, _, *paragraphs = [line for line in body.splitlines() if line.strip()]
    assert len(paragraphs) == 10
    (vtt,) = (tmp_path / "output" / "episodes").glob("*.vtt")
    spoken = " ".join(_cues(vtt))
    assert spoken == " ".join([title, *paragraphs])
    assert gallery
    assert not re.search(r"Categor|Audio Sources|2023-04-20|Galleries|REUTERS|Garanich|Ferran", spoken)
