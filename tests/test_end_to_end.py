"""Does the whole path work with each real engine?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mutagen.mp3 import MP3

from audiocast.plan import Request
from audiocast.render import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiocast.render import Report

    Write = Callable[..., Path]

_USERS_SHOW = Path(__file__).parent.parent.parent / "shared" / "seeds"


def _render(source: Path, folder: Path, voice: str) -> Report:
    request = Request(source=source, output=folder / "output", cache=folder / "cache", voice=voice, jobs=2)
    return render(request, listen=lambda _: None)


def _cues(path: Path) -> list[str]:
    blocks = path.read_text(encoding="utf-8").split("\n\n")[1:]
    return [" ".join(block.strip().split("\n")[1:]) for block in blocks if "-->" in block]


@pytest.mark.parametrize("voice", ["narrator", "system"])
def test_an_article_is_spoken(tmp_path: Path, write_article: Write, voice: str) -> None:
    """An MP3 about as long as reading takes, with its text as cues and lyrics."""
    source = write_article(
        "ferry.txt",
        "The 7:30 a.m. ferry to Port Ellery left 42 minutes late on Monday, and nobody minded.",
        "“We had coffee,” said Dr. A. B. Cole, 61, of Olympia, Wash. She paid $3.50 for it.",
    ).parent
    report = _render(source, tmp_path, voice)
    (outcome,) = report.outcomes
    assert outcome.status.value == "rendered", outcome.reason
    (mp3,) = (tmp_path / "output" / "episodes").glob("*.mp3")
    sound = MP3(mp3).info
    assert sound is not None
    assert sound.length == pytest.approx(14, abs=5)
    assert (sound.channels, sound.bitrate) == (1, 64000)
    assert _cues(mp3.with_suffix(".vtt")) == [
        "Ferry",
        "The 7:30 a.m. ferry to Port Ellery left 42 minutes late on Monday, and nobody minded.",
        "“We had coffee,” said Dr. A. B. Cole, 61, of Olympia, Wash.",
        "She paid $3.50 for it.",
    ]


@pytest.mark.parametrize("voice", ["narrator", "system"])
def test_a_second_render_is_the_same(tmp_path: Path, write_article: Write, voice: str) -> None:
    """Without output and cache, in other processes, each engine gives the same bytes."""
    source = write_article("ferry.txt", "The ferry ran late. It often does.", "So it goes. The ferry ran late.").parent
    files = []
    for name in "ab":
        (tmp_path / name).mkdir()
        _render(source, tmp_path / name, voice)
        (mp3,) = (tmp_path / name / "output" / "episodes").glob("*.mp3")
        files.append(mp3.read_bytes())
    assert files[0] == files[1]


@pytest.mark.skipif(not _USERS_SHOW.is_dir(), reason="the user's own document is not here")
@pytest.mark.parametrize("voice", ["narrator", "system"])
def test_the_users_document(tmp_path: Path, voice: str) -> None:
    """Title and ten paragraphs are spoken, whole and in order; header, gallery and credits are not."""
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
