"""When is there something new to render?

The system wakes the watcher when something changes (watchfiles); what it then sees, not what it was told, decides. So
nothing is missed where the system says too little, as of a network drive or of a folder that was replaced, and nothing
is done where it says too much, as of an editor's temporary files.
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import watchfiles

from audiocast.config import load
from audiocast.errors import (
    AudiocastError,
    BusyError,
    ConfigError,
    RefusedError,
    SourceError,
    log_traceback,
    translated,
)
from audiocast.render import admission
from audiocast.render.outcome import Outcome, Progress, Status
from audiocast.render.run import Report, render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import NoReturn

    from audiocast.render.context import Request

_log = logging.getLogger(__name__)

_HINT = "Report it: `--verbose` shows where that happened"
# What editors, browsers and copying programs write before they rename.
_UNFINISHED = ("~", ".tmp", ".part", ".crdownload", ".swp")
# How long to wait for a folder that does not come to rest, before what is there is taken as it is.
_RESTLESS_S = 60.0
# How often to ask whether another render has ended.
_BUSY_S = 2.0
# After a failure whose cause may pass without a change, such as a full disk.
_RETRY_S = 300.0
# How often to look where the system can't tell of changes at all.
_DEAF_S = 5.0
# How often to see whether what is watched is still the same folder, and how long watchfiles waits for a change to end.
_ROUND_MS, _STEP_MS = 1000, 100

# Of each file that matters: when it was written, its length, and which file it is.
_View = dict[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look.

    Attributes:
        poll_s: So often, even when the system tells of no change.
        settle_s: A change is taken once nothing else has changed for so long.
    """

    poll_s: float = 60.0
    settle_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Noticed:
    """These files came, went or changed."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing can be done just now, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A render ended with an error."""

    error: AudiocastError


@dataclass(frozen=True, slots=True)
class Finished:
    """A render came to its end."""

    report: Report
    seconds: float


News = Noticed | Waiting | Failed | Finished | Outcome | Progress


class Listener(Protocol):
    """Who is told how it goes."""

    def __call__(self, news: News, /) -> None:
        """Take note."""
        ...


def watch(request: Request, *, pace: Pace, listen: Listener) -> NoReturn:
    """Render now, and again whenever articles, settings, voices or lexicon have changed, until the process is stopped.

    What fails is told, and tried again after a change; where no change may be needed, after a while.

    Raises:
        RefusedError: The output folder holds another show.
    """
    try:
        settings, _ = admission.admit(request)
    except RefusedError:
        raise
    except AudiocastError:  # the first render tells of it
        settings = request
    lookout = _Lookout(settings, pace, listen)
    seen = lookout.look()
    while True:
        well = _render(request, listen)
        now = lookout.wait(seen, at_most=float("inf") if well else _RETRY_S)
        if now != seen:
            listen(Noticed(lookout.differences(seen, now)))
        seen = now


def _render(request: Request, listen: Listener) -> bool:
    """Whether nothing failed that might go well without a change of what is watched."""
    waits = False
    while request.source.exists():
        began = time.monotonic()
        try:
            with translated(AudiocastError, "the render failed", where=str(request.source), hint=_HINT):
                report = render(request, listen=listen)
        except BusyError as error:
            if not waits:
                listen(Waiting(str(error)))
            waits = True
            time.sleep(_BUSY_S)
        except AudiocastError as error:
            log_traceback(error, _log)
            listen(Failed(error))
            return isinstance(error, ConfigError | SourceError | RefusedError)
        else:
            listen(Finished(report, time.monotonic() - began))
            return all(outcome.status is not Status.FAILED for outcome in report.outcomes)
    listen(Waiting(f"{request.source} is gone. It is rendered again when it is back."))
    return True


