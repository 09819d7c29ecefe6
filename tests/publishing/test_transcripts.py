"""Transcripts and chapters as files for podcast apps."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.model.audio import Chapter, Cue, Word
from audiocast.publishing import transcript_reading, transcripts

CUES = (
    Cue(0, 1500, "Prices & wages <rose> again."),
    Cue(
        1500,
        3_723_004,
        "A sentence that is so long that no screen in the world would show it on a single line of text.",
    ),
)

texts = st.text(st.characters(exclude_categories=[]), max_size=200)


@st.composite
def timelines(draw: st.DrawFn) -> list[Cue]:
    """Cues in order, as a recording has them."""
    at = 0
    cues = []
    for text in draw(st.lists(texts, max_size=8)):
        end = at + draw(st.integers(0, 9000))
        cues.append(Cue(at, end, text))
        at = end
    return cues


def _parsed(content: str, point: str) -> list[tuple[int, int, list[str]]]:
    """Start, end and lines of every cue, read as strictly as a player would."""
    found = []
    clock = rf"(\d\d+):([0-5]\d):([0-5]\d){re.escape(point)}(\d\d\d)"
    for block in content.strip("\n").split("\n\n"):
        lines = block.split("\n")
        times = next((re.fullmatch(f"{clock} --> {clock}", line) for line in lines if "-->" in line), None)
        if times is not None:
            numbers = [int(part) for part in times.groups()]
            start, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (numbers[:4], numbers[4:]))
            found.append((start, end, lines[[("-->" in line) for line in lines].index(True) + 1 :]))
    return found


def test_webvtt() -> None:
    """WebVTT as the podcast namespace shows it: escaped, broken at 65 characters, the speaker as a voice span."""
    assert transcripts.to_webvtt(CUES, speaker="Ann & Bo") == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:01.500\n<v Ann &amp; Bo>Prices &amp; wages &lt;rose&gt; again.\n\n"
        "00:00:01.500 --> 01:02:03.004\n<v Ann &amp; Bo>"
        "A sentence that is so long that no screen in the world would show\n"
        "it on a single line of text.\n"
    )


def test_srt() -> None:
    """SRT has numbers, commas, two lines of 32 characters, and shares a sentence's time out by length."""
    content = transcripts.to_srt(CUES, speaker="Ann")
    assert content.startswith("1\n00:00:00,000 --> 00:00:01,500\nAnn: Prices & wages <rose>\nagain.\n\n2\n")
    parsed = _parsed(content, ",")
    assert [(start, end) for start, end, _ in parsed] == [(0, 1500), (1500, 2_414_343), (2_414_343, 3_723_004)]


def test_json() -> None:
    """JSON has the version 1.0.0 and times in seconds."""
    data = json.loads(transcripts.to_json(CUES[:1], speaker="Ann"))
    segment = {"speaker": "Ann", "startTime": 0, "endTime": 1.5, "body": "Prices & wages <rose> again."}
    assert data == {"version": "1.0.0", "segments": [segment]}


def test_no_speaker() -> None:
    """Without a speaker nobody is named."""
    assert "<v" not in transcripts.to_webvtt(CUES)
    assert "speaker" not in transcripts.to_json(CUES)


@given(timelines(), texts)
def test_webvtt_parses_back(cues: list[Cue], speaker: str) -> None:
    """Every sentence is one cue with its own times, and its text comes back whole."""
    content = transcripts.to_webvtt(cues, speaker=speaker)
    content.encode()
    assert content.startswith("WEBVTT\n")
    segments = json.loads(transcripts.to_json(cues))["segments"]
    parsed = _parsed(content, ".")
    assert len(parsed) == len(segments) == content.count("-->")
    for (start, end, lines), segment in zip(parsed, segments, strict=True):
        assert (start / 1000, end / 1000) == (segment["startTime"], segment["endTime"])
        assert start < end
        words = [html.unescape(re.sub("^<v [^>]*>", "", line)) for line in lines]
        assert all(0 < len(line) <= 65 for line in words)
        assert "".join("".join(words).split()) == "".join(segment["body"].replace("-->", "->").split())
    assert [start for start, _, _ in parsed] == sorted(start for start, _, _ in parsed)


@given(timelines(), texts)
def test_srt_parses_back(cues: list[Cue], speaker: str) -> None:
    """Subtitles are numbered, in order, of at most two lines of 32 characters, and none is lost."""
    content = transcripts.to_srt(cues, speaker=speaker)
    content.encode()
    parsed = _parsed(content, ",")
    assert len(parsed) == content.count("-->")
    assert all(len(lines) <= 2 and all(0 < len(line) <= 32 for line in lines) for _, _, lines in parsed)
    assert all(start <= end for start, end, _ in parsed)
    assert [times[:2] for times in parsed] == sorted(times[:2] for times in parsed)
    spoken = "".join(segment["body"] for segment in json.loads(transcripts.to_json(cues))["segments"])
    shown = "".join(line for _, _, lines in parsed for line in lines)
    assert "".join(shown.split()).endswith("".join(spoken.replace("-->", "->").split()))


