"""The commands: their output, errors and exit codes. Covers all modules of `cli` but `streams`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from audiocast import __version__
from audiocast.render.workers import start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]
    Program = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.usefixtures("here")


def test_version() -> None:
    """--version prints the version."""
    done = subprocess.run([sys.executable, "-m", "audiocast", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"audiocast {__version__}\n"


def test_help_loads_nothing_slow() -> None:
    """Help and version must not wait for engines and encoders."""
    code = (
        "import contextlib, io, sys\n"
        "from audiocast.cli import app\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    app(['--help'])\n"
        "slow = {'numpy', 'pydub', 'lxml', 'PIL', 'mutagen', 'feedgen', 'hibari', 'pyttsx3', 'onnxruntime',\n"
        "  'lameenc'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_render_says_what_it_did(tmp_path: Path, program: Program, write_article: Write) -> None:
    """Each article with its status, minutes and megabytes; where the feed is; exit code 0."""
    write_article("ferry.txt", "The ferry ran late.")
    write_article("photos.txt", "A picture.", category="Galleries")
    done = program(tmp_path, "render", "articles", "--voice", "tone")
    assert done.returncode == 0
    assert "rendered   Ferry" in done.stdout
    assert "0:0" in done.stdout
    assert 'skipped    Photos (not in "Audio Sources" but in "Galleries")' in done.stdout
    assert "1 episode in output/feed.xml" in done.stdout.replace(os.sep, "/")


def test_what_failed_decides_the_exit_code(tmp_path: Path, program: Program, write_article: Write) -> None:
    """The rest is done, the failure is named on standard error, exit code 1."""
    write_article("ferry.txt", "The ferry ran late.")
    (tmp_path / "articles" / "empty.txt").touch()
    done = program(tmp_path, "render", "articles", "--voice", "tone", "--quiet")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "audiocast: empty.txt: is empty. Write an article into it, or remove it.\n"
    assert (tmp_path / "output" / "feed.xml").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["render", "nowhere"], "nowhere does not exist"),
        (["render", "articles", "--voice", "narator"], 'Did you mean "narrator"?'),
        (["render", "articles", "--jobs", "0"], "--jobs"),
        (["render", "articles", "-q", "-v"], "not both"),
        (["rendr"], "rendr"),
        (["render", "--colour"], "--colour"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_exit_code_2(
    tmp_path: Path, program: Program, write_article: Write, arguments: list[str], said: str
) -> None:
    """What is wrong is said, and what would be right."""
    write_article("ferry.txt", "The ferry ran late.")
    done = program(tmp_path, *arguments)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())


def test_a_wrong_setting_names_file_and_line(
    tmp_path: Path, program: Program, write_article: Write, show_toml: Callable[[str], None]
) -> None:
    """A typo in show.toml is one line with the place and the nearest right key, without a traceback."""
    write_article("ferry.txt", "The ferry ran late.")
    show_toml('title = "A"\ndescrption = "B"\n')
    done = program(tmp_path, "render", "articles")
    assert done.returncode == 1
    assert "articles/show.toml:2: there is no key 'descrption'" in done.stderr.replace(os.sep, "/")
    assert "Did you mean 'description'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_verbose_shows_what_is_not_spoken(tmp_path: Path, program: Program, write_article: Write) -> None:
    """Captions and credits are listed with the rule that cut them."""
    write_article("ferry.txt", "The ferry ran late.", "Related Galleries:", "A ferry in fog. REUTERS/Ann Ode")
    done = program(tmp_path, "render", "articles", "--voice", "tone", "--verbose")
    assert "not spoken (gallery), ferry.txt:" in done.stdout
    assert "A ferry in fog. REUTERS/Ann Ode" in done.stdout


def test_an_empty_folder_gets_the_example_show(tmp_path: Path, program: Program) -> None:
    """Installed, and nothing written yet: there is something to hear."""
    done = program(tmp_path, "render", "--dry-run")
    assert done.returncode == 0
    assert "example show" in done.stderr
    assert "to render" in done.stdout


def test_an_address_may_be_named_in_place_of_a_folder(tmp_path: Path, program: Program) -> None:
    """With the settings of the show that is here; nobody asks a private machine unless told."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "show.toml").write_text('voice = "tone"\n', encoding="utf-8")
    done = program(tmp_path, "render", "http://127.0.0.1:8000/feed.xml", "--category", "", "--dry-run")
    assert done.returncode == 1
    assert "http://127.0.0.1:8000/feed.xml: is a private address (127.0.0.1). Use --allow-private" in done.stderr


