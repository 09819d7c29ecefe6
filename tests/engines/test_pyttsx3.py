"""Rules of the engine pyttsx3; on Linux that is espeak-ng."""
# ruff: noqa: N802 - pyttsx3 has no types and its own names, and phonemes look like letters

from __future__ import annotations

import os
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from audiocast.engines import espeak, espeak_notation, pyttsx3
from audiocast.engines.contract import EngineContract
from audiocast.engines.pyttsx3 import Pyttsx3Engine
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model.audio import Clip
from audiocast.model.script import Pronunciation, Utterance
from audiocast.model.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

linux = pytest.mark.skipif(sys.platform != "linux", reason="other platforms speak with voices of their own")
VOICE = Voice(name="test", engine="pyttsx3")


class TestContract(EngineContract):
    """What holds for every engine."""

    make = Pyttsx3Engine
    voice = VOICE


def say(text: str) -> Utterance:
    """An utterance without anything special."""
    return Utterance(text=text, written=text, pause_ms=0, voice="")


@pytest.fixture(scope="module")
def library() -> Iterator[espeak.Espeak]:
    """espeak-ng, whose phonemes can be looked at."""
    with espeak.Espeak() as library:
        yield library


def phonemes(library: espeak.Espeak, text: str, *hints: tuple[str, str], voice: str = "gmw/en-us") -> str:
    """What espeak-ng says for a text, in IPA; each hint is a word and its IPA."""
    pronunciations = tuple(Pronunciation(text.index(word), text.index(word) + len(word), ipa) for word, ipa in hints)
    utterance = Utterance(text=text, written=text, pause_ms=0, voice="", pronunciations=pronunciations)
    written = espeak_notation.write(utterance, language=voice.removeprefix("gmw/"), where="voice test")
    return " | ".join(library.phonemes(written.text, voice))


@linux
@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("The A\u00a0I boom.", "ðɪ ˌeɪˈaɪ bˈuːm"),
        ("the G\u00a0D\u00a0P rose", "ðə dʒˌiːdˌiːpˈiː ɹˈoʊz"),
        ("Take vitamin\u00a0A daily.", "tˈeɪk vˈaɪɾəmɪn ˈeɪ dˈeɪli"),
        ("two A\u00a0T\u00a0Ms", "tˈuː ˌeɪtˌiːˈɛmz"),
        ("\u201cA\u00a0I,\u201d he said", "ˌeɪˈaɪ | hiː sˈɛd"),
        ("(the U\u00a0K)", "ðə jˌuːkˈeɪ"),
        ("(U\u00a0K)-based", "jˌuːkˈeɪbˈeɪst"),
        ("a cat", "ɐ kˈæt"),
    ],
)
def test_letters_are_said_by_name(library: espeak.Espeak, marked: str, said: str) -> None:
    """Spelled letters get their names, whatever stands beside them; the article stays an article."""
    assert phonemes(library, marked) == said


@linux
def test_abbreviations_sound_like_its_own(library: espeak.Espeak) -> None:
    """What we spell is what espeak-ng itself makes of capitals, where it is right."""
    for letters in ("GDP", "EU", "BBC", "HIV"):
        assert phonemes(library, "\u00a0".join(letters)) == phonemes(library, letters)


@linux
def test_british_letters(library: espeak.Espeak) -> None:
    """A British voice says zed."""
    assert phonemes(library, "N\u00a0Z", voice="gmw/en-gb-x-rp").endswith("zˈɛd")
    assert phonemes(library, "N\u00a0Z").endswith("zˈiː")


@linux
def test_pronunciations_are_followed(library: espeak.Espeak) -> None:
    """A hint replaces the reading of its word and of no other."""
    hints = (("Keir", "kɪɹ"), ("Starmer", "ˈstɑːɹmɚ"))
    assert phonemes(library, "Keir Starmer said", *hints) == "kˈɪɹ stˈɑːɹmɚ sˈɛd"


@linux
def test_brackets_in_the_text_are_no_notation(library: espeak.Espeak) -> None:
    """Text that looks like phonemes is read as text."""
    assert phonemes(library, "[[h@l'oU]]") != phonemes(library, "x", ("x", "həlˈoʊ"))


@linux
def test_other_languages_refuse_pronunciations() -> None:
    """English sounds can't be written for a voice of another language."""
    utterance = Utterance(text="Ja.", written="", pause_ms=0, voice="", pronunciations=(Pronunciation(0, 2, "jɑː"),))
    with Pyttsx3Engine() as engine:
        assert engine.synthesize(say("Das Wetter ist gut."), Voice(name="test", engine="pyttsx3", id="de")).pcm
        with pytest.raises(EngineError, match="Ja"):
            engine.synthesize(utterance, Voice(name="test", engine="pyttsx3", id="de"))


