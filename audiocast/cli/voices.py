"""`audiocast voices`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast.cli.console import escape, note, out

if TYPE_CHECKING:
    from audiocast.engines.voices import Speaker

_HERE = "here"
_HEAD = ("voice", "engine", "language", "quality", "misheard", "speed", "")


def voices(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A folder of articles; voices beside it are listed too.")
    ] = Path("seeds"),
) -> None:
    """List who can speak here, the best first, and what the others need.

    Quality is what listeners would say from 1 to 5, as a model of them predicts; misheard is how many of 100 words a
    recognizer got wrong; speed is seconds of speech in a second of one core. All were measured on one news article.

    Examples:
        audiocast voices

        audiocast say "How do I sound?" --voice system
    """
    from audiocast.engines import voices as room  # noqa: PLC0415 - help must not wait for it

    found = room.speakers(source)
    rows = [_HEAD, *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        style = None if row[-1] == _HERE else "dim"
        out().print(escape("  ".join([*cells, row[-1]]).rstrip()), style=style, soft_wrap=True)
    for engine in room.silent_engines(found):
        note(f'The engine {engine} has no voice yet: write engine = "{engine}" into voices/NAME.toml')


def _row(speaker: Speaker) -> tuple[str, ...]:
    voice, known = speaker.voice, speaker.measured
    figures = (f"{known.quality:.1f}", f"{known.misheard:.1f} %", f"{known.speed:g} x") if known else ("", "", "")
    told = (voice.engine, voice.language) if voice else ("", "")
    return (speaker.name, *told, *figures, speaker.problem or _HERE)
