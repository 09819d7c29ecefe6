"""Read the frames of an MP3, from the first to the last."""

from __future__ import annotations

from dataclasses import dataclass

from audiocast.check.verdict import UnreadableError

_TAG_HEADER = 10
_FRAME_HEADER = 4
# By version (MPEG-1, MPEG-2 and 2.5) for layer III.
_BITRATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MPEG1 = 3
_LAYER3 = 1
_MONO = 3
_CRC_BYTES = 2
_MPEG1_SAMPLES = 1152


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of an MP3.

    Attributes:
        tag_length: Bytes of ID3v2 before the sound.
        count: Frames with sound in them.
        sample_rate: Of the first frame.
        samples: Of all frames.
        bitrates: Which occur, in kb/s.
        header: "Xing", "Info", or "" without such a first frame.
        announced: How many frames that header tells of, or 0.
        stray: Bytes that belong to no frame, and where the first of them lie.
        stray_at: See `stray`.
        cut: Bytes that the last frame lacks.
        damaged: Frames whose side information points outside of their data.
        damaged_at: Where the first of them is.
    """

    tag_length: int
    count: int
    sample_rate: int
    samples: int
    bitrates: frozenset[int]
    header: str
    announced: int
    stray: int
    stray_at: int
    cut: int
    damaged: int
    damaged_at: int

    @property
    def duration_ms(self) -> int:
        """The duration of all frames."""
        return round(self.samples * 1000 / self.sample_rate)


@dataclass(frozen=True, slots=True)
class _Frame:
    length: int
    samples: int
    rate: int
    bitrate: int
    side: int
    protected: bool
    mono: bool


class _Reservoir:
    """The data of frames, which may begin in earlier frames ("bit reservoir")."""

    def __init__(self) -> None:
        self._end = 0  # bits of data until the end of the last frame
        self._used = 0  # bits of data until the end of what the last frame uses
        self._known = False  # the first frame may point to data before it

    def holds(self, content: bytes, frame: _Frame) -> bool:
        """Add a frame, and return whether the data that its side information describes is there and used once."""
        start = _FRAME_HEADER + (_CRC_BYTES if frame.protected else 0)
        bits = int.from_bytes(content[start : start + frame.side], "big")
        back, lengths = _side_information(bits, frame)
        begin = self._end - 8 * back
        self._end += 8 * (len(content) - start - frame.side)
        used = begin + sum(lengths)
        good = not self._known or (begin >= self._used and used <= self._end)
        self._used = used if good and used <= self._end else self._end
        self._known = True
        return good


def _side_information(bits: int, frame: _Frame) -> tuple[int, list[int]]:
    """Return how many bytes before the frame its data begins, and how many bits each granule and channel has."""
    mpeg1 = frame.samples == _MPEG1_SAMPLES
    width = 8 * frame.side

    def field(at: int, length: int) -> int:
        return bits >> (width - at - length) & ((1 << length) - 1)

    channels = 1 if frame.mono else 2
    if mpeg1:
        first, each, count = (18 if frame.mono else 20), 59, 2 * channels
        return field(0, 9), [field(first + number * each, 12) for number in range(count)]
    first, each = (9 if frame.mono else 10), 63
    return field(0, 8), [field(first + number * each, 12) for number in range(channels)]


def walk(content: bytes) -> Frames:
    """Read all frames of an MP3.

    Raises:
        UnreadableError: There is none.
    """
    at = tag_length = tag_end(content)
    end = len(content) - (128 if content[-128:-125] == b"TAG" else 0)
    frames: list[_Frame] = []
    damaged: list[int] = []
    reservoir = _Reservoir()
    stray, stray_at = 0, -1
    while at < end:
        frame = _frame(content, at)
        if frame is None:
            stray_at = at if stray_at < 0 else stray_at
            stray += 1
            at += 1
            reservoir = _Reservoir()
        else:
            frames.append(frame)
            if not reservoir.holds(content[at : at + frame.length], frame):
                damaged.append(at)
            at += frame.length
    if not frames:
        raise UnreadableError("no frames")
    header, announced = _header(content, tag_length, frames[0])
    sounding = frames[1:] if header else frames
    return Frames(
        tag_length=tag_length,
        count=len(sounding),
        sample_rate=frames[0].rate,
        samples=sum(frame.samples for frame in sounding),
        bitrates=frozenset(frame.bitrate for frame in sounding),
        header=header,
        announced=announced,
        stray=stray,
        stray_at=stray_at,
        cut=at - end,
        damaged=len(damaged),
        damaged_at=damaged[0] if damaged else -1,
    )


def tag_end(content: bytes) -> int:
    """Return the end of the ID3v2 tag, or 0 without a tag."""
    if content[:3] != b"ID3" or len(content) < _TAG_HEADER:
        return 0
    return _TAG_HEADER + (content[6] << 21 | content[7] << 14 | content[8] << 7 | content[9])


def _frame(content: bytes, at: int) -> _Frame | None:
    head = content[at : at + _FRAME_HEADER]
    if len(head) < _FRAME_HEADER or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version not in _RATES or layer != _LAYER3 or bitrate in {0, 15} or rate == 3:
        return None
    kbps = _BITRATES[0 if version == _MPEG1 else 1][bitrate]
    hertz = _RATES[version][rate]
    samples = 1152 if version == _MPEG1 else 576
    mono = head[3] >> 6 == _MONO
    side = (17 if mono else 32) if version == _MPEG1 else (9 if mono else 17)
    return _Frame(samples // 8 * kbps * 1000 // hertz + padding, samples, hertz, kbps, side, not head[1] & 1, mono)


def _header(content: bytes, at: int, first: _Frame) -> tuple[str, int]:
    """Return the number of frames in the header of the first frame, if it has one."""
    start = at + _FRAME_HEADER + first.side
    name = content[start : start + 4]
    if name not in {b"Xing", b"Info"}:
        return "", 0
    counted = content[start + 7] & 1
    return name.decode(), int.from_bytes(content[start + 8 : start + 12], "big") if counted else 0
