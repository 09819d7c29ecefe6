"""Benchmark: after any crash the output folder is a valid show, and the next run makes it what it would have been.

The long proofs are run with `pytest -m benchmark -n 0 -s tests/benchmarks/test_crash.py`; AUDIOCAST_KILLS says how many
times, and AUDIOCAST_SEED with which chances. A small part of each belongs to every test run.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.check import Status, check
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills and mounts as Linux has them")

# A render in a process that is killed before its n-th change of the output folder; all of them when n is 0.
_RENDER = """
import os, signal, sys
left, folder = int(sys.argv.pop(1)), sys.argv.pop(1)
writing = os.O_WRONLY | os.O_RDWR
def watch(event, args):
    global left
    if event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir"} or event == "open" and args[2] & writing:
        if str(args[0]).startswith(folder):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from audiocast.__main__ import main
main()
"""

# What a run that was broken off leaves for the next to do. The feed is behind the records then, and right in itself.
_BEHIND = {"catalog.in_feed", "catalog.files"}
_FIRST, _SECOND = "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z"


@dataclass
class Newsroom:
    """A show that was published once, and has changed since: one article corrected, one new, one gone.

    Attributes:
        home: Where everything is.
        published: The output folder as it was published.
        wanted: Every file of the output folder as an undisturbed run makes it.
        wanted_first: The same, when nothing was published before.
        guids: Of the articles that stay.
    """

    home: Path
    published: Path
    wanted: dict[str, bytes]
    wanted_first: dict[str, bytes]
    guids: set[str]

    def command(self, output: Path, *, kill_at: int = 0) -> list[str]:
        """A render of the articles as they are now."""
        options = ["render", "articles", "--voice", "tone", "--prune", "--jobs", "2", "--output", str(output)]
        return [sys.executable, "-c", _RENDER, str(kill_at), str(output), *options]

    def start(
        self,
        output: Path,
        *,
        kill_at: int = 0,
        more: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
        **options: object,
    ) -> subprocess.Popen[str]:
        """Start one, the leader of a group of processes, with further environment variables."""
        own = {"AUDIOCAST_NOW": _SECOND, "AUDIOCAST_CACHE": str(self.home / "cache")}
        environment = {**os.environ, **own, **(variables or {})}
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            [*self.command(output, kill_at=kill_at), *more],
            cwd=self.home,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **options,
        )

    def finish(self, output: Path, *, first: bool = False) -> None:
        """Let a run end, and compare what it made with what was wanted."""
        wanted = self.wanted_first if first else self.wanted
        _run(self, output, _SECOND)
        made = _files(output)
        assert made.keys() == wanted.keys()
        assert {name: made[name] for name in made if made[name] != wanted[name]} == {}

    def violations(self, output: Path) -> list[str]:
        """What is wrong with a folder that was left alone in the middle of a run."""
        if not (output / "feed.xml").exists():
            return []  # nothing was published yet
        report = check(output, fast=True)
        found = [
            f"{verdict.id} {problem.where} {problem.what}"
            for verdict in report.verdicts
            for problem in verdict.problems
            if verdict.status is Status.FAIL and verdict.id not in _BEHIND
        ]
        missing = self.guids - set(re.findall(r"<guid[^>]*>([^<]+)<", (output / "feed.xml").read_text("utf-8")))
        return found + [f"the GUID {guid} is gone" for guid in missing]


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """One for all tests."""
    home = tmp_path_factory.mktemp("newsroom")
    published = home / "published"
    _write(home, "ferry", "The ferry ran late. Nobody minded. It was fog.")
    _write(home, "harbor", " ".join(f"Ship number {n} came in on time." for n in range(30)))
    _write(home, "bridge", "The bridge is open again.")
    _write(home, "gone", "This was a mistake.")
    room = Newsroom(home, published, {}, {}, set())
    _run(room, published, _FIRST)
    stay = (published / "feed.xml").read_text("utf-8")
    room.guids = set(re.findall(r"<guid[^>]*>([^<]+)<", stay))
    (home / "articles" / "gone.txt").unlink()
    _write(home, "ferry", "The ferry ran late. Everybody minded. It was fog.")
    _write(home, "island", "The island has a new school. It opens in May.")
    shutil.copytree(published, home / "wanted")
    _run(room, home / "wanted", _SECOND)
    room.wanted = _files(home / "wanted")
    _run(room, home / "first", _SECOND)
    room.wanted_first = _files(home / "first")
    assert {"feed.xml", "index.html", ".retired.json"} < room.wanted.keys()
    room.guids &= set(re.findall(r"<guid[^>]*>([^<]+)<", room.wanted["feed.xml"].decode()))
    assert len(room.guids) == 3
    return room


def _write(home: Path, name: str, text: str) -> None:
    (home / "articles").mkdir(exist_ok=True)
    day = 1 + len(name)
    head = f"Categories\nAudio Sources\n\nAbout the {name}\n\n2024-05-{day:02}T08:00:00Z\n\n"
    (home / "articles" / f"{name}.txt").write_text(f"{head}{text}\n", encoding="utf-8")


def _run(room: Newsroom, output: Path, now: str) -> None:
    """Undisturbed, as the command does it, but in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCAST_NOW", now)
        patch.chdir(room.home)
        request = Request(Path("articles"), output, room.home / "cache", voice="tone", prune=True, jobs=1)
        report = render(request, listen=lambda _: None)
    assert [outcome.reason for outcome in report.outcomes if outcome.status == "failed"] == []


