"""What can go wrong.

AudiocastError
├── ConfigError            a setting, a voice or the lexicon is wrong
├── SourceError            a document can't be found, read or understood
├── NormalizeError         a fact of the written text got lost on the way to the spoken text
├── NothingToSayError      of an article nothing can be said
├── EngineError            nothing, or something wrong, was spoken
│   ├── UnknownEngineError no such engine, or its package is missing
│   └── UnknownVoiceError  the engine has no such voice
├── EncodeError            the joined sound could not be levelled or encoded
├── ClusterError           the scheduler can't be reached, or its workers can't do this work
└── PublishError           the output folder, the catalog or the feed can't be written
    ├── BusyError          another render is writing there
    └── RefusedError       another show, or a file that audiocast did not make, would be lost

Each is raised in a room with `from`, and printed once, by the command line, as
`audiocast: <where>: <what is wrong>. <what to do>`.

Readers, engines and servers are other people's code and data, and may raise anything. `translated` stands around each
call of them.
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
    """Anything audiocast can say about a failure.

    Args:
        what: What is wrong, one sentence without its final full stop.
        where: The file, and the line when known, or the voice or engine it is about.
        hint: What to do about it, one sentence without its final full stop.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """`<where>: <what is wrong>. <what to do>`, the parts that are known."""
        place = f"{self.where}: " if self.where else ""
        end = "" if self.hint.endswith("?") else "."
        hint = f" {self.hint}{end}" if self.hint else ""
        return f"{place}{self.what}.{hint}"

    def __reduce__(self) -> tuple[object, ...]:
        """Keep all parts and notes when the error goes to another process."""
        return (_rebuild, (type(self), self.what, self.where, self.hint), self.__dict__)


def _rebuild(kind: type[AudiocastError], what: str, where: str, hint: str) -> AudiocastError:
    return kind(what, where=where, hint=hint)


def unexpected(
    error: BaseException, kind: type[AudiocastError], doing: str, *, where: str, hint: str = ""
) -> AudiocastError:
    """Return one of our errors for an exception that nobody foresaw; the traceback becomes its note.

    Args:
        error: The exception.
        kind: The class of the result.
        doing: What failed, as the begin of a sentence: "the reader of text/html failed".
        where: The file, the address, the voice or the engine.
        hint: What to do about it.
    """
    told = traceback.TracebackException.from_exception(error)  # takes the text even where str(error) raises
    message = " ".join("".join(each if each.isprintable() else " " for each in str(told)).split())
    if len(message) > _LONGEST_MESSAGE:
        message = f"{message[:_LONGEST_MESSAGE]}…"
    reason = f"{type(error).__name__}: {message}" if message else type(error).__name__
    result = kind(f"{doing} ({reason})", where=where, hint=hint)
    result.add_note("".join(told.format()).rstrip())
    return result


@contextmanager
def translated(kind: type[AudiocastError], doing: str, *, where: str, hint: str = "") -> Iterator[None]:
    """Turn whatever is raised inside into one of our errors; an error of ours stays as it is. See `unexpected`."""
    try:
        yield
    except AudiocastError:
        raise
    except (Exception, SystemExit) as error:
        raise unexpected(error, kind, doing, where=where, hint=hint) from error


def log_traceback(error: BaseException, log: logging.Logger) -> None:
    """Log where an unexpected error was raised; `--verbose` shows it."""
    for note in getattr(error, "__notes__", ()):
        log.info("%s", note)


class ConfigError(AudiocastError):
    """A setting, a voice or the lexicon is wrong."""


class SourceError(AudiocastError):
    """A document can't be found, read or understood."""


class NormalizeError(AudiocastError):
    """A number, a currency or a name of the written text has no place in the spoken text."""


class NothingToSayError(AudiocastError):
    """An article holds nothing that a voice can say."""


class EngineError(AudiocastError):
    """Nothing, or something wrong, was spoken."""


class UnknownEngineError(EngineError):
    """No such engine, or a package or a file that it needs is not here."""


class UnknownVoiceError(EngineError):
    """The engine has no voice of that id."""


class EncodeError(AudiocastError):
    """The joined sound could not be levelled, encoded or tagged."""


class ClusterError(AudiocastError):
    """The scheduler can't be reached, or its workers can't do this work."""


class PublishError(AudiocastError):
    """The output folder, the catalog or the feed can't be read or written."""


class BusyError(PublishError):
    """Another render is writing to the output folder; nothing is wrong, but nothing was done."""


class RefusedError(PublishError):
    """Another show, or a file that audiocast did not make, would be lost; nothing was done."""
