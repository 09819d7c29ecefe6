"""Decode the sound that a speech server sends to mono 16-bit frames.

The content decides the format, because servers send others than they were asked for. Sound that ends too early is an
error: a sentence without its end would go unnoticed. A program that streams a WAV can't know its length and writes a
placeholder, so such a WAV may end anywhere.

miniaudio decodes FLAC, MP3 and Ogg Vorbis, and libsndfile, in the package soundfile, decodes Opus.
"""

from __future__ import annotations

import io
import struct
from importlib import import_module
from typing import TYPE_CHECKING, Any

import miniaudio
import numpy as np

from audiocast.audio.levels import FULL_SCALE
from audiocast.model.audio import Clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

# Lengths that mean "not known yet". A length near the limit of 32 bits is a placeholder, too.
_PLACEHOLDERS = (0, 0x7FFFFFFF)
_LEAST_PLACEHOLDER = 0x7FFFFF00
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_SUBFORMAT_OFFSET = 24
_OTHER_CHUNKS = (b"list", b"fact", b"id3 ", b"cue ", b"bext", b"junk", b"peak", b"smpl", b"axml", b"ixml", b"_pmx")
_WIDTHS = {(_PCM, 8): "u1", (_PCM, 16): "<i2", (_PCM, 32): "<i4", (_FLOAT, 32): "<f4", (_FLOAT, 64): "<f8"}
_PCM_24 = (_PCM, 24)
_OGG_HEAD = struct.Struct("<4sBBqIIIB")
_LAST_PAGE = 4
_ID3_HEAD, _ID3V1, _FLAC_TOTAL = 10, 128, 18
_MP3_HEAD = 4
# Bits per second in thousands, and sample rates, of layer III.
_MP3_KBPS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MPEG1, _LAYER3 = 3, 1


class FormatError(Exception):
    """The sound can't be decoded; the argument says why, as the end of a sentence about the answer."""


class NoDecoderError(Exception):
    """A package that decodes the format is not installed; the argument is its name."""


def loudest(clip: Clip) -> int:
    """Return the largest sample of a clip, without its sign."""
    frames = np.frombuffer(clip.pcm, "<i2").astype(np.int32)
    return int(np.abs(frames).max()) if frames.size else 0


def is_known(content: bytes) -> bool:
    """Return whether the content begins as one of the formats that tell their own sample rate."""
    return content[:4] in (b"RIFF", b"RF64", b"fLaC", b"OggS") or content[:3] == b"ID3" or _is_mp3(content, 0)


def decode(content: bytes) -> Clip:
    """Return the sound of a WAV, FLAC, MP3 or Ogg file.

    Raises:
        FormatError: It is of another format, damaged, or ends too early.
        NoDecoderError: It is Opus, and soundfile is not installed.
    """
    kind = content[:4]
    if kind in (b"RIFF", b"RF64"):
        return _wav(content)
    if kind == b"OggS":
        return _ogg(content)
    if kind == b"fLaC":
        return _flac(content)
    if is_known(content):
        _require_whole_mp3(content)
        return _by_miniaudio(content, miniaudio.mp3_get_info)
    raise FormatError("is no sound that can be decoded")


def raw(content: bytes, sample_rate: int) -> Clip:
    """Return the sound of bare frames.

    Raises:
        FormatError: They end within a frame.
    """
    if len(content) % 2:
        raise FormatError("ends within a frame")
    return Clip(content, sample_rate)


# ---------------------------------------------------------------- WAV


def _wav(content: bytes) -> Clip:
    kind, channels, rate, bits = 0, 0, 0, 0
    position = 12
    while position + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, position)
        body = position + 8
        if name == b"fmt " and len(content) >= body + 16:
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", content, body)
            if kind == _EXTENSIBLE and len(content) >= body + _SUBFORMAT_OFFSET + 2:
                (kind,) = struct.unpack_from("<H", content, body + _SUBFORMAT_OFFSET)
        elif name == b"data":
            left = len(content) - body
            streamed = length in _PLACEHOLDERS or length >= _LEAST_PLACEHOLDER
            if not streamed and length > left:
                raise FormatError("ends too early")
            end = body + (left if streamed else _data_length(content, body, length))
            return _frames(content[body:end], (kind, bits), channels, rate)
        position = body + length + length % 2
    raise FormatError("ends too early")


def _data_length(content: bytes, body: int, told: int) -> int:
    """Return the length of the frames; a server that streams may tell that of the first ones only."""
    end = body + told + told % 2
    following = content[end : end + 4]
    if following == b"RIFF":
        raise FormatError("is several WAV files in one")
    return told if len(following) < 4 or following.lower() in _OTHER_CHUNKS else len(content) - body


