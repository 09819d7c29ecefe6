"""Tests of `audio.join`, `clips`, `chime`, `recording`, `levelling` and `encoding`: clips become a levelled MP3.

ffmpeg decodes and measures the results, independently of audiocast.
"""

from __future__ import annotations

import array
import math
import re
import subprocess
import wave
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np
import pytest

from audiocast.audio import encoding, join, levelling, levels, recording
from audiocast.errors import EncodeError
from audiocast.model.audio import Clip
from audiocast.model.script import Mark, Script, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiocast.audio.recording import Segment
    from audiocast.model.audio import Recording

RATE = 24000


def _tone(ms: int, *, lead_ms: int = 0, peak: float = 0.3, rate: int = RATE) -> Clip:
    """Return a tone that swells like syllables, after some silence."""
    frames = [0] * (lead_ms * rate // 1000)
    for n in range(ms * rate // 1000):
        swell = 0.2 + 0.8 * abs(math.sin(math.pi * n / rate * 4))
        frames.append(round(32767 * peak * swell * math.sin(2 * math.pi * 180 * n / rate)))
    return Clip(array.array("h", frames).tobytes(), rate)


def _script(*pauses: int) -> Script:
    return Script((Section("All", tuple(Utterance(f"U{n}.", f"W{n}.", ms, "v") for n, ms in enumerate(pauses))),))


def _joined(script: Script, clips: Sequence[Clip], folder: Path, *, rate: int = 0) -> tuple[list[Segment], Recording]:
    """Return the joined segments of a script, and their timeline."""
    rest = iter(clips)
    divided = recording.divide(script)
    segments: list[Segment] = []
    for number, utterances in enumerate(divided):
        mine = [next(rest) for _ in utterances]
        rate = segments[0].sample_rate if segments else rate
        segments.append(
            join.join(utterances, mine, folder / f"{number}.pcm", rate=rate, last=utterances is divided[-1])
        )
    return segments, recording.timeline(script, segments)


def _encoded(segments: Sequence[Segment], path: Path) -> None:
    balanced = levelling.balance(segments, bitrate_kbps=64)
    lengths = [encoding.encode(segment, balanced, bitrate_kbps=64) for segment in segments]
    path.write_bytes(b"".join(encoding.assemble(segments, lengths, bitrate_kbps=64)))


def _decoded(path: Path) -> array.array[int]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-i", str(path)]
    return array.array("h", subprocess.run([*command, "-f", "s16le", "-"], capture_output=True, check=True).stdout)


def _level(path: Path) -> tuple[float, float]:
    """Return the integrated loudness and the true peak of a file, by ffmpeg."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-nostats", "-i", str(path)]
    told = subprocess.run(
        [*command, "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True, text=True, check=True
    ).stderr
    summary = told[told.rfind("Summary:") :]
    loudness = re.search(r"I:\s+(\S+) LUFS", summary)
    peak = re.search(r"Peak:\s+(\S+) dBFS", summary)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def test_the_timeline_is_that_of_the_sound(tmp_path: Path) -> None:
    """A cue begins where its sound begins, whatever silence the voice put before it."""
    clips = [_tone(500, lead_ms=0), _tone(700, lead_ms=300), _tone(400, lead_ms=80)]
    _, timeline = _joined(_script(400, 750, 0), clips, tmp_path)
    frames = array.array("h", (tmp_path / "0.pcm").read_bytes())
    assert len(frames) / RATE * 1000 == pytest.approx(timeline.duration_ms, abs=1)
    for cue in timeline.cues:
        at = cue.start_ms * RATE // 1000
        onset = next(n for n in range(at, len(frames)) if abs(frames[n]) > 300)
        assert (onset - at) / RATE < 0.05
        assert max(map(abs, frames[max(0, at - RATE // 20) : at])) == 0


def test_the_timeline_carries_marks(tmp_path: Path) -> None:
    """A cue has the mark of its utterance."""
    marks = (Mark.HEADING, Mark.PARAGRAPH, Mark.CONTINUED)
    script = Script((Section("All", tuple(Utterance("U.", "W.", 400, "v", mark=mark) for mark in marks)),))
    _, timeline = _joined(script, [_tone(300)] * 3, tmp_path)
    assert tuple(cue.mark for cue in timeline.cues) == marks


def test_pauses_are_as_written(tmp_path: Path) -> None:
    """Between two cues is the pause of the first, to the millisecond."""
    _, timeline = _joined(_script(400, 750, 0), [_tone(500), _tone(700), _tone(400)], tmp_path)
    gaps = [b.start_ms - a.end_ms for a, b in zip(timeline.cues, timeline.cues[1:], strict=False)]
    assert gaps == pytest.approx([400, 750], abs=1)


def test_silence_inside_a_clip_is_bounded(tmp_path: Path) -> None:
    """A long silence within a sentence is shortened; a short one stays."""
    pcm = b"".join(_tone(500, lead_ms=lead).pcm for lead in (0, 900, 200))
    _, timeline = _joined(_script(0), [Clip(pcm, RATE)], tmp_path)
    frames = np.abs(np.frombuffer((tmp_path / "0.pcm").read_bytes(), "<i2"))
    loud = np.flatnonzero(frames > 300)
    gaps = [gap * 1000 / RATE for gap in np.diff(loud) if gap > RATE // 10]
    assert gaps == [pytest.approx(300, abs=15), pytest.approx(200, abs=15)]
    (cue,) = timeline.cues
    assert cue.end_ms - cue.start_ms == pytest.approx(3 * 500 + 300 + 200, abs=50)


def test_sections_become_chapters(tmp_path: Path) -> None:
    """Chapters cover the whole recording, the first from 0."""
    script = Script(
        (Section("A", _script(100).sections[0].utterances), Section("B", _script(50, 50).sections[0].utterances))
    )
    _, timeline = _joined(script, [_tone(300)] * 3, tmp_path)
    assert [chapter.title for chapter in timeline.chapters] == ["A", "B"]
    assert timeline.chapters[0].start_ms == 0
    assert timeline.chapters[0].end_ms == timeline.chapters[1].start_ms == timeline.cues[1].start_ms
    assert timeline.chapters[1].end_ms == timeline.duration_ms


@pytest.mark.parametrize("peak", [0.01, 0.1, 0.99])
def test_the_encoded_file_has_the_promised_level(tmp_path: Path, peak: float) -> None:
    """-16 LUFS within 0.5, true peak at most -1.5 dBTP, however loud the voice was."""
    clips = []
    at = np.arange(RATE) / RATE
    for pitch in range(100, 220, 10):
        # Harmonics in scattered phases, in syllables: peaks as far above the mean as those of speech.
        harmonics = [np.cos(2 * np.pi * pitch * k * at + k * k) / k for k in range(1, 12)]
        frames = np.sum(harmonics, axis=0) * np.sin(np.pi * at * 3) ** 2
        frames *= 32767 * peak / np.abs(frames).max()
        clips.append(Clip(frames.round().astype(np.int16).tobytes(), RATE))
    segments, _ = _joined(_script(*[300] * 12), clips, tmp_path)
    _encoded(segments, tmp_path / "x.mp3")
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_the_same_clips_give_the_same_bytes(tmp_path: Path) -> None:
    """Encoding the same clips twice gives the same bytes."""
    for name in "ab":
        segments, _ = _joined(_script(100, 100), [_tone(900), _tone(800)], tmp_path)
        _encoded(segments, tmp_path / f"{name}.mp3")
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_clip_of_another_rate_keeps_its_duration(tmp_path: Path) -> None:
    """The first clip decides the sample rate; others are resampled."""
    _, timeline = _joined(_script(0, 0), [_tone(600), _tone(600, rate=16000)], tmp_path)
    first, second = (cue.end_ms - cue.start_ms for cue in timeline.cues)
    assert timeline.sample_rate == RATE
    assert second == pytest.approx(first, abs=25)


@pytest.mark.parametrize("rates", [(RATE, RATE), (16000, RATE)])
def test_voices_become_equally_loud(tmp_path: Path, rates: tuple[int, int]) -> None:
    """Two voices are within 1 LU of each other and of -16 LUFS, however loud they were, in every segment."""
    pauses = ([380] * 5 + [750]) * 8
    names = ["ann" if number % 6 < 4 else "bob" for number in range(len(pauses))]
    spoken = zip(names, pauses, strict=True)
    script = Script((Section("All", tuple(Utterance("U.", "W.", pause, name) for name, pause in spoken)),))
    voices = {"ann": _tone(450, peak=0.05, rate=rates[0]), "bob": _tone(400, peak=0.8, rate=rates[1])}
    segments, timeline = _joined(script, [voices[name] for name in names], tmp_path, rate=max(rates))
    assert len(segments) == 2
    assert timeline.sample_rate == max(rates)
    _encoded(segments, tmp_path / "x.mp3")
    frames = _decoded(tmp_path / "x.mp3")
    heard = {}
    for voice in voices:
        with wave.open(str(tmp_path / f"{voice}.wav"), "wb") as file:
            file.setparams((1, 2, timeline.sample_rate, 0, "NONE", ""))
            for cue, name in zip(timeline.cues, names, strict=True):
                if name == voice:
                    start, end = (ms * timeline.sample_rate // 1000 for ms in (cue.start_ms, cue.end_ms))
                    file.writeframes(frames[start:end].tobytes())
        heard[voice] = _level(tmp_path / f"{voice}.wav")[0]
    assert heard["ann"] == pytest.approx(heard["bob"], abs=0.5)
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_another_sample_rate_adds_nothing(tmp_path: Path) -> None:
    """Resampling adds no hiss above the frequencies that the clip held."""
    clip = _tone(900, rate=16000)
    join.join(_script(0).sections[0].utterances, [clip], tmp_path / "x.pcm", rate=24000)
    frames = np.frombuffer((tmp_path / "x.pcm").read_bytes(), "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(len(frames)))) ** 2
    above = np.fft.rfftfreq(len(frames), 1 / 24000) > 8000
    assert spectrum[above].sum() < spectrum.sum() * 1e-7


def test_peaks_between_frames_are_seen(tmp_path: Path) -> None:
    """`levels.survey` finds peaks that are between two frames."""
    frames = [round(10000 * math.sin(math.pi / 2 * n + math.pi / 4)) for n in range(RATE)]
    (tmp_path / "x.pcm").write_bytes(array.array("h", frames).tobytes())
    for number, true_peaks in enumerate(([], [(0, RATE)])):
        levels.survey(tmp_path / "x.pcm", tmp_path / f"{number}.levels", rate=RATE, true_peaks=true_peaks)
        assert levels.load(tmp_path / f"{number}.levels").peaks[200] == pytest.approx(10000 / 32768, rel=0.01)


def test_a_chime_is_soft_and_in_the_pause(tmp_path: Path) -> None:
    """A chime has silence on both sides, is in no cue, leaves the voice at -16 LUFS, and never ends a segment."""
    utterances = [Utterance("U.", "W.", 700, "v", chime=number == 2) for number in range(6)]
    script = Script((Section("All", tuple(utterances)),))
    segments, timeline = _joined(script, [_tone(700)] * 6, tmp_path)
    _encoded(segments, tmp_path / "x.mp3")
    frames = np.frombuffer(_decoded(tmp_path / "x.mp3").tobytes(), "<i2").astype(float)
    gaps = [(one.end_ms, after.start_ms) for one, after in pairwise(timeline.cues)]
    assert [after - one for one, after in gaps] == pytest.approx([700, 700, 1600, 700, 700], abs=1)
    start, end = gaps[2]
    pause = frames[start * RATE // 1000 : end * RATE // 1000]
    ringing = np.abs(pause) > 40
    assert 300 < np.argmax(ringing) * 1000 / RATE < 400
    assert 1000 < (len(pause) - np.argmax(ringing[::-1])) * 1000 / RATE < 1300
    spoken = frames[timeline.cues[0].start_ms * RATE // 1000 : timeline.cues[0].end_ms * RATE // 1000]
    assert 6 < 20 * math.log10(np.abs(spoken).max() / np.abs(pause).max()) < 20
    assert _level(tmp_path / "x.mp3")[0] == pytest.approx(-16, abs=0.5)
    assert (
        len(recording.divide(Script((Section("All", tuple(replace(each, chime=True) for each in utterances * 10)),))))
        == 1
    )


def test_silence_is_an_error(tmp_path: Path) -> None:
    """A silent clip is an error that names its sentence."""
    with pytest.raises(EncodeError, match=r"the voice was silent for 'W0\.'"):
        _joined(_script(0), [Clip(bytes(40000), RATE)], tmp_path)


def test_what_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    """The error says why, and what to check."""
    with pytest.raises(EncodeError, match=r"can't be written \(No such file or directory\)"):
        _joined(_script(0), [_tone(900)], tmp_path / "missing")
    segments, _ = _joined(_script(0), [_tone(900)], tmp_path)
    balanced = levelling.balance(segments, bitrate_kbps=64)
    (tmp_path / "0.part").mkdir()
    with pytest.raises(EncodeError, match=r"the MP3 can't be encoded \(Is a directory\)"):
        encoding.encode(segments[0], balanced, bitrate_kbps=64)


def test_passages_end_in_long_pauses() -> None:
    """A script is divided at long pauses, no segment is short, and a short script is one segment."""
    pauses = [900, *([380] * 9 + [750]) * 8]
    script = _script(*pauses)
    divided = recording.divide(script)
    assert [len(utterances) for utterances in divided] == [31, 30, 20]
    assert sum(divided, ()) == script.sections[0].utterances
    assert all(utterances[-1].pause_ms == 750 for utterances in divided)
    assert len(recording.divide(_script(*pauses[:31]))) == 1


@pytest.mark.parametrize("rate", [8000, 22050, 24000, 32000, 44100])
def test_passages_make_one_stream(tmp_path: Path, rate: int) -> None:
    """In the decoded MP3 every sentence is where its cue says, in every segment, with silence between segments."""
    clip = _tone(150, rate=rate)
    segments, timeline = _joined(_script(*([380] * 5 + [750]) * 8), [clip] * 48, tmp_path)
    assert len(segments) == 2
    _encoded(segments, tmp_path / "x.mp3")
    frames, rate = _decoded(tmp_path / "x.mp3"), timeline.sample_rate
    assert len(frames) == timeline.frames
    for cue, after in pairwise(timeline.cues):
        start, end, then = (ms * rate // 1000 for ms in (cue.start_ms, cue.end_ms, after.start_ms))
        margin = rate // 25
        assert max(map(abs, frames[start:end])) > 3000
        assert max(map(abs, frames[end + margin : then - margin])) < 30
        assert abs(next(n for n in range(start - margin, end) if abs(frames[n]) > 1000) - start) < margin