def _files(folder: Path) -> dict[str, bytes]:
    """Return every file but the lock and the identity, which says where the articles are as seen from the folder."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name not in {".lock", ".identity.json"}]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def output(newsroom: Newsroom, tmp_path: Path) -> Path:
    """The published show, for a test to spoil."""
    folder = tmp_path / "output"
    shutil.copytree(newsroom.published, folder)
    return folder


def _left_alive(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    alive = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, of = entry.read_text().rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                alive.append(int(entry.parent.name))
    return alive


def _wait_until_alone(session: int) -> None:
    for _ in range(200):
        if not _left_alive(session):
            return
        time.sleep(0.05)
    pytest.fail(f"processes that nobody waits for go on: {_left_alive(session)}")


# ---------------------------------------------------------------- killed


def test_killed_before_a_change(newsroom: Newsroom, output: Path) -> None:
    """At whichever change of the folder a run is killed, the show is valid, and its workers end with it."""
    for kill_at in (20, 42, 62):
        shutil.rmtree(output)
        shutil.copytree(newsroom.published, output)
        assert _kill(newsroom, output, kill_at), f"there is no change number {kill_at}"
    newsroom.finish(output)


def _kill(newsroom: Newsroom, output: Path, kill_at: int) -> bool:
    """Kill a run before one of its changes, and look at what it leaves; False when there are fewer."""
    process = newsroom.start(output, kill_at=kill_at)
    told = process.communicate(timeout=60)
    assert process.returncode in {0, -signal.SIGKILL}, told
    assert newsroom.violations(output) == [], f"killed before change {kill_at}"
    _wait_until_alone(process.pid)
    return process.returncode != 0


@pytest.mark.benchmark
def test_killed_before_every_change(newsroom: Newsroom, output: Path) -> None:
    """The same for each change there is, one after the other, each from the same beginning."""
    changes = 0
    while _kill(newsroom, output, changes + 1):
        newsroom.finish(output)
        changes += 1
        shutil.rmtree(output)
        shutil.copytree(newsroom.published, output)
    _tell(f"killed before each of {changes} changes: 0 violations")
    assert changes > 50


@pytest.mark.benchmark
@pytest.mark.parametrize("part", range(4))
def test_killed_at_random_moments(newsroom: Newsroom, tmp_path: Path, part: int) -> None:
    """The parent alone or all its processes, at first publication or later, once or several times before it ends."""
    kills = int(os.environ.get("AUDIOCAST_KILLS", "200")) // 4
    chance = random.Random(f"{os.environ.get('AUDIOCAST_SEED', '1')} {part}")
    output = tmp_path / "output"
    process = newsroom.start(output)
    _wait_for_work(process, output)
    start = time.monotonic()
    process.communicate(timeout=120)
    longest = time.monotonic() - start
    first = True
    told: Counter[str] = Counter()
    while told["all"] + told["parent"] < kills:
        if chance.random() < 0.6:
            newsroom.finish(output, first=first)
            shutil.rmtree(output)
            first = chance.random() < 0.2
            if not first:
                shutil.copytree(newsroom.published, output)
        whole_group = chance.random() < 0.5
        process = newsroom.start(output)
        if chance.random() < 0.9:
            _wait_for_work(process, output)
        time.sleep(chance.random() * longest)
        told["too late" if process.poll() is not None else "all" if whole_group else "parent"] += 1
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if whole_group else os.kill)(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        assert newsroom.violations(output) == []
        _wait_until_alone(process.pid)
    newsroom.finish(output, first=first)
    _tell(f"{kills} moments ({dict(told)}): 0 violations")


def _wait_for_work(process: subprocess.Popen[str], output: Path) -> None:
    """Most of a run's first second is Python's own beginning."""
    while process.poll() is None and not list(output.glob(".staging-*")):
        time.sleep(0.005)


def _tell(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")


# ---------------------------------------------------------------- full disks


@pytest.mark.parametrize("most", [30_000, *(pytest.param(n, marks=pytest.mark.benchmark) for n in (2_000, 90_000))])
def test_no_file_may_be_longer(newsroom: Newsroom, output: Path, most: int) -> None:
    """A limit of the system on what may be written stops whatever passes it, in whichever process."""
    # Python would write its compiled modules cut off at the limit, and every later program would stumble over them.
    compiles_nothing = {"PYTHONDONTWRITEBYTECODE": "1"}

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    process = newsroom.start(output, variables=compiles_nothing, preexec_fn=limit)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in told
    assert newsroom.violations(output) == []
    newsroom.finish(output)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A function that gives a disk some size, in bytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount") or "", shutil.which("umount") or ""
    options = ["-t", "tmpfs", "none", str(disk)]
    if not mount or subprocess.run([mount, *options], check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")

    def resize(size: int) -> Path:
        subprocess.run([mount, "-o", f"remount,size={size}", disk], check=True, timeout=60)
        return disk

    try:
        yield resize
    finally:
        subprocess.run([umount, disk], check=True, timeout=60)


def test_read_only(newsroom: Newsroom, small_disk: Callable[[int], Path]) -> None:
    """Nothing is changed, what to do is said, and once the folder can be written the same command does it."""
    disk = small_disk(1 << 30)
    output = disk / "output"
    shutil.copytree(newsroom.published, output)
    mount = [shutil.which("mount") or "", "-o"]
    subprocess.run([*mount, "remount,ro", disk], check=True, timeout=60)
    process = newsroom.start(output)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"audiocast: {output}" in said
    assert "Read-only file system). Make it writable, or choose another folder" in " ".join(said.split())
    assert _files(output) == _files(newsroom.published)
    subprocess.run([*mount, "remount,rw", disk], check=True, timeout=60)
    newsroom.finish(output)


@pytest.mark.benchmark
def test_full_at_any_size(newsroom: Newsroom, small_disk: Callable[[int], Path]) -> None:
    """Fifty disks, from one that is full already to one that is large enough."""
    disk = small_disk(1 << 30)
    output = disk / "output"
    before, after = (_needed(disk, folder) for folder in (newsroom.published, newsroom.home / "wanted"))
    enough = before + 3 * (after - before)  # for what is not finished, too
    told: Counter[str] = Counter()
    for step in range(50):
        small_disk(1 << 30)
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(newsroom.published, output)
        small_disk(before + (enough - before) * step // 49)
        process = newsroom.start(output)
        _, said = process.communicate(timeout=120)
        assert "Traceback" not in said, said
        assert process.returncode in {0, 1}, said
        assert newsroom.violations(output) == [], step
        told["enough" if process.returncode == 0 else "full"] += 1
        small_disk(1 << 30)
        newsroom.finish(output)
    assert len(told) == 2
    _tell(f"disks of 50 sizes ({dict(told)}): 0 violations")


def _needed(disk: Path, folder: Path) -> int:
    """Bytes of the disk that a folder fills."""
    shutil.copytree(folder, disk / "measured")
    used = shutil.disk_usage(disk).used
    shutil.rmtree(disk / "measured")
    return used


# ---------------------------------------------------------------- several at once


@pytest.mark.parametrize("several", [2, pytest.param(24, marks=pytest.mark.benchmark)])
def test_several_at_once(newsroom: Newsroom, output: Path, several: int) -> None:
    """One works; of the others, some wait for it and some leave, with a word and an exit code of their own."""
    processes = [newsroom.start(output, more=["--wait"] if n % 4 == 0 else []) for n in range(several)]
    told = [(process.communicate(timeout=500)[1], process.returncode) for process in processes]
    for n, (said, code) in enumerate(told):
        assert code == 0 or (n % 4 and code == 75 and "another render is writing to this folder" in said), said
    assert newsroom.violations(output) == []
    newsroom.finish(output)
    if several > 4:
        _tell(f"{several} at once: {Counter(code for _, code in told)}")
