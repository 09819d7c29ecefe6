"""Ctrl-C, SIGTERM and SIGHUP stop the program, clean up, and print no traceback.

Most tests send the signal to all processes of a program, as a terminal does, at an event of Python's own: at the same
place each time, however fast the machine is.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.render import signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Program = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes, groups and signals as Linux has them")

_SECONDS = 60
_ALL = pytest.mark.parametrize("number", signals.SIGNALS, ids=lambda number: number.name)

# The program with a signal at the n-th event of a kind about something, in whichever of its processes that is first:
# forked workers each come to the same event, and a second Ctrl-C would end the program at once.
_PROGRAM = """
import os, sys
number, kind, about, left = int(sys.argv.pop(1)), sys.argv.pop(1), sys.argv.pop(1), int(sys.argv.pop(1))
def watch(event, args):
    global left
    if event == kind and about in str(args):
        left -= 1
        if left == 0:
            try:
                os.close(os.open("signalled", os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                return
            os.killpg(0, number)
sys.addaudithook(watch)
from audiocast.__main__ import main
main()
"""


def _stop_at(
    folder: Path, number: signal.Signals, event: tuple[str, str, int], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run the program, and stop it at an event: its kind, what is in its arguments, and which of them it is."""
    command = [sys.executable, "-c", _PROGRAM, str(int(number)), *map(str, event), *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
        told = process.communicate(timeout=_SECONDS)
    assert "Traceback" not in told[1]
    assert _left_alive(process.pid) == []
    return subprocess.CompletedProcess(arguments, process.returncode, *told)


def _left_alive(session: int) -> list[int]:
    """Return the processes of a session, without those that only wait to be noticed."""
    alive = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, of = entry.read_text().rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                alive.append(int(entry.parent.name))
    return alive


def _unfinished(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*") if path.name.startswith(".staging") or path.suffix == ".part"]


# ---------------------------------------------------------------- commands


@pytest.mark.parametrize("count", [1, 20, 120, 240])
def test_it_stops_while_it_is_loaded(tmp_path: Path, count: int) -> None:
    """In the first moments modules are imported, and no file is written."""
    done = _stop_at(tmp_path, signal.SIGINT, ("import", "", count + _imports_before()), "render", "--dry-run")
    assert (done.returncode, done.stdout) == (130, "")
    assert not (tmp_path / "output").exists()


def _imports_before() -> int:
    """Return how many imports come before those of the command line."""
    count = "import sys; n = [0]; sys.addaudithook(lambda event, _: n.__setitem__(0, n[0] + (event == 'import')));"
    run = [sys.executable, "-c", f"{count} from audiocast.__main__ import main; print(n[0])"]
    return int(subprocess.run(run, capture_output=True, text=True, check=True, timeout=_SECONDS).stdout)


@_ALL
def test_a_render_leaves_nothing_unfinished(
    tmp_path: Path, write_article: Callable[..., Path], program: Program, number: signal.Signals
) -> None:
    """Stopped at the second of three episodes, it has published the first; the next run makes the others."""
    for name in ("bridge", "ferry", "storm"):
        write_article(f"{name}.txt", f"The {name} is old.")
    render = ["render", "articles", "--voice", "tone", "--jobs", "2"]
    done = _stop_at(tmp_path, number, ("os.rename", ".mp3", 2), *render)
    assert done.returncode == 128 + number
    assert "audiocast: stopped. All finished work is saved. Run the same command to continue." in done.stderr
    episodes = tmp_path / "output" / "episodes"
    assert _unfinished(tmp_path) == []
    assert len(list(episodes.glob("*.mp3"))) in {1, 2}
    again = program(tmp_path, *render)
    assert again.returncode == 0
    assert "unchanged" in again.stdout
    assert len(list(episodes.glob("*.mp3"))) == 3


@pytest.mark.parametrize("count", [1, 2])
def test_a_render_stops_while_its_workers_are_started(
    tmp_path: Path, write_article: Callable[..., Path], count: int
) -> None:
    """No process is left over."""
    for name in ("ferry", "storm"):
        write_article(f"{name}.txt", f"The {name} is old.")
    render = ["render", "articles", "--voice", "tone", "--jobs", "2"]
    done = _stop_at(tmp_path, signal.SIGINT, ("os.fork", "", count), *render)
    assert done.returncode == 130, done.stderr
    assert _unfinished(tmp_path) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_render_stops_while_its_voice_is_loaded(
    tmp_path: Path, write_article: Callable[..., Path], project: Path, jobs: str
) -> None:
    """This holds for Piper in the process that loads it for all, and in a worker that loads it for itself."""
    pytest.importorskip("piper")
    write_article("ferry.txt", "The ferry ran late.")
    write_article("storm.txt", "A storm came.")
    (tmp_path / "voices").symlink_to(project / "voices")
    render = ["render", "articles", "--voice", "joe", "--jobs", jobs]
    done = _stop_at(tmp_path, signal.SIGINT, ("import", "onnxruntime", 1), *render)
    assert done.returncode == 130, done.stderr
    assert _unfinished(tmp_path) == []


@_ALL
def test_publishing_stops(tmp_path: Path, program: Program, number: signal.Signals) -> None:
    """No file is half written, and the same command goes on from there."""
    folder = tmp_path / "output"
    (folder / "episodes").mkdir(parents=True)
    for name in ("index.html", "feed.css", "episodes/ferry-0123456789.mp3"):
        (folder / name).write_text(name)
    enclosure = '<item><enclosure url="https://a.example/episodes/ferry-0123456789.mp3" length="1"/></item>'
    link = '<atom:link href="https://a.example/feed.xml" rel="self"/>'
    (folder / "feed.xml").write_text(f"<rss>{link}{enclosure}</rss>")
    publish = ["publish", str(tmp_path / "there")]
    done = _stop_at(tmp_path, number, ("os.rename", "ferry", 1), *publish)
    assert done.returncode == 128 + number, done.stderr
    assert not (tmp_path / "there" / "feed.xml").exists()
    assert program(tmp_path, *publish).returncode == 0
    assert _unfinished(tmp_path) == []
    assert (tmp_path / "there" / "feed.xml").exists()


@_ALL
def test_adding_stops(tmp_path: Path, number: signal.Signals) -> None:
    """Nothing of an article that is being written is left."""
    (tmp_path / "page.txt").write_text("Categories\nNews\n\nThe ferry\n\n2024-05-01\n\nThe ferry ran late.\n")
    done = _stop_at(tmp_path, number, ("open", "the-ferry", 2), "add", "page.txt")
    assert done.returncode == 128 + number
    assert list((tmp_path / "seeds").iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_watching_stops(tmp_path: Path, write_article: Callable[..., Path], number: signal.Signals) -> None:
    """SIGINT and SIGHUP stop it like SIGTERM, which a service gets."""
    write_article("ferry.txt", "The ferry ran late.")
    command = [sys.executable, "-m", "audiocast", "watch", "articles", "--voice", "tone", "--jobs", "1"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert any(line.startswith("published  1 episode in") for line in iter(process.stdout.readline, ""))
        os.killpg(process.pid, number)
        _, told = process.communicate(timeout=_SECONDS)
    assert process.returncode == 128 + number, told
    assert told == "audiocast: stopped. All finished work is saved. Run the same command to continue.\n"
    assert _unfinished(tmp_path) == []
    assert _left_alive(process.pid) == []


# ---------------------------------------------------------------- worker processes

_PARENT = """
import os, sys
from audiocast.render import signals
from audiocast.render.workers.local import LocalWorkers

def nothing(_):
    pass

if __name__ == "__mp_main__":  # a worker, which loads this module
    os.killpg(0, NUMBER)
if __name__ == "__main__":
    signals.interrupt()
    try:
        with LocalWorkers(1) as workers:
            workers.submit(nothing, 0, seconds=60).result(timeout=60)
    except KeyboardInterrupt:
        print("stopped by", signals.received())
"""


@_ALL
def test_a_worker_that_is_loaded_leaves_signals_to_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    """It imports modules before it can ignore signals, and still does not end by one."""
    (tmp_path / "parent.py").write_text(_PARENT.replace("NUMBER", str(int(number))), encoding="utf-8")
    command = [sys.executable, str(tmp_path / "parent.py")]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=_SECONDS, start_new_session=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"stopped by {int(number)}\n", "")


# ---------------------------------------------------------------- handlers


@pytest.fixture
def _own_way() -> Iterator[None]:
    """As the program begins, and as it was before."""
    kept = (*signals.SIGNALS, signal.SIGALRM)
    before = {number: signal.signal(number, signal.SIG_DFL) for number in kept}
    signals.interrupt()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


_MODULE = "is_interrupted"


@pytest.mark.usefixtures("_own_way")
def test_a_module_that_is_loaded_is_loaded_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt is raised right after the import."""
    (tmp_path / f"{_MODULE}.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        _load_and_wait()
    assert sys.modules.pop(_MODULE).whole
    assert signals.received() == signal.SIGINT


def _load_and_wait() -> None:
    importlib.import_module(_MODULE)
    time.sleep(_SECONDS)
    pytest.fail("the interrupt was lost")


_LOST = """
import signal, time
from audiocast.render import signals

class Thing:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

signals.interrupt()
try:
    Thing()
    time.sleep(60)
except KeyboardInterrupt:
    print("stopped")
"""


def test_what_nobody_can_catch_is_raised_again() -> None:
    """Python would print an exception in `__del__`, and go on."""
    run = [sys.executable, "-c", _LOST]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=_SECONDS)
    assert (done.stdout, done.stderr) == ("stopped\n", "")


@pytest.mark.usefixtures("_own_way")
@_ALL
def test_elsewhere_it_comes_at_once(number: signal.Signals) -> None:
    """Signals that follow do not disturb the clean-up."""
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
    for other in (signal.SIGTERM, signal.SIGHUP):
        signal.raise_signal(other)
    assert signals.received() == number


@pytest.mark.usefixtures("_own_way")
def test_whoever_ignores_it_is_left_alone() -> None:
    """Examples are a background job of a shell, and a program under nohup."""
    for number in signals.SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signals.interrupt()
    assert {signal.getsignal(number) for number in signals.SIGNALS} == {signal.SIG_IGN}
