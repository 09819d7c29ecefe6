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

import pytest

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


@pytest.mark.parametrize("command", _COMMANDS)
def test_a_command_works(tmp_path: Path, command: str) -> None:
    """Each is run in a folder with the README's own article; whatever voice it names, beeps are enough here."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "ferry.txt").write_text(_ARTICLE, encoding="utf-8")
    (tmp_path / "article.txt").write_text(_ARTICLE, encoding="utf-8")
    shutil.copytree(_PROJECT / "voices", tmp_path / "voices")
    for voice in ("narrator", "system"):
        shutil.copy(_PROJECT / "voices" / "tone.toml", tmp_path / "voices" / f"{voice}.toml")
    if {"check", "publish"} & set(command.split()):
        subprocess.run([sys.executable, "-m", "audiocast", "render", "--quiet"], cwd=tmp_path, check=True)
    arguments = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


def test_the_article_in_the_readme_is_read_as_described(tmp_path: Path) -> None:
    """Title and paragraph are spoken; header, date and gallery are not."""
    (tmp_path / "ferry.txt").write_text(_ARTICLE, encoding="utf-8")
    render = [sys.executable, "-m", "audiocast", "render", "ferry.txt", "--voice", "tone", "--quiet"]
    subprocess.run(render, cwd=tmp_path, check=True)
    (vtt,) = (tmp_path / "output" / "episodes").glob("*.vtt")
    cues = [block.strip().split("\n", 1)[1] for block in vtt.read_text(encoding="utf-8").split("\n\n")[1:]]
    assert cues == ["The ferry runs late again", "The 7:30 a.m. ferry left 42 minutes late on Monday."]


def test_the_engine_in_the_readme_works(tmp_path: Path) -> None:
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
    environment = os.environ | {"PYTHONPATH": str(installed.parent)}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("audiocast", "say", "Hello.", "--voice", "mine", "-o", "hello.wav")
    with wave.open(str(tmp_path / "hello.wav")) as file:
        assert file.getframerate() == 8000
    assert re.search(r"^mine +morse +en-US +here$", run("audiocast", "voices"), re.MULTILINE)
    assert re.search(r"^\d\d passed", run("pytest", "-q", "-p", "no:cacheprovider", "test_morse.py"), re.MULTILINE)
