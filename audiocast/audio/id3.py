"""Write the tag of an MP3, and measure the duration of a finished MP3.

The tag is ID3v2.3, which every player reads. Beyond what mutagen does, chapters are in time order in the file, because
players that use ffmpeg list them in file order; there is no padding; and the same fields give the same bytes.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mutagen import MutagenError
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TDAT,
    TIT2,
    TLAN,
    TPE1,
    TRCK,
    TYER,
    USLT,
    WOAF,
    CTOCFlags,
    Encoding,
    PictureType,
    TextFrame,
)
from mutagen.mp3 import MP3

from audiocast.errors import EncodeError
from audiocast.model.lines import one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from audiocast.model.audio import Chapter

_NO_OFFSET = 0xFFFFFFFF
_MAX_CHILDREN = 255
_MAX_TITLE = 255  # characters, as in the feed
_MAX_LYRICS = 250_000  # characters; players download the whole tag before they play
_MAX_COMMENT = 4_000  # characters
_HEADER = 10
_LANGUAGES = dict(
    re.findall(
        r"(\w+):(\w+)",
        "ar:ara bg:bul ca:cat cs:cze cy:wel da:dan de:ger el:gre en:eng es:spa et:est eu:baq fa:per fi:fin fr:fre "
        "ga:gle he:heb hi:hin hr:hrv hu:hun id:ind is:ice it:ita ja:jpn ko:kor lt:lit lv:lav nb:nob nl:dut nn:nno "
        "no:nor pl:pol pt:por ro:rum ru:rus sk:slo sl:slv sr:srp sv:swe tr:tur uk:ukr vi:vie zh:chi",
    )
)


def write(  # noqa: PLR0913 - one field a frame
    path: Path,
    *,
    title: str,
    show: str,
    author: str = "",
    published: datetime | None = None,
    language: str = "en",
    number: int = 0,
    link: str = "",
    comment: str = "",
    lyrics: str = "",
    chapters: Sequence[Chapter] = (),
    duration_ms: int,
    cover: bytes = b"",
) -> None:
    """Replace the tags of an MP3, in place. Rename the file to its final name only after this.

    Args:
        path: The MP3.
        title: The title of the episode.
        show: The podcast's title.
        author: The author; if it is empty, the title of the show is used.
        published: The date of the article, never the time of the render: the same article must give the same bytes.
        language: A BCP 47 tag.
        number: The number of the episode in a serial show, or 0.
        link: The article's web address.
        comment: A summary.
        lyrics: The written text of the whole episode.
        chapters: The chapters, in time order.
        duration_ms: The duration of the MP3; no chapter ends after it.
        cover: A small JPEG.

    Raises:
        EncodeError: The file can't be written.
    """
    code = _LANGUAGES.get(language.partition("-")[0].lower(), "und")
    tags = ID3()
    for frame in _named_frames(title, show, author or show, number=number, published=published):
        tags.add(frame)
    tags.add(TLAN(**_text(code)))
    if link:
        tags.add(WOAF(url=quote(one_line(link), safe="/%:@!$&'()*+,;=?#~-._")))
    if comment:
        tags.add(COMM(lang=code, desc="", **_text(shortened(comment, _MAX_COMMENT))))
    if lyrics:
        tags.add(USLT(lang=code, desc="", **_text(shortened(lyrics, _MAX_LYRICS), lines=True)))
    if cover:
        tags.add(APIC(encoding=Encoding.LATIN1, mime="image/jpeg", type=PictureType.COVER_FRONT, desc="", data=cover))
    for chapter_frame in _chapter_frames(chapters, duration_ms):
        tags.add(chapter_frame)
    try:
        tags.save(path, v1=0, v2_version=3, padding=lambda _: 0)
        _sort_chapters(path)
    except (MutagenError, OSError) as error:
        raise EncodeError(f"the tags can't be written ({error})", where=str(path)) from error


def measure(path: Path) -> int:
    """Return the duration of a finished MP3 in milliseconds.

    Raises:
        EncodeError: The file can't be read, or has no sound.
    """
    try:
        info: Any = MP3(path).info
    except (MutagenError, OSError) as error:
        raise EncodeError(f"the MP3 can't be read ({error})", where=str(path)) from error
    seconds: float = info.length
    if not seconds:
        raise EncodeError("the MP3 has no sound", where=str(path))
    return round(seconds * 1000)


# ---------------------------------------------------------------- frames


def _named_frames(
    title: str, show: str, author: str, *, number: int, published: datetime | None
) -> Iterator[TextFrame]:
    yield TIT2(**_text(shortened(one_line(title), _MAX_TITLE)))
    yield TALB(**_text(show))
    yield TPE1(**_text(author))
    yield TCON(**_text("Podcast"))
    if number:
        yield TRCK(**_text(str(number)))
    if published is not None:
        yield TYER(**_text(f"{published.year:04}"))
        yield TDAT(**_text(f"{published.day:02}{published.month:02}"))


def _text(text: str, *, lines: bool = False) -> dict[str, object]:
    """Return the arguments of a text frame, in the smaller of the two encodings that ID3v2.3 has."""
    text = "\n".join(map(one_line, text.splitlines())) if lines else one_line(text)
    return {"encoding": Encoding.LATIN1 if _is_latin1(text) else Encoding.UTF16, "text": text}


def _is_latin1(text: str) -> bool:
    return all(letter <= "\xff" for letter in text)


def _chapter_frames(chapters: Sequence[Chapter], duration_ms: int) -> Iterator[CHAP | CTOC]:
    """Yield the chapters and their table of contents.

    A table has at most 255 children, so a longer one is a table of tables.
    """
    ids = []
    for number, chapter in enumerate(chapters, start=1):
        start = chapter.start_ms if number > 1 else 0
        end = min(chapter.end_ms, duration_ms)
        if start < end:
            ids.append(f"chp{number:05}")
            title = TIT2(**_text(one_line(chapter.title) or f"Chapter {number}"))
            yield CHAP(
                element_id=ids[-1],
                start_time=start,
                end_time=end,
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[title],
            )
    if not ids:
        return
    children = ids
    if len(ids) > _MAX_CHILDREN:
        parts = [ids[first : first + _MAX_CHILDREN] for first in range(0, len(ids), _MAX_CHILDREN)]
        children = [f"toc{number:05}" for number in range(1, len(parts) + 1)]
        for name, part in zip(children, parts, strict=True):
            yield CTOC(element_id=name, flags=CTOCFlags.ORDERED, child_element_ids=part, sub_frames=[])
    top = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    yield CTOC(element_id="toc", flags=top, child_element_ids=children, sub_frames=[])


# ---------------------------------------------------------------- bytes


def _sort_chapters(path: Path) -> None:
    """Put the chapter frames at the tag's end, ordered by their ids; mutagen orders them by size."""
    with path.open("r+b") as file:
        header = file.read(_HEADER)
        frames = list(_frames(file.read(_syncsafe(header[6:]))))
        frames.sort(key=_chapter_order)
        file.seek(_HEADER)
        file.write(b"".join(frames))


def _frames(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        (size,) = struct.unpack_from(">L", data, at + 4)
        yield data[at : at + _HEADER + size]
        at += _HEADER + size


def _chapter_order(frame: bytes) -> tuple[int, bytes]:
    name = frame[:4]
    if name not in {b"CTOC", b"CHAP"}:
        return 0, b""
    return (1 if name == b"CTOC" else 2), frame[_HEADER : frame.index(b"\0", _HEADER)]


def _syncsafe(data: bytes) -> int:
    return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]
