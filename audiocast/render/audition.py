"""Write a page to hear how each voice says each name, and to choose a pronunciation.

The folder holds the page and a sound file for each name and voice. The page needs no server. It shows the command that
writes the chosen pronunciations to the lexicon.
"""

from __future__ import annotations

import shlex
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from audiocast import atomic, engines
from audiocast.config import load
from audiocast.engines import voices
from audiocast.errors import EncodeError, EngineError
from audiocast.normalize import Lexicon, read_lexicons
from audiocast.render import preview
from audiocast.script import writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiocast.engines import Engine
    from audiocast.model.voice import Voice
    from audiocast.render.name_report import Name

_PAGE = "index.html"
_TEMPLATE = "audition.html"


@dataclass(frozen=True, slots=True)
class _Choice:
    """How one voice says a name.

    Attributes:
        voice: The name of the voice.
        ipa: Its pronunciation in IPA, or "" when it can't read the name.
        entry: The argument of `audiocast names --write` that chooses it.
        sound: The name of the sound file.
        problem: Why there is no sound, or "".
    """

    voice: str
    ipa: str
    entry: str
    sound: str
    problem: str = ""


def write_page(names: Sequence[Name], *, source: Path, folder: Path) -> Path:
    """Synthesize each name with each voice, write the sounds and the page, and return the path of the page.

    Args:
        names: The names, with their pronunciations.
        source: A folder of articles, or one article.
        folder: Where to write; it is created if it does not exist.

    Raises:
        ConfigError: A voice or a lexicon is wrong.
        EncodeError: A sound, or the folder, can't be written.
        PublishError: The page can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"the folder can't be created ({error.strerror})"
        raise EncodeError(problem, where=str(folder), hint="Name another folder with --output") from error
    lexicon = read_lexicons(load.find_lexicons(source))
    with ExitStack() as stack:
        speakers = list(_speakers(source, names, stack))
        rows = [
            {
                "word": name.word,
                "count": name.count,
                "choices": [
                    _choice(name, folder / f"{number:03}-{voice.name}.wav", lexicon, engine, voice)
                    for engine, voice in speakers
                ],
            }
            for number, name in enumerate(names, 1)
        ]
    page = folder / _PAGE
    environment = Environment(
        loader=PackageLoader("audiocast.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    command = f"audiocast names {shlex.quote(str(source))}"
    atomic.replace(page, environment.get_template(_TEMPLATE).render(names=rows, command=command).encode())
    return page


def _speakers(source: Path, names: Sequence[Name], stack: ExitStack) -> Iterator[tuple[Engine, Voice]]:
    """Yield the voices that have pronunciations of the names, with their entered engines."""
    pronouncing = set(names[0].said) if names else set()
    for speaker in voices.speakers(source):
        if speaker.voice is not None and speaker.name in pronouncing:
            yield stack.enter_context(engines.load(speaker.voice.engine)), speaker.voice


def _choice(name: Name, sound: Path, lexicon: Lexicon, engine: Engine, voice: Voice) -> _Choice:
    """Write the sound of a name in one voice, and return it as a choice."""
    ipa = name.said[voice.name]
    choice = _Choice(voice.name, ipa, entry=f"{name.word}=/{ipa}/", sound=sound.name)
    try:
        preview.write_with(engine, writer.write_text(name.word, voice=voice, lexicon=lexicon), voice, sound)
    except EngineError as error:
        return _Choice(voice.name, ipa, choice.entry, sound.name, problem=str(error))
    return choice
