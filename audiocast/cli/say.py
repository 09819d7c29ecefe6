"""`audiocast say`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from audiocast.cli.console import complain, configure_logging, note
from audiocast.cli.console import say as tell
from audiocast.errors import EncodeError, EngineError, NormalizeError, UnknownVoiceError


def say(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT",
            help="As it would stand in an article; with --ipa, - reads a sentence a line from standard input.",
        ),
    ],
    *,
    voice: Annotated[str, typer.Option(metavar="NAME", help="voices/NAME.toml; without it, the show's voice.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write FILE.wav or FILE.mp3; do not play.")
    ] = None,
    source: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The articles whose settings, voices and lexicon hold.")
    ] = Path("seeds"),
    ipa: Annotated[
        bool, typer.Option("--ipa", help="Print how the voice says it, in IPA, instead of speaking.")
    ] = False,
) -> None:
    """Say [bold]TEXT[/bold] as it would be said in an episode: play it, or write it into a file.

    Examples:
        audiocast say "The mayor of Łódź met Xi Jinping." --voice system -o mayor.wav

        audiocast say "Reykjavik" --ipa

        audiocast say --ipa - < sentences.txt
    """
    configure_logging(verbose=False)
    from audiocast.render import preview as room  # noqa: PLC0415 - help must not wait for it

    if output and output.suffix.lower() not in room.ENDINGS:
        raise typer.BadParameter(f"{output} ends in neither {' nor '.join(room.ENDINGS)}", param_hint="--output")
    if ipa and text == "-":
        _pronounce_lines(source, voice)
        return
    try:
        spoken, speaker = room.prepare(text, source=source, voice=voice)
    except UnknownVoiceError as error:
        raise typer.BadParameter(str(error), param_hint="--voice") from error
    if ipa:
        for line in room.pronounce(spoken, speaker):
            tell(line)
    elif output:
        milliseconds = room.write(spoken, speaker, output)
        note(f"wrote {output}, {milliseconds / 1000:.1f} s")
    else:
        with TemporaryDirectory(prefix="audiocast-") as folder:
            sound = Path(folder) / "said.wav"
            room.write(spoken, speaker, sound)
            if not room.play(sound):
                raise EncodeError("nothing here can play sound", hint="Name a file: --output said.wav")


def _pronounce_lines(source: Path, voice: str) -> None:
    """Print a line of IPA for each line of standard input, an empty one where there is nothing to say or it fails."""
    from audiocast.render import preview as room  # noqa: PLC0415 - help must not wait for it

    failed = False
    try:
        with room.Pronouncer(source=source, voice=voice) as pronouncer:
            for number, line in enumerate(sys.stdin.buffer, 1):
                said = ""
                try:
                    said = pronouncer(line.decode())
                except (EngineError, NormalizeError, UnicodeDecodeError) as error:
                    complain(f"line {number}: {error}")
                    failed = True
                sys.stdout.write(f"{said}\n")
    except UnknownVoiceError as error:
        raise typer.BadParameter(str(error), param_hint="--voice") from error
    if failed:
        raise typer.Exit(1)
