"""Read the ID3 tag of an MP3.

This does not use the library that writes the tags, because it could not find a mistake of that library.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property

from audiocast.check.mpeg import tag_end
from audiocast.check.verdict import UnreadableError

_HEADER = 10
_LATIN1, _UTF16, _UTF16BE, _UTF8 = range(4)
_CODECS = {_LATIN1: "latin-1", _UTF16: "utf-16", _UTF16BE: "utf-16-be", _UTF8: "utf-8"}
_TOP, _ORDERED = 2, 1
_TIMES = ">4L"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A CHAP frame."""

    id: str
    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A CTOC frame."""

    id: str
    top: bool
    ordered: bool
    children: tuple[str, ...]


class Tag:
    """An ID3v2 tag.

    Args:
        content: The MP3.

    Raises:
        UnreadableError: It has none, or one that is damaged.
    """

    def __init__(self, content: bytes) -> None:
        self.length = tag_end(content)
        if not self.length or self.length > len(content):
            raise UnreadableError("no tag")
        self.version = content[3]
        self.frames = tuple(_frames(content[_HEADER : self.length], self.version))

    def text(self, name: str) -> str:
        """Return the text of the first frame with this name, or ""."""
        found = self.all(name)
        return _text(found[0][0], found[0][1:]) if found and found[0] else ""

    def all(self, name: str) -> list[bytes]:
        """Return the contents of all frames with this name, in the order of the file."""
        return [content for frame, content in self.frames if frame == name]

    @cached_property
    def lyrics(self) -> str:
        """The text of the lyrics."""
        found = self.all("USLT")
        if not found:
            return ""
        encoding, rest = found[0][0], found[0][4:]
        _, text = _split(rest, encoding)
        return _text(encoding, text)

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters, in the order of the file."""
        return tuple(map(self._chapter, self.all("CHAP")))

    @cached_property
    def contents(self) -> tuple[Contents, ...]:
        """The lists of chapters."""
        found = []
        for content in self.all("CTOC"):
            name, _, rest = content.partition(b"\0")
            flags, count = rest[0], rest[1]
            children = rest[2:].split(b"\0", count)[:count]
            found.append(
                Contents(
                    name.decode("latin-1"),
                    bool(flags & _TOP),
                    bool(flags & _ORDERED),
                    tuple(child.decode("latin-1") for child in children),
                )
            )
        return tuple(found)

    def _chapter(self, content: bytes) -> Chapter:
        name, _, rest = content.partition(b"\0")
        start, end, _, _ = struct.unpack_from(_TIMES, rest)
        titles = [text for frame, text in _frames(rest[struct.calcsize(_TIMES) :], self.version) if frame == "TIT2"]
        return Chapter(name.decode("latin-1"), start, end, _text(titles[0][0], titles[0][1:]) if titles else "")


def _frames(data: bytes, version: int) -> list[tuple[str, bytes]]:
    found = []
    at = 0
    while at + _HEADER <= len(data) and data[at]:
        name = data[at : at + 4].decode("latin-1")
        (size,) = struct.unpack_from(">L", data, at + 4)
        if version == 4:
            size = (size >> 24 << 21) | (size >> 16 & 0xFF) << 14 | (size >> 8 & 0xFF) << 7 | size & 0xFF
        if not name.isalnum() or at + _HEADER + size > len(data):
            raise UnreadableError("a damaged tag")
        found.append((name, data[at + _HEADER : at + _HEADER + size]))
        at += _HEADER + size
    return found


def _split(data: bytes, encoding: int) -> tuple[bytes, bytes]:
    """Return a terminated text, and the bytes after it."""
    if encoding not in {_UTF16, _UTF16BE}:
        first, _, rest = data.partition(b"\0")
        return first, rest
    for at in range(0, len(data) - 1, 2):
        if data[at : at + 2] == b"\0\0":
            return data[:at], data[at + 2 :]
    return data, b""


def _text(encoding: int, data: bytes) -> str:
    try:
        return data.decode(_CODECS[encoding]).rstrip("\0")
    except (KeyError, UnicodeDecodeError) as error:
        raise UnreadableError("a damaged text in the tag") from error
