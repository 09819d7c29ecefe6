"""Do the commands of the README work?"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.engines import registry
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable

    Program = Callable[..., subprocess.CompletedProcess[str]]

_PROJECT = Path(__file__).parent.parent
_README = (_PROJECT / "README.md").read_text(encoding="utf-8")
_COMMANDS = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"```console\n(.*?)```", _README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("audiocast ")
]
_ARTICLE = re.findall(r"```text\n(Categories.*?)```", _README, re.DOTALL)[0]


def test_there_are_commands() -> None:
    """The other test has something to run."""
    assert len(_COMMANDS) >= 5


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The README's own article, published by beeps; nobody changes it."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "ferry.txt").write_text(_ARTICLE, encoding="utf-8")
    request = Request(folder / "ferry.txt", folder / "output", folder / "cache", voice="tone", jobs=1)
    assert render(request, listen=lambda _: None).published == 1
    return folder / "output"


@pytest.mark.parametrize("command", _COMMANDS)
def test_a_command_works(tmp_path: Path, program: Program, published: Path, command: str) -> None:
    """Each is run in a folder with the README's own article; whatever voice it names, beeps are enough here."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "ferry.txt").write_text(_ARTICLE, encoding="utf-8")
    (tmp_path / "article.txt").write_text(_ARTICLE, encoding="utf-8")
    shutil.copytree(_PROJECT / "voices", tmp_path / "voices")
    for voice in (tmp_path / "voices").glob("*.toml"):
        shutil.copy(_PROJECT / "voices" / "tone.toml", voice)
    if {"check", "publish"} & set(command.split()):
        shutil.copytree(published, tmp_path / "output")
    done = program(tmp_path, *shlex.split(command)[1:])
    assert done.returncode == 0, done.stderr


def test_the_article_in_the_readme_is_read_as_described(published: Path) -> None:
    """Title and paragraph are spoken; header, date and gallery are not."""
    (vtt,) = published.glob("episodes/*.vtt")
    cues = [block.strip().split("\n", 1)[1] for block in vtt.read_text(encoding="utf-8").split("\n\n")[1:]]
    assert cues == ["The ferry runs late again", "The 7:30 a.m. ferry left 42 minutes late on Monday."]


def test_the_engine_in_the_readme_works(tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its package, installed, is found, speaks, and holds to the contract by the test that is shown."""
    module, test = re.findall(r"```python\n(.*?)```", _README, re.DOTALL)
    (settings,) = re.findall(r"```toml\n(\[project\].*?)```", _README, re.DOTALL)
    assert len([line for line in module.splitlines() if line.strip()]) <= 35
    project = tomllib.loads(settings)["project"]
    (points,) = project["entry-points"].items()
    # What pip leaves in a folder, without waiting for pip.
    installed = tmp_path / "site" / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    (installed / "entry_points.txt").write_text(f"[{points[0]}]\n" + "\n".join(map(" = ".join, points[1].items())))
    (installed.parent / "audiocast_morse.py").write_text(module, encoding="utf-8")
    (tmp_path / "test_morse.py").write_text(test, encoding="utf-8")
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "mine.toml").write_text('engine = "morse"')
    monkeypatch.syspath_prepend(installed.parent)
    monkeypatch.setattr(registry, "_known", registry._known.__wrapped__)  # those seen before lack it
    assert program(tmp_path, "say", "Hello.", "--voice", "mine", "-o", "hello.wav").returncode == 0
    with wave.open(str(tmp_path / "hello.wav")) as file:
        assert file.getframerate() == 24000
    assert re.search(r"^mine +morse +en-US +here$", program(tmp_path, "voices").stdout, re.MULTILINE)
    environment = os.environ | {"PYTHONPATH": str(installed.parent)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_morse.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^\d{2,} passed", done.stdout, re.MULTILINE)
