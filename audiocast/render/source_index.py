"""Which documents need not be read again?

A document is remembered, in the cache folder, when all its articles were published as they were: by the times and the
size that the file system tells of it, and with the articles' ids and fingerprints. It is read when any of those is new,
and so are all documents when anything differs that decides how they are read or spoken. An episode is only taken for
unchanged when its sidecar has that fingerprint. Losing the file loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)

_FOLDER = "plans"
# A file that has only just changed may change once more within the same tick of the clock.
_SETTLED_NS = 2_000_000_000

Stamp = list[int]


def stamp(path: Path) -> Stamp:
    """What changes when the content of a file does."""
    about = path.stat()
    return [about.st_mtime_ns, about.st_ctime_ns, about.st_size]


class SourceIndex:
    """What was remembered, and what will be.

    Args:
        cache: The cache folder.
        output: The output folder, whose show it is.
        settings: A digest of everything else that decides what a document becomes.
    """

    def __init__(self, cache: Path, output: Path, *, settings: str) -> None:
        name = hashlib.sha256(bytes(output.resolve())).hexdigest()
        self._path = cache / _FOLDER / f"{name}.json"
        self._settings = settings
        said = _read(self._path)
        self._before = said.get(settings, {})
        self._latest = next(iter(said.values()), {})
        self._stamps: dict[str, Stamp] = {}
        self._articles: dict[str, dict[str, str]] = {}
        self._doubted: set[str] = set()

    def articles(self, origin: str, path: Path) -> dict[str, str]:
        """The fingerprints of a document's articles by their ids; none when it has to be read."""
        try:
            self._stamps[origin] = seen = stamp(path)
        except (OSError, ValueError):
            return {}  # why, is told when it is read
        known = self._before.get(origin)
        if not isinstance(known, list) or known[:1] != [seen] or not isinstance(known[-1], dict):
            return {}
        return known[-1]

    def is_same(self, origin: str, article_id: str, fingerprint: str) -> bool:
        """Whether a document is the same as when an article of it was published, whoever read it and however."""
        known = self._latest.get(origin)
        if not isinstance(known, list) or not isinstance(known[-1], dict):
            return False
        return known[0] == self._stamps.get(origin) and known[-1].get(article_id) == fingerprint != ""

    def keep(self, origin: str, article_id: str, fingerprint: str) -> None:
        """Note that an article of a document is published as it is."""
        self._articles.setdefault(origin, {})[article_id] = fingerprint

    def doubt(self, origin: str) -> None:
        """Note that there is something in a document that has to be looked at the next time."""
        self._doubted.add(origin)

    def close(self) -> None:
        """Write what is to be remembered, if that is something new."""
        latest = time.time_ns() - _SETTLED_NS
        after = {
            origin: [self._stamps[origin], articles]
            for origin, articles in self._articles.items()
            if origin not in self._doubted and origin in self._stamps and max(self._stamps[origin][:2]) < latest
        }
        if after != self._before:
            content = {"settings": self._settings, "documents": after}
            try:
                atomic.replace(self._path, json.dumps(content, separators=(",", ":"), sort_keys=True).encode())
            except PublishError as error:
                _log.warning("%s. All documents are read again the next time.", error)


def _read(path: Path) -> dict[str, dict[str, object]]:
    """Return what is remembered of documents, by the settings with which they were read; nothing when it is damaged."""
    try:
        content = json.loads(path.read_bytes())
        return {str(content["settings"]): dict(content["documents"])}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