def _frames(sound: bytes, form: tuple[int, int], channels: int, rate: int) -> Clip:
    if not channels or not rate or (form not in _WIDTHS and form != _PCM_24):
        raise FormatError(f"is a WAV of an unknown kind ({form[0]}, {form[1]} bits)")
    size = channels * form[1] // 8
    sound = sound[: len(sound) // size * size]
    if (form, channels) == ((_PCM, 16), 1):
        return Clip(sound, rate)
    return Clip(_mono(_as_floats(sound, form).reshape(-1, channels)), rate)


def _as_floats(sound: bytes, form: tuple[int, int]) -> NDArray[np.float64]:
    if form == _PCM_24:
        three = np.frombuffer(sound, np.uint8).reshape(-1, 3)
        padded = np.zeros((len(three), 4), np.uint8)
        padded[:, 1:] = three
        return padded.view("<i4").ravel().astype(np.float64) / 2**31
    values = np.frombuffer(sound, _WIDTHS[form]).astype(np.float64)
    if form[0] == _FLOAT:
        return values
    half = 2.0 ** (form[1] - 1)
    return values / half - (1 if form == (_PCM, 8) else 0)


def _mono(frames: NDArray[Any]) -> bytes:
    """Return 16-bit frames: the mean of all channels, where full scale is 1."""
    mean = np.nan_to_num(frames.mean(axis=1)) * FULL_SCALE
    return bytes(np.rint(mean).clip(-FULL_SCALE, FULL_SCALE - 1).astype("<i2").tobytes())


# ---------------------------------------------------------------- Ogg


def _ogg(content: bytes) -> Clip:
    pages = list(_ogg_pages(content))
    if not pages or not pages[-1][0] & _LAST_PAGE:
        raise FormatError("ends too early")
    first = content[pages[0][1] :][:8]
    if first == b"OpusHead":
        return _opus(content)
    if first[1:7] == b"vorbis":
        return _by_miniaudio(content, miniaudio.vorbis_get_info)
    raise FormatError("is an Ogg file with an unknown kind of sound")


def _ogg_pages(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the flags of each page, and where its body begins.

    Raises:
        FormatError: A page is not complete.
    """
    position = 0
    while position < len(content):
        try:
            magic, _, flags, _, _, _, _, count = _OGG_HEAD.unpack_from(content, position)
        except struct.error as error:
            raise FormatError("ends too early") from error
        body = position + _OGG_HEAD.size + count
        end = body + sum(content[position + _OGG_HEAD.size : body])
        if magic != b"OggS" or end > len(content):
            raise FormatError("ends too early")
        yield flags, body
        position = end


def _opus(content: bytes) -> Clip:
    try:
        soundfile: Any = import_module("soundfile")
    except (ModuleNotFoundError, OSError) as error:  # OSError: without its library
        raise NoDecoderError("soundfile") from error
    try:
        frames, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise FormatError(f"can't be decoded ({error})") from error
    return Clip(_mono(frames), int(rate))


# ---------------------------------------------------------------- FLAC and MP3


def _flac(content: bytes) -> Clip:
    sound = _by_miniaudio(content, miniaudio.flac_get_info)
    if len(content) >= _FLAC_TOTAL + 8:
        told = int.from_bytes(content[_FLAC_TOTAL : _FLAC_TOTAL + 8], "big") & (2**36 - 1)
        if told > len(sound.pcm) // 2:
            raise FormatError("ends too early")
    return sound


def _by_miniaudio(content: bytes, read_info: Callable[[bytes], miniaudio.SoundFileInfo]) -> Clip:
    try:
        info = read_info(content)
        decoded = miniaudio.decode(
            content,
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=info.nchannels,
            sample_rate=info.sample_rate,
        )
    except miniaudio.MiniaudioError as error:
        raise FormatError(f"can't be decoded ({error.args[0]})") from error
    if info.nchannels == 1:
        return Clip(decoded.samples.tobytes(), info.sample_rate)
    frames = np.frombuffer(decoded.samples, np.int16).reshape(-1, info.nchannels).astype(np.float64) / FULL_SCALE
    return Clip(_mono(frames), info.sample_rate)


def _require_whole_mp3(content: bytes) -> None:
    """Raise a FormatError when the last frame of an MP3 is not complete."""
    position = 0
    if content[:3] == b"ID3" and len(content) >= _ID3_HEAD:
        size = content[6:10]
        position = _ID3_HEAD + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    end = len(content) - (_ID3V1 if content[-_ID3V1:][:3] == b"TAG" else 0)
    count = 0
    while position + _MP3_HEAD <= end and _is_mp3(content, position):
        position += _mp3_length(content, position)
        count += 1
    if not count or position > end:
        raise FormatError("ends too early")


def _is_mp3(content: bytes, position: int) -> bool:
    """Return whether a frame of layer III begins at a place."""
    head = content[position : position + _MP3_HEAD]
    if len(head) < _MP3_HEAD or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version in _MP3_RATES and layer == _LAYER3 and 0 < head[2] >> 4 < 15 and head[2] >> 2 & 3 < 3


def _mp3_length(content: bytes, position: int) -> int:
    version, third = content[position + 1] >> 3 & 3, content[position + 2]
    is_mpeg1 = version == _MPEG1
    kbps, rate = _MP3_KBPS[is_mpeg1][third >> 4], _MP3_RATES[version][third >> 2 & 3]
    return (144_000 if is_mpeg1 else 72_000) * kbps // rate + (third >> 1 & 1)
