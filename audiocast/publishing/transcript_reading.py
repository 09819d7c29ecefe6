"""Read the transcripts of a published episode: its sentences, and the words of each.

The JSON transcript has a segment for each word, and the WebVTT transcript has a cue for each sentence. A sentence whose
words have no times is one segment. In episodes of older versions all sentences are.
"""

from __future__ import annotations

import json
import re

from audiocast.model.audio import Cue, Word

_TIMES = re.compile(
    r"^(\d+):(\d\d):(\d\d)\.(\d{3}) --> (\d+):(\d\d):(\d\d)\.(\d{3})$",
    re.MULTILINE | re.ASCII,
)


def read(transcript: bytes, webvtt: bytes = b"") -> tuple[Cue, ...]:
    """Return the sentences of an episode, without marks.

    Args:
        transcript: The content of its JSON transcript.
        webvtt: The content of its WebVTT transcript. Without it each segment counts as a sentence.

    Raises:
        ValueError: A transcript is damaged, or they do not belong together.
        KeyError: A segment has no text or no time.
        TypeError: A value has another type.
    """
    segments = [
        Word(str(item["body"]), round(1000 * item["startTime"]), round(1000 * item["endTime"]))
        for item in json.loads(transcript)["segments"]
    ]
    times = [_milliseconds(*map(int, found)) for found in _TIMES.findall(webvtt.decode())]
    if len(times) in {0, len(segments)}:
        return tuple(Cue(start, end, text) for text, start, end in segments)
    return grouped(segments, times)


def grouped(segments: list[Word], times: list[tuple[int, int]]) -> tuple[Cue, ...]:
    """Return a sentence for each of some times, with the segments that begin in it as its words.

    Raises:
        ValueError: A segment begins outside of all sentences, or a sentence has no segment.
    """
    cues = []
    place = 0
    for start, end in times:
        first = place
        while place < len(segments) and start <= segments[place].start_ms < end:
            place += 1
        words = tuple(segments[first:place])
        if not words:
            raise ValueError("the transcripts have different sentences")
        text = " ".join(word.text for word in words)
        cues.append(Cue(start, end, text, words=words if len(words) > 1 else ()))
    if place < len(segments):
        raise ValueError("the transcripts have different sentences")
    return tuple(cues)


def _milliseconds(*parts: int) -> tuple[int, int]:
    start, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (parts[:4], parts[4:]))
    return start, end