class _Lookout:
    """Sees what a render depends on, and waits until that changes."""

    def __init__(self, request: Request, pace: Pace, listen: Listener) -> None:
        self._source = request.source
        self._settings = request.settings
        self._pace = pace
        self._listen = listen
        self._top = f"{(self._source if self._source.is_dir() else self._source.parent).resolve()}{os.sep}"
        # What a render writes is no news, where it is written into the folder of the articles.
        output = request.output.resolve()
        self._output = "" if self._source.resolve().is_relative_to(output) else f"{output}{os.sep}"
        self._told_of: dict[Path, tuple[int, int]] = {}
        self._changes: Iterator[set[watchfiles.main.FileChange]] | None = None

    def look(self) -> _View:
        """All files that matter, as they are now."""
        view: _View = {}
        for root in self._roots():
            if root.is_dir():
                view |= self._inside(str(root))
            else:
                with suppress(OSError):  # it went just now: that is how it looks
                    view[str(root)] = _seen(root.stat())
        return view

    def _inside(self, folder: str) -> _View:
        """Like `sources.find`, of whatever kind, and without what is not finished."""
        view: _View = {}
        with suppress(OSError), os.scandir(folder) as entries:  # as above
            for entry in entries:
                if not self._matters(entry.path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    view |= self._inside(entry.path)
                    continue
                with suppress(OSError):  # a link to nowhere
                    view[entry.path] = _seen(entry.stat())
        return view

    def differences(self, before: _View, after: _View) -> tuple[str, ...]:
        """What does not look the same, articles as they are called in reports."""
        changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        return tuple(path.removeprefix(self._top).replace(os.sep, "/") for path in changed)

    def wait(self, seen: _View, *, at_most: float) -> _View:
        """How it looks once it is different and at rest, or after so many seconds."""
        end = time.monotonic() + at_most
        while True:
            now = self.look()
            if now != seen:
                now = self._settled(now)
            if now != seen or time.monotonic() > end:
                return now
            self._doze(min(end, time.monotonic() + self._pace.poll_s))

    def _settled(self, now: _View) -> _View:
        """How it looks when nothing has changed for a moment: what is still being written is not read."""
        end = time.monotonic() + _RESTLESS_S
        while True:
            time.sleep(self._pace.settle_s)
            later = self.look()
            if later == now or time.monotonic() > end:
                return later
            now = later

    def _doze(self, end: float) -> None:
        """Until the system tells of a change, or the time has come."""
        while time.monotonic() < end:
            roots = self._roots()
            replaced = roots != self._told_of
            if replaced:
                self._subscribe(roots)
            if self._changes is None:
                end = min(end, time.monotonic() + _DEAF_S)
                time.sleep(min(1.0, max(0.0, end - time.monotonic())))
            elif self._hear() or replaced:
                return

    def _subscribe(self, roots: dict[Path, tuple[int, int]]) -> None:
        self._told_of = roots
        self._changes = (
            watchfiles.watch(
                *roots,
                watch_filter=lambda _, path: self._matters(path),
                step=_STEP_MS,
                rust_timeout=_ROUND_MS,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            )
            if roots
            else None
        )

    def _hear(self) -> bool:
        """Whether the system tells of a change within a moment."""
        assert self._changes is not None  # noqa: S101 - as the caller saw
        try:
            return bool(next(self._changes))
        except FileNotFoundError:  # a folder went just now: the next round watches what is left
            self._told_of = {}
        except (OSError, RuntimeError) as error:  # watchfiles has a RuntimeError of its own, which it keeps private
            self._changes = None
            self._listen(Waiting(f"the system can't tell of changes ({error}): looking every {_DEAF_S:g} s instead."))
        return True

    def _roots(self) -> dict[Path, tuple[int, int]]:
        """What is watched and there, and which it is: a folder that was replaced is another."""
        source, settings = self._source, self._settings
        folder = settings if settings.is_dir() else settings.parent
        beside = () if source.is_dir() and settings == source else (folder / load.SHOW_FILE,)
        roots: dict[Path, tuple[int, int]] = {}
        voices = {path.parent for path in load.find_voices(settings).values()}
        for path in (source, *beside, *voices, *load.find_lexicons(settings)):
            try:
                about = path.stat()
            except OSError:  # not there; it is looked for again
                continue
            roots[path.resolve()] = (about.st_dev, about.st_ino)
        return roots

    def _matters(self, path: str) -> bool:
        name = path.rpartition(os.sep)[2]
        if name.startswith(".") or name.endswith(_UNFINISHED):
            return False
        return not (self._output and f"{path}{os.sep}".startswith(self._output))


def _seen(about: os.stat_result) -> tuple[int, int, int]:
    return about.st_mtime_ns, about.st_size, about.st_ino
