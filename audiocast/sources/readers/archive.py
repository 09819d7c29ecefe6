"""Read the files in a ZIP archive (EPUB, DOCX) with limits.

A few bytes of an archive can expand to gigabytes. So the size of each file and the total are limited.
"""

from __future__ import annotations

import fnmatch
import io
import lzma
import posixpath
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audiocast.errors import SourceError

if TYPE_CHECKING:
    from audiocast.model.article import Document

_MAX_FILE = 20_000_000
_MAX_ALL = 60_000_000
_MAX_FILES = 20_000
_UNSAID = 1980
"""The first year of the format's dates; programs that store no date write it."""
_ENCRYPTED = 0x1
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, KeyError, IndexError),
)
"""Exceptions of `zipfile` for archives that are damaged, encrypted, or compressed in an unknown way."""


class Archive:
    """The files of an archive, by their paths.

    Attributes:
        date: The date of the newest file, as far as the archive has dates.

    Raises:
        SourceError: The document is not an archive, is damaged, or has too many files.
    """

    def __init__(self, document: Document) -> None:
        self._origin = document.origin
        self._left = _MAX_ALL
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(document.content))
            names = self._zip.namelist()
        except _DAMAGED as error:
            raise self._damaged("is not an archive, or is damaged") from error
        if len(names) > _MAX_FILES:
            raise self._damaged(f"contains more than {_MAX_FILES:,} files")
        self.date = self._date()
        self._names = {posixpath.normpath(name): name for name in names}
        self._folded = {_folded(path): path for path in self._names}
        if any(info.flag_bits & _ENCRYPTED for info in self._zip.infolist()):
            raise SourceError("is protected with a password", where=self._origin, hint="Save it without the password")

    def _date(self) -> datetime | None:
        """Return the date of the newest file, or None when the archive has no valid dates."""
        try:
            dates = [datetime(*info.date_time, tzinfo=UTC) for info in self._zip.infolist()]
        except ValueError:
            return None
        return max((each for each in dates if each.year > _UNSAID), default=None)

    def __contains__(self, path: str) -> bool:
        return path in self._names

    def path_of(self, path: str) -> str:
        """Return the path of a file as the archive has it; on some systems the case of letters means nothing."""
        return path if path in self._names else self._folded.get(_folded(path), path)

    def matching(self, pattern: str) -> list[str]:
        """Return the paths that match a shell pattern, sorted."""
        return sorted(path for path in self._names if fnmatch.fnmatchcase(path, pattern))

    def read(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            SourceError: There is no such file, it is damaged, or it is too large.
        """
        name = self._names.get(path)
        if name is None:
            raise self._damaged(f"has no file {path[:100]!r}")
        limit = min(_MAX_FILE, self._left)
        try:
            with self._zip.open(name) as file:
                content = file.read(limit + 1)
        except _DAMAGED as error:
            raise self._damaged(f"has a damaged file {path[:100]!r}") from error
        if len(content) > limit:
            raise SourceError(f"has a file that is too large, {path[:100]!r}", where=self._origin, hint="Remove it")
        self._left -= len(content)
        return content

    def _damaged(self, what: str) -> SourceError:
        return SourceError(what, where=self._origin, hint="Download the file again, or remove it")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def beside(path: str, reference: str) -> str:
    """Return the path of a file to which another file refers, without the fragment."""
    target = unquote(reference.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
