"""List the documents of a folder, and fetch their bytes."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from audiocast.errors import SourceError
from audiocast.model.article import Document
from audiocast.sources import formats, sniffing

MAX_BYTES = 20_000_000
"""The size of 200 hours of speech; a larger file is not an article."""

_LOOKED_AT = 5000
_SETTINGS = ("show.toml", "lexicon.tsv")


@dataclass(frozen=True, slots=True)
class Found:
    """The contents of a source, each part sorted.

    Attributes:
        documents: The files that a reader can read.
        ignored: Files whose ending no reader can read, and links to folders, which are not followed.
        errors: Folders that can't be listed.
    """

    documents: tuple[Path, ...]
    ignored: tuple[Path, ...] = ()
    errors: tuple[SourceError, ...] = ()


def find(source: Path) -> Found:
    """Return the documents in a folder and its subfolders, or the one file that `source` is.

    Names that begin with a dot are skipped, and so are `show.toml` and `lexicon.tsv`.

    Raises:
        SourceError: `source` does not exist or can't be read.
    """
    try:
        mode = source.stat().st_mode
    except (OSError, ValueError) as error:
        raise SourceError(
            f"can't be found ({_reason(error)})", where=str(source), hint="Give a folder of articles, or one article"
        ) from error
    if stat.S_ISDIR(mode):
        return _walk(source)
    if not formats.is_readable(source):
        raise SourceError(
            f"no reader can read files that end in {source.suffix or 'nothing'}", where=str(source), hint=_hint()
        )
    return Found((source,))


def origin(path: Path, root: Path) -> str:
    """Return a document's path relative to `root`, or the whole path when it is elsewhere."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:  # outside of `root`
        return path.as_posix()


def fetch(path: Path, root: Path) -> Document:
    """Return a file as a document whose origin is its path relative to `root`.

    Raises:
        SourceError: It is not a file, is empty or too large, or can't be read.
    """
    place = origin(path, root)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            # To read a pipe or a device could wait forever.
            raise SourceError("is not a file", where=place, hint="Remove it or replace it with a text")
        if about.st_size > MAX_BYTES:
            raise SourceError(
                f"is too large ({about.st_size:,} bytes; {MAX_BYTES:,} is the limit)",
                where=place,
                hint="Divide it into smaller files",
            )
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise SourceError(
            f"can't be read ({_reason(error)})", where=place, hint="Check that it exists and that you may read it"
        ) from error
    if not content:
        raise SourceError("is empty", where=place, hint="Write an article into it, or remove it")
    return Document(place, formats.media_type(path), content)


def _walk(source: Path) -> Found:
    documents: list[Path] = []
    ignored: list[Path] = []
    errors: list[SourceError] = []

    def unreadable(error: OSError) -> None:
        errors.append(
            SourceError(
                f"can't be listed ({_reason(error)})",
                where=str(error.filename),
                hint="Check that you may read the folder",
            )
        )

    for name, folders, files in os.walk(source, onerror=unreadable):
        folder = Path(name)
        ignored += [folder / each for each in folders if not each.startswith(".") and (folder / each).is_symlink()]
        folders[:] = [each for each in folders if not each.startswith(".")]
        for each in files:
            path = folder / each
            if each.startswith(".") or each in _SETTINGS:
                continue
            (documents if _holds_articles(path) else ignored).append(path)
    if errors and not documents:
        raise errors[0]
    for paths in (documents, ignored):
        paths.sort(key=lambda path: path.parts)  # much faster than to compare paths
    return Found(tuple(documents), tuple(ignored), tuple(sorted(errors, key=lambda each: each.where)))


def _holds_articles(path: Path) -> bool:
    if not formats.is_readable(path):
        return False
    if not sniffing.is_uncertain(path):
        return True
    # A file of data beside the articles is no error.
    try:
        with path.open("rb") as file:
            return sniffing.names_articles(file.read(_LOOKED_AT))
    except OSError:
        return True


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _hint() -> str:
    return f"Rename it to one of {', '.join(formats.endings())} if it is such a document"
