"""Keep the show's picture, and a small one for pages and tags.

Their names hang on what the user decides: title, colors, or a picture of his own. So they stay as they are when a new
version of the program draws in another way. What they were is noted in `.cover.json`, which is private: a picture that
was damaged is told from one that an older version drew.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.config.palette import choose
from audiocast.model.episode import Enclosure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.render.plan import Studio

_NOTES = ".cover.json"
_FORMAT = 1


def cover(studio: Studio) -> Enclosure:
    """Return the show's picture. It is drawn, or fitted, when it is not there or damaged."""
    path = studio.request.output / studio.cover

    def make() -> bytes:
        from audiocast.publishing.artwork import cover  # noqa: PLC0415 - drawing is rare, and its import slow

        return cover.fit(studio.image, where=studio.show.image) if studio.image else _drawn(studio, cover.SHOW_SIZE)

    return Enclosure(studio.cover, _keep(studio, path, make), "image/jpeg")


def thumbnail(studio: Studio) -> Path:
    """Return where the small picture is. It is made when it is not there or damaged."""
    path = studio.request.output / studio.cover.replace("cover-", "thumbnail-")

    def make() -> bytes:
        from audiocast.publishing.artwork import cover  # noqa: PLC0415 - as above

        large = studio.request.output / studio.cover
        return cover.small(large.read_bytes()) if studio.image else _drawn(studio, cover.TAG_SIZE)

    _keep(studio, path, make)
    return path


def _keep(studio: Studio, path: Path, make: Callable[[], bytes]) -> int:
    """Make a picture when it is not there or damaged, and note what it is; return its length in bytes."""
    notes = _read(path.with_name(_NOTES))
    content = _content(path)
    is_known = path.name in notes
    if content and studio.request.verify and is_known and notes[path.name] != _sum(content):
        content = b""
    if not content:
        content = make()
        atomic.replace(path, content)
        is_known = False
    if not is_known:
        # Of the show's picture and the small one, which have one name but for its beginning.
        others = {name: told for name, told in notes.items() if name.partition("-")[2] == path.name.partition("-")[2]}
        told = {"format": _FORMAT, "sums": {**others, path.name: _sum(content)}}
        atomic.replace(path.with_name(_NOTES), (json.dumps(told, indent=1, sort_keys=True) + "\n").encode())
    return len(content)


def _content(path: Path) -> bytes:
    """Return a picture that is there from its first mark to its last, else nothing."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return b""
    return content if content.startswith(b"\xff\xd8") and content.endswith(b"\xff\xd9") else b""


def _drawn(studio: Studio, size: int) -> bytes:
    from audiocast.publishing.artwork import cover  # noqa: PLC0415 - as above

    show = studio.show
    return cover.draw(show.title, palette=choose(show.title, show.palette), size=size)


def _read(path: Path) -> dict[str, str]:
    """Return the checksums of pictures by their names; none when nobody noted them, or the note is damaged."""
    try:
        notes = json.loads(path.read_bytes())
        return {str(name): str(told) for name, told in notes["sums"].items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
