"""The width of tables and of help: `cli/console.py`."""

from __future__ import annotations

import contextlib
import os
import re
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from audiocast.cli import console
from audiocast.cli.application import app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Show = Callable[[int, Callable[[], object]], str]

_COMMANDS = [command.name or "" for command in app.registered_commands]
_ROWS = [
    ("taken", "Ferry to the island ran late on all seven days", "ferry-to-the-island.txt", ""),
    ("skipped", "The harbor in pictures", "the-harbor-in-pictures-of-seven-days.txt", 'not in "Audio Sources"'),
]


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Show]:
    """A function that returns what another one prints on a terminal of a width, without styles."""

    def show(width: int, action: Callable[[], object]) -> str:
        for name, value in {"COLUMNS": width, "LINES": 40, "TTY_COMPATIBLE": 1}.items():
            monkeypatch.setenv(name, str(value))
        console.out.cache_clear()
        action()
        return re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)

    yield show
    console.out.cache_clear()


def _words(text: str) -> list[str]:
    return re.sub("[│╭╮╰╯─]", " ", text).split()


@pytest.mark.parametrize("command", ["", *_COMMANDS])
def test_help_breaks_no_word(command: str, on_terminal: Show) -> None:
    """The help of each command fits into 60 and 80 columns and has the same words as in a very wide terminal."""

    def show() -> None:
        with pytest.raises(SystemExit):
            app([command, "--help"] if command else ["--help"])

    whole = set(_words(on_terminal(1000, show)))
    for width in (60, 80):
        text = on_terminal(width, show)
        assert max(map(len, text.splitlines())) <= width
        assert not [word for word in _words(text) if word not in whole]


def _print_articles() -> None:
    console.table(_ROWS, header=("", "article", "document", "reason"))


@pytest.mark.parametrize("width", [45, 60, 80, 200])
def test_a_table_breaks_no_word(width: int, on_terminal: Show) -> None:
    """A table fits into the terminal, and all its words are whole."""
    text = on_terminal(width, _print_articles)
    assert max(map(len, text.splitlines())) <= width
    assert {word for row in _ROWS for cell in row for word in cell.split()} <= set(text.split())


def test_last_columns_are_printed_below_their_row(on_terminal: Show) -> None:
    """In a narrow terminal, a cell that has no room in the table has its own line, and no name in the header."""
    assert [line.rstrip() for line in on_terminal(60, _print_articles).splitlines()] == [
        "         article",
        "taken    Ferry to the island ran late on all seven days",
        "  ferry-to-the-island.txt",
        "skipped  The harbor in pictures",
        "  the-harbor-in-pictures-of-seven-days.txt",
        '  not in "Audio Sources"',
    ]


def test_a_word_wider_than_the_terminal_is_folded(on_terminal: Show) -> None:
    """Such a word is the only one that is broken, and none of it is lost."""
    text = on_terminal(20, lambda: console.table([("x" * 50, "end")]))
    assert text.split() == ["x" * 20, "x" * 20, "x" * 10, "end"]


def test_a_dumb_terminal_has_its_own_width() -> None:
    """Text is wrapped at the width of a terminal with TERM=dumb too."""
    fcntl, pty, termios = map(pytest.importorskip, ("fcntl", "pty", "termios"))  # Windows has none of them
    control, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 50, 0, 0))
    environment = {**os.environ, "TERM": "dumb"}
    subprocess.run([sys.executable, "-m", "audiocast", "--help"], stdout=terminal, env=environment, check=True)
    os.close(terminal)
    text = b""
    with contextlib.suppress(OSError):  # the end, on Linux
        while got := os.read(control, 65536):
            text += got
    os.close(control)
    assert max(map(len, text.decode().splitlines())) == 50
