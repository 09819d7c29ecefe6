"""Write transcripts and chapters as files for podcast apps.

A cue is one sentence as it is written. An utterance that says nothing, such as an end mark, has no cue. WebVTT (which
Apple reads) and JSON have one entry for each cue; their texts joined by spaces are the text that was spoken. SRT is for
small screens: an entry has at most two lines of 32 characters, so a long sentence becomes several entries, and each
gets a part of its time by its length.
"""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from audiocast.model.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiocast.model.audio import Chapter, Cue

_VTT_WIDTH = 65
_SRT_WIDTH = 32
_SRT_LINES = 2


def to_webvtt(cues: Iterable[Cue], *, speaker: str = "") -> str:
    """Return WebVTT, with the speaker's name as a voice span when it is given."""
    voice = f"<v {_escape(one_line(speaker))}>" if one_line(speaker) else ""
    blocks = ["WEBVTT\n"]
    for start, end, text in _timed(cues):
        lines = "\n".join(_escape(line) for line in _wrap(_harmless(text), _VTT_WIDTH))
        blocks.append(f"{_clock(start, '.')} --> {_clock(end, '.')}\n{voice}{lines}\n")
    return "\n".join(blocks)


def to_srt(cues: Iterable[Cue], *, speaker: str = "") -> str:
    """Return SubRip, with the speaker's name before the first subtitle when it is given."""
    blocks: list[str] = []
    name = f"{one_line(speaker)}: " if one_line(speaker) else ""
    for start, end, text in _timed(cues):
        for first, last, lines in _shares(start, end, _wrap(_harmless(name + text), _SRT_WIDTH)):
            times = f"{_clock(first, ',')} --> {_clock(last, ',')}"
            blocks.append(f"{len(blocks) + 1}\n{times}\n" + "\n".join(lines) + "\n")
        name = ""
    return "\n".join(blocks)


def to_json(cues: Iterable[Cue], *, speaker: str = "") -> str:
    """Return the JSON transcript of the podcast namespace."""
    name = {"speaker": one_line(speaker)} if one_line(speaker) else {}
    segments = [
        {**name, "startTime": _seconds(start), "endTime": _seconds(end), "body": text}
        for start, end, text in _timed(cues)
    ]
    return _dump({"version": "1.0.0", "segments": segments})


def marks(cues: Iterable[Cue]) -> str:
    """Return one letter for each segment of the JSON transcript: the value of its cue's mark."""
    return "".join(cue.mark for cue in cues if one_line(cue.text))


def chapters_json(chapters: Iterable[Chapter]) -> str:
    """Return the chapters JSON of the podcast namespace; the first chapter begins at 0."""
    listed = [
        {
            "startTime": _seconds(chapter.start_ms if number > 1 else 0),
            "endTime": _seconds(chapter.end_ms),
            "title": one_line(chapter.title) or f"Chapter {number}",
        }
        for number, chapter in enumerate(chapters, start=1)
    ]
    return _dump({"version": "1.2.0", "chapters": listed})


def _timed(cues: Iterable[Cue]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of the cues, in order, without empty texts; each lasts at least a millisecond."""
    latest = 0
    for cue in cues:
        text = one_line(cue.text)
        if text:
            latest = max(latest, cue.start_ms)
            yield latest, max(latest + 1, cue.end_ms), text


def _shares(start: int, end: int, lines: list[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield two lines at a time, each pair with its part of the time."""
    total = sum(map(len, lines))
    spoken = 0
    for index in range(0, len(lines), _SRT_LINES):
        pair = lines[index : index + _SRT_LINES]
        first = start + (end - start) * spoken // total
        spoken += sum(map(len, pair))
        yield first, start + (end - start) * spoken // total, pair


def _wrap(text: str, width: int) -> list[str]:
    if len(text) <= width:
        return [text]
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _harmless(text: str) -> str:
    """Return a text without the arrow that separates times in WebVTT and SRT."""
    return text.replace("-->", "->")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"


def _seconds(ms: int) -> float | int:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
