"""Rules about the times and texts of transcripts and chapters."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audiocast.check import timed
from audiocast.check.verdict import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiocast.check.material import Part
    from audiocast.model.audio import Cue

_KINDS = {"text/vtt": "WebVTT", "application/x-subrip": "SRT", "application/json": "JSON"}
_NEAR_MS = 50
_SHOWN = 40


# ---------------------------------------------------------------- chapters


def chapters_readable(part: Part) -> Iterator[str]:
    """Check that the chapters file can be read."""
    if part.item.chapters:
        yield from _complaint(part, part.item.chapters, "application/json+chapters")


def chapters_order(part: Part) -> Iterator[str]:
    """Check that the chapters begin at 0 and ascend."""
    marks = part.chapters
    if not marks:
        yield "there are no chapters"
        return
    if marks[0].start_ms:
        yield f"the first begins at {_s(marks[0].start_ms)}, not at 0"
    for one, other in pairwise(marks):
        if one.start_ms >= other.start_ms:
            yield f"{other.title!r} does not begin after {one.title!r}"
    for number, mark in enumerate(marks, 1):
        if not mark.title.strip():
            yield f"chapter {number} has no title"
        if 0 <= mark.end_ms <= mark.start_ms:
            yield f"{mark.title!r} ends before it begins"


def chapters_inside(part: Part) -> Iterator[str]:
    """Check that the chapters are inside the audio."""
    end = part.frames.duration_ms
    for mark in part.chapters:
        if mark.start_ms >= end or mark.end_ms > end + _NEAR_MS:
            yield f"{mark.title!r} goes from {_s(mark.start_ms)} to {_s(mark.end_ms)} of {_s(end)}"


def chapters_agree(part: Part) -> Iterator[str]:
    """Check that the chapters file and the tag have the same chapters."""
    marks, tagged = part.chapters, part.tag.chapters
    if len(marks) != len(tagged):
        yield f"the file has {len(marks)} chapters, but the tag has {len(tagged)}"
        return
    for mark, chapter in zip(marks, tagged, strict=True):
        if abs(mark.start_ms - chapter.start_ms) > _NEAR_MS or mark.title != chapter.title:
            yield (
                f"the file has {mark.title!r} at {_s(mark.start_ms)}, "
                f"the tag {chapter.title!r} at {_s(chapter.start_ms)}"
            )


# ---------------------------------------------------------------- transcripts


def transcripts_readable(part: Part) -> Iterator[str]:
    """Check that the transcripts can be read."""
    for url, kind in part.item.transcripts:
        for complaint in _complaint(part, url, kind):
            yield f"{_KINDS.get(kind, kind)}: {complaint}"


def transcripts_order(part: Part) -> Iterator[str]:
    """Check that the cues of a transcript do not overlap."""
    for name, cues in _transcripts(part):
        if not cues:
            yield f"{name}: there is no cue"
        for cue in cues:
            if cue.start_ms >= cue.end_ms or not cue.text:
                yield f"{name}: {_short(cue)} goes from {_s(cue.start_ms)} to {_s(cue.end_ms)}"
        for one, other in pairwise(cues):
            if other.start_ms < one.end_ms:
                yield f"{name}: {_short(other)} begins at {_s(other.start_ms)}, before {_s(one.end_ms)}"


def transcripts_inside(part: Part) -> Iterator[str]:
    """Check that the cues are inside the audio."""
    end = part.frames.duration_ms
    for name, cues in _transcripts(part):
        late = [cue for cue in cues if cue.end_ms > end + _NEAR_MS]
        if late:
            yield f"{name}: {_short(late[0])} ends at {_s(late[0].end_ms)} of {_s(end)}"


def transcripts_agree(part: Part) -> Iterator[str]:
    """Check that all transcripts have the same text."""
    found = dict(_transcripts(part))
    first, second, third = (found.get(name) for name in ("JSON", "WebVTT", "SRT"))
    if first is not None and second is not None:
        yield from _sentences(second, timed.sentences(first, second), "WebVTT", "JSON")
    whole = first if first is not None else second
    if whole is not None and third is not None:
        one, other = _words(whole), timed.without_speaker(_words(third))
        if one != other and one != _words(third):
            yield f"SRT has other words than the others: {_difference(one, other)}"


def transcripts_words(part: Part) -> Iterator[str]:
    """Check that the words of each sentence are in the order of the sentence and of time, and inside its time."""
    found = dict(_transcripts(part))
    segments, cues = found.get("JSON"), found.get("WebVTT")
    if segments is None or cues is None or len(segments) == len(cues):
        raise UnreadableError("no words")
    sentences = timed.sentences(segments, cues)
    if len(sentences) != len(cues):
        yield f"some of {len(segments)} words are outside of all sentences"
        return
    for sentence, cue in zip(sentences, cues, strict=True):
        if _harmless(sentence.text) != _harmless(cue.text):
            yield f"the words of {_short(cue)} are {_short(sentence)}"
        latest = cue.start_ms
        for text, start_ms, end_ms in sentence.words:
            if not latest <= start_ms < end_ms <= cue.end_ms:
                yield f"{text!r} in {_short(cue)} goes from {_s(start_ms)} to {_s(end_ms)}"
                break
            latest = end_ms


def transcripts_article(part: Part) -> Iterator[str]:
    """Check that the transcripts have the sentences of the tag."""
    lyrics = [" ".join(line.split()) for line in part.tag.lyrics.splitlines()]
    lines = [line for line in lyrics if line]
    if not lines:
        raise UnreadableError("no lyrics")
    shortened = lines[-1].endswith("…")
    texts = [cue.text for cue in part.cues]
    if not shortened and len(lines) != len(texts):
        yield f"it has {len(texts)} sentences, but the tag has {len(lines)}"
    for number, (line, text) in enumerate(zip(lines, texts, strict=False), 1):
        last = shortened and number == len(lines)
        if _harmless(line) != _harmless(text) and not (last and text.startswith(line.removesuffix("…").rstrip())):
            yield f"sentence {number} is {text[:_SHOWN]!r}, and {line[:_SHOWN]!r} was read"
            return


# ---------------------------------------------------------------- what several rules need


def _complaint(part: Part, url: str, kind: str) -> Iterator[str]:
    name = part.podcast.feed.file_of(url)
    if not name or not (part.folder.path / name).is_file():
        raise UnreadableError(name)  # said by the rule on files
    try:
        _ = part.chapters if kind == "application/json+chapters" else part.transcript(kind)
    except UnreadableError as error:
        yield f"{name}: {error}"


def _transcripts(part: Part) -> Iterator[tuple[str, tuple[Cue, ...]]]:
    """Return the transcripts that can be read. Another rule reports the others."""
    for _, kind in part.item.transcripts:
        try:
            cues = part.transcript(kind)
        except UnreadableError:
            continue
        yield _KINDS.get(kind, kind), cues


def _sentences(cues: Sequence[Cue], others: Sequence[Cue], name: str, other_name: str) -> Iterator[str]:
    if len(cues) != len(others):
        yield f"{name} has {len(cues)} cues, {other_name} has {len(others)}"
        return
    for cue, other in zip(cues, others, strict=True):
        if abs(cue.start_ms - other.start_ms) > 1 or abs(cue.end_ms - other.end_ms) > 1:
            yield f"{name} has {_short(cue)} at {_s(cue.start_ms)}, {other_name} at {_s(other.start_ms)}"
            return
        if _harmless(cue.text) != _harmless(other.text):
            yield f"{name} has {_short(cue)}, {other_name} has {_short(other)}"
            return


def _words(cues: Sequence[Cue]) -> str:
    return _harmless(" ".join(cue.text for cue in cues))


def _harmless(text: str) -> str:
    """Return a text without white space, and with arrows as subtitles write them, for a comparison."""
    return "".join(text.replace("-->", "->").split())


def _difference(one: str, other: str) -> str:
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{other[at : at + 20]!r}, not {one[at : at + 20]!r}"


def _short(cue: Cue) -> str:
    return repr(cue.text if len(cue.text) <= _SHOWN else cue.text[: _SHOWN - 1] + "…")


def _s(ms: int) -> str:
    return "nowhere" if ms < 0 else f"{ms / 1000:.2f} s"
