"""Run every command and every snippet of README.md and of the pages in docs/.

Fenced blocks are handled by their language. `sh` has commands, and `console` has commands after "$ " with their output.
`pycon` has Python examples. A block with a title, ```toml title="voices/mine.toml", is a file. A comment above a block
gives the reason why no test runs it: <!-- not run: cloud -->. The options of such commands are checked all the same.
"""

from __future__ import annotations

import configparser
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import typer

from audiocast.cli import app
from audiocast.config import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Program = Callable[..., subprocess.CompletedProcess[str]]

_PROJECT = Path(__file__).parent.parent.parent
_PAGES = (_PROJECT / "README.md", *sorted((_PROJECT / "docs").glob("*.md")))
_EACH_PAGE = pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)

# Reasons not to run a block.
_REASONS = {
    "benchmark": "takes minutes",
    "cloud": "needs an account or a server, and credentials",
    "cluster": "needs several machines; tests/render/workers/test_dask.py starts a scheduler",
    "example": "is an example in the help of a command, with made-up files and addresses",
    "forever": "runs until it is stopped; test_serve.py and test_watch.py cover it",
    "install": "installs packages; .ci/run installs the package and the wheel",
    "network": "sends requests to public servers",
    "service": "changes the services of the machine",
    "setup": "sets up or tests the project itself; .ci/run runs these commands",
    "slow": "loads every engine; tests/check/test_doctor.py covers it",
}
# Of the README: the commands that .ci/run takes from there.
_SETUP_BLOCKS = 2
_MAX_README_LINES = 150
# These pages create their show themselves.
_FROM_NOTHING = {"tutorial.md"}

