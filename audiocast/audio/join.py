"""Join the clips of a segment, with pauses and chimes, into a file of frames, and measure it.

pydub's own export is not used: it copies the whole recording into a WAV file first, and cannot hold more than 4 GB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from audiocast.audio import chime, levels, mp3
from audiocast.audio.clips import trimmed
from audiocast.audio.recording import FrameRange, Segment, WordFrames
from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance

# The silence before the first word of a recording, and after the last.
_LEAD_IN_MS = 250
_LEAD_OUT_MS = 500
# The sample rates that are encoded, in Hz. At these an MP3 frame always has the same whole number of bytes, so that
# every program computes the same duration. At 22,050 and 44,100 the length varies from frame to frame, and below 24,000
# the encoder adds more than a tenth of a second of silence.
_SAMPLE_RATES = (24000, 32000, 48000)


def join(
    utterances: Sequence[Utterance],
    clips: Iterable[Clip],
    path: Path,
    *,
    rate: int = 0,
    last: bool = True,
) -> Segment:
    """Join the clips of a segment, one per utterance, with its pauses, into a file of frames, and measure it.

    Memory holds one clip at a time.

    Args:
        utterances: The utterances of the segment.
        clips: One for each of them.
        path: Where to write the frames.
        rate: The sample rate in Hz; 0 for that of the first clip.
        last: Whether the recording ends with this segment.

    Raises:
        EncodeError: A clip is silent, there is no clip, or the file can't be written.
    """
    cues: list[FrameRange] = []
    chimes: list[FrameRange] = []
    words: list[tuple[WordFrames, ...]] = []
    position, resampled = 0, False
    try:
        with path.open("wb") as file:
            for utterance, clip in zip(utterances, clips, strict=True):
                if not position:
                    rate = _encodable(rate or clip.sample_rate)
                    position = write_silence(file, _LEAD_IN_MS * rate // 1000)
                resampled = resampled or clip.sample_rate != rate
                sound, heard = trimmed(clip, rate, utterance.written)
                words.append(heard)
                file.write(sound.raw_data)
                end = position + int(sound.frame_count())
                cues.append((position, end))
                position = end
                pause = utterance.pause_ms * rate // 1000
                if utterance.chime:
                    position += write_silence(file, pause // 2)
                    chimes.append((position, position + file.write(chime.ring(rate)) // 2))
                    position = chimes[-1][1]
                    pause -= pause // 2
                position += write_silence(file, pause)
            if not position:
                raise EncodeError("there are no clips to join")
            if last:
                position += write_silence(file, _LEAD_OUT_MS * rate // 1000)
            else:
                position = _shorten_last_pause(file, position, rate)
        voices = tuple(utterance.voice for utterance in utterances)
        segment = Segment(
            path, rate, position, tuple(cues), voices, tuple(chimes), resampled=resampled, words=tuple(words)
        )
        levels.survey(path, segment.levels_path, rate=rate, true_peaks=[(0, position)] if resampled else [])
    except OSError as error:
        raise cannot_write(path, error) from error
    return segment


def write_silence(file: BinaryIO, frames: int) -> int:
    """Write silent frames, and return how many."""
    file.write(bytes(2 * frames))
    return frames


def cannot_write(path: Path, error: OSError) -> EncodeError:
    """Return the error for a file of frames that can't be written."""
    return EncodeError(
        f"the sound can't be written ({error.strerror})", where=path.name, hint="Check the free disk space"
    )


def _encodable(rate: int) -> int:
    """Return the nearest sample rate that is encoded, a higher one if possible."""
    return min(_SAMPLE_RATES, key=lambda known: (known < rate, abs(known - rate)))


def _shorten_last_pause(file: BinaryIO, position: int, rate: int) -> int:
    """Truncate the pause at the end of a segment, and return the new number of frames.

    The lead-in of the next segment and the silence that the encoder adds make the pause whole again.
    """
    granule = mp3.granule(rate)
    end = position - _LEAD_IN_MS * rate // 1000 - mp3.OVERHANG
    end = round(end / granule) * granule
    file.truncate(2 * end)
    return end
