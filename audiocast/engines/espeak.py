"""A driver for pyttsx3 that synthesizes with espeak-ng on Linux.

It has the driver interface of pyttsx3, but each call is complete when it returns. It uses the library and the data of
the wheel espeakng-loader; nothing needs to be installed on the system.

espeak-ng keeps state between utterances (for example the phase of its pitch flutter) that no call resets, not even
`espeak_Terminate`. A sentence must not depend on what was synthesized before it, so the library is loaded anew for each
one. That costs 0.6 ms, because of two measures:

- The library is loaded from an anonymous copy, so that it is really unloaded when it is closed, even if other code uses
  espeak-ng in this process, and so that drivers in two threads are independent.
- The data folder is a view in which voice files have lower-case names. espeak-ng lowers the name of a voice, does not
  find "en-US", and then reads all of its 220 voice files at every load: another 2.5 ms.
"""

from __future__ import annotations

import ctypes
import os
import wave
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

# In words per minute. espeak-ng treats less as 80; faster speech is stretched and hard to understand.
_RATES = (80, 450)
_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_BUFFER_MS = 1000
_UTF8, _PHONEMES_IN_BRACKETS = 0x0001, 0x0100
_IPA = 2
_LAST_EVENT, _WORD_EVENT = 0, 1
_SET_RATE, _SET_VOLUME, _SET_PITCH = 1, 2, 3
_NORMAL_PITCH, _PITCHES = 50, (0, 99)
# No text takes longer than symbols that are spelled out at the slowest rate; synthesis without end is stopped.
_MAX_SECONDS, _MAX_SECONDS_PER_BYTE = 30, 2
_VARIANTS = Path("voices", "!v")
_OUR_VARIANT = "newsreader"
_GENDERS = {1: "male", 2: "female"}
DEFAULT_VOICE = f"gmw/en-us+{_OUR_VARIANT}"


class EspeakError(Exception):
    """espeak-ng, or this driver, can't do what was asked."""


class _VoiceRecord(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_OnSound = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
_OnPhonemes = ctypes.CFUNCTYPE(None, ctypes.c_char_p)


class Espeak:
    """espeak-ng from the wheel, loaded anew for each utterance.

    It is a driver module of pyttsx3: `sys.modules["pyttsx3.drivers.NAME"] = Espeak()` registers it.

    Attributes:
        words: The words of the last text that was saved: the first character of each, and its first millisecond.
    """

    def __init__(self) -> None:
        import espeakng_loader  # noqa: PLC0415 - only on Linux, and only when it speaks

        self.words: list[tuple[int, int]] = []
        with ExitStack() as stack:
            view = Path(stack.enter_context(TemporaryDirectory(prefix="audiocast-espeak-")))
            _link_data(Path(espeakng_loader.get_data_path()), view)
            self._data = os.fsencode(view)
            self._library = _copy_library(Path(espeakng_loader.get_library_path()), view, stack)
            self.voices = tuple(self._list_voices())
            self.variants = frozenset(path.name for path in (view / _VARIANTS).iterdir())
            self._files = stack.pop_all()

    def __enter__(self) -> Self:
        """Return self; the library is loaded for each utterance."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the temporary files."""
        self._files.close()

    def buildDriver(self, proxy: Any) -> Driver:
        """Return a driver; pyttsx3 calls this."""
        return Driver(self, proxy)

    @contextmanager
    def loaded(self) -> Iterator[tuple[ctypes.CDLL, int]]:
        """Load the library in its initial state, and yield it with its sample rate in Hz."""
        library = ctypes.CDLL(self._library)
        try:
            sample_rate = library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, self._data, _DO_NOT_EXIT)
            if sample_rate <= 0:
                raise EspeakError("espeak-ng can't read its data")
            try:
                yield library, sample_rate
            finally:
                library.espeak_Terminate()
        finally:
            ctypes.CDLL(None).dlclose(ctypes.c_void_p(library._handle))  # noqa: SLF001 - ctypes has no public close

    def phonemes(self, text: str, voice: str) -> list[str]:
        """Return how a voice pronounces a text, in IPA, one string per clause."""
        clauses: list[str] = []
        on_phonemes = _OnPhonemes(lambda clause: clauses.append(clause.decode().strip()))
        on_sound = _OnSound(lambda *_: 0)
        encoded = text.encode() + b"\0"
        with self.loaded() as (library, _), _nowhere() as stream:
            library.espeak_SetSynthCallback(on_sound)
            library.espeak_SetPhonemeCallback(on_phonemes)
            library.espeak_SetPhonemeTrace(_IPA, stream)
            _require_ok(library.espeak_SetVoiceByName(voice.encode()), f"voice {voice!r}")
            flags = _UTF8 | _PHONEMES_IN_BRACKETS
            size = ctypes.c_size_t(len(encoded))
            _require_ok(library.espeak_Synth(encoded, size, 0, 1, 0, flags, None, None), "the text")
        return list(filter(None, clauses))

    def _list_voices(self) -> Iterator[DriverVoice]:
        with self.loaded() as (library, _):
            library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
            for record in library.espeak_ListVoices(None):
                if not record:
                    return
                yield DriverVoice(record.contents)