def test_chapters() -> None:
    """Chapters begin at 0, say where they end, and each has a title."""
    data = json.loads(transcripts.chapters_json([Chapter("Start", 20, 1500), Chapter(" \x00 ", 1500, 61_000)]))
    assert data == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0, "endTime": 1.5, "title": "Start"},
            {"startTime": 1.5, "endTime": 61, "title": "Chapter 2"},
        ],
    }


_WORDS = (
    Cue(1000, 5000, "Prices & wages rose — again.", words=(
        Word("Prices", 1000, 1400), Word("&", 1450, 1500), Word("wages", 1500, 2000), Word("rose —", 2000, 3000),
        Word("again.", 3500, 5000))),
    Cue(6000, 7000, "Nobody knows."),
)  # fmt: skip


def test_json_has_a_segment_for_each_word() -> None:
    """Words with times are segments of their own; a sentence without them is one segment."""
    segments = json.loads(transcripts.to_json(_WORDS))["segments"]
    assert segments == [
        {"startTime": 1, "endTime": 1.4, "body": "Prices"},
        {"startTime": 1.45, "endTime": 1.5, "body": "&"},
        {"startTime": 1.5, "endTime": 2, "body": "wages"},
        {"startTime": 2, "endTime": 3, "body": "rose —"},
        {"startTime": 3.5, "endTime": 5, "body": "again."},
        {"startTime": 6, "endTime": 7, "body": "Nobody knows."},
    ]
    assert transcripts.marks(_WORDS) == "--"


def test_webvtt_with_the_times_of_words() -> None:
    """Each word but the first of a sentence has its time before it; tags do not count for the width."""
    assert transcripts.to_word_webvtt(_WORDS) == (
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:05.000\n"
        "Prices <00:00:01.450>&amp; <00:00:01.500>wages <00:00:02.000>rose — <00:00:03.500>again.\n\n"
        "00:00:06.000 --> 00:00:07.000\nNobody knows.\n"
    )
    words = tuple(Word("word", 100 * number, 100 * number + 100) for number in range(20))
    lines = transcripts.to_word_webvtt([Cue(0, 2000, " ".join(["word"] * 20), words=words)]).splitlines()[3:]
    assert [re.sub("<[^>]*>", "", line).split() for line in lines] == [["word"] * 13, ["word"] * 7]
    content = transcripts.to_word_webvtt([Cue(0, 9, "a b", words=(Word("a", 0, 1), Word("b", 9, 10)))])
    assert "<" not in content  # a tag has to be inside its cue


def test_srt_breaks_at_the_times_of_words() -> None:
    """A subtitle begins with its first word, and stays until the next one."""
    texts = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    words = tuple(Word(text, 1000 * number, 1000 * number + 500) for number, text in enumerate(texts))
    content = transcripts.to_srt([Cue(0, 11_800, " ".join(texts), words=words)])
    assert _parsed(content, ",") == [
        (0, 11_000, ["one two three four five six", "seven eight nine ten eleven"]),
        (11_000, 11_800, ["twelve"]),
    ]
    named = transcripts.to_srt([Cue(0, 11_800, " ".join(texts), words=words)], speaker="Ann")
    assert [start for start, _, _ in _parsed(named, ",")] == [0, 11_000]


def test_transcripts_are_read_back() -> None:
    """JSON and WebVTT together give the sentences and their words; an older JSON transcript gives the sentences."""
    webvtt = transcripts.to_webvtt(_WORDS).encode()
    assert transcript_reading.read(transcripts.to_json(_WORDS).encode(), webvtt) == _WORDS
    plain = [replace(cue, words=()) for cue in _WORDS]
    for vtt in (webvtt, b""):
        assert transcript_reading.read(transcripts.to_json(plain).encode(), vtt) == tuple(plain)
    with pytest.raises(ValueError, match="different sentences"):
        transcript_reading.read(transcripts.to_json(_WORDS).encode(), transcripts.to_webvtt(_WORDS[:1]).encode())


def test_no_cues() -> None:
    """Nothing spoken is still a valid file."""
    assert transcripts.to_webvtt([]) == "WEBVTT\n"
    assert transcripts.to_srt([]) == ""
    assert json.loads(transcripts.to_json([]))["segments"] == []
