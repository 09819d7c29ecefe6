"""Synthesize a text without a show: `audiocast say`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import wave
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from audiocast import audio, engines
from audiocast.audio import recording
from audiocast.config import load
from audiocast.errors import ConfigError, EncodeError, EngineError
from audiocast.model.script import Utterance
from audiocast.normalize import Lexicon, read_lexicons
from audiocast.pronunciation.phonemizer import BASE, Phonemizer
from audiocast.script import writer

if TYPE_CHECKING:
    from types import TracebackType

    from audiocast.audio.levelling import Balance
    from audiocast.audio.recording import Segment
    from audiocast.model.script import Script
    from audiocast.model.voice import Voice
    from audiocast.pronunciation.phonemizer import Decision

ENDINGS = (".wav", ".mp3")
# Programs that play one file and exit.
_PLAYERS = (
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("mpv", "--no-video", "--really-quiet"),
)
# Above 128 kb/s the encoder does not change the level, so this value is used for a WAV file.
_MP3_KBPS, _LOSSLESS_KBPS = 128, 160


def prepare(text: str, *, source: Path, voice: str = "") -> tuple[Script, Voice]:
    """Return the script of a text, with the lexicons of the articles at `source`, and its voice.

    Args:
        text: The text, as in an article.
        source: A folder of articles; it need not exist.
        voice: The name of a voice, or "" for the show's.

    Raises:
        ConfigError: The text is empty, or the voice or a lexicon is wrong.
        NormalizeError: The spoken text lost a fact of the written text.
    """
    speaker, lexicon = _settings(source, voice)
    spoken = writer.write_text(text, voice=speaker, lexicon=lexicon)
    if not spoken.sections[0].utterances:
        raise ConfigError("there is nothing to say", hint="Give a text")
    return spoken, speaker


def _settings(source: Path, voice: str) -> tuple[Voice, Lexicon]:
    speaker = load.read_voice(source, voice or load.read_show(source).voice)
    return speaker, read_lexicons(load.find_lexicons(source))


class Pronouncer:
    """Return the pronunciation of lines of text in IPA, with an engine that is loaded once.

    Raises:
        ConfigError: The voice or a lexicon is wrong.
        EngineError: The engine can't be loaded, or can't give pronunciations.
    """

    def __init__(self, *, source: Path, voice: str = "") -> None:
        self._voice, self._lexicon = _settings(source, voice)
        self._engine = engines.load(self._voice.engine)

    def __enter__(self) -> Self:
        """Load the engine."""
        _require_reader(self._engine, self._voice)
        self._engine.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free the engine."""
        self._engine.__exit__(kind, error, trace)

    def __call__(self, text: str) -> str:
        """Return one line of IPA, or "" for a text without words.

        Raises:
            EngineError: The engine fails.
            NormalizeError: The spoken text lost a fact of the written text.
        """
        spoken = writer.write_text(text, voice=self._voice, lexicon=self._lexicon)
        reader = _require_reader(self._engine, self._voice)
        said = (reader.pronounce(utterance, self._voice) for utterance in spoken.sections[0].utterances)
        return " ".join(" ".join(said).split())


def _require_reader(engine: engines.Engine, voice: Voice) -> engines.Pronounces:
    if not isinstance(engine, engines.Pronounces):
        raise EngineError("the engine can't give pronunciations", where=f"engine {voice.engine}")
    return engine


def explain(text: str, spoken: Script, voice: Voice) -> list[Decision]:
    """Return how a voice pronounces the words of a text, and which step decided it.

    Words that the base lexicon decides are left out. A word that the engine decides has the engine's pronunciation, if
    the engine can return it.

    Args:
        text: The text.
        spoken: Its script.
        voice: The voice.
    """
    stage = Phonemizer(text.splitlines(), voices=(voice,))
    explained = (each for utterance in spoken.sections[0].utterances for each in stage.explain(utterance))
    decisions = [each for each in explained if each.step != BASE]
    if all(each.ipa for each in decisions):
        return decisions
    with engines.load(voice.engine) as engine:
        return [each if each.ipa else replace(each, ipa=_own(engine, each.word, voice)) for each in decisions]


def _own(engine: engines.Engine, word: str, voice: Voice) -> str:
    """Return an engine's own pronunciation of a word, or "" when it can't tell."""
    if not isinstance(engine, engines.Pronounces):
        return ""
    try:
        return engine.pronounce(Utterance(word, word, 0, voice.name), voice)
    except EngineError:
        return ""


def pronounce(spoken: Script, voice: Voice) -> list[str]:
    """Return the pronunciation of each sentence by a voice, in IPA.

    Raises:
        EngineError: The engine fails, or can't give pronunciations.
    """
    with engines.load(voice.engine) as engine:
        reader = _require_reader(engine, voice)
        return [reader.pronounce(utterance, voice) for utterance in spoken.sections[0].utterances]


def write(spoken: Script, voice: Voice, path: Path) -> int:
    """Write a WAV or an MP3 file, as loud as an episode, and return its duration in milliseconds.

    Raises:
        EngineError: The text can't be synthesized.
        EncodeError: The file can't be written.
    """
    with engines.load(voice.engine) as engine:
        return write_with(engine, spoken, voice, path)


def write_with(engine: engines.Engine, spoken: Script, voice: Voice, path: Path) -> int:
    """Do the same as `write`, with an engine that is loaded already.

    Raises:
        EngineError: The text can't be synthesized.
        EncodeError: The file can't be written.
    """
    utterances = spoken.sections[0].utterances
    mp3 = path.suffix.lower() == ".mp3"
    bitrate = _MP3_KBPS if mp3 else _LOSSLESS_KBPS
    with tempfile.TemporaryDirectory(prefix="audiocast-") as folder:
        clips = (engine.synthesize(utterance, voice) for utterance in utterances)
        segment = audio.join.join(utterances, clips, Path(folder) / "said.pcm")
        balanced = audio.levelling.balance([segment], bitrate_kbps=bitrate)
        made = Path(folder) / "said"
        if mp3:
            length = audio.encoding.encode(segment, balanced, bitrate_kbps=bitrate)
            made.write_bytes(b"".join(audio.encoding.assemble([segment], [length], bitrate_kbps=bitrate)))
        else:
            _write_wav(segment, balanced, made)
        try:
            shutil.move(made, path)
        except OSError as error:
            raise EncodeError(f"can't be written ({error.strerror})", where=str(path)) from error
    return recording.timeline(spoken, [segment]).duration_ms


def play(path: Path) -> bool:
    """Play a WAV file to its end, and return True; return False when no player is installed.

    Raises:
        EncodeError: The player failed.
    """
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415 - only there

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return True
    for player, *options in _PLAYERS:
        if program := shutil.which(player):
            done = subprocess.run([program, *options, str(path)], capture_output=True, check=False)
            if done.returncode:
                said = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
                raise EncodeError(
                    f"{player} can't play the sound: {said[-1]}", hint="Name a file with --output instead"
                )
            return True
    return False


def _write_wav(segment: Segment, balanced: Balance, path: Path) -> None:
    levels = audio.levels.measure(segment.path, rate=segment.sample_rate)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(segment.sample_rate)
        for frames in audio.limiter.apply(segment.path, levels, balanced.gain, rate=segment.sample_rate):
            file.writeframes(frames)
