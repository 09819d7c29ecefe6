"""What do packed bytes hold, as long as that is not too much?"""

from __future__ import annotations

import zlib
from itertools import chain
from typing import TYPE_CHECKING

from audiocast.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
_GZIP, _ZLIB, _BARE = 31, 15, -15
_DEFLATE = 8
"""The low half of the first byte of a zlib frame."""


def collect(chunks: Iterable[bytes], *, encoding: str, most: int, where: str) -> bytes:
    """All chunks together, unpacked.

    Args:
        chunks: As they are sent; no more of them are taken than are needed to see that it is too much.
        encoding: What `Content-Encoding` says.
        most: Bytes, packed and unpacked.
        where: For the error.

    Raises:
        SourceError: It is too much, or damaged, or packed in a way that was not asked for.
    """
    encoding = encoding.strip().lower()
    limited = _limited(chunks, most, where)
    if encoding in ("", "identity"):
        return b"".join(limited)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(f"is packed as {encoding[:50]!r}, which was not asked for", where=where)
    try:
        return _unpacked(limited, most, where, gzip="gzip" in encoding)
    except zlib.error as error:
        raise SourceError(f"is damaged ({error})", where=where, hint="Try again later") from error


def _limited(chunks: Iterable[bytes], most: int, where: str) -> Iterator[bytes]:
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > most:
            raise SourceError(f"is too large (more than {most:,} bytes)", where=where, hint="It is no article")
        yield chunk


def _unpacked(chunks: Iterator[bytes], most: int, where: str, *, gzip: bool) -> bytes:
    begin = b""
    while len(begin) < 2 and (chunk := next(chunks, b"")):  # noqa: PLR2004 - the two bytes of a zlib frame's head
        begin += chunk
    if not begin:
        return b""
    kind = _GZIP if gzip else _ZLIB if begin[0] % 16 == _DEFLATE and int.from_bytes(begin[:2]) % 31 == 0 else _BARE
    content = bytearray()
    unpacker = zlib.decompressobj(kind)
    for chunk in chain((begin,), chunks):
        rest = chunk
        while rest:
            if unpacker.eof:
                unpacker = zlib.decompressobj(kind)
            content += unpacker.decompress(rest, most + 1 - len(content))
            if len(content) > most:
                what = f"is too large when unpacked (more than {most:,} bytes)"
                raise SourceError(what, where=where, hint="It is no article")
            # What follows the end is a further member, which gzip allows, or filling.
            rest = unpacker.unused_data.lstrip(b"\0") if unpacker.eof else b""
    if not unpacker.eof:
        raise SourceError("ends in the middle", where=where, hint="Try again later")
    return bytes(content)
