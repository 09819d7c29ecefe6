"""Rules about the MP3 of an episode: frames, loudness and tag."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audiocast.check import mpeg
from audiocast.check.verdict import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.check.material import Part

_SECOND_MS = 1000
_LOUDNESS, _TOLERANCE = -16.0, 1.0
_HIGHEST_PEAK = -1.0
_MOST_TAG = 1_000_000
_MOST_PICTURE = 300_000
_ID3V23 = 3
_NEAR_MS = 50


# ---------------------------------------------------------------- frames


def frames(part: Part) -> Iterator[str]:
    """Check that the MP3 has only whole frames."""
    media = part.media
    try:
        found = mpeg.walk(media)
    except UnreadableError:
        yield f"{part.file} has no MP3 frame"
        return
    if found.stray:
        yield f"{found.stray} bytes are outside of all frames, the first of them at {found.stray_at}"
    if found.cut > 0:
        yield f"the last frame lacks {found.cut} bytes"
    if found.announced and found.announced != found.count:
        yield f"its header says {found.announced} frames, but it has {found.count}"


def constant(part: Part) -> Iterator[str]:
    """Check that players can seek in the MP3."""
    found = part.frames
    if len(found.bitrates) > 1 and not found.header:
        yield f"its bit rate changes ({', '.join(map(str, sorted(found.bitrates)))} kb/s), and no Xing header says how"


def duration(part: Part) -> Iterator[str]:
    """Check that the MP3 has the duration that the feed says."""
    if part.item.seconds is not None and abs(part.item.seconds * 1000 - part.frames.duration_ms) > _SECOND_MS:
        yield f"the feed says {part.item.seconds} s, its frames last {part.frames.duration_ms / 1000:.1f} s"


# ---------------------------------------------------------------- sound


def decodes(part: Part) -> Iterator[str]:
    """Check that the MP3 decodes without errors."""
    if not part.folder.listen:
        raise UnreadableError("--fast was given")
    _ = part.media
    try:
        _ = part.heard
        found = part.frames
    except UnreadableError as error:
        yield str(error)
        return
    if found.damaged:
        yield f"{found.damaged} of its frames are damaged, the first at byte {found.damaged_at}"
    if found.stray:
        yield f"the decoder skips {found.stray} bytes that are outside of all frames"


def loudness(part: Part) -> Iterator[str]:
    """Check that the MP3 is as loud as other podcasts."""
    lufs = part.heard.lufs
    if not abs(lufs - _LOUDNESS) <= _TOLERANCE:
        yield f"its loudness is {lufs:.1f} LUFS; podcasts usually have {_LOUDNESS:.0f}"


def peak(part: Part) -> Iterator[str]:
    """Check that the peaks are below -1 dB."""
    if part.heard.peak_db > _HIGHEST_PEAK:
        yield f"its true peak is {part.heard.peak_db:.1f} dB; the maximum is {_HIGHEST_PEAK:.0f}"


# ---------------------------------------------------------------- tag


def tag(part: Part) -> Iterator[str]:
    """Check that the tag is ID3v2.3."""
    _ = part.media
    try:
        version = part.tag.version
    except UnreadableError as error:
        yield f"it has {error}"
        return
    if version != _ID3V23:
        yield f"its tag is ID3v2.{version}"


def tag_fields(part: Part) -> Iterator[str]:
    """Check that the tag has the title, the author and the show."""
    for name, what in (("TIT2", "title"), ("TPE1", "author"), ("TALB", "show")):
        if not part.tag.text(name).strip():
            yield f"its tag has no {what} ({name})"


def tag_title(part: Part) -> Iterator[str]:
    """Check that the title in the tag is the title in the feed."""
    title = part.tag.text("TIT2")
    if title and title != part.item.name:
        yield f"its tag has the title {title!r}"


def tag_size(part: Part) -> Iterator[str]:
    """Check that the tag is small."""
    if part.tag.length > _MOST_TAG:
        yield f"its tag has {part.tag.length} bytes"
    pictures = sum(map(len, part.tag.all("APIC")))
    if pictures > _MOST_PICTURE:
        yield f"its picture has {pictures} bytes"


def tag_chapters(part: Part) -> Iterator[str]:
    """Check that the chapters in the tag are in order and inside the audio."""
    chapters, end = part.tag.chapters, part.frames.duration_ms
    for chapter in chapters:
        if not chapter.start_ms < chapter.end_ms <= end + _NEAR_MS:
            yield f"{chapter.title!r} goes from {_s(chapter.start_ms)} to {_s(chapter.end_ms)} of {_s(end)} s"
    if any(one.start_ms >= other.start_ms for one, other in pairwise(chapters)):
        yield "they are not in the order of time"


def tag_contents(part: Part) -> Iterator[str]:
    """Check that the tag has one list of all its chapters."""
    if not part.tag.chapters and not part.tag.contents:
        return
    tops = [each for each in part.tag.contents if each.top]
    if len(tops) != 1 or not tops[0].ordered:
        yield f"it has {len(tops)} ordered lists at the top instead of one"
        return
    lists = {each.id: each.children for each in part.tag.contents}
    listed = [child for each in tops[0].children for child in lists.get(each, (each,))]
    if listed != [chapter.id for chapter in part.tag.chapters]:
        yield "its list does not name the chapters in their order"


def _s(ms: int) -> str:
    return f"{ms / 1000:.1f}"
