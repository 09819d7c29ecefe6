"""Tests of `render.preview`."""

from __future__ import annotations

import os
import sys
import wave
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.errors import ConfigError, EncodeError, EngineError
from audiocast.render import preview

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The ferry ran late. Nobody minded.\n\nIt cost $5m."
unix = pytest.mark.skipif(os.name == "nt", reason="Windows plays by itself")


def test_lines_are_paragraphs_and_say_what_articles_say(tmp_path: Path) -> None:
    """A text is read by the rules of articles, with the lexicon of the show and in its voice."""
    (tmp_path / "lexicon.tsv").write_text("ferry\t\tˈfɛɹi\n", encoding="utf-8")
    (tmp_path / "show.toml").write_text('voice = "tone"')
    spoken, voice = preview.prepare(TEXT, source=tmp_path)
    utterances = spoken.sections[0].utterances
    assert [each.text for each in utterances] == [
        "The ferry ran late.",
        "Nobody minded.",
        "It cost five million dollars.",
    ]
    assert [each.pronunciations != () for each in utterances] == [True, False, False]
    assert utterances[0].pause_ms < utterances[1].pause_ms
    assert voice.name == "tone"


def test_the_command_explains_what_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`say --explain` lists each word that the base lexicon does not decide, with its step and pronunciation."""
    (tmp_path / "lexicon.tsv").write_text("ferry\t\tˈfɛɹi\n", encoding="utf-8")
    (tmp_path / "show.toml").write_text('voice = "narrator"')
    monkeypatch.chdir(tmp_path)
    text = "The ferry met Grainne Brown (GRAWN-ya) at Yosemite, near Qzrbtl."
    lines = CliRunner().invoke(app, ["say", text, "--explain", "--source", "."]).stdout.splitlines()
    assert {line.split()[0]: line.split()[1] for line in lines[1:]} == {
        "ferry": "lexicon",
        "Grainne": "article",
        "GRAWN-ya": "article",
        "Yosemite": "cmudict",
        "Qzrbtl": "network",
    }
    assert all(len(line.split()) == 3 for line in lines[1:])
    assert CliRunner().invoke(app, ["say", text, "--explain", "--ipa"]).exit_code == 2


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_to_say_is_an_error(tmp_path: Path, text: str) -> None:
    """An empty text is not silence."""
    with pytest.raises(ConfigError, match="nothing to say"):
        preview.prepare(text, source=tmp_path, voice="tone")


def test_files(tmp_path: Path) -> None:
    """A WAV and an MP3 file are as long as is told, and a file that is there is replaced."""
    spoken, voice = preview.prepare(TEXT, source=tmp_path, voice="tone")
    for name in ("a.wav", "a.MP3", "a.wav"):
        milliseconds = preview.write(spoken, voice, tmp_path / name)
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(milliseconds / 1000, abs=0.01)
    assert (tmp_path / "a.MP3").read_bytes()[:1] == b"\xff"
    with pytest.raises(EncodeError, match="can't be written"):
        preview.write(spoken, voice, tmp_path / "none" / "a.wav")


def test_an_engine_may_have_no_pronunciations(tmp_path: Path) -> None:
    """The tone engine has none, and that is an error."""
    spoken, voice = preview.prepare("Yes.", source=tmp_path, voice="tone")
    with pytest.raises(EngineError, match="can't give pronunciations"):
        preview.pronounce(spoken, voice)


@unix
def test_the_first_player_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A player of the system is given the file; where there is none, nobody plays; one that fails is an error."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not preview.play(tmp_path / "a.wav")
    player = tmp_path / "aplay"
    player.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/told\n')
    player.chmod(0o755)
    assert preview.play(tmp_path / "a.wav")
    assert (tmp_path / "told").read_text() == f"-q {tmp_path / 'a.wav'}\n"
    player.write_text("#!/bin/sh\necho no sound card >&2\nexit 1\n")
    with pytest.raises(EncodeError, match="aplay can't play the sound: no sound card"):
        preview.play(tmp_path / "a.wav")


@unix
def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It writes the file that is named, plays without one, and says so when nothing can."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    run = CliRunner().invoke
    assert run(app, ["say", "It is late.", "--voice", "tone", "-o", "a.wav"]).exit_code == 0
    assert (tmp_path / "a.wav").is_file()
    assert run(app, ["say", "It is late.", "--voice", "tome", "-o", "a.wav"]).exit_code == 2
    assert run(app, ["say", "It is late.", "--voice", "tone", "-o", "a.ogg"]).exit_code == 2
    silent = run(app, ["say", "It is late.", "--voice", "tone"])
    assert isinstance(silent.exception, EncodeError)
    assert "--output said.wav" in str(silent.exception)
    assert "lˈeɪt" in run(app, ["say", "It is late.", "--voice", "narrator", "--ipa"]).output


def test_lines_of_standard_input_are_pronounced(tmp_path: Path) -> None:
    """Each line gives one line of IPA; an empty line, and one with nothing to say, an empty one."""
    given = "She said no. He left.\n\n* * *\n\u00a0\nIt\u2019s I."
    whole = CliRunner().invoke(app, ["say", "--ipa", "-", "--source", str(tmp_path)], input=given)
    lines = whole.stdout.split("\n")
    assert lines[0] == "ʃˌi sˈɛd nˈoʊ. hˌi lˈɛft."
    assert lines[1:4] == ["", "", ""]
    assert lines[4] == "ˌɪts ˌaɪ."
    assert lines[5:] == [""]
    assert whole.exit_code == 0


def test_an_odd_byte_is_an_error_of_its_line(tmp_path: Path) -> None:
    """A line that is not UTF-8 fails, and those around it are pronounced."""
    whole = CliRunner().invoke(app, ["say", "--ipa", "-", "--source", str(tmp_path)], input=b"Yes.\n\xff\r.\nNo.\n")
    assert whole.stdout == "jˈɛs.\n\nnˈoʊ.\n"
    assert "line 2" in whole.stderr
    assert whole.exit_code == 1
