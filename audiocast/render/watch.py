"""Render a show again whenever its articles, settings, voices or lexicon change.

The system reports changes, through watchfiles. The watcher then compares the time and the size of each file with those
before, and renders only if they differ. It also compares from time to time without a report, because the system reports
too little for a network drive or for a folder that was replaced. If the system reports too much, for example the
temporary files of an editor, nothing is rendered.
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
# The endings of files that editors, browsers and copying programs rename when they are complete.
_UNFINISHED = ("~", ".tmp", ".part", ".crdownload", ".swp")
# How long to wait for a folder that goes on changing, before it is rendered as it is.
_RESTLESS_S = 60.0
# How often to try again while another render is running.
_BUSY_S = 2.0
# When to try again after a failure that may pass without a change, such as a full disk.
_RETRY_S = 300.0
# How often to look when the system can't report changes.
_WITHOUT_EVENTS_S = 5.0
# How often to check that a watched folder has not been replaced, and how long watchfiles waits for a change to end.
_ROUND_MS, _STEP_MS = 1000, 100

# For each file that matters: its modification time, its length and its inode.
_View = dict[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look for changes.

    Attributes:
        poll_s: The time between two comparisons when the system reports no change.
        settle_s: How long no file may have changed before a render begins.
    """

    poll_s: float = 60.0
    settle_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Noticed:
    """Some files are new, gone or changed."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The watcher can't render now, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A render has failed."""

    error: AudiocastError


@dataclass(frozen=True, slots=True)
class Finished:
    """A render has ended."""

    report: Report
    seconds: float


News = Noticed | Waiting | Failed | Finished | Outcome | Progress


class Listener(Protocol):
    """A function that receives the news of the watcher."""

    def __call__(self, news: News, /) -> None:
        """Receive a piece of news."""
        ...


def watch(request: Request, *, pace: Pace, listen: Listener) -> NoReturn:
    """Render now, and again after every change of articles, settings, voices or lexicon, until the process is stopped.

    A failure is reported. It is tried again after a change, or, if it may pass without one, after some minutes.

    Raises:
        RefusedError: The output folder holds another show.
    """
    try:
        settings, _ = admission.admit(request)
    except RefusedError:
        raise
    except AudiocastError:  # the first render reports it
        settings = request
    watcher = _Watcher(settings, pace, listen)
    seen = watcher.look()
    while True:
        well = _render(request, listen)
        now = watcher.wait(seen, at_most=float("inf") if well else _RETRY_S)
        if now != seen:
            listen(Noticed(watcher.differences(seen, now)))
        seen = now


def _render(request: Request, listen: Listener) -> bool:
    """Render, and return whether to wait for a change: nothing failed that may pass without one."""
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
    listen(Waiting(f"{request.source} is gone. It will be rendered when it is back."))
    return True


class _Watcher:
    """Look at the files that a render depends on, and wait until they change."""

    def __init__(self, request: Request, pace: Pace, listen: Listener) -> None:
        self._source = request.source
        self._settings = request.settings
        self._pace = pace
        self._listen = listen
        self._top = f"{(self._source if self._source.is_dir() else self._source.parent).resolve()}{os.sep}"
        # The output folder does not count when it is inside the folder of the articles.
        output = request.output.resolve()
        self._output = "" if self._source.resolve().is_relative_to(output) else f"{output}{os.sep}"
        self._watched: dict[Path, tuple[int, int]] = {}
        self._changes: Iterator[set[watchfiles.main.FileChange]] | None = None

    def look(self) -> _View:
        """Return all files that matter, as they are now."""
        view: _View = {}
        for root in self._roots():
            if root.is_dir():
                view |= self._inside(str(root))
            else:
                with suppress(OSError):  # it was removed just now
                    view[str(root)] = _seen(root.stat())
        return view

    def _inside(self, folder: str) -> _View:
        """Return the files in a folder, of any kind, without those that are not complete."""
        view: _View = {}
        with suppress(OSError), os.scandir(folder) as entries:  # as above
            for entry in entries:
                if not self._matters(entry.path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    view |= self._inside(entry.path)
                    continue
                with suppress(OSError):  # a broken link
                    view[entry.path] = _seen(entry.stat())
        return view

    def differences(self, before: _View, after: _View) -> tuple[str, ...]:
        """Return the names of the files that differ; articles have the names of the report."""
        changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        return tuple(path.removeprefix(self._top).replace(os.sep, "/") for path in changed)

    def wait(self, seen: _View, *, at_most: float) -> _View:
        """Wait until files have changed and then settled, or for so many seconds; return the files."""
        end = time.monotonic() + at_most
        while True:
            now = self.look()
            if now != seen:
                now = self._settled(now)
            if now != seen or time.monotonic() > end:
                return now
            self._sleep(min(end, time.monotonic() + self._pace.poll_s))

    def _settled(self, now: _View) -> _View:
        """Wait until nothing changes any more, so that no file is read while it is written; return the files."""
        end = time.monotonic() + _RESTLESS_S
        while True:
            time.sleep(self._pace.settle_s)
            later = self.look()
            if later == now or time.monotonic() > end:
                return later
            now = later

    def _sleep(self, end: float) -> None:
        """Sleep until the system reports a change, or until that time."""
        while time.monotonic() < end:
            roots = self._roots()
            replaced = roots != self._watched
            if replaced:
                self._subscribe(roots)
            if self._changes is None:
                end = min(end, time.monotonic() + _WITHOUT_EVENTS_S)
                time.sleep(min(1.0, max(0.0, end - time.monotonic())))
            elif self._has_event(self._changes) or replaced:
                return

    def _subscribe(self, roots: dict[Path, tuple[int, int]]) -> None:
        self._watched = roots
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

    def _has_event(self, changes: Iterator[set[watchfiles.main.FileChange]]) -> bool:
        """Return whether the system reports a change within a moment."""
        try:
            return bool(next(changes))
        except FileNotFoundError:  # a folder was removed just now; the next round watches the others
            self._watched = {}
        except (OSError, RuntimeError) as error:  # watchfiles raises a private subclass of RuntimeError
            self._changes = None
            self._listen(
                Waiting(
                    f"the system can't report changes ({error}). Looking every {_WITHOUT_EVENTS_S:g} seconds instead."
                )
            )
        return True

    def _roots(self) -> dict[Path, tuple[int, int]]:
        """Return the files and folders to watch, with device and inode: a folder that was replaced has others."""
        source, settings = self._source, self._settings
        folder = settings if settings.is_dir() else settings.parent
        beside = () if source.is_dir() and settings == source else (folder / load.SHOW_FILE,)
        roots: dict[Path, tuple[int, int]] = {}
        voices = {path.parent for path in load.find_voices(settings).values()}
        for path in (source, *beside, *voices, *load.find_lexicons(settings)):
            try:
                about = path.stat()
            except OSError:  # it does not exist yet
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
