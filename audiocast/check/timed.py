"""Read the cues of a transcript, and the chapters of a chapters file.

The readers are strict, so that players accept each file that they accept.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiocast.check.verdict import UnreadableError
from audiocast.model.audio import Cue, Word
from audiocast.publishing import transcript_reading

if TYPE_CHECKING:
    from collections.abc import Sequence

_VTT_TIMES = re.compile(r"((?:\d{2,}:)?\d\d:\d\d\.\d{3}) --> ((?:\d{2,}:)?\d\d:\d\d\.\d{3})")
_SRT_TIMES = re.compile(r"(\d\d:\d\d:\d\d,\d{3}) --> (\d\d:\d\d:\d\d,\d{3})")
_TAG = re.compile(r"<v[^>]*>|</v>|<\d\d+:\d\d:\d\d\.\d{3}>")
_SPEAKER = re.compile(r"^[^:\n]{1,40}: ")


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter of a chapters file. The end is -1 when the file has none."""

    start_ms: int
    end_ms: int
    title: str


def webvtt(content: bytes) -> tuple[Cue, ...]:
    """Return the cues of a WebVTT file."""
    blocks = _blocks(content)
    if not blocks or not re.match(r"WEBVTT(?:[ \t\n]|$)", blocks[0]):
        raise UnreadableError("the first line is not WEBVTT")
    cues = []
    for block in blocks[1:]:
        if block.startswith(("NOTE", "STYLE", "REGION")):
            continue
        lines = block.split("\n")
        first = 0 if "-->" in lines[0] else 1
        times = _VTT_TIMES.match(lines[first]) if first < len(lines) else None
        if times is None or "-->" in "".join(lines[first + 1 :]):
            raise UnreadableError(f"no times before {lines[-1][:40]!r}")
        text = html.unescape(_TAG.sub("", " ".join(lines[first + 1 :])))
        cues.append(Cue(_ms(times[1]), _ms(times[2]), _folded(text)))
    return tuple(cues)


def subrip(content: bytes) -> tuple[Cue, ...]:
    """Return the cues of an SRT file."""
    cues = []
    for number, block in enumerate(_blocks(content), 1):
        lines = block.split("\n")
        times = _SRT_TIMES.fullmatch(lines[1]) if len(lines) > 2 else None
        if times is None or lines[0] != str(number):
            raise UnreadableError(f"subtitle {number} has no number, times and text")
        cues.append(Cue(_ms(times[1]), _ms(times[2]), _folded(" ".join(lines[2:]))))
    return tuple(cues)


def transcript_json(content: bytes) -> tuple[Cue, ...]:
    """Return the segments of a JSON transcript as cues."""
    data = _object(content)
    if data.get("version") != "1.0.0" or not isinstance(data.get("segments"), list):
        raise UnreadableError('its version is not "1.0.0", or it has no list of segments')
    cues = []
    for number, segment in enumerate(data["segments"], 1):
        if not isinstance(segment, dict) or not isinstance(segment.get("body"), str):
            raise UnreadableError(f"segment {number} has no body")
        start, end = (_milliseconds(segment.get(key), f"segment {number}") for key in ("startTime", "endTime"))
        cues.append(Cue(start, end, _folded(segment["body"])))
    return tuple(cues)


def sentences(segments: Sequence[Cue], cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Return the segments of a JSON transcript joined to the sentences of WebVTT, with their words.

    A segment belongs to the sentence in which it begins. Segments that fit no sentence stay as they are.
    """
    if len(segments) == len(cues):
        return tuple(segments)
    words = [Word(segment.text, segment.start_ms, segment.end_ms) for segment in segments]
    try:
        return transcript_reading.grouped(words, [(cue.start_ms, cue.end_ms) for cue in cues])
    except ValueError:
        return tuple(segments)


def chapters_json(content: bytes) -> tuple[Mark, ...]:
    """Return the chapters of a chapters file that are in its table of contents."""
    data = _object(content)
    if not isinstance(data.get("version"), str) or not isinstance(data.get("chapters"), list):
        raise UnreadableError("it has no version, or no list of chapters")
    marks = []
    for number, chapter in enumerate(data["chapters"], 1):
        if not isinstance(chapter, dict):
            raise UnreadableError(f"chapter {number} is not a valid chapter")
        if chapter.get("toc", True):
            start = _milliseconds(chapter.get("startTime"), f"chapter {number}")
            end = chapter.get("endTime")
            title = chapter.get("title", "")
            ends = -1 if end is None else _milliseconds(end, f"chapter {number}")
            marks.append(Mark(start, ends, title if isinstance(title, str) else ""))
    return tuple(marks)


def without_speaker(text: str) -> str:
    """Return the text of a subtitle without the name of the speaker."""
    return _SPEAKER.sub("", text)


def _blocks(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not UTF-8") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return [block.strip("\n") for block in re.split(r"\n{2,}", text) if block.strip("\n")]


def _object(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"it is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise UnreadableError("it is not a JSON object")
    return data


def _milliseconds(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UnreadableError(f"{where} has no time that is a number")
    return round(value * 1000)


def _ms(clock: str) -> int:
    seconds = 0.0
    for part in clock.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)


def _folded(text: str) -> str:
    return " ".join(text.split())