@linux
@pytest.mark.parametrize("name", ["gmw/en-us", "gmw/en-US", "en-us", "en-US", "English (America)"])
def test_names_of_one_voice(name: str) -> None:
    """A voice is known by its id, its language and its name."""
    with Pyttsx3Engine() as engine:
        named = engine.synthesize(say("It is said."), Voice(name="test", engine="pyttsx3", id=name))
        plain = engine.synthesize(say("It is said."), Voice(name="test", engine="pyttsx3", id="gmw/en-us"))
        assert named == plain


@linux
def test_variants() -> None:
    """A variant of a voice is another sound, and an unknown one is an error that lists them."""
    with Pyttsx3Engine() as engine:
        female = engine.synthesize(say("It is said."), Voice(name="test", engine="pyttsx3", id="en-us+f3"))
        assert female != engine.synthesize(say("It is said."), VOICE)
        with pytest.raises(UnknownVoiceError, match=r"\+f3"):
            engine.synthesize(say("It is said."), Voice(name="test", engine="pyttsx3", id="en-us+nobody"))


@linux
def test_default_is_the_newsreader() -> None:
    """The default is a variant that comes with us, lower and slower than the plain voice."""
    with Pyttsx3Engine() as engine:
        default, named, plain = (
            engine.synthesize(say("It is said."), Voice(name="test", engine="pyttsx3", id=name))
            for name in ("", "en-us+newsreader", "en-us")
        )
    assert default == named
    assert len(default.pcm) > len(plain.pcm)


@linux
def test_threads_do_not_meet() -> None:
    """Two engines in two threads say what each was told, as one alone would."""
    texts = [f"Sentence number {number} is about the weather." for number in range(40)]

    def speak(texts: list[str]) -> list[Clip]:
        with Pyttsx3Engine() as engine:
            return [engine.synthesize(say(text), VOICE) for text in texts]

    with ThreadPoolExecutor(2) as threads:
        forward, backward = threads.map(speak, (texts, texts[::-1]))
    assert forward == backward[::-1] == speak(texts)


@linux
def test_nothing_is_left_open() -> None:
    """Neither files nor libraries add up."""

    def held() -> tuple[int, int]:
        maps = Path("/proc/self/maps").read_text(encoding="utf-8")
        return len(list(Path("/proc/self/fd").iterdir())), maps.count("espeak")

    with Pyttsx3Engine() as engine:
        engine.synthesize(say("Yes, it is."), VOICE)
        before = held()
        for _ in range(50):
            engine.synthesize(say("Yes, it is."), VOICE)
        assert held() == before
    assert held() < before


@linux
def test_speech_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A synthesizer that goes on for ever is an error, not a hang."""
    monkeypatch.setattr(espeak, "_MAX_SECONDS", 1)
    monkeypatch.setattr(espeak, "_MAX_SECONDS_PER_BYTE", 0)
    with Pyttsx3Engine() as engine, pytest.raises(EngineError, match="does not stop"):
        engine.synthesize(say("This sentence is longer than a second, or so. It goes on. And on."), VOICE)


@linux
def test_driver_errors_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pyttsx3 would swallow reaches the user, and the next utterance is not hurt."""
    with Pyttsx3Engine() as engine:
        with monkeypatch.context() as patch:
            patch.setattr(espeak, "_RATES", (80, 100))
            with pytest.raises(EngineError, match="words per minute"):
                engine.synthesize(say("It is said."), VOICE)
        assert engine.synthesize(say("It is said."), VOICE).pcm


@linux
def test_python_without_anonymous_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some builds of Python lack memfd_create; the sound is the same."""
    with Pyttsx3Engine() as engine:
        clip = engine.synthesize(say("It is said."), VOICE)
    monkeypatch.delattr(os, "memfd_create")
    with Pyttsx3Engine() as engine:
        assert [engine.synthesize(say("It is said."), VOICE) for _ in range(3)] == [clip] * 3


class AppleEngine:
    """What pyttsx3 looks like on macOS: its own voices, and AIFF files."""

    said: ClassVar[list[tuple[str, dict[str, object]]]] = []

    def __init__(self, _driver: str | None) -> None:
        self._properties: dict[str, object] = {}

    def getProperty(self, name: str) -> object:
        """Two voices, of which the second is the default."""
        voices = [SimpleNamespace(id=f"apple.{name}", name=name, languages=["en_US"]) for name in ("Fred", "Alex")]
        return voices if name == "voices" else "apple.Alex"

    def setProperty(self, name: str, value: object) -> None:
        """Keep it."""
        self._properties[name] = value

    def connect(self, _topic: str, _callback: Any) -> None:
        """Nothing goes wrong here."""

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a second of sound."""
        self.said.append((text, self._properties))
        common = struct.pack(">hLh", 1, 22_050, 16) + b"\x40\x0d\xac\x44" + bytes(6)
        body = b"AIFFCOMM" + struct.pack(">L", len(common)) + common
        body += b"SSND" + struct.pack(">L", 8 + 2 * 22_050) + bytes(8) + b"\0\1" * 22_050
        Path(filename).write_bytes(b"FORM" + struct.pack(">L", len(body)) + body)

    def runAndWait(self) -> None:
        """All is done."""


