"""Convert an episode to its catalog record and back.

A record is JSON with sorted keys, the version of its format and a checksum. The same episode gives the same bytes. A
record that an older version wrote is read as it is; fields that did not exist then are empty.
"""

from __future__ import annotations

import json
import re
import zlib
from datetime import datetime
from typing import Any

from audiocast.errors import PublishError
from audiocast.model.article import Cut
from audiocast.model.audio import Chapter
from audiocast.model.episode import Basis, Enclosure, Episode

FORMAT = 1

# The checksum is a line of its own. It is computed without this line.
_SUM = re.compile(rb'^ "sum": "([0-9a-f]{8})",\n', re.MULTILINE)


def to_json(episode: Episode) -> bytes:
    """Return the content of an episode's record, in UTF-8."""
    data = {name: _plain(getattr(episode, name)) for name in Episode.__slots__}
    for name in ("marks", "normalization"):
        if not data[name]:
            del data[name]  # so that the record of an older episode does not change
    data["format"] = FORMAT
    return dump({**data, "sum": _checksum(dump(data))})


def from_json(content: bytes, *, where: str) -> Episode:
    """Return the episode of a record.

    Raises:
        PublishError: It is damaged (the error has a cause), or a newer audiocast wrote it (the error has none).
    """
    try:
        data = json.loads(content)
        version = data["format"]
        if version == FORMAT:
            _verify(content)
            return _episode(data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise PublishError(
            f"the catalog record is damaged ({reason})",
            where=where,
            hint="Run the render again; it recovers the record from the feed and the article",
        ) from error
    raise PublishError(
        f"the catalog record has the unknown format {version!r}", where=where, hint="Use a newer version of audiocast"
    )


def is_foreign(content: bytes) -> bool:
    """Return whether a file is valid JSON without any field of a record, so that another program wrote it."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return False
    keys = data.keys() if isinstance(data, dict) else ()
    return bool(data) and not {"format", "guid", "enclosure"} & set(keys)


def dump(data: dict[str, Any]) -> bytes:
    """Return values as JSON in UTF-8 with sorted keys."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.encode("utf-8", "backslashreplace")  # a lone surrogate becomes \\udxxx, its escape in JSON


def _verify(content: bytes) -> None:
    """Compare a record with its checksum; records of older versions have none.

    Raises:
        ValueError: They differ.
    """
    # The checksum stands near the end, and a summary may be long.
    told = _SUM.match(content, content.rfind(b'\n "sum": "') + 1)
    if told and told[1].decode() != _checksum(content.replace(told[0], b"", 1)):
        raise ValueError("its checksum differs")


def _checksum(content: bytes) -> str:
    return f"{zlib.crc32(content):08x}"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, (Enclosure, Chapter, Cut, Basis)):
        return {name: getattr(value, name) for name in type(value).__slots__}
    return value


def _episode(data: dict[str, Any]) -> Episode:
    return Episode(
        id=_str(data, "id"),
        guid=_str(data, "guid"),
        published=_date(data, "published"),
        fingerprint=_str(data, "fingerprint"),
        digest=_str(data, "digest"),
        title=_str(data, "title"),
        author=_str(data, "author"),
        language=_str(data, "language"),
        link=_str(data, "link"),
        origin=_str(data, "origin"),
        categories=_strings(data, "categories"),
        summary=_str(data, "summary"),
        enclosure=_enclosure(data["enclosure"]),
        duration_ms=_int(data, "duration_ms"),
        chapters=tuple(Chapter(_str(c, "title"), _int(c, "start_ms"), _int(c, "end_ms")) for c in data["chapters"]),
        transcripts=tuple(map(_enclosure, data["transcripts"])),
        chapters_file=_enclosure(data["chapters_file"]),
        cuts=tuple(Cut(_str(cut, "rule"), _int(cut, "line"), _str(cut, "text")) for cut in data["cuts"]),
        updated=None if data["updated"] is None else _date(data, "updated"),
        season=_int(data, "season"),
        number=_int(data, "number"),
        image=None if data["image"] is None else _enclosure(data["image"]),
        waveform=_str(data, "waveform") if "waveform" in data else "",
        sounds=tuple((int(start), int(end)) for start, end in data["sounds"]) if "sounds" in data else (),
        basis=_basis(data["basis"]) if data.get("basis") else None,
        marks=_str(data, "marks") if "marks" in data else "",
        normalization=_str(data, "normalization") if "normalization" in data else "",
    )


def _basis(data: dict[str, Any]) -> Basis:
    return Basis(**{name: _str(data, name) for name in Basis.__slots__})


def _enclosure(data: dict[str, Any]) -> Enclosure:
    """Return a file of an episode. All values are checked at once: a catalog may have 50,000 files."""
    filename, length, kind, sha256 = data["filename"], data["length"], data["type"], data.get("sha256", "")
    if not (type(filename) is type(kind) is type(sha256) is str and type(length) is int):
        raise TypeError(f"a file has values of another type: {data}")
    if filename.startswith("/") or "\\" in filename or (".." in filename and ".." in filename.split("/")):
        raise ValueError(f"{filename!r} is outside the output folder")
    return Enclosure(filename, length, kind, sha256)


def _date(data: dict[str, Any], name: str) -> datetime:
    date = datetime.fromisoformat(_str(data, name))
    if date.tzinfo is None:
        raise ValueError(f"{name} has no time zone")
    return date


def _str(data: dict[str, Any], name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is not a string")
    return value


def _int(data: dict[str, Any], name: str) -> int:
    value = data[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is not an integer")
    return value


def _strings(data: dict[str, Any], name: str) -> tuple[str, ...]:
    values = tuple(data[name])
    if not all(isinstance(value, str) for value in values):
        raise TypeError(f"{name} has values that are not strings")
    return values
