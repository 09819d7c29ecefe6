"""How are clips joined, levelled and encoded?"""

from __future__ import annotations

import array
import hashlib
import io
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

from audiocast.audio import join
from audiocast.audio import loudness as level
from audiocast.audio.music import Score
from audiocast.errors import EncodeError
from audiocast.model.audio import Clip, Tune
from audiocast.model.script import Script, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from audiocast.model.audio import Recording

RATE = 24000


def _tone(ms: int, *, lead_ms: int = 0, peak: float = 0.3, rate: int = RATE) -> Clip:
    """A tone that swells like syllables, after some silence."""
    frames = [0] * (lead_ms * rate // 1000)
    for n in range(ms * rate // 1000):
        swell = 0.2 + 0.8 * abs(math.sin(math.pi * n / rate * 4))
        frames.append(round(32767 * peak * swell * math.sin(2 * math.pi * 180 * n / rate)))
    return Clip(array.array("h", frames).tobytes(), rate)


def _script(*pauses: int) -> Script:
    return Script((Section("All", tuple(Utterance(f"U{n}.", f"W{n}.", ms, "v") for n, ms in enumerate(pauses))),))


def _joined(script: Script, clips: Sequence[Clip], folder: Path, *, rate: int = 0) -> tuple[list[join.Take], Recording]:
    """The takes of a script's passages, and their timeline."""
    rest = iter(clips)
    divided = join.passages(script)
    takes: list[join.Take] = []
    for number, passage in enumerate(divided):
        mine = [next(rest) for _ in passage]
        rate = takes[0].sample_rate if takes else rate
        takes.append(join.join(passage, mine, folder / f"{number}.pcm", rate=rate, last=passage is divided[-1]))
    return takes, join.timeline(script, takes)


def _encoded(takes: Sequence[join.Take], path: Path) -> None:
    balanced = join.balance(takes, bitrate_kbps=64)
    lengths = [join.encode(take, balanced, bitrate_kbps=64) for take in takes]
    path.write_bytes(b"".join(join.stream(takes, lengths, bitrate_kbps=64)))


def _decoded(path: Path) -> array.array[int]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-i", str(path)]
    return array.array("h", subprocess.run([*command, "-f", "s16le", "-"], capture_output=True, check=True).stdout)


def _level(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak of an encoded file, by ffmpeg."""
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
    """A cue begins where its sound does, whatever silence the voice put before it."""
    clips = [_tone(500, lead_ms=0), _tone(700, lead_ms=300), _tone(400, lead_ms=80)]
    _, recording = _joined(_script(400, 750, 0), clips, tmp_path)
    frames = array.array("h", (tmp_path / "0.pcm").read_bytes())
    assert len(frames) / RATE * 1000 == pytest.approx(recording.duration_ms, abs=1)
    for cue in recording.cues:
        at = cue.start_ms * RATE // 1000
        onset = next(n for n in range(at, len(frames)) if abs(frames[n]) > 300)
        assert (onset - at) / RATE < 0.05
        assert max(map(abs, frames[max(0, at - RATE // 20) : at])) == 0


def test_pauses_are_as_written(tmp_path: Path) -> None:
    """Between two cues lies the pause of the first, to the millisecond."""
    _, recording = _joined(_script(400, 750, 0), [_tone(500), _tone(700), _tone(400)], tmp_path)
    gaps = [b.start_ms - a.end_ms for a, b in zip(recording.cues, recording.cues[1:], strict=False)]
    assert gaps == pytest.approx([400, 750], abs=1)


def test_silence_inside_a_clip_is_bounded(tmp_path: Path) -> None:
    """A voice that rests too long within a sentence is not waited for; a short rest stays."""
    pcm = b"".join(_tone(500, lead_ms=lead).pcm for lead in (0, 900, 200))
    _, recording = _joined(_script(0), [Clip(pcm, RATE)], tmp_path)
    frames = np.abs(np.frombuffer((tmp_path / "0.pcm").read_bytes(), "<i2"))
    loud = np.flatnonzero(frames > 300)
    gaps = [gap * 1000 / RATE for gap in np.diff(loud) if gap > RATE // 10]
    assert gaps == [pytest.approx(300, abs=15), pytest.approx(200, abs=15)]
    (cue,) = recording.cues
    assert cue.end_ms - cue.start_ms == pytest.approx(3 * 500 + 300 + 200, abs=50)


def test_sections_become_chapters(tmp_path: Path) -> None:
    """Chapters cover the whole recording, the first from 0."""
    script = Script(
        (Section("A", _script(100).sections[0].utterances), Section("B", _script(50, 50).sections[0].utterances))
    )
    _, recording = _joined(script, [_tone(300)] * 3, tmp_path)
    assert [chapter.title for chapter in recording.chapters] == ["A", "B"]
    assert recording.chapters[0].start_ms == 0
    assert recording.chapters[0].end_ms == recording.chapters[1].start_ms == recording.cues[1].start_ms
    assert recording.chapters[1].end_ms == recording.duration_ms


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
    takes, _ = _joined(_script(*[300] * 12), clips, tmp_path)
    _encoded(takes, tmp_path / "x.mp3")
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_the_same_clips_give_the_same_bytes(tmp_path: Path) -> None:
    """Encoding has no clock and no chance in it."""
    for name in "ab":
        takes, _ = _joined(_script(100, 100), [_tone(900), _tone(800)], tmp_path)
        _encoded(takes, tmp_path / f"{name}.mp3")
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_clip_of_another_rate_keeps_its_duration(tmp_path: Path) -> None:
    """The first clip decides the sample rate; others are resampled."""
    _, recording = _joined(_script(0, 0), [_tone(600), _tone(600, rate=16000)], tmp_path)
    first, second = (cue.end_ms - cue.start_ms for cue in recording.cues)
    assert recording.sample_rate == RATE
    assert second == pytest.approx(first, abs=25)


@pytest.mark.parametrize("rates", [(RATE, RATE), (16000, RATE)])
def test_voices_become_equally_loud(tmp_path: Path, rates: tuple[int, int]) -> None:
    """What each speaks is within 1 LU of the other, however loud they were, and of -16 LUFS, also behind a border."""
    pauses = ([380] * 5 + [750]) * 8
    names = ["ann" if number % 6 < 4 else "bob" for number in range(len(pauses))]
    spoken = zip(names, pauses, strict=True)
    script = Script((Section("All", tuple(Utterance("U.", "W.", pause, name) for name, pause in spoken)),))
    voices = {"ann": _tone(450, peak=0.05, rate=rates[0]), "bob": _tone(400, peak=0.8, rate=rates[1])}
    takes, recording = _joined(script, [voices[name] for name in names], tmp_path, rate=max(rates))
    assert len(takes) == 2
    assert recording.sample_rate == max(rates)
    _encoded(takes, tmp_path / "x.mp3")
    frames = _decoded(tmp_path / "x.mp3")
    heard = {}
    for voice in voices:
        with wave.open(str(tmp_path / f"{voice}.wav"), "wb") as file:
            file.setparams((1, 2, recording.sample_rate, 0, "NONE", ""))
            for cue, name in zip(recording.cues, names, strict=True):
                if name == voice:
                    start, end = (ms * recording.sample_rate // 1000 for ms in (cue.start_ms, cue.end_ms))
                    file.writeframes(frames[start:end].tobytes())
        heard[voice] = _level(tmp_path / f"{voice}.wav")[0]
    assert heard["ann"] == pytest.approx(heard["bob"], abs=0.5)
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_another_sample_rate_adds_nothing(tmp_path: Path) -> None:
    """What is resampled for another voice has no more in it than before: no hiss above what it held."""
    clip = _tone(900, rate=16000)
    join.join(_script(0).sections[0].utterances, [clip], tmp_path / "x.pcm", rate=24000)
    frames = np.frombuffer((tmp_path / "x.pcm").read_bytes(), "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(len(frames)))) ** 2
    above = np.fft.rfftfreq(len(frames), 1 / 24000) > 8000
    assert spectrum[above].sum() < spectrum.sum() * 1e-7


def test_peaks_between_frames_are_seen(tmp_path: Path) -> None:
    """A hiss whose frames all lie beside its peaks is as high as it is."""
    frames = [round(10000 * math.sin(math.pi / 2 * n + math.pi / 4)) for n in range(RATE)]
    (tmp_path / "x.pcm").write_bytes(array.array("h", frames).tobytes())
    for number, between in enumerate(([], [(0, RATE)])):
        level.survey(tmp_path / "x.pcm", tmp_path / f"{number}.levels", rate=RATE, between=between)
        assert level.load(tmp_path / f"{number}.levels").peaks[200] == pytest.approx(10000 / 32768, rel=0.01)


def test_a_chime_is_soft_and_in_the_pause(tmp_path: Path) -> None:
    """It stands between silences, no cue knows it, the voice is as loud as ever, and no passage ends in it."""
    utterances = [Utterance("U.", "W.", 700, "v", chime=number == 2) for number in range(6)]
    script = Script((Section("All", tuple(utterances)),))
    takes, recording = _joined(script, [_tone(700)] * 6, tmp_path)
    _encoded(takes, tmp_path / "x.mp3")
    frames = np.frombuffer(_decoded(tmp_path / "x.mp3").tobytes(), "<i2").astype(float)
    gaps = [(one.end_ms, after.start_ms) for one, after in pairwise(recording.cues)]
    assert [after - one for one, after in gaps] == pytest.approx([700, 700, 1600, 700, 700], abs=1)
    start, end = gaps[2]
    pause = frames[start * RATE // 1000 : end * RATE // 1000]
    ringing = np.abs(pause) > 40
    assert 300 < np.argmax(ringing) * 1000 / RATE < 400
    assert 1000 < (len(pause) - np.argmax(ringing[::-1])) * 1000 / RATE < 1300
    spoken = frames[recording.cues[0].start_ms * RATE // 1000 : recording.cues[0].end_ms * RATE // 1000]
    assert 6 < 20 * math.log10(np.abs(spoken).max() / np.abs(pause).max()) < 20
    assert _level(tmp_path / "x.mp3")[0] == pytest.approx(-16, abs=0.5)
    assert (
        len(join.passages(Script((Section("All", tuple(replace(each, chime=True) for each in utterances * 10)),)))) == 1
    )


def _tune(seconds: float, *, rate: int = 44100, peak: int = 20000) -> Tune:
    """Three notes in stereo, as a WAV file."""
    time = np.arange(round(seconds * rate)) / rate
    sound = np.sum([np.sin(2 * np.pi * pitch * time) for pitch in (330, 415, 494)], axis=0)
    return _wave(sound / 3 * peak, rate)


def _noise(seconds: float) -> Tune:
    """A low murmur, no part of which is like another."""
    chance = np.random.default_rng(1).standard_normal(round(seconds * RATE) + 20)
    return _wave(np.convolve(chance, np.hanning(21), mode="valid") * 300, RATE)


def _wave(sound: NDArray[np.float64], rate: int) -> Tune:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((2, 2, rate, 0, "NONE", ""))
        out.writeframes(np.repeat(np.rint(sound), 2).astype("<i2").tobytes())
    return Tune("tune.wav", hashlib.sha256(file.getvalue()).hexdigest(), file.getvalue())


def _heights(frames: NDArray[np.float64], start_ms: float, end_ms: float) -> float:
    """The mean level in dB between two times."""
    part = frames[round(start_ms * RATE / 1000) : round(end_ms * RATE / 1000)]
    return 20 * math.log10(math.sqrt(float((part**2).mean())) / 32768 + 1e-9)


@pytest.mark.parametrize("peak", [300, 32000])
def test_music_goes_under_the_words(tmp_path: Path, peak: int) -> None:
    """Alone it is about as loud as speech, under words far softer, and gone behind them; cues are where words are."""
    script = _script(900, 900, 900, 900)
    takes, _ = _joined(script, [_tone(1500)] * 4, tmp_path)
    score = Score(_tune(20, peak=peak), seconds=3, words=1)
    spoken, begins = np.frombuffer(takes[0].path.read_bytes(), "<i2").astype(float), takes[0].cues[0][0]
    loud = _heights(spoken, 250, 1750)
    takes = [join.accompany(takes[0], opening=score, closing=score)]
    music = np.frombuffer(takes[0].path.read_bytes(), "<i2").astype(float)
    recording = join.timeline(script, takes)
    _encoded(takes, tmp_path / "x.mp3")
    frames = np.frombuffer(_decoded(tmp_path / "x.mp3").tobytes(), "<i2").astype(float)
    assert len(frames) == recording.frames
    first, second, third, fourth = recording.cues
    assert first.start_ms == pytest.approx(3250, abs=30)
    # Without the words that are heard there by the timeline, only music is left: they are there to the frame.
    shift = takes[0].cues[0][0] - begins
    music[shift : shift + len(spoken)] -= spoken
    for cue in recording.cues:
        assert _heights(music, cue.start_ms, cue.end_ms) < loud - 10
    alone = _heights(frames, 500, 2500)
    assert alone == pytest.approx(_heights(frames, second.start_ms, second.end_ms), abs=8)
    assert _heights(frames, first.end_ms + 50, first.end_ms + 250) < alone - 10
    assert _heights(frames, first.end_ms + 700, second.start_ms) < -75
    assert _heights(frames, second.end_ms + 100, third.start_ms - 100) < -75
    # It comes in under the last words, and rises behind them.
    assert -60 < _heights(frames, fourth.start_ms - 300, fourth.start_ms - 50) < alone - 10
    assert _heights(frames, fourth.end_ms + 700, fourth.end_ms + 1500) == pytest.approx(alone, abs=1)
    assert _heights(frames, fourth.end_ms + 3100, recording.duration_ms - 50) < -60
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_music_without_words_is_gone_when_they_begin(tmp_path: Path) -> None:
    """Where nothing is said around the article it is before it and after it."""
    script = _script(900, 900)
    takes, _ = _joined(script, [_tone(1500)] * 2, tmp_path)
    take = join.accompany(takes[0], opening=Score(_tune(10), 2, 0), closing=Score(_tune(60), 4, 0))
    frames = np.frombuffer(take.path.read_bytes(), "<i2").astype(float)
    first, last = join.timeline(script, [take]).cues
    assert first.start_ms == pytest.approx(2250, abs=30)
    assert _heights(frames, 300, 600) > -40
    assert _heights(frames, first.start_ms - 10, first.start_ms) < -60
    assert _heights(frames, first.end_ms + 10, last.start_ms - 10) < -100
    assert _heights(frames, last.end_ms + 1500, last.end_ms + 2500) > -40


@pytest.mark.parametrize("words", [0, 1])
def test_nobody_waits_for_a_short_piece(tmp_path: Path, words: int) -> None:
    """When it is over the words begin, and behind them the episode ends, however long the show wants it alone."""
    takes, before = _joined(_script(900, 900), [_tone(1500)] * 2, tmp_path)
    score = Score(_tune(1), seconds=4, words=words)
    after = join.timeline(_script(900, 900), [join.accompany(takes[0], opening=score, closing=score)])
    assert after.cues[0].start_ms == pytest.approx(1250, abs=30)
    longer = after.duration_ms - before.duration_ms
    assert longer == pytest.approx(1000 if words else 2600, abs=60)


@pytest.mark.parametrize("voices", ["vv", "va"])
def test_a_bed_lies_under_all_words(tmp_path: Path, voices: str) -> None:
    """It is alone at both ends, at one height far below the words between them, without a hole where it comes round.

    So it is whoever speaks: voices become equally loud without it going up and down with them.
    """
    utterances = [Utterance("U.", "W.", 900, name) for name in voices * 6]
    script = Script((Section("All", tuple(utterances)),))
    clips = [_tone(1500, peak=0.9 if name == "v" else 0.05) for name in voices * 6]
    takes, before = _joined(script, clips, tmp_path)
    takes = [join.accompany(takes[0], opening=None, closing=None, bed=Score(_noise(7), 3, 0))]
    recording = join.timeline(script, takes)
    assert recording.sounds == ((0, recording.duration_ms),)
    assert {a.start_ms - b.start_ms for a, b in zip(recording.cues, before.cues, strict=True)} <= {2999, 3000, 3001}
    _encoded(takes, tmp_path / "x.mp3")
    frames = np.frombuffer(_decoded(tmp_path / "x.mp3").tobytes(), "<i2").astype(float)
    words = [_heights(frames, cue.start_ms, cue.end_ms) for cue in recording.cues]
    assert max(words) - min(words) < 0.5
    pauses = [
        _heights(frames, at, at + 100)
        for one, after in pairwise(recording.cues)
        for at in range(one.end_ms + 100, after.start_ms - 150, 100)
    ]
    assert max(pauses) - min(pauses) < 3
    assert np.mean(words) - np.mean(pauses) == pytest.approx(20, abs=3)
    alone = _heights(frames, 500, 2500)
    end = recording.duration_ms
    assert alone == pytest.approx(_heights(frames, recording.cues[-1].end_ms + 700, end - 1600), abs=1)
    assert alone - np.mean(pauses) == pytest.approx(16, abs=1)
    assert _heights(frames, 0, 20) < alone - 15
    assert _heights(frames, end - 40, end) < alone - 15
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_a_bed_goes_on_where_other_music_ends(tmp_path: Path) -> None:
    """It comes in while that goes, and is nowhere louder than under words."""
    script = _script(900, 900, 900)
    takes, _ = _joined(script, [_tone(1500)] * 3, tmp_path)
    scores = {"opening": Score(_tune(20), 3, 1), "closing": Score(_tune(20), 3, 0), "bed": Score(_noise(3), 3, 0)}
    take = join.accompany(takes[0], **scores)
    frames = np.frombuffer(take.path.read_bytes(), "<i2").astype(float)
    recording = join.timeline(script, [take])
    first, second, third = recording.cues
    before, bed, after = recording.sounds
    assert before[0] == 0 < bed[0] < before[1] < second.start_ms < third.end_ms < after[0] < bed[1]
    alone, under = _heights(frames, 500, 2500), _heights(frames, second.end_ms + 100, third.start_ms - 100)
    assert alone - under == pytest.approx(16, abs=2)
    assert _heights(frames, first.end_ms + 700, second.start_ms - 50) == pytest.approx(under, abs=2)
    assert _heights(frames, third.end_ms + 100, third.end_ms + 500) == pytest.approx(under, abs=2)


def test_music_that_is_none_is_an_error(tmp_path: Path) -> None:
    """It names the file, and says what to do."""
    takes, _ = _joined(_script(900), [_tone(1500)], tmp_path)
    with pytest.raises(EncodeError, match=r"notes\.mp3: can't be decoded: .*Give a sound file"):
        join.accompany(takes[0], opening=Score(Tune("notes.mp3", "0", b"no sound"), 3, 0), closing=None)


def test_silence_is_an_error(tmp_path: Path) -> None:
    """A clip in which nothing is heard is named, not published."""
    with pytest.raises(EncodeError, match=r"only silence was spoken for 'W0\.'"):
        _joined(_script(0), [Clip(bytes(40000), RATE)], tmp_path)


def test_what_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    """It says why, and what to look at."""
    with pytest.raises(EncodeError, match=r"can't be written \(No such file or directory\)"):
        _joined(_script(0), [_tone(900)], tmp_path / "missing")
    takes, _ = _joined(_script(0), [_tone(900)], tmp_path)
    balanced = join.balance(takes, bitrate_kbps=64)
    (tmp_path / "0.part").mkdir()
    with pytest.raises(EncodeError, match="the encoder failed: Is a directory"):
        join.encode(takes[0], balanced, bitrate_kbps=64)


def test_passages_end_in_long_pauses() -> None:
    """Nothing is lost between them, none is short, and a short article is one."""
    pauses = [900, *([380] * 9 + [750]) * 8]
    script = _script(*pauses)
    divided = join.passages(script)
    assert [len(passage) for passage in divided] == [31, 30, 20]
    assert sum(divided, ()) == script.sections[0].utterances
    assert all(passage[-1].pause_ms == 750 for passage in divided)
    assert len(join.passages(_script(*pauses[:31]))) == 1


@pytest.mark.parametrize("rate", [8000, 22050, 24000, 32000, 44100])
def test_passages_make_one_stream(tmp_path: Path, rate: int) -> None:
    """Decoded, every sentence is where its cue says, also behind a border, and in a border there is silence."""
    clip = _tone(150, rate=rate)
    takes, recording = _joined(_script(*([380] * 5 + [750]) * 8), [clip] * 48, tmp_path)
    assert len(takes) == 2
    _encoded(takes, tmp_path / "x.mp3")
    frames, rate = _decoded(tmp_path / "x.mp3"), recording.sample_rate
    assert len(frames) == recording.frames
    for cue, after in pairwise(recording.cues):
        start, end, then = (ms * rate // 1000 for ms in (cue.start_ms, cue.end_ms, after.start_ms))
        margin = rate // 25
        assert max(map(abs, frames[start:end])) > 3000
        assert max(map(abs, frames[end + margin : then - margin])) < 30
        assert abs(next(n for n in range(start - margin, end) if abs(frames[n]) > 1000) - start) < margin