class _Never:
    """Workers that have been interrupted where nobody was woken by it, and are never done."""

    size, busy_s = 1, 0.0
    lost = False

    def __init__(self) -> None:
        self._over = threading.Event()

    def submit(self, *_: object, seconds: float) -> Future[None]:
        assert seconds > 0
        threading.Thread(target=self._interrupt).start()
        return Future()

    def _interrupt(self) -> None:
        time.sleep(0.2)  # until the other thread waits
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        self.lost = not self._over.wait(20)
        if self.lost:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def end(self) -> None:
        self._over.set()


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="the system sends threads no signals")
def test_ctrl_c_just_before_a_wait_is_not_lost(
    tmp_path: Path, program: Program, write_article: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Python notes too late to wake the one who waits is seen soon all the same."""
    workers = _Never()
    monkeypatch.setattr(start, "start", lambda *_: nullcontext(workers))
    write_article("ferry.txt", "The ferry ran late.")
    done = program(tmp_path, "render", "articles", "--voice", "tone")
    workers.end()
    assert not workers.lost
    assert done.returncode == 130


def test_two_renders_do_not_mix(tmp_path: Path, program: Program, write_article: Write) -> None:
    """The second says that another is at work."""
    write_article("ferry.txt", "The ferry ran late.")
    (tmp_path / "output").mkdir()
    with FileLock(tmp_path / "output" / ".lock"):
        done = program(tmp_path, "render", "articles", "--voice", "tone")
    assert done.returncode == 75
    assert "another render is writing to this folder, so nothing was rendered" in done.stderr


def test_normalize_prints_what_is_said(tmp_path: Path, program: Program) -> None:
    """A sentence a line, or with --lines exactly the lines that came in."""
    text = "It cost $5 in 1990. He is 14.\n\nThe end.\n"
    first, second = "It cost five dollars in nineteen ninety.", "He is fourteen."
    assert program(tmp_path, "normalize", typed=text).stdout == f"{first}\n{second}\nThe end.\n"
    assert program(tmp_path, "normalize", "--lines", typed=text).stdout == f"{first} {second}\n\nThe end.\n"


def test_normalize_explains_each_change(tmp_path: Path, program: Program) -> None:
    """Rule, old and new; and the same as JSON with places in both texts."""
    assert "1990 -> nineteen ninety" in program(tmp_path, "normalize", "--explain", typed="In 1990.").stdout
    record = json.loads(program(tmp_path, "normalize", "--json", typed="In 1990.").stdout)
    assert record["written"] == "In 1990."
    assert record["spoken"] == "In nineteen ninety."
    assert [span["written"] for span in record["spans"]][-1][1] == len("In 1990.")


def test_normalize_refuses_what_it_cannot_read(tmp_path: Path, program: Program) -> None:
    """A missing file is an error that names it; an unknown locale is wrong usage."""
    done = program(tmp_path, "normalize", "nowhere.txt")
    assert (done.returncode, "nowhere.txt: can't be read" in done.stderr) == (1, True)
    assert program(tmp_path, "normalize", "--locale", "de-DE", typed="x").returncode == 2


def test_read_explains_what_no_voice_can_say(tmp_path: Path, program: Program) -> None:
    """With --explain the pieces are named that a render would leave out."""
    (tmp_path / "a.md").write_text("# Art\n\nHokusai (北斎) drew. ■\n", encoding="utf-8")
    told = program(tmp_path, "read", "a.md", "--explain").stdout
    assert "original script: (北斎)" in told
    assert "nothing to say: ■" in told


def test_read_shows_what_is_spoken_and_why_not(tmp_path: Path, program: Program) -> None:
    """With --explain each cut has its rule and line; with --json all of it is there."""
    (tmp_path / "a.md").write_text("# Ferry\n\nIt ran late.\n\nPhoto by Jo Berg\n", encoding="utf-8")
    told = program(tmp_path, "read", "a.md", "--explain").stdout
    assert "It ran late." in told
    assert "credit, line 5: Photo by Jo Berg" in told
    record = json.loads(program(tmp_path, "read", "a.md", "--json").stdout)
    assert record["blocks"] == [{"kind": "paragraph", "text": "It ran late."}]
    assert record["cuts"][-1] == {"rule": "credit", "line": 5, "text": "Photo by Jo Berg"}


def test_the_list_shows_every_article(tmp_path: Path, program: Program, write_article: Write) -> None:
    """Each with its categories, taken or not and why; nothing is rendered."""
    write_article("ferry.txt", "The ferry ran late.", category="Audio Sources - News")
    write_article("photos.txt", "A picture.", category="Galleries")
    done = program(tmp_path, "render", "articles", "--voice", "tone", "--list")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "taken Ferry Audio Sources - News ferry.txt" in lines
    assert 'skipped Photos Galleries photos.txt not in "Audio Sources" but in "Galleries"' in lines
    assert not (tmp_path / "output").exists()
