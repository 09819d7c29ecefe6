"""`audiocast voices`: list the voices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast import cli, engines

if TYPE_CHECKING:
    from audiocast.engines.voices import Speaker

_READY = "here"
_HEADER = ("voice", "engine", "language", "quality", "misheard", "speed", "")


def command(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A folder of articles. Voices beside it are listed too.")
    ] = Path("seeds"),
) -> None:
    """List the voices, the best first, and what each needs.

    Quality is the grade from 1 to 5 that listeners would give, as predicted by a model. Misheard is the share of words
    that a speech recognizer got wrong. Speed is the seconds of speech that one CPU core makes in a second. All were
    measured with one news article.

    Examples:
        audiocast voices
        audiocast say "How do I sound?" --voice system
    """
    found = engines.voices.speakers(source)
    missing = [number for number, speaker in enumerate(found) if speaker.problem]
    cli.console.table([_row(speaker) for speaker in found], header=_HEADER, dim=missing)
    for engine in engines.voices.silent_engines(found):
        cli.console.note(f'The engine {engine} has no voice yet. Write engine = "{engine}" to voices/NAME.toml.')


def _row(speaker: Speaker) -> tuple[str, ...]:
    voice, known = speaker.voice, speaker.measured
    figures = (f"{known.quality:.1f}", f"{known.misheard:.1f} %", f"{known.speed:g} x") if known else ("", "", "")
    engine = (voice.engine, voice.language) if voice else ("", "")
    return (speaker.name, *engine, *figures, speaker.problem or _READY)
