"""Draw the show's picture, and a small one for pages and tags, when they are missing or damaged.

Their names depend on what the user decides: the title, the colors, or a picture of the user's own. So they stay when a
new version of the program draws in another way. `.cover.json`, which is not published, has their checksums, to find
damage.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.config.palette import choose
from audiocast.model.episode import Enclosure
from audiocast.publishing import artwork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.render.context import RenderContext

_NOTES = ".cover.json"
_FORMAT = 1


def cover(context: RenderContext) -> Enclosure:
    """Return the show's picture. Draw it, or fit the user's own, when it is missing or damaged."""
    path = context.request.output / context.cover

    def make() -> bytes:
        if context.image:
            return artwork.cover.fit(context.image, where=context.show.image)
        return _drawn(context, artwork.cover.SHOW_SIZE)

    return Enclosure(context.cover, _keep(context, path, make), "image/jpeg")


def thumbnail(context: RenderContext) -> Path:
    """Return the file of the small picture. Make it when it is missing or damaged."""
    path = context.request.output / context.cover.replace("cover-", "thumbnail-")

    def make() -> bytes:
        large = context.request.output / context.cover
        return artwork.cover.small(large.read_bytes()) if context.image else _drawn(context, artwork.cover.TAG_SIZE)

    _keep(context, path, make)
    return path


def _keep(context: RenderContext, path: Path, make: Callable[[], bytes]) -> int:
    """Make a picture when it is missing or damaged, and record its checksum; return its length in bytes."""
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
        # The names of the two pictures differ only in the part before the hyphen. Older pictures are dropped.
        identity = path.name.partition("-")[2]
        sums = {name: known for name, known in notes.items() if name.partition("-")[2] == identity}
        sums[path.name] = _sum(content)
        atomic.write_state(path.with_name(_NOTES), _FORMAT, {"sums": dict(sorted(sums.items()))})
    return len(content)


def _content(path: Path) -> bytes:
    """Return the content of a complete JPEG file, or b"" when it is missing or incomplete."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return b""
    return content if content.startswith(b"\xff\xd8") and content.endswith(b"\xff\xd9") else b""


def _drawn(context: RenderContext, size: int) -> bytes:
    show = context.show
    return artwork.cover.draw(show.title, palette=choose(show.title, show.palette), size=size)


def _read(path: Path) -> dict[str, str]:
    """Return the recorded checksums of pictures by their names; {} when the record is missing or damaged."""
    try:
        sums = atomic.read_state(path, _FORMAT)["sums"]
        return {str(name): str(known) for name, known in sums.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
