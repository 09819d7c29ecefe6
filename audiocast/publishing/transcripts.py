"""Write transcripts and chapters as files for podcast apps.

A cue is one sentence as it is written. An utterance that says nothing, such as an end mark, has no cue. WebVTT (which
Apple reads) has one entry for each cue. JSON has one for each word, or one for the whole cue when the times of its
words are unknown. The texts of both, joined by spaces, are the text that was spoken. A second WebVTT file, on request,
has the times of the words inside its cues. SRT is for small screens: an entry has at most two lines of 32 characters,
so a long sentence becomes several entries. Each begins with its first word, or gets a part of the time by its length.
"""

from __future__ import annotations

import html
import json
import re
import textwrap
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from audiocast.model.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiocast.model.audio import Chapter, Cue, Word

_VTT_WIDTH = 65
_SRT_WIDTH = 32
_SRT_LINES = 2
_TAG = re.compile(r"<\d\d+:\d\d:\d\d\.\d{3}>")


def to_webvtt(cues: Iterable[Cue], *, speaker: str = "") -> str:
    """Return WebVTT, with the speaker's name as a voice span when it is given."""
    voice = f"<v {_escape(one_line(speaker))}>" if one_line(speaker) else ""
    blocks = ["WEBVTT\n"]
    for start, end, text, _ in _timed(cues):
        lines = "\n".join(_escape(line) for line in _wrap(_harmless(text), _VTT_WIDTH))
        blocks.append(f"{_clock(start, '.')} --> {_clock(end, '.')}\n{voice}{lines}\n")
    return "\n".join(blocks)


def to_word_webvtt(cues: Iterable[Cue]) -> str:
    """Return WebVTT with a time tag before each word but the first of a cue."""
    blocks = ["WEBVTT\n"]
    for start, end, text, words in _timed(cues):
        latest = start
        parts = [_escape(_harmless(words[0].text if words else text))]
        for word in words[1:]:
            # A tag must be later than the one before it, and inside the cue.
            tag = f"<{_clock(word.start_ms, '.')}>" if latest < word.start_ms < end else ""
            latest = max(latest, word.start_ms)
            parts.append(tag + _escape(_harmless(word.text)))
        blocks.append(f"{_clock(start, '.')} --> {_clock(end, '.')}\n{_lines(parts)}\n")
    return "\n".join(blocks)


def to_srt(cues: Iterable[Cue], *, speaker: str = "") -> str:
    """Return SubRip, with the speaker's name before the first subtitle when it is given."""
    blocks: list[str] = []
    name = f"{one_line(speaker)}: " if one_line(speaker) else ""
    for start, end, text, words in _timed(cues):
        lines_of_cue = _wrap(_harmless(name + text), _SRT_WIDTH)
        moments = _Moments(words, len(_bare(name))) if words else None
        for first, last, lines in _shares(start, end, lines_of_cue, moments):
            times = f"{_clock(first, ',')} --> {_clock(last, ',')}"
            blocks.append(f"{len(blocks) + 1}\n{times}\n" + "\n".join(lines) + "\n")
        name = ""
    return "\n".join(blocks)


def to_json(cues: Sequence[Cue], *, speaker: str = "") -> str:
    """Return the JSON transcript of the podcast namespace."""
    name = {"speaker": one_line(speaker)} if one_line(speaker) else {}
    segments = [
        {**name, "startTime": _seconds(first), "endTime": _seconds(last), "body": body}
        for start, end, text, words in _timed(cues)
        for body, first, last in words or ((text, start, end),)
    ]
    if not any(cue.words for cue in cues):
        return _dump({"version": "1.0.0", "segments": segments})
    # A word a line: half of the size.
    lines = ",\n".join(json.dumps(segment, ensure_ascii=False) for segment in segments)
    return f'{{"version": "1.0.0", "segments": [\n{lines}\n]}}\n'


def marks(cues: Iterable[Cue]) -> str:
    """Return one letter for each cue of the WebVTT transcript: the value of its mark."""
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


def _timed(cues: Iterable[Cue]) -> Iterator[tuple[int, int, str, tuple[Word, ...]]]:
    """Yield start, end, text and words of the cues, in order, without empty texts; each takes a millisecond or more."""
    latest = 0
    for cue in cues:
        text = one_line(cue.text)
        if text:
            latest = max(latest, cue.start_ms)
            yield latest, max(latest + 1, cue.end_ms), text, cue.words


class _Moments:
    """The times of the characters of a cue, without white space."""

    def __init__(self, words: Sequence[Word], before: int) -> None:
        """Note the words; so many characters come before the first one."""
        self._words = words
        lengths = (len(_bare(_harmless(word.text))) for word in words)
        self._places = list(accumulate(lengths, initial=before))

    def begin(self, place: int) -> int:
        """Return when the character at a place begins."""
        number = min(max(0, bisect_right(self._places, place) - 1), len(self._words) - 1)
        word, first, last = self._words[number], self._places[number], self._places[number + 1]
        return word.start_ms + (word.end_ms - word.start_ms) * max(0, place - first) // max(1, last - first)


def _shares(start: int, end: int, lines: list[str], moments: _Moments | None) -> Iterator[tuple[int, int, list[str]]]:
    """Yield two lines at a time, each pair with its time: up to the first word of the next pair, if that is known."""
    pairs = [lines[index : index + _SRT_LINES] for index in range(0, len(lines), _SRT_LINES)]
    lengths = [sum(map(len, pair)) for pair in pairs]
    bare = accumulate(sum(len(_bare(line)) for line in pair) for pair in pairs)
    first = start
    for pair, spoken, place in zip(pairs, accumulate(lengths), bare, strict=True):
        if pair is pairs[-1]:
            last = end
        elif moments:
            last = moments.begin(place)
        else:
            last = start + (end - start) * spoken // sum(lengths)
        yield first, last, pair
        first = last


def _lines(parts: Sequence[str]) -> str:
    """Return words with tags on lines of the usual width; tags are not shown and do not count."""
    lines: list[str] = []
    width = 0
    for part in parts:
        shown = len(html.unescape(_TAG.sub("", part)))
        if lines and width + 1 + shown <= _VTT_WIDTH:
            lines[-1] += f" {part}"
            width += 1 + shown
        else:
            lines.append(part)
            width = shown
    return "\n".join(lines)


def _bare(text: str) -> str:
    return "".join(text.split())


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
