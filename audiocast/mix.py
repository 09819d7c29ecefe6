"""How are clips joined, levelled and encoded?

pydub trims and joins; `level` finds the gain; ffmpeg, which a dependency ships, encodes. pydub's own export is not
used: it copies the whole recording into a WAV file first, and cannot hold more than 4 GB.
"""

from __future__ import annotations

import contextlib
import functools
import subprocess
import tempfile
import warnings
from typing import TYPE_CHECKING, BinaryIO

from audiocast.errors import EncodeError
from audiocast.model import Chapter, Cue, Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import ModuleType

    from pydub import AudioSegment

    from audiocast.model import Clip, Script

# Part of what decides the sound: counted up when the sound changes.
VERSION = 1

LOUDNESS_LUFS = -16.0
# Before encoding, of full scale 1: the codec adds 1 to 1.5 dB to a peak at 64 kb/s, and -1.5 dBTP is the promise.
_CEILING = 10 ** (-3.6 / 20)
# LAME scales its input by 0.95 at 128 kb/s and below.
_ENCODER_LOSS_DB = 0.446
_LOSSY_BELOW_KBPS = 128
_LEAD_IN_MS = 250
_LEAD_OUT_MS = 500
# What is kept around the sound of a clip, so that no soft consonant is cut off.
_HEAD_MS = 15
_TAIL_MS = 40
_FADE_MS = 5
_SILENCE_BELOW_MEAN_DB = 34
_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
_MPEG1_RATE = 32000


def prepare() -> None:
    """Import what is slow to import, and find the encoder, ahead of time."""
    _pydub()
    ffmpeg()
    from audiocast import level  # noqa: F401, PLC0415


def join(script: Script, clips: Iterable[Clip], path: Path) -> Recording:
    """Join the clips of a script, one an utterance, with its pauses, into a file of frames.

    Memory holds one clip at a time. A section becomes a chapter, an utterance a cue: this is the only timeline.

    Raises:
        EncodeError: A clip holds only silence, or there is no clip.
    """
    source = iter(clips)
    chapters: list[tuple[str, int]] = []
    cues: list[tuple[int, int, str]] = []
    rate = 0
    position = 0
    with path.open("wb") as file:
        for section in script.sections:
            chapters.append((section.title, position))
            for utterance in section.utterances:
                clip = next(source)
                if not rate:
                    rate = min(_RATES, key=lambda known: (known < clip.sample_rate, abs(known - clip.sample_rate)))
                    position = _write_silence(file, _LEAD_IN_MS, rate)
                sound = _trimmed(clip, rate, utterance.written)
                file.write(sound.raw_data)
                end = position + int(sound.frame_count())
                cues.append((position, end, utterance.written))
                position = end + _write_silence(file, utterance.pause_ms, rate)
        if not rate:
            raise EncodeError("there is nothing to join")
        position += _write_silence(file, _LEAD_OUT_MS, rate)
    return _recording(path, rate, position, chapters, cues)


def encode(
    recording: Recording, path: Path, *, bitrate_kbps: int, measured: Callable[[str], None] = lambda _: None
) -> str:
    """Level a recording to -16 LUFS with its true peak below -1.5 dBTP, and encode it as MP3, mono, CBR.

    Gives back its waveform, which is known here; `measured` is told of it before the encoder does its work.

    Raises:
        EncodeError: The encoder failed, for example for want of disk space.
    """
    if recording.sample_rate < _MPEG1_RATE:
        bitrate_kbps = min(bitrate_kbps, 160)
    elif bitrate_kbps == 144:  # noqa: PLR2004 - MPEG-1 has no such rate
        bitrate_kbps = 160
    from audiocast import level  # noqa: PLC0415 - it needs numpy, and planning only the version above

    loss = _ENCODER_LOSS_DB if bitrate_kbps <= _LOSSY_BELOW_KBPS else 0.0
    # The encoder starts while the recording is measured.
    with _encoder(path, rate=recording.sample_rate, bitrate_kbps=bitrate_kbps) as write:
        levels = level.measure(recording)
        gain = level.gain_to(levels, lufs=LOUDNESS_LUFS + loss, ceiling=_CEILING)
        if gain is None:
            raise EncodeError("the recording is silent", where=path.name, hint="Try another voice")
        waveform = level.waveform(levels)
        measured(waveform)
        for frames in level.apply(recording, levels, gain):
            write(frames)
    return waveform


