"""Measure how fast this machine is, and how fast each voice is on it, for estimates and time limits.

The measurements of every render are added to sums in `rates.json` in the cache folder; each render first halves the
older sums. Until a voice was measured, defaults are used. The file can be deleted: then only the measurements are lost.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from audiocast import atomic
from audiocast.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_log = logging.getLogger(__name__)

_FILE = "rates.json"
_FORMAT = 1
_LAYOUT = atomic.Layout(sort_keys=True, ascii_only=False, end="")
# The share of the older sums that is kept.
_KEPT = 0.5
# Defaults: of English speech, of the speed of a small model, and of loading it.
_MS_A_CHARACTER = 57.0
SPEED = 95.0
_SECONDS_A_START = 0.6


@dataclass(frozen=True, slots=True)
class Spoken:
    """The measurements of one voice. Characters are counted as `weight` does.

    Attributes:
        characters: The characters of all utterances.
        sound_ms: The duration of their sound.
        made: The characters that the engine synthesized; the rest was in the cache.
        seconds: The CPU seconds of that.
        starts: How many processes loaded the voice.
        start_made: The characters of the first utterance in each of these processes; not in `made`.
        start_seconds: The CPU seconds of these utterances, with the loading.
    """

    characters: float = 0.0
    sound_ms: float = 0.0
    made: float = 0.0
    seconds: float = 0.0
    starts: float = 0.0
    start_made: float = 0.0
    start_seconds: float = 0.0

    def __add__(self, other: Spoken) -> Spoken:
        return _sum(self, other, 1.0)


@dataclass(frozen=True, slots=True)
class Around:
    """The measurements of what is made besides speech.

    Attributes:
        episodes: The number of episodes.
        sound_ms: The duration of their music, chimes, and silence at both ends.
        content: The bytes of their pictures and texts.
    """

    episodes: float = 0.0
    sound_ms: float = 0.0
    content: float = 0.0


@dataclass(frozen=True, slots=True)
class Besides:
    """The CPU seconds of all work besides synthesis: as expected on the reference machine, and actual."""

    expected: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """All measurements.

    Attributes:
        voices: The measurements of each voice, by `voice_name`.
        around: What is made besides speech, by the music of the show.
        besides: The work besides synthesis.
    """

    voices: Mapping[str, Spoken] = field(default_factory=dict)
    around: Mapping[str, Around] = field(default_factory=dict)
    besides: Besides = Besides()

    def learned(self, voices: Mapping[str, Spoken], around: Mapping[str, Around], besides: Besides) -> Rates:
        """Return the measurements with those of one more render."""
        spoken = {name: _sum(new, self.voices.get(name, Spoken()), _KEPT) for name, new in voices.items()}
        beside = {name: _sum(new, self.around.get(name, Around()), _KEPT) for name, new in around.items()}
        return Rates({**self.voices, **spoken}, {**self.around, **beside}, _sum(besides, self.besides, _KEPT))

    def knows(self, voice: str, *, making: bool) -> bool:
        """Return whether a voice was measured: its duration and, for `making`, its CPU seconds."""
        known = self.voices.get(voice, Spoken())
        return known.characters > 0 and (not making or known.made + known.start_made > 0)

    def sound_ms(self, voice: str, characters: float) -> float:
        """Return the expected duration of so many characters, in milliseconds."""
        known = self.voices.get(voice, Spoken())
        return characters * (known.sound_ms / known.characters if known.characters else _MS_A_CHARACTER)

    def seconds(self, voice: str, characters: float, *, processes: int, speed: float = SPEED) -> float:
        """Return the expected CPU seconds to synthesize so many characters.

        Args:
            voice: The `voice_name`.
            characters: The number of characters.
            processes: How many processes load the voice.
            speed: Seconds of speech per CPU second, if the voice was not measured.
        """
        if not characters:
            return 0.0
        known = self.voices.get(voice, Spoken())
        each = known.seconds / known.made if known.made else self.sound_ms(voice, 1) / 1000 / speed
        start = _SECONDS_A_START
        if known.starts:
            start = max(known.start_seconds - known.start_made * each, 0.0) / known.starts
        return start * processes + each * characters

    def beside(self, show: str, episodes: int, *, otherwise: Around) -> Around:
        """Return what is made besides speech for so many episodes; `otherwise` if the show was not measured."""
        known = self.around.get(show, Around())
        each = known if known.episodes else otherwise
        return Around(episodes, episodes * (each.sound_ms / each.episodes), episodes * (each.content / each.episodes))

    def besides_s(self, expected: float) -> float:
        """Return the expected CPU seconds of the work besides synthesis, from those on the reference machine."""
        return expected * (self.besides.seconds / self.besides.expected if self.besides.expected else 1.0)


def weight(utterance: Utterance) -> float:
    """Return the number of characters of an utterance, weighted by its pace: slow speech counts more."""
    return len(utterance.text) / utterance.pace


def voice_name(voice: Voice) -> str:
    """Return the key of a voice in the measurements: everything that decides its speed."""
    model = Path(voice.files[0].name).stem if voice.files else ""
    return " ".join(filter(None, (voice.engine, model, voice.id, f"x{voice.rate:g}")))


def together(parts: Iterable[Mapping[str, Spoken]]) -> dict[str, Spoken]:
    """Return the sum of the measurements of each voice."""
    found: dict[str, Spoken] = {}
    for part in parts:
        for name, spoken in part.items():
            found[name] = found.get(name, Spoken()) + spoken
    return found


def read(cache: Path) -> Rates:
    """Return the measurements; none if the file does not exist or is damaged."""
    try:
        content = atomic.read_state(cache / _FILE)
        if content["format"] != _FORMAT:
            return Rates()
        return Rates(
            {name: Spoken(**_numbers(each)) for name, each in content["voices"].items()},
            {name: Around(**_numbers(each)) for name, each in content["around"].items()},
            Besides(**_numbers(content["besides"])),
        )
    except FileNotFoundError:
        return Rates()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        _log.warning("%s: the file can't be read (%s). The speeds will be measured again.", cache / _FILE, error)
        return Rates()


def write(rates: Rates, cache: Path) -> None:
    """Write the measurements; if the folder can't be written, log a warning."""
    try:
        atomic.write_state(cache / _FILE, _FORMAT, asdict(rates), layout=_LAYOUT)
    except PublishError as error:
        _log.warning("%s The next estimate will not include this render.", error)


_T = TypeVar("_T", Spoken, Around, Besides)


def _sum(one: _T, other: _T, share: float) -> _T:
    kind = type(one)
    return kind(**{each.name: getattr(one, each.name) + share * getattr(other, each.name) for each in fields(kind)})


def _numbers(content: Mapping[str, float]) -> dict[str, float]:
    return {str(name): float(number) for name, number in content.items()}