def _link_data(data: Path, view: Path) -> None:
    """Fill a folder with links to the data, with lower-case names of voices, and add our variant."""
    # Hundreds of links are made at each start. Strings take half of the time of paths.
    _link_all(data, view, but=("lang", "voices"))
    (view / "lang").mkdir()
    for family in (data / "lang").iterdir():
        voices = list(family.rglob("*")) if family.is_dir() else []
        place = view / "lang" / family.name.lower()
        if all(voice.name.islower() for voice in voices):
            place.symlink_to(family)
            continue
        for voice in voices:
            link = place / str(voice.relative_to(family)).lower()
            if voice.is_file():
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(voice)
    variants = view / _VARIANTS
    variants.mkdir(parents=True)
    _link_all(data / _VARIANTS, variants)
    ours = files("audiocast.engines").joinpath("data", "espeak_newsreader").read_bytes()
    (variants / _OUR_VARIANT).write_bytes(ours)


def _link_all(folder: Path, view: Path, *, but: tuple[str, ...] = ()) -> None:
    for name in os.listdir(folder):
        if name not in but:
            os.symlink(f"{folder}/{name}", f"{view}/{name}")


def _copy_library(library: Path, view: Path, stack: ExitStack) -> str:
    """Return the path of a copy of the library: in memory, or in the folder where Python can't do that."""
    if not hasattr(os, "memfd_create"):
        return str(copyfile(library, view / library.name))
    file = os.memfd_create("espeak-ng")
    stack.callback(os.close, file)
    os.write(file, library.read_bytes())
    return f"/proc/self/fd/{file}"


class DriverVoice:
    """A voice with the attributes of pyttsx3's voices."""

    def __init__(self, record: _VoiceRecord) -> None:
        self.id: str = record.identifier.decode()
        self.name: str = record.name.decode()
        # Each language is a priority byte and a string that ends in NUL; the first fits best.
        self.languages = [record.languages[1:].decode()]
        self.gender = _GENDERS.get(record.gender)
        self.age = record.age or None


