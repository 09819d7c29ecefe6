"""Remember which documents need not be read again, because all their articles are published as they were.

The index is one file in the cache folder. For each document it has the times and the size that the file system reports,
and the ids and fingerprints of its articles. A document is read again when any of these differ. All documents are read
again when a setting or the program changes. An article counts as unchanged only when its record in the catalog has the
same fingerprint, so a wrong index does no harm, and a lost or damaged one only costs time.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast import __version__, atomic, sources
from audiocast.errors import PublishError
from audiocast.render import basis, show_cache
from audiocast.sources import formats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiocast.render.context import RenderContext

_log = logging.getLogger(__name__)

# A file that changed this recently may change again without a new time, because clocks of file systems are coarse.
_SETTLED_NS = 2_000_000_000
_NO_VERSION = 0
_LAYOUT = atomic.Layout(version_key="", indent=None, sort_keys=True, end="")

Stamp = list[int]


def stamp(path: Path) -> Stamp:
    """Return the times and the size of a file, which change when its content does."""
    about = path.stat()
    return [about.st_mtime_ns, about.st_ctime_ns, about.st_size]


def open_index(context: RenderContext) -> SourceIndex:
    """Return the source index of a show."""
    request = context.request
    return SourceIndex(show_cache.source_index(request.cache, request.output), settings=_settings_checksum(context))


class SourceIndex:
    """What is known about the documents of a show without reading them.

    Args:
        path: The file of the index.
        settings: A checksum of everything else that decides what becomes of a document.
    """

    def __init__(self, path: Path, *, settings: str) -> None:
        self._path = path
        self._settings = settings
        stored = _read(path)
        self._before = stored.get(settings, {})
        # Also of a run with other settings: this is enough to see whether a document is the same.
        self._latest = next(iter(stored.values()), {})
        self._stamps: dict[str, Stamp] = {}

    def fingerprints(self, origin: str, path: Path) -> dict[str, str]:
        """Return the fingerprints of a document's articles by their ids; {} when it has to be read.

        Args:
            origin: The name of the document, as articles give it.
            path: Its file.
        """
        try:
            self._stamps[origin] = found = stamp(path)
        except (OSError, ValueError):
            return {}  # reading it reports the error
        known = self._before.get(origin)
        if not isinstance(known, list) or known[:1] != [found] or not isinstance(known[-1], dict):
            return {}
        return known[-1]

    def is_same(self, origin: str, article_id: str, fingerprint: str) -> bool:
        """Return whether a document is the same file as when an article of it was published.

        This holds across versions of the program and changes of settings.
        """
        known = self._latest.get(origin)
        if not isinstance(known, list) or not isinstance(known[-1], dict):
            return False
        return known[0] == self._stamps.get(origin) and known[-1].get(article_id) == fingerprint != ""

    def save(self, unchanged: Mapping[str, Mapping[str, str]]) -> None:
        """Write the index, if it has changed. A failure is logged.

        Args:
            unchanged: The fingerprints of articles by their ids, by document: of documents of which all articles are
                published as they are.
        """
        latest = time.time_ns() - _SETTLED_NS
        after = {
            origin: [self._stamps[origin], dict(articles)]
            for origin, articles in unchanged.items()
            if origin in self._stamps and max(self._stamps[origin][:2]) < latest
        }
        if after != self._before:
            content = {"settings": self._settings, "documents": after}
            try:
                atomic.write_state(self._path, _NO_VERSION, content, layout=_LAYOUT)
            except PublishError as error:
                _log.warning("%s All documents are read again the next time.", error)


def _read(path: Path) -> dict[str, dict[str, object]]:
    """Return the stored documents, by the settings with which they were read; {} when the file is damaged."""
    try:
        content = atomic.read_state(path)
        return {str(content["settings"]): dict(content["documents"])}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _settings_checksum(context: RenderContext) -> str:
    """Return a checksum of everything that decides what becomes of a document: settings, readers and the program."""
    show = context.show
    folder = Path(sources.__file__).parent
    readers = [(path.name, stamp(path)) for path in sorted(folder.rglob("*.py"))]
    settings = (
        *context.terms.decisive,
        context.terms.settings,
        context.lexicon.checksum,
        __version__,
        *(show.category, show.default_category),
        show.sources,
        show.max_hours,
        str(context.request.source.resolve()),
    )
    return basis.long_checksum(basis.VERSION, settings, readers, formats.versions())
