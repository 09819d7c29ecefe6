"""Define the errors that audiocast reports.

AudiocastError
├── ConfigError            a setting, a voice or the lexicon is wrong
├── SourceError            a document can't be found, read or understood
├── NormalizeError         the spoken text lost a fact of the written text
├── NothingToSayError      an article has no text that can be spoken
├── EngineError            an utterance could not be synthesized
│   ├── UnknownEngineError no such engine, or its package is missing
│   └── UnknownVoiceError  the engine has no such voice
├── EncodeError            the sound could not be joined, levelled or encoded
├── ClusterError           the cluster can't be reached, or its workers can't do the work
└── PublishError           the output folder, the catalog or the feed can't be read or written
    ├── BusyError          another render is writing to the output folder
    └── RefusedError       another show, or a file that audiocast did not make, would be lost

The command line prints an error once, as `audiocast: <where>: <what is wrong>. <what to do>.`

Readers, engines and servers are foreign code, and may raise any exception. `translated` wraps each call of them.
"""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator

_LONGEST_MESSAGE = 300


class AudiocastError(Exception):
    """An error with its place and a hint.

    Args:
        what: What is wrong: one sentence without the full stop.
        where: The file, with its line if that is known; or the voice, the engine or the address.
        hint: What to do: one sentence without the full stop.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Return `<where>: <what is wrong>. <what to do>.`, without the parts that are empty."""
        place = f"{self.where}: " if self.where else ""
        end = "" if self.hint.endswith("?") else "."
        hint = f" {self.hint}{end}" if self.hint else ""
        return f"{place}{self.what}.{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        """Keep all parts and notes when the error is sent to another process."""
        return (_rebuild, (type(self), self.what, self.where, self.hint), self.__dict__)


def _rebuild(kind: type[AudiocastError], what: str, where: str, hint: str) -> AudiocastError:
    return kind(what, where=where, hint=hint)


def unexpected(
    error: BaseException, kind: type[AudiocastError], doing: str, *, where: str, hint: str = ""
) -> AudiocastError:
    """Return an AudiocastError for an unexpected exception, with the traceback as a note.

    Args:
        error: The exception.
        kind: The class of the result.
        doing: What failed, as the beginning of a sentence: "the reader of text/html failed".
        where: The file, the address, the voice or the engine.
        hint: What to do about it.
    """
    details = traceback.TracebackException.from_exception(error)  # gives the message even when str(error) raises
    message = " ".join("".join(each if each.isprintable() else " " for each in str(details)).split())
    if len(message) > _LONGEST_MESSAGE:
        message = f"{message[:_LONGEST_MESSAGE]}…"
    reason = f"{type(error).__name__}: {message}" if message else type(error).__name__
    result = kind(f"{doing} ({reason})", where=where, hint=hint)
    result.add_note("".join(details.format()).rstrip())
    return result


@contextmanager
def translated(kind: type[AudiocastError], doing: str, *, where: str, hint: str = "") -> Iterator[None]:
    """Turn any exception that is raised inside into an AudiocastError (see `unexpected`)."""
    try:
        yield
    except AudiocastError:
        raise
    except (Exception, SystemExit) as error:
        raise unexpected(error, kind, doing, where=where, hint=hint) from error


def log_traceback(error: BaseException, log: logging.Logger) -> None:
    """Log the traceback of an unexpected error; `--verbose` shows it."""
    for note in getattr(error, "__notes__", ()):
        log.info("%s", note)


class ConfigError(AudiocastError):
    """A setting, a voice or the lexicon is wrong."""


class SourceError(AudiocastError):
    """A document can't be found, read or understood."""


class NormalizeError(AudiocastError):
    """The spoken text lost a number, a currency or a name of the written text."""


class NothingToSayError(AudiocastError):
    """An article has no text that a voice can speak."""


class EngineError(AudiocastError):
    """An utterance could not be synthesized, or the sound is wrong."""


class UnknownEngineError(EngineError):
    """There is no such engine, or a package or a file that it needs is missing."""


class UnknownVoiceError(EngineError):
    """The engine has no voice with that id."""


class EncodeError(AudiocastError):
    """The sound could not be joined, levelled, encoded or tagged."""


class ClusterError(AudiocastError):
    """The cluster can't be reached, or its workers can't do the work."""


class PublishError(AudiocastError):
    """The output folder, the catalog or the feed can't be read or written."""


class BusyError(PublishError):
    """Another render is writing to the output folder, so this one has done nothing."""


class RefusedError(PublishError):
    """Another show, or a file that audiocast did not make, would be lost, so nothing was done."""