class Driver:
    """The driver interface of pyttsx3. It can save to a file but not play; each call is complete when it returns."""

    def __init__(self, espeak: Espeak, proxy: Any) -> None:
        self._espeak = espeak
        self._proxy = proxy
        self._voice = DEFAULT_VOICE
        self._rate = 175
        self._volume = 1.0
        self._pitch = _NORMAL_PITCH

    def startLoop(self) -> None:
        """Run the queue of pyttsx3, whose last command is `endLoop`."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:
        """Do nothing: the queue is empty."""

    def iterate(self) -> Iterator[None]:
        """Run the queue from the event loop of the caller."""
        self._proxy.setBusy(False)
        yield

    def stop(self) -> None:
        """Do nothing: every call is complete when it returns."""

    def destroy(self) -> None:
        """Do nothing: the driver holds no resources."""

    def say(self, _text: str) -> NoReturn:
        """Raise an error: this driver only saves to files."""
        raise EspeakError("this driver saves to files and does not play")

    def getProperty(self, name: str) -> object:
        """Return one of voices, voice, rate, volume, pitch."""
        if name not in ("voices", "voice", "rate", "volume", "pitch"):
            raise KeyError(f"unknown property {name}")
        return self._espeak.voices if name == "voices" else getattr(self, f"_{name}")

    def setProperty(self, name: str, value: Any) -> None:
        """Set one of voice, rate, volume, pitch.

        Raises:
            EspeakError: The value is out of range, or there is no such voice.
            KeyError: There is no such property.
        """
        if name == "voice":
            voice, plus, variant = str(value).partition("+")
            if voice not in {known.id for known in self._espeak.voices} or (
                plus and variant not in self._espeak.variants
            ):
                raise EspeakError(f"there is no voice {value!r}")
            self._voice = str(value)
        elif name == "rate":
            self._rate = _within(value, _RATES, "a rate in words per minute")
        elif name == "volume":
            self._volume = value
        elif name == "pitch":
            self._pitch = _within(value, _PITCHES, "a pitch")
        else:
            raise KeyError(f"unknown property {name}")

    def save_to_file(self, text: str, filename: str) -> None:
        """Synthesize a text into a WAV file."""
        self._proxy.notify("started-utterance")
        pcm, sample_rate = self._synthesize(text)
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(sample_rate)
            file.writeframes(pcm)
        self._proxy.notify("finished-utterance", completed=True)

    def _synthesize(self, text: str) -> tuple[bytearray, int]:
        encoded = text.encode() + b"\0"
        with self._espeak.loaded() as (library, sample_rate):
            pcm = bytearray()
            words = self._espeak.words = []
            limit = 2 * sample_rate * (_MAX_SECONDS + _MAX_SECONDS_PER_BYTE * len(encoded))

            def on_sound(frames: Any, count: int, events: Any) -> int:
                if frames and count > 0:
                    pcm.extend(ctypes.string_at(frames, 2 * count))
                words.extend(_words(events))
                return len(pcm) > limit

            callback = _OnSound(on_sound)
            library.espeak_SetSynthCallback(callback)
            _require_ok(library.espeak_SetVoiceByName(self._voice.encode()), f"voice {self._voice!r}")
            for parameter, value in (
                (_SET_RATE, self._rate),
                (_SET_VOLUME, round(100 * self._volume)),
                (_SET_PITCH, self._pitch),
            ):
                _require_ok(library.espeak_SetParameter(parameter, value, 0), "a setting")
            flags = _UTF8 | _PHONEMES_IN_BRACKETS
            size = ctypes.c_size_t(len(encoded))
            _require_ok(library.espeak_Synth(encoded, size, 0, 1, 0, flags, None, None), "the text")
        if len(pcm) > limit:
            raise EspeakError("espeak-ng does not stop")
        return pcm, sample_rate


def _words(events: Any) -> Iterator[tuple[int, int]]:
    """Yield the words in a list of events: the first character of each in the text, and its first millisecond."""
    for event in events or ():
        if event.type == _LAST_EVENT:
            return
        if event.type == _WORD_EVENT:
            yield event.text_position - 1, event.audio_position


@contextmanager
def _nowhere() -> Iterator[ctypes.c_void_p]:
    """Open a C stream to the null device, for what espeak-ng prints."""
    system = ctypes.CDLL(None)
    system.fopen.restype = ctypes.c_void_p
    stream = ctypes.c_void_p(system.fopen(os.devnull.encode(), b"w"))
    try:
        yield stream
    finally:
        system.fclose(stream)


def _within(value: object, limits: tuple[int, int], what: str) -> int:
    if not isinstance(value, int) or not limits[0] <= value <= limits[1]:
        raise EspeakError(f"{what} must be a whole number from {limits[0]} to {limits[1]}, not {value!r}")
    return value


def _require_ok(status: int, what: str) -> None:
    if status:
        raise EspeakError(f"espeak-ng rejects {what} (status {status})")
