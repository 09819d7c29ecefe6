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

    from audiocast.render.context import RenderContext

_NOTES = ".cover.json"
_FORMAT = 1


def cover(context: RenderContext) -> Enclosure:
    """Return the show's picture. It is drawn, or fitted, when it is not there or damaged."""
    path = context.request.output / context.cover

    def make() -> bytes:
        from audiocast.publishing.artwork import cover  # noqa: PLC0415 - drawing is rare, and its import slow

        return cover.fit(context.image, where=context.show.image) if context.image else _drawn(context, cover.SHOW_SIZE)

    return Enclosure(context.cover, _keep(context, path, make), "image/jpeg")


def thumbnail(context: RenderContext) -> Path:
    """Return where the small picture is. It is made when it is not there or damaged."""
    path = context.request.output / context.cover.replace("cover-", "thumbnail-")

    def make() -> bytes:
        from audiocast.publishing.artwork import cover  # noqa: PLC0415 - as above

        large = context.request.output / context.cover
        return cover.small(large.read_bytes()) if context.image else _drawn(context, cover.TAG_SIZE)

    _keep(context, path, make)
    return path


def _keep(context: RenderContext, path: Path, make: Callable[[], bytes]) -> int:
    """Make a picture when it is not there or damaged, and note what it is; return its length in bytes."""
    notes = _read(path.with_name(_NOTES))
    content = _content(path)
    is_known = path.name in notes
    if content and context.request.verify and is_known and notes[path.name] != _sum(content):
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


def _drawn(context: RenderContext, size: int) -> bytes:
    from audiocast.publishing.artwork import cover  # noqa: PLC0415 - as above

    show = context.show
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
