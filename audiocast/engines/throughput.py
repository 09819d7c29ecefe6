"""How fast is this machine, and how fast does each voice speak on it?

Both are learned from every render and kept in the cache folder, as sums, in which older renders count for less and
less. What was never learned is guessed, and said to be. Losing the file loses nothing but the rates.
"""

from __future__ import annotations

import json
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
# What is kept of what was learned before.
_KEPT = 0.5
# Of English as it is spoken here, and how much faster than speech a voice is that is a small model.
_MS_A_CHARACTER = 57.0
SPEED = 95.0
_SECONDS_A_START = 0.6


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was spoken with one voice, and what that took; characters are weighed as `weight` does.

    Attributes:
        characters: Of all that is heard.
        sound_ms: How long those are heard.
        made: Of these, what the engine spoke; the rest was kept from earlier.
        seconds: How long a processor was busy with that.
        starts: How many processes loaded the voice first.
        start_made: What those spoke as their first sentence; it is not in `made`.
        start_seconds: How long that took, with the loading.
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
    """What is made besides speech.

    Attributes:
        episodes: How many.
        sound_ms: What is heard of them besides words and pauses: music, chimes, and the silence at both ends.
        content: Their bytes besides sound: pictures and text.
    """

    episodes: float = 0.0
    sound_ms: float = 0.0
    content: float = 0.0


@dataclass(frozen=True, slots=True)
class Besides:
    """The work besides speaking: what was to be expected of it by the measure of the machine it was measured on."""

    expected: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """All that was learned.

    Attributes:
        voices: By `voice_name`.
        around: By the show's music.
        besides: Of all renders.
    """

    voices: Mapping[str, Spoken] = field(default_factory=dict)
    around: Mapping[str, Around] = field(default_factory=dict)
    besides: Besides = Besides()

    def learned(self, voices: Mapping[str, Spoken], around: Mapping[str, Around], besides: Besides) -> Rates:
        """With what one more render taught."""
        spoken = {name: _sum(new, self.voices.get(name, Spoken()), _KEPT) for name, new in voices.items()}
        beside = {name: _sum(new, self.around.get(name, Around()), _KEPT) for name, new in around.items()}
        return Rates({**self.voices, **spoken}, {**self.around, **beside}, _sum(besides, self.besides, _KEPT))

    def knows(self, voice: str, *, making: bool) -> bool:
        """Whether it was learned how long a voice is heard and, if something is to be made, what that costs."""
        known = self.voices.get(voice, Spoken())
        return known.characters > 0 and (not making or known.made + known.start_made > 0)

    def sound_ms(self, voice: str, characters: float) -> float:
        """How long that much of a voice is heard."""
        known = self.voices.get(voice, Spoken())
        return characters * (known.sound_ms / known.characters if known.characters else _MS_A_CHARACTER)

    def seconds(self, voice: str, characters: float, *, processes: int, speed: float = SPEED) -> float:
        """How long a processor is busy speaking that much, in so many processes.

        Args:
            voice: By `voice_name`.
            characters: How much.
            processes: Each has to load the voice.
            speed: Seconds of speech in a second, where that was not learned here.
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
        """What is made besides speech for so many episodes; `otherwise` is where that was not learned."""
        known = self.around.get(show, Around())
        each = known if known.episodes else otherwise
        return Around(episodes, episodes * (each.sound_ms / each.episodes), episodes * (each.content / each.episodes))

    def besides_s(self, expected: float) -> float:
        """How long a processor is busy with all that is not speaking."""
        return expected * (self.besides.seconds / self.besides.expected if self.besides.expected else 1.0)


def weight(utterance: Utterance) -> float:
    """Its characters; of one that is said slowly, more."""
    return len(utterance.text) / utterance.pace


def voice_name(voice: Voice) -> str:
    """What decides how fast a voice is."""
    model = Path(voice.files[0].name).stem if voice.files else ""
    return " ".join(filter(None, (voice.engine, model, voice.id, f"x{voice.rate:g}")))


def together(parts: Iterable[Mapping[str, Spoken]]) -> dict[str, Spoken]:
    """The sums of each voice."""
    found: dict[str, Spoken] = {}
    for part in parts:
        for name, spoken in part.items():
            found[name] = found.get(name, Spoken()) + spoken
    return found


def read(cache: Path) -> Rates:
    """What was learned until now; nothing, where there is no such file or it is damaged."""
    try:
        content = json.loads((cache / _FILE).read_bytes())
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
        _log.warning("%s: can't be read (%s). The rates are learned anew.", cache / _FILE, error)
        return Rates()


def write(rates: Rates, cache: Path) -> None:
    """Keep them; a folder that can't be written costs that, and is told."""
    content = {"format": _FORMAT, **asdict(rates)}
    try:
        atomic.replace(cache / _FILE, json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False).encode())
    except PublishError as error:
        _log.warning("%s. The next estimate is made without this render.", error)


_T = TypeVar("_T", Spoken, Around, Besides)


def _sum(one: _T, other: _T, share: float) -> _T:
    kind = type(one)
    return kind(**{each.name: getattr(one, each.name) + share * getattr(other, each.name) for each in fields(kind)})


def _numbers(content: Mapping[str, float]) -> dict[str, float]:
    return {str(name): float(number) for name, number in content.items()}
