"""What is in a file of files (EPUB, DOCX), as far as it can be believed?

Both formats are ZIP archives. A few bytes of one can claim to be gigabytes, so every file is read with a limit, and so
is the whole.
"""

from __future__ import annotations

import io
import lzma
import posixpath
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
"""The year in which the format's time begins; programs that keep no time write it."""
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, KeyError, IndexError),
)
"""What zipfile raises for archives that are damaged, encrypted, or packed in ways it does not know."""


class Archive:
    """The files of an archive, by their paths.

    Raises:
        SourceError: It is none.
    """

    def __init__(self, document: Document) -> None:
        self._origin = document.origin
        self._left = _MAX_ALL
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(document.content))
            names = self._zip.namelist()
        except _DAMAGED as error:
            raise self._damaged("is no archive, or a damaged one") from error
        if len(names) > _MAX_FILES:
            raise self._damaged(f"holds more than {_MAX_FILES:,} files")
        self.date = self._date()
        self._names = {posixpath.normpath(name): name for name in names}

    def _date(self) -> datetime | None:
        """When the youngest of the files was made, as far as the archive says it."""
        try:
            dates = [datetime(*info.date_time, tzinfo=UTC) for info in self._zip.infolist()]
        except ValueError:
            return None
        return max((each for each in dates if each.year > _UNSAID), default=None)

    def __contains__(self, path: str) -> bool:
        return path in self._names

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            SourceError: There is no such file, it is damaged, or larger than any text.
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
            raise SourceError(f"has a file that is too large, {path[:100]!r}", where=self._origin, hint="Leave it out")
        self._left -= len(content)
        return content

    def _damaged(self, what: str) -> SourceError:
        return SourceError(what, where=self._origin, hint="Get the file again, or leave it out")


def beside(path: str, reference: str) -> str:
    """The path of what a file refers to, without the place in it."""
    target = unquote(reference.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
