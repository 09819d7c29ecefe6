"""What all tests share: no home directory, no network, and small shows."""

from __future__ import annotations

import functools
import gc
import io
import logging
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import Future
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from audiocast.cli import main
from audiocast.errors import AudiocastError
from audiocast.publishing.artwork import cover
from audiocast.render import signals, synthesis
from audiocast.render.workers import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from audiocast.render.context import RenderContext
    from audiocast.render.workers.local import Workers

A = TypeVar("A")
T = TypeVar("T")

# A shell's background jobs ignore Ctrl-C, and jobs under `nohup` ignore SIGHUP. Programs that tests start would inherit
# that.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# Colors, proxies, the clock and the folders of whoever runs the tests are none of their business.
for name in (
    *("AUDIOCAST_NOW", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "SOURCE_DATE_EPOCH"),
    *(f"{kind}_proxy" for kind in ("all", "ftp", "http", "https", "no")),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"),
):
    for each in (name, name.upper()):
        os.environ.pop(each, None)

# A test run tries the same examples each time, so that it judges the change and not chance; `-m explore` looks further.
# Neither depends on how fast the machine is.
settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "explore",
    derandomize=False,
    max_examples=int(os.environ.get("AUDIOCAST_EXAMPLES", "2000")),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the examples of property tests."""
    explore = config.option.markexpr == "explore"
    settings.load_profile("explore" if explore else "same")
    if not explore:
        # Hypothesis also draws constants of those of our modules that happen to be loaded: other ones in each worker.
        pytest.MonkeyPatch().setattr(providers, "_get_local_constants", Constants, raising=False)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the property tests."""
    if is_hypothesis_test(getattr(item, "obj", None)):
        item.add_marker("explore")


@pytest.fixture
def require_linear() -> Callable[[Callable[[int], object], int], None]:
    """A check that four times as much takes about four times as many calls of functions, never sixteen.

    Calls are the same each time; seconds depend on what else the machine does. What a single call of C takes, such as a
    search with a pattern, is measured by `require_linear_time`.
    """

    def calls(work: Callable[[int], object], size: int) -> int:
        count = 0

        def note(*_: object) -> None:
            nonlocal count
            count += 1

        gc.disable()  # it calls functions too, at any time
        sys.setprofile(note)
        try:
            work(size)
        finally:
            sys.setprofile(None)
            gc.enable()
        return count

    def require(work: Callable[[int], object], size: int) -> None:
        work(size // 4), work(size)  # what is remembered from then on is not counted
        short, long = calls(work, size // 4), calls(work, size)
        assert long <= 5 * short + _FEW_CALLS, f"{short} calls became {long}"

    return require


_FEW_CALLS = 2000


@pytest.fixture
def require_linear_time() -> Callable[[Callable[[int], object], int], None]:
    """The same of seconds of the processor, for benchmarks: sixteen times as much must take less than eighty times."""

    def seconds(work: Callable[[int], object], size: int) -> float:
        start = time.process_time()
        work(size)
        return time.process_time() - start

    def require(work: Callable[[int], object], size: int) -> None:
        short = min(seconds(work, size // 16) for _ in range(3))
        long = seconds(work, size)
        assert long < 80 * short + 0.1, f"{short} s became {long} s"

    return require


@pytest.fixture
def patience() -> Iterator[None]:
    """Stop a test that takes two minutes of the processor.

    What such a test tries takes a second or two, or else hours; on a slow or busy machine it passes all the same.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError("it takes minutes")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 120)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What a test leaves is in its own folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AUDIOCAST_CACHE", str(tmp_path / "cache"))


_draw = functools.cache(cover.draw)


@pytest.fixture(autouse=True)
def _covers(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The cover of a show is drawn once for all tests, but for those that are about drawing."""
    if request.path.stem != "test_cover":
        monkeypatch.setattr(cover, "draw", _draw)


@pytest.fixture(autouse=True)
def _log() -> Iterator[None]:
    """A command that was run in this process configures the log for itself alone."""
    logger = logging.getLogger("audiocast")
    before = logger.handlers, logger.level, logger.propagate
    yield
    logger.handlers, logger.level, logger.propagate = before


@pytest.fixture
def _signals() -> Iterator[None]:
    """Leave the signals of this process as they are."""
    before = {number: signal.getsignal(number) for number in signals.SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def program(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    _signals: None,
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs the program in a folder as users do, but without a process of its own."""

    def run(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["audiocast", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        return subprocess.CompletedProcess(arguments, int(end.value.code or 0), *capsys.readouterr())

    return run


class _Here:
    """Workers, but this process is all there is, and it does each task as it is submitted."""

    size, busy_s = 1, 0.0

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:  # noqa: ARG002 - as others have it
        """Run a task, however long it takes."""
        future: Future[T] = Future()
        try:
            future.set_result(function(argument))
        except AudiocastError as error:
            future.set_exception(error)
        return future


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Renders with one job work in this process: to start another takes longer than a few sentences in beeps."""
    elsewhere = start.start

    def choose(context: RenderContext, jobs: int) -> AbstractContextManager[Workers]:
        return nullcontext(_Here()) if jobs == 1 else elsewhere(context, jobs)

    monkeypatch.setattr(start, "start", choose)
    yield
    synthesis.forget()


@pytest.fixture
def write_article(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes an article into `articles/`."""

    def write(
        name: str,
        *paragraphs: str,
        title: str = "",
        date: str = "2024-05-01T08:00:00Z",
        category: str = "Audio Sources",
        header: str = "",
    ) -> Path:
        path = tmp_path / "articles" / name
        path.parent.mkdir(exist_ok=True)
        title = title or name.partition(".")[0].replace("-", " ").capitalize()
        head = f"Categories\n{category}\n{header}\n\n{title}\n\n"
        path.write_text(head + (f"{date}\n\n" if date else "") + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def project() -> Path:
    """The project's own folder; tests of the wheel have it beside them too."""
    return Path(__file__).parent.parent


@pytest.fixture
def show_toml(tmp_path: Path) -> Callable[[str], None]:
    """A function that writes `articles/show.toml`."""

    def write(text: str) -> None:
        folder = tmp_path / "articles"
        folder.mkdir(exist_ok=True)
        (folder / "show.toml").write_text(textwrap.dedent(text), encoding="utf-8")

    return write


@pytest.fixture
def write_voice(tmp_path: Path) -> Callable[[str, str], None]:
    """A function that writes a voice beside the articles."""

    def write(name: str, text: str) -> None:
        folder = tmp_path / "voices"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")

    return write
