"""Tests of `render.watch`, and of `audiocast watch`."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import watchfiles
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.config.settings import Show
from audiocast.errors import BusyError, ConfigError, EncodeError
from audiocast.render import watch
from audiocast.render.context import Request
from audiocast.render.outcome import Outcome, Status
from audiocast.render.run import Report
from audiocast.render.watch import Failed, Finished, Noticed, Pace, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audiocast.render.watch import Listener, News

PACE = Pace(poll_s=0.05, settle_s=0.02)
SECONDS = 60


class _EnoughError(Exception):
    """End a watch."""


@dataclass
class Stage:
    """A show that is watched; `render` only counts, and fails as it is told.

    Attributes:
        errors: What the next renders raise.
        acts: What is done to the files, one after each thing that was told in `told`; then it ends.
    """

    folder: Path
    acts: list[Callable[[], object]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    outcomes: tuple[Outcome, ...] = ()
    renders: int = 0
    told: list[News] = field(default_factory=list)

    def render(self, request: Request, *, listen: Listener) -> Report:
        """Pretend to."""
        self.renders += 1
        if self.errors:
            raise self.errors.pop(0)
        for outcome in self.outcomes:
            listen(outcome)
        (request.output / "feed.xml").write_text(str(self.renders))
        return Report(Show("A", "B"), self.outcomes, request.output / "feed.xml", 1)

    def watch(
        self, *acts: Callable[[], object], pace: Pace = PACE, source: str = "seeds", output: str = "output"
    ) -> list[str]:
        """Watch until all acts are done and answered; what was told, as words."""
        self.acts = list(acts)
        request = Request(self.folder / source, self.folder / output, self.folder / "cache")
        request.output.mkdir(exist_ok=True)
        with pytest.raises(_EnoughError):
            watch.watch(request, pace=pace, listen=self.listen)
        return [_word(news) for news in self.told]

    def listen(self, news: News) -> None:
        """Note what is told; after each end of a render comes the next act."""
        self.told.append(news)
        if isinstance(news, Finished | Failed) or (isinstance(news, Waiting) and "gone" in news.reason):
            if not self.acts:
                raise _EnoughError
            self.acts.pop(0)()


def _word(news: News) -> str:
    if isinstance(news, Noticed):
        return f"noticed {' '.join(news.names)}"
    return type(news).__name__.lower()


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Return a folder with a show in it, which is the current folder, with an alarm."""
    (tmp_path / "seeds" / "deep").mkdir(parents=True)
    (tmp_path / "seeds" / "ferry.txt").write_text("The ferry.")
    stage = Stage(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("audiocast.render.watch.render", stage.render)
    monkeypatch.setattr("audiocast.render.watch._BUSY_S", 0.01)
    monkeypatch.setattr("audiocast.render.watch._ROUND_MS", 50)

    def hangs(*_: object) -> None:
        raise TimeoutError(f"nothing happened after {stage.told}")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(SECONDS)
    yield stage
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def write(path: Path, text: str) -> None:
    """Write a file in one step, so that the watcher never finds half of it."""
    aside = path.with_name(f".{path.name}")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def soon(act: Callable[[], object]) -> Callable[[], object]:
    """Return an act that happens, all at once, while the watcher waits."""

    def begin() -> None:
        threading.Timer(0.3, act).start()

    return begin


def test_it_renders_once_at_the_start_and_after_each_change(stage: Stage) -> None:
    """Changes are a new article, a changed one, settings, a voice, a lexicon, and an article that is gone."""
    seeds, voices = stage.folder / "seeds", stage.folder / "voices"

    def voice() -> None:
        voices.mkdir()
        (voices / "mine.toml").write_text('engine = "tone"')

    told = stage.watch(
        lambda: (seeds / "deep" / "storm.txt").write_text("A storm."),
        lambda: (seeds / "ferry.txt").write_text("The ferry was late."),
        lambda: (seeds / "show.toml").write_text('title = "A"'),
        voice,
        lambda: (voices / "lexicon.tsv").write_text("EU\tE U"),
        (seeds / "ferry.txt").unlink,
    )
    assert told[::2] == ["finished"] * 7
    assert [each.removeprefix("noticed ") for each in told[1::2]] == [
        "deep/storm.txt",
        "ferry.txt",
        "show.toml",
        str(voices / "mine.toml"),
        str(voices / "lexicon.tsv"),
        "ferry.txt",
    ]


def test_the_system_wakes_it(stage: Stage) -> None:
    """It notices changes without polling, also in a folder that is new."""

    def deeper() -> None:
        (stage.folder / "seeds" / "new").mkdir()
        write(stage.folder / "seeds" / "new" / "storm.txt", "A storm.")

    told = stage.watch(soon(deeper), pace=Pace(poll_s=3600, settle_s=0.02))
    assert told == ["finished", "noticed new/storm.txt", "finished"]


def test_it_looks_by_itself_where_the_system_can_not_tell(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the system can't report changes, it says so and polls."""

    def refuse(*_: object, **__: object) -> Iterator[set[object]]:
        yield from ()
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    told = stage.watch(soon(lambda: write(stage.folder / "seeds" / "storm.txt", "A storm.")))
    assert told == ["finished", "waiting", "noticed storm.txt", "finished"]
    assert "inotify watch limit reached" in str(stage.told[1])


def test_what_is_still_written_is_not_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that grows is rendered once, when it is complete."""
    path = stage.folder / "seeds" / "long.txt"
    left = 10
    sleep = time.sleep

    def grow(seconds: float = 0) -> None:
        nonlocal left
        sleep(seconds)
        if left:
            left -= 1
            with path.open("a") as file:
                file.write("A sentence. ")

    monkeypatch.setattr("audiocast.render.watch.time.sleep", grow)  # it grows each time that the watcher has waited
    told = stage.watch(grow)
    assert told == ["finished", "noticed long.txt", "finished"]
    assert path.read_text() == "A sentence. " * 10


def test_editors_and_the_output_are_no_news(stage: Stage) -> None:
    """Temporary files, hidden files, the output among the articles, and files that are gone again do not count."""
    seeds = stage.folder / "seeds"

    def edit() -> None:
        for name in ("4913", ".ferry.txt.swp", "ferry.txt~", "upload.part", ".hidden.txt"):
            (seeds / name).write_text("x")
        (seeds / "4913").unlink()
        (seeds / ".git").mkdir()
        (seeds / ".git" / "index.txt").write_text("x")
        (seeds / "published" / "page.html").write_text("x")
        threading.Timer(0.4, replace).start()

    def replace() -> None:
        (seeds / ".ferry.txt.swp").rename(seeds / "ferry.txt")

    told = stage.watch(edit, output="seeds/published")
    assert told == ["finished", "noticed ferry.txt", "finished"]


def test_one_article_is_watched_with_its_settings(stage: Stage) -> None:
    """Of the other files in its folder, only settings and lexicon count. An editor may replace the file."""
    seeds = stage.folder / "seeds"

    def replace() -> None:
        (seeds / "other.txt").write_text("Another.")
        (seeds / "new").write_text("The ferry was late.")
        (seeds / "new").rename(seeds / "ferry.txt")

    told = stage.watch(
        soon(replace),
        soon(lambda: write(seeds / "show.toml", 'title = "A"')),
        source="seeds/ferry.txt",
        pace=Pace(poll_s=3600, settle_s=0.02),
    )
    assert told == ["finished", "noticed ferry.txt", "finished", "noticed show.toml", "finished"]


def test_it_survives_errors(stage: Stage) -> None:
    """An error is reported, and it goes on with the next change."""
    stage.errors = [ConfigError("there is no key 'titel'", where="show.toml:1"), EncodeError("the encoder failed")]
    path = stage.folder / "seeds" / "show.toml"
    told = stage.watch(lambda: path.write_text('titl = "A"'), lambda: path.write_text('title = "A"'))
    assert told == ["failed", "noticed show.toml", "failed", "noticed show.toml", "finished"]


def test_it_survives_what_nobody_foresaw(stage: Stage) -> None:
    """An exception of any kind is reported with its type, and it goes on with the next change."""
    stage.errors = [RecursionError("too deep")]
    told = stage.watch(lambda: (stage.folder / "seeds" / "ferry.txt").write_text("Another."))
    assert told == ["failed", "noticed ferry.txt", "finished"]
    assert "the render failed (RecursionError: too deep)" in str(stage.told[0])


def test_what_may_pass_is_tried_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk may have space later without a change; a wrong setting needs a change."""
    monkeypatch.setattr("audiocast.render.watch._RETRY_S", 0.1)
    stage.errors = [EncodeError("the encoder failed")]
    stage.outcomes = (Outcome(Status.FAILED, "Ferry", "ferry.txt", "was not spoken"),)
    assert stage.watch(lambda: None, lambda: None) == ["failed", "outcome", "finished", "outcome", "finished"]
    stage.errors, stage.told, stage.outcomes = [ConfigError("wrong")], [], ()
    change = soon(lambda: write(stage.folder / "seeds" / "show.toml", 'title = "A"'))
    assert stage.watch(change) == ["failed", "noticed show.toml", "finished"]


def test_another_render_is_waited_for(stage: Stage) -> None:
    """It reports that once, and tries until the other render has ended."""
    stage.errors = [BusyError("another render is writing to this folder", where="output") for _ in range(3)]
    assert stage.watch() == ["waiting", "finished"]
    assert stage.renders == 4


def test_a_folder_that_goes_and_comes_back(stage: Stage) -> None:
    """It waits for the folder without rendering, and watches it again."""
    seeds = stage.folder / "seeds"

    aside = stage.folder / "aside"
    aside.mkdir()
    (aside / "storm.txt").write_text("A storm.")
    told = stage.watch(
        soon(lambda: seeds.rename(stage.folder / "away")),
        soon(lambda: aside.rename(seeds)),
        soon(lambda: write(seeds / "ferry.txt", "The ferry.")),
        pace=Pace(poll_s=3600, settle_s=0.02),
    )
    assert told == [
        *("finished", "noticed ferry.txt", "waiting", "noticed storm.txt", "finished"),
        *("noticed ferry.txt", "finished"),
    ]


def journal(stage: Stage, *arguments: str) -> list[str]:
    """Return what the command prints; Ctrl-C ends the watch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("audiocast.render.watch.watch", _stopping(stage))
        result = CliRunner().invoke(app, ["watch", *arguments], catch_exceptions=False)
    assert result.exit_code == 130, result.output
    return [re.sub(r"\(\d+\.\d s\)", "(0 s)", line) for line in result.output.splitlines() if line]


def _stopping(stage: Stage) -> Callable[..., None]:
    """A watch that goes through the acts, and then is stopped by Ctrl-C."""
    real = watch.watch

    def stopping(request: Request, *, pace: Pace, listen: Listener) -> None:
        def both(news: News) -> None:
            listen(news)
            stage.listen(news)

        assert pace == Pace()
        try:
            real(request, pace=PACE, listen=both)
        except _EnoughError:
            raise KeyboardInterrupt from None

    return stopping


def test_the_command_prints_a_line_an_event(stage: Stage) -> None:
    """Articles that are unchanged are not printed again."""
    seeds = stage.folder / "seeds"
    (stage.folder / "output").mkdir()
    photos = Outcome(Status.SKIPPED, "Photos", "photos.txt", 'not in "Audio Sources"')
    empty = Outcome(Status.FAILED, "", "empty.txt", "empty.txt: is empty. Write an article into it.")
    ferry = Outcome(Status.RENDERED, "Ferry", "ferry.txt", duration_ms=83_400, length=654_321)
    stage.outcomes = (photos, empty, ferry)

    def many() -> None:
        for number in range(5):
            (seeds / f"{number}.txt").write_text("x")
        stage.outcomes = (photos, empty, *(Outcome(Status.SKIPPED, f"S{n}", f"{n}.txt", "no") for n in range(12)))

    def broken() -> None:
        (seeds / "show.toml").write_text("titl = 1")
        stage.errors = [ConfigError("there is no key 'titl'", where="show.toml:1", hint="Correct it")]

    stage.acts = [many, broken]
    feed = Path("output") / "feed.xml"
    assert journal(stage) == [
        "watching   seeds, publishing to output",
        "audiocast: empty.txt: is empty. Write an article into it.",
        "rendered   Ferry (1:23 min, 0.7 MB)",
        'skipped    Photos (not in "Audio Sources")',
        f"published  1 episode in {feed}: 1 rendered, 1 skipped, 1 failed (0 s)",
        "changed    0.txt, 1.txt, 2.txt and 2 more",
        *(f"skipped    S{number} (no)" for number in range(10)),
        "skipped    and 2 more",
        f"published  1 episode in {feed}: 13 skipped, 1 failed (0 s)",
        "changed    show.toml",
        "audiocast: show.toml:1: there is no key 'titl'. Correct it.",
    ]


@pytest.mark.parametrize(("arguments", "category"), [((), None), (("--category", ""), "")])
def test_the_category_is_the_shows_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], category: str | None
) -> None:
    """An empty category selects all articles."""
    asked: list[Request] = []
    monkeypatch.setattr("audiocast.render.watch.watch", lambda request, **_: asked.append(request))
    assert CliRunner().invoke(app, ["watch", str(tmp_path), *arguments]).exit_code == 0
    assert [request.category for request in asked] == [category]


def test_quiet_says_only_what_failed(stage: Stage) -> None:
    """The same error is printed once."""
    (stage.folder / "output").mkdir()
    stage.outcomes = (Outcome(Status.SKIPPED, "Photos", "photos.txt", "no"),)
    stage.errors = [EncodeError("the encoder failed"), EncodeError("the encoder failed")]
    stage.acts = [lambda: None, lambda: None]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("audiocast.render.watch._RETRY_S", 0.05)
        assert journal(stage, "--quiet") == ["audiocast: the encoder failed."]


@pytest.mark.parametrize("arguments", [["nowhere"], ["--poll", "0"], ["--settle", "-1"], ["-q", "-v"]], ids=" ".join)
@pytest.mark.usefixtures("stage")
def test_wrong_usage(arguments: list[str]) -> None:
    """A folder that has never existed is an error; the watcher does not wait for it."""
    assert CliRunner().invoke(app, ["watch", *arguments]).exit_code == 2


def test_ctrl_c_ends_the_waiting(stage: Stage) -> None:
    """It ends at once, whatever watchfiles does."""
    with pytest.raises(KeyboardInterrupt):
        stage.watch(soon(lambda: signal.raise_signal(signal.SIGINT)), pace=Pace(poll_s=3600))


def test_a_service_from_start_to_end(tmp_path: Path, write_article: Callable[..., Path]) -> None:
    """A real process renders, notices a new article, and ends with SIGTERM without unfinished files."""
    write_article("ferry.txt", "The ferry ran late.")
    command = [sys.executable, "-m", "audiocast", "watch", "articles", "--voice", "tone", "-j", "1", "--settle", "0.1"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = iter(process.stdout.readline, "")
        assert any(line.startswith("published  1 episode in") for line in lines)
        write_article(".storm.txt", "A storm came.", title="Storm").rename(tmp_path / "articles" / "storm.txt")
        assert next(lines) == "changed    storm.txt\n"
        assert re.fullmatch(r"rendered   Storm \(0:0\d min, \d\.\d MB\)\n", next(lines))
        feed = Path("output") / "feed.xml"
        assert next(lines).startswith(f"published  2 episodes in {feed}: 1 rendered, 1 unchanged (")
        process.terminate()
        assert process.wait(SECONDS) == 0
        assert process.stderr.read() == "audiocast: stopped. All finished work is saved.\n"
    left = [path.name for path in (tmp_path / "output").rglob(".*") if path.name.startswith(".staging")]
    assert left == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_the_unit_in_the_readme(tmp_path: Path, project: Path) -> None:
    """What users copy is understood by systemd, each line of it."""
    (text,) = re.findall(r"```ini\n(.*?)```", (project / "docs" / "service.md").read_text(encoding="utf-8"), re.DOTALL)
    program = "%h/podcast/.venv/bin/audiocast"
    assert f"ExecStart={program} watch\n" in text
    unit = tmp_path / "audiocast.service"
    unit.write_text(text.replace(program, sys.executable))
    command = ["systemd-analyze", "verify", "--user", "--man=no", str(unit)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    )
    assert (done.returncode, done.stderr) == (0, "")