_ARTICLE = """\
Categories
Audio Sources - Full Text Articles

The ferry runs late again

2024-05-01T08:00:00Z

The 7:30 a.m. ferry left 42 minutes late on Monday.
"""
_BLOCK = re.compile(
    r"(?:^ *<!-- not run: (?P<reason>[^\n]*?) -->\n)?"
    r'^(?P<indent> *)```(?P<language>[\w-]+)(?: title="(?P<title>[^"\n]+)")?\n'
    r"(?P<text>.*?)"
    r"^(?P=indent)```$",
    re.DOTALL | re.MULTILINE,
)
_COMMAND = re.compile(r"`(audiocast [^`\n]+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#[\w-]+)?\)|src=\"(?!https?:)([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class _Block:
    language: str
    title: str
    text: str
    reason: str


def _blocks(page: Path) -> tuple[_Block, ...]:
    """Return the fenced blocks of a page, in order."""
    return tuple(
        _Block(found["language"], found["title"] or "", textwrap.dedent(found["text"]), found["reason"] or "")
        for found in _BLOCK.finditer(page.read_text(encoding="utf-8"))
    )


def _commands(block: _Block) -> Iterator[tuple[str, str]]:
    """Yield the commands of a block, each with the output that the block shows, or ""."""
    if block.language == "sh":
        for line in block.text.splitlines():
            for command in re.split(r" && ", _without_remark(line)):
                if command:
                    yield command, ""
    elif block.language == "console":
        first, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
        assert not first, f"a console block begins with a command, not with {first!r}"
        for part in parts:
            command, _, output = part.partition("\n")
            yield _without_remark(command), output


def _without_remark(line: str) -> str:
    return re.sub(r"(^|\s+)# .*", "", line).strip()


def _parse(command: str) -> None:
    """Check that a command of audiocast exists and has the options and the number of arguments that are given."""
    words = shlex.split(command)
    words = words[len(words) - words[::-1].index("audiocast") - 1 :] if "audiocast" in words else []
    words = list(_until_redirection(words))
    if len(words) < 2 or words[1].startswith("-"):
        return
    found = cast("Any", typer.main.get_command(app)).commands[words[1]]
    arguments = words[2:]
    if hasattr(found, "commands"):
        named = arguments and arguments[0] in found.commands
        found = found.commands[arguments.pop(0) if named else "list"]
    context = found.context_class(found, info_name=words[1])
    _, rest, _ = found.make_parser(context).parse_args(args=arguments)
    assert not rest


def _until_redirection(words: list[str]) -> Iterator[str]:
    for word in words:
        if word in {"|", "<", ">", "&&", "||", ";"}:
            return
        yield word


def _matches(expected: str, output: str) -> bool:
    """Whether an output is the expected one. A line "..." is any number of lines; figures and spaces may differ."""

    def squeeze(text: str) -> str:
        lines = (" ".join(re.sub(r"\d+", "0", line).split()) for line in text.splitlines())
        return "\n".join(line for line in lines if line)

    pattern = re.escape(squeeze(expected)).replace(r"\.\.\.", r".*")
    return re.fullmatch(pattern.replace("\\\n.*\\\n", "\\\n(?:.*\\\n)?"), squeeze(output), re.DOTALL) is not None


def _use_beeps(folder: Path) -> None:
    """Let every slow voice in a folder speak in beeps."""
    for voice in (folder / "voices").glob("*.toml"):
        if not {'engine = "morse"', 'engine = "pyttsx3"'} & set(voice.read_text(encoding="utf-8").splitlines()):
            shutil.copy(_PROJECT / "voices" / "tone.toml", voice)


def _lay_out(folder: Path) -> None:
    """Make the show that most pages talk about: two copies of an article, all voices, and sound files."""
    for name in ("seeds/ferry.txt", "article.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(_ARTICLE, encoding="utf-8")
    shutil.copytree(_PROJECT / "voices", folder / "voices")
    _use_beeps(folder)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show that is rendered once for all pages."""
    folder = tmp_path_factory.mktemp("example")
    _lay_out(folder)
    command = [sys.executable, "-m", "audiocast", "render", "--quiet", "--voice", "tone"]
    environment = os.environ | {"AUDIOCAST_CACHE": str(folder / "cache")}
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return folder


class _Reader:
    """Somebody who follows a page from top to bottom."""

    def __init__(self, folder: Path, program: Program) -> None:
        self.folder = folder
        self.program = program
        self.names: dict[str, object] = {}

    def write(self, block: _Block) -> None:
        """Write the file that a block shows. Settings are only read, since most are fragments."""
        path = self.folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.name != "show.toml":
            path.write_text(block.text, encoding="utf-8")
            _use_beeps(self.folder)
            return
        _read_settings(block.text, self.folder.parent / "settings")

    def run(self, command: str, expected: str) -> None:
        """Run a command and compare its output."""
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return
        words = shlex.split(command)
        typed = ""
        if words[0] == "echo" and "|" in words:
            typed, words = f"{words[1]}\n", words[words.index("|") + 1 :]
        if words[0] == "audiocast":
            done = self.program(self.folder, *words[1:], typed=typed)
        else:
            done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        if expected:
            assert _matches(expected, done.stdout), f"{command}\n{done.stdout}"
        for folder in (self.folder, *self.folder.glob("*/")):
            _use_beeps(folder)

    def interpret(self, block: _Block) -> None:
        """Run Python examples and compare what they print."""
        options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        examples = doctest.DocTestParser().get_doctest(block.text, self.names, "page", None, None)
        report = io.StringIO()
        with redirect_stdout(report):
            failed = doctest.DocTestRunner(optionflags=options).run(examples, clear_globs=False).failed
        self.names = examples.globs
        assert not failed, report.getvalue()


def _read_settings(text: str, folder: Path) -> None:
    """Read a fragment of show.toml, with the files that it names beside it."""
    folder.mkdir(exist_ok=True)
    for name in ("intro.mp3", "outro.mp3", "bed.mp3"):
        (folder / name).write_bytes(b"")
    needed = "".join(f'{key} = "Test"\n' for key in ("title", "description") if key not in tomllib.loads(text))
    (folder / "show.toml").write_text(needed + text, encoding="utf-8")
    load.read_show(folder)


@_EACH_PAGE
def test_a_reader_can_follow_a_page(
    page: Path, tmp_path: Path, example: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its blocks run in order, in one folder, and print what the page shows."""
    folder = tmp_path / "page"
    if page.name in _FROM_NOTHING:
        folder.mkdir()
    else:
        shutil.copytree(example, folder)
    monkeypatch.chdir(folder)
    reader = _Reader(folder, program)
    for block in _blocks(page):
        if block.reason:
            continue
        if block.title:
            reader.write(block)
        elif block.language == "pycon":
            reader.interpret(block)
        for command, expected in _commands(block):
            reader.run(command, expected)


@_EACH_PAGE
def test_blocks_that_are_not_run_have_a_known_reason(page: Path) -> None:
    """The reason is in the list above, and every Python block is a file or an example that runs."""
    for block in _blocks(page):
        assert not block.reason or block.reason in _REASONS
        assert block.title or block.language != "python"


@_EACH_PAGE
def test_commands_have_the_options_that_pages_name(page: Path) -> None:
    """This includes commands that are not run, and commands within sentences."""
    for block in _blocks(page):
        for command, _ in _commands(block):
            _parse(command)
        if block.language == "ini":
            unit = configparser.ConfigParser(interpolation=None)
            unit.read_string(block.text)
            _parse(re.sub(r"\S*/audiocast", "audiocast", unit["Service"]["ExecStart"]))
    for command in _COMMAND.findall(_BLOCK.sub("", page.read_text(encoding="utf-8"))):
        _parse(command)


@_EACH_PAGE
def test_links_lead_to_files(page: Path) -> None:
    """Pages and pictures that are named are in the repository."""
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    names = [first or second for first, second in _LINK.findall(text)]
    assert not [name for name in names if name and not (page.parent / name).exists()]


def test_the_readme_is_short_and_begins_with_the_two_commands() -> None:
    """The commands that set up a show and the tests are the first two `sh` blocks: .ci/run takes them from there."""
    readme = _PAGES[0]
    assert len(readme.read_text(encoding="utf-8").splitlines()) <= _MAX_README_LINES
    setup = [block for block in _blocks(readme) if block.language == "sh"][:_SETUP_BLOCKS]
    render, test = (block.text for block in setup)
    assert render.strip().endswith(".venv/bin/audiocast render")
    assert test.strip().endswith(".venv/bin/pytest")


def test_the_output_in_the_readme_is_real(tmp_path: Path, program: Program) -> None:
    """The lines of articles and the number of episodes are what a render of `seeds/` prints."""
    shutil.copytree(_PROJECT / "seeds", tmp_path / "seeds")
    output = program(tmp_path, "render", "--voice", "tone").stdout
    (shown,) = (block.text for block in _blocks(_PAGES[0]) if block.language == "text")
    for line in shown.splitlines():
        if line.startswith(("rendered", "skipped", "8 episodes")):
            assert line.rpartition(" (")[0] in output or line in output


@pytest.mark.parametrize("name", ["engines.md", "readers.md"])
def test_the_example_of_an_extension_holds_to_the_contract(name: str, tmp_path: Path) -> None:
    """The package is found, works in a render, and passes the test that the page shows."""
    files = {block.title: block.text for block in _blocks(_PROJECT / "docs" / name) if block.title}
    project = tomllib.loads(files.pop("pyproject.toml"))["project"]
    ((group, points),) = project["entry-points"].items()
    # This is what pip leaves in a folder.
    installed = tmp_path / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    (installed / "entry_points.txt").write_text(f"[{group}]\n" + "\n".join(map(" = ".join, points.items())))
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (test,) = tmp_path.glob("test_*.py")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert re.search(r"^\d+ passed", run("pytest", "-q", "-p", "no:cacheprovider", test.name), re.MULTILINE)
    if name == "engines.md":
        run("audiocast", "say", "Hello.", "--voice", "mine", "-o", "hello.wav")
        assert re.search(r"^mine +morse +en-US +here$", run("audiocast", "voices"), re.MULTILINE)
    else:
        rows = "id,title,date,category,text\nferry,The ferry runs late,2024-05-01,Audio Sources,It left late.\n"
        (tmp_path / "articles.tsv").write_text(rows.replace(",", "\t"))
        assert "It left late." in run("audiocast", "read", "articles.tsv")
