"""The public Python API: `audiocast.__all__`, implemented in `render/api.py`."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import wave
from typing import TYPE_CHECKING

import pytest

import audiocast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]

pytestmark = pytest.mark.usefixtures("here")

_PUBLIC = [name for name in audiocast.__all__ if name != "__version__"]


@pytest.mark.parametrize("name", _PUBLIC)
def test_public_names_are_documented(name: str) -> None:
    """Each public name has a docstring; a function's docstring names each parameter and shows an example."""
    value = getattr(audiocast, name)
    text = inspect.getdoc(value) or ""
    assert text
    if inspect.isfunction(value):
        section = text.partition("Args:")[2]
        assert [each for each in inspect.signature(value).parameters if f"{each}: " not in section] == []
        assert {"Returns:", "Raises:", "Example:"} <= {line.strip() for line in text.splitlines()}


def test_importing_the_package_loads_no_command() -> None:
    """`import audiocast` is quick: what is used is imported at the first use."""
    code = "import audiocast, json, sys; print(json.dumps([n for n in sys.modules if n.startswith('audiocast.')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["audiocast.lazy"]


def test_unknown_names_are_attribute_errors() -> None:
    """A name that is not public is refused in the usual way."""
    with pytest.raises(AttributeError, match=r"module 'audiocast' has no attribute 'nonsense'"):
        audiocast.nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_render_show(tmp_path: Path, write_article: Write) -> None:
    """The result names the feed, counts the episodes and has a line for each article."""
    write_article("ferry.txt", "The ferry ran late.")
    write_article("photos.txt", "A picture.", category="Galleries")
    result = audiocast.render_show(tmp_path / "articles", tmp_path / "output", voice="tone", jobs=1)
    assert result.feed == tmp_path / "output" / "feed.xml"
    assert (result.feed.is_file(), result.episodes, result.failed) == (True, 1, ())
    ferry, photos = sorted(result.articles, key=lambda article: article.title)
    assert (ferry.status, ferry.title, ferry.origin, ferry.reason) == ("rendered", "Ferry", "ferry.txt", "")
    assert ferry.duration_s > 0
    assert ferry.size_bytes > 0
    assert (photos.status, photos.reason) == ("skipped", 'not in "Audio Sources" but in "Galleries"')


def test_render_show_reports_failures(tmp_path: Path, write_article: Write) -> None:
    """An article that fails does not stop the others."""
    write_article("ferry.txt", "The ferry ran late.")
    (tmp_path / "articles" / "empty.txt").touch()
    result = audiocast.render_show(tmp_path / "articles", tmp_path / "output", voice="tone", jobs=1)
    assert [article.origin for article in result.failed] == ["empty.txt"]
    assert result.episodes == 1


def test_read_document(write_article: Write) -> None:
    """A document gives its articles."""
    (article,) = audiocast.read_document(write_article("ferry.txt", "The ferry ran late."))
    assert (article.title, [block.text for block in article.blocks]) == ("Ferry", ["The ferry ran late."])


def test_read_document_raises(tmp_path: Path) -> None:
    """A document that can't be read is an error of audiocast."""
    with pytest.raises(audiocast.SourceError, match=r"nothing\.txt"):
        audiocast.read_document(tmp_path / "nothing.txt")


@pytest.mark.parametrize(
    ("text", "locale", "spoken"),
    [
        ("It cost $5m in 1990.", "en-US", "It cost five million dollars in nineteen ninety."),
        (
            "It rained on 3/4/24.\nIt is 2 °C.",
            "en-US",
            "It rained on March fourth twenty-four.\nIt is two degrees Celsius.",
        ),
        ("It rained on 3/4/2024.", "en-GB", "It rained on the third of April twenty twenty-four."),
    ],
)
def test_normalize_text(text: str, locale: str, spoken: str) -> None:
    """Written English becomes spoken English."""
    assert audiocast.normalize_text(text, locale) == spoken


def test_normalize_text_refuses_other_locales() -> None:
    """The error names the locales that there are."""
    with pytest.raises(audiocast.ConfigError, match="en-US or en-GB or en-IN"):
        audiocast.normalize_text("Hallo.", "de-DE")


def test_say(tmp_path: Path) -> None:
    """The sound is written, and its length in seconds returned."""
    path = tmp_path / "hello.wav"
    seconds = audiocast.say("Hello there.", "tone", path)
    with wave.open(str(path)) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(seconds, abs=0.01)


def test_say_refuses_other_endings(tmp_path: Path) -> None:
    """Only WAV and MP3 files are written."""
    with pytest.raises(audiocast.ConfigError, match=r"\.ogg ends in neither \.wav nor \.mp3"):
        audiocast.say("Hello.", "tone", tmp_path / "hello.ogg")