def ffmpeg() -> str:
    """The program that encodes, and decodes for whoever wants to check."""
    import imageio_ffmpeg  # noqa: PLC0415 - only here

    executable: str = imageio_ffmpeg.get_ffmpeg_exe()
    return executable


def _trimmed(clip: Clip, rate: int, written: str) -> AudioSegment:
    pydub = _pydub()
    sound = pydub.AudioSegment(data=clip.pcm, sample_width=2, frame_rate=clip.sample_rate, channels=1)
    if clip.sample_rate != rate:
        sound = sound.set_frame_rate(rate)
    if not sound.rms:
        raise EncodeError(f"only silence was spoken for {written!r}", hint="Change the sentence, or try another voice")
    threshold = sound.dBFS - _SILENCE_BELOW_MEAN_DB
    lead = pydub.silence.detect_leading_silence(sound, threshold, chunk_size=5)
    tail = pydub.silence.detect_leading_silence(sound.reverse(), threshold, chunk_size=5)
    kept = sound[max(0, lead - _HEAD_MS) : len(sound) - max(0, tail - _TAIL_MS)]
    return kept.fade_in(_FADE_MS).fade_out(_FADE_MS)


@functools.cache
def _pydub() -> ModuleType:
    with warnings.catch_warnings():
        # It looks for an ffmpeg of the system, which is not needed, and has escapes that newer Pythons warn of.
        warnings.simplefilter("ignore")
        import pydub  # noqa: PLC0415 - its import is slow
        import pydub.silence  # noqa: PLC0415
    module: ModuleType = pydub
    return module


def _write_silence(file: BinaryIO, milliseconds: int, rate: int) -> int:
    frames = milliseconds * rate // 1000
    file.write(bytes(2 * frames))
    return frames


def _recording(
    path: Path, rate: int, length: int, chapters: list[tuple[str, int]], cues: list[tuple[int, int, str]]
) -> Recording:
    def ms(frames: int) -> int:
        return round(frames * 1000 / rate)

    ends = [start for _, start in chapters[1:]] + [length]
    return Recording(
        path=path,
        sample_rate=rate,
        duration_ms=ms(length),
        chapters=tuple(Chapter(title, ms(start), ms(end)) for (title, start), end in zip(chapters, ends, strict=True)),
        cues=tuple(Cue(ms(start), ms(end), text) for start, end, text in cues),
    )


@contextlib.contextmanager
def _encoder(path: Path, *, rate: int, bitrate_kbps: int) -> Iterator[Callable[[bytes], object]]:
    """A function that takes frames; the MP3 is finished at the end."""
    command = [
        *(ffmpeg(), "-hide_banner", "-nostats", "-loglevel", "error"),
        *("-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"),
        # Level 7 takes half the time of the usual 5; predictors of quality hear no difference in speech.
        *("-codec:a", "libmp3lame", "-compression_level", "7", "-b:a", f"{bitrate_kbps}k", "-ac", "1"),
        *("-map_metadata", "-1", "-id3v2_version", "0", "-fflags", "+bitexact", "-flags:a", "+bitexact"),
        *("-f", "mp3", "-y", str(path)),
    ]
    with tempfile.TemporaryFile() as told:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=told) as encoder:
            assert encoder.stdin is not None  # noqa: S101 - because of stdin=PIPE
            try:
                with contextlib.suppress(BrokenPipeError), encoder.stdin as pipe:  # its own words say why it ended
                    yield pipe.write
            except BaseException:
                encoder.kill()
                raise
        if encoder.returncode:
            told.seek(0)
            lines = told.read().decode(errors="replace").strip().splitlines() or [f"exit code {encoder.returncode}"]
            raise EncodeError(f"the encoder failed: {lines[-1]}", where=path.name, hint="Is there space on the disk?")
