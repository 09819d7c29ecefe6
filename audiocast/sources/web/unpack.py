"""Decompress an answer, within a limit of size."""

from __future__ import annotations

import zlib
from itertools import chain
from typing import TYPE_CHECKING

from audiocast.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
_GZIP, _ZLIB, _BARE = 31, 15, -15
_NO_ARTICLE = "Check that it is the page of an article"
_HEAD_BYTES = 2
"""The length of the head of a zlib frame."""
_DEFLATE = 8
"""The low half of the first byte of a zlib frame."""


def collect(chunks: Iterable[bytes], *, encoding: str, most: int, where: str) -> bytes:
    """Return all chunks together, decompressed.

    Args:
        chunks: The chunks as they are received; reading stops when the limit is exceeded.
        encoding: The value of `Content-Encoding`.
        most: The largest number of bytes, both compressed and decompressed.
        where: The address, for the error.

    Raises:
        SourceError: The answer is too large, damaged, or compressed in a way that was not requested.
    """
    encoding = encoding.strip().lower()
    limited = _limited(chunks, most, where)
    if encoding in ("", "identity"):
        return b"".join(limited)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        what = f"is compressed as {encoding[:50]!r}, which was not requested"
        raise SourceError(what, where=where, hint="Tell the operator of the server")
    try:
        return _unpacked(limited, most, where, gzip="gzip" in encoding)
    except zlib.error as error:
        raise SourceError(f"is damaged ({error})", where=where, hint="Try again later") from error


def _limited(chunks: Iterable[bytes], most: int, where: str) -> Iterator[bytes]:
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > most:
            raise SourceError(f"is too large (more than {most:,} bytes)", where=where, hint=_NO_ARTICLE)
        yield chunk


def _unpacked(chunks: Iterator[bytes], most: int, where: str, *, gzip: bool) -> bytes:
    begin = b""
    while len(begin) < _HEAD_BYTES and (chunk := next(chunks, b"")):
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
                what = f"is too large when decompressed (more than {most:,} bytes)"
                raise SourceError(what, where=where, hint=_NO_ARTICLE)
            # After the end there may be another gzip member, or padding.
            rest = unpacker.unused_data.lstrip(b"\0") if unpacker.eof else b""
    if not unpacker.eof:
        raise SourceError("is incomplete", where=where, hint="Try again later")
    return bytes(content)
