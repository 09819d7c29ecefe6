"""Tests of `engines.voices` and `engines.benchmarks`: the voices, their quality, and what a missing voice needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.engines import voices
from audiocast.engines.benchmarks import Measured, measured
from audiocast.model.voice import ModelFile, Voice

if TYPE_CHECKING:
    from pathlib import Path


def _voice(folder: Path, name: str, text: str) -> None:
    (folder / "voices").mkdir(exist_ok=True)
    (folder / "voices" / f"{name}.toml").write_text(text, encoding="utf-8")


def test_the_best_come_first(tmp_path: Path) -> None:
    """Voices are in the order of their quality; those of which nothing is known are last, in alphabetical order."""
    _voice(tmp_path, "a", 'engine = "tone"')
    found = voices.speakers(tmp_path)
    known = [each.measured.quality for each in found if each.measured]
    assert len(known) >= 4
    assert known == sorted(known, reverse=True)
    assert [each.name for each in found[-2:]] == ["a", "tone"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('engine = "tone"\nrate = 0', "mine.toml:2: rate = 0"),
        ('engine = "tome"', "there is no engine 'tome'. Did you mean \"tone\"?"),
        (f'engine = "tone"\n[[files]]\nname = "a"\nsha256 = "{64 * "0"}"\nget = "buy it"', "Get it (buy it), and save"),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, text: str, problem: str) -> None:
    """A voice that can't speak is listed with the reason, and with what to do."""
    _voice(tmp_path, "mine", text)
    (speaker,) = (each for each in voices.speakers(tmp_path) if each.name == "mine")
    assert problem in speaker.problem


def test_engines_without_a_voice_are_known(tmp_path: Path) -> None:
    """An engine that no voice uses is told apart."""
    found = voices.speakers(tmp_path)
    assert voices.silent_engines(found) == ("http",)  # the user has the server
    assert voices.silent_engines(tuple(each for each in found if each.name != "tone")) == ("http", "tone")


def test_figures_are_of_a_model(tmp_path: Path) -> None:
    """What was measured is known by engine, model and id, wherever the model lies."""
    files = (ModelFile(str(tmp_path / "en_US-joe-medium.onnx"), 64 * "0"),)
    assert isinstance(measured(Voice("x", "piper", files=files)), Measured)
    assert measured(Voice("x", "piper")) is None


def test_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line a voice, with what it needs."""
    monkeypatch.chdir(tmp_path)
    _voice(tmp_path, "mine", 'engine = "tome"')
    done = CliRunner().invoke(app, ["voices"])
    lines = {line.split()[0]: line for line in done.output.splitlines()}
    assert done.exit_code == 0
    assert lines["tone"].split() == ["tone", "tone", "en-US", "GPL-3.0-or-later", "here"]
    assert "there is no engine 'tome'" in lines["mine"]
    assert lines["voice"].split() == ["voice", "engine", "language", "quality", "misheard", "speed", "license"]