@pytest.fixture
def apple(monkeypatch: pytest.MonkeyPatch) -> type[AppleEngine]:
    """A computer without espeak-ng."""
    monkeypatch.setattr(pyttsx3, "_LINUX", False)
    monkeypatch.setattr(pyttsx3, "_new_engine", AppleEngine)
    AppleEngine.said.clear()
    return AppleEngine


def test_stock_drivers(apple: type[AppleEngine]) -> None:
    """Elsewhere the default voice speaks, is told the rate, and its AIFF file is read."""
    with Pyttsx3Engine() as engine:
        clip = engine.synthesize(say("The A\u00a0I boom."), VOICE)
        engine.synthesize(say("Hello."), Voice(name="test", engine="pyttsx3", id="fred", rate=1.2))
    assert clip == Clip(b"\1\0" * 22_050, 22_050, ("the", "a", "i", "boom"))
    assert apple.said == [
        ("The A I boom.", {"voice": "apple.Alex", "rate": 175}),
        ("Hello.", {"voice": "apple.Fred", "rate": 210}),
    ]


@pytest.mark.usefixtures("apple")
def test_what_stock_drivers_cannot_do() -> None:
    """A pitch, a pronunciation and a variant are refused where pyttsx3 would ignore them."""
    hinted = Utterance(text="Keir.", written="", pause_ms=0, voice="", pronunciations=(Pronunciation(0, 4, "kɪɹ"),))
    with Pyttsx3Engine() as engine:
        with pytest.raises(EngineError, match="pitch"):
            engine.synthesize(say("Hello."), Voice(name="test", engine="pyttsx3", pitch=1.2))
        with pytest.raises(EngineError, match="Keir"):
            engine.synthesize(hinted, VOICE)
        with pytest.raises(UnknownVoiceError, match=r"apple\.Alex"):
            engine.synthesize(say("Hello."), Voice(name="test", engine="pyttsx3", id="apple.Fred+f3"))


@pytest.mark.usefixtures("apple")
def test_stock_driver_that_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is missing or is no sound is an error."""
    with Pyttsx3Engine() as engine:
        monkeypatch.setattr(AppleEngine, "save_to_file", lambda _self, _text, _filename: None)
        with pytest.raises(EngineError, match="can't be read"):
            engine.synthesize(say("Hello."), VOICE)


@linux
def test_missing_espeak_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its wheel the error says what to install; with a broken one, what is wrong."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "espeakng_loader", None)
        with pytest.raises(EngineError, match="pip install espeakng-loader"), Pyttsx3Engine():
            pass
    monkeypatch.setattr("espeakng_loader.get_library_path", lambda: __file__)
    with pytest.raises(EngineError, match="can't be loaded"), Pyttsx3Engine():
        pass


@linux
def test_driver_keeps_to_pyttsx3s_interface(library: espeak.Espeak, tmp_path: Path) -> None:
    """The driver answers as pyttsx3's own do, for whoever uses it through pyttsx3 alone."""
    proxy = SimpleNamespace(setBusy=lambda _busy: None, notify=lambda _topic, **_: None)
    driver = library.buildDriver(proxy)
    driver.setProperty("rate", 200)
    driver.setProperty("pitch", 40)
    driver.setProperty("volume", 0.5)
    driver.setProperty("voice", "gmw/en-us+f3")
    assert [driver.getProperty(name) for name in ("rate", "pitch", "volume", "voice")] == [200, 40, 0.5, "gmw/en-us+f3"]
    driver.save_to_file("Hello.", str(tmp_path / "hello.wav"))
    assert (tmp_path / "hello.wav").stat().st_size > 10_000
    assert list(driver.iterate()) == [None]
    for wrong in (("voice", "nobody"), ("rate", 70), ("rate", "fast"), ("pitch", 100)):
        with pytest.raises(espeak.EspeakError):
            driver.setProperty(*wrong)
    with pytest.raises(KeyError):
        driver.getProperty("color")
    with pytest.raises(KeyError):
        driver.setProperty("color", 1)
    with pytest.raises(espeak.EspeakError):
        driver.say("aloud")
