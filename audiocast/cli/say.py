"""`audiocast say`: synthesize a text at once, outside any show."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast import cli, config, render
from audiocast.errors import EncodeError, EngineError, NormalizeError, UnknownVoiceError

if TYPE_CHECKING:
    from audiocast.model.script import Script
    from audiocast.model.voice import Voice


def command(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT", help="The text, as in an article. With --ipa, - reads lines from standard input."
        ),
    ],
    *,
    voice: Annotated[
        str, typer.Option(metavar="NAME", help="Use voices/NAME.toml. The default is the show's voice.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write FILE.wav or FILE.mp3 instead of playing."),
    ] = None,
    source: Annotated[
        Path,
        typer.Option(metavar="FOLDER", help="A folder of articles whose settings, voices and lexicon are used."),
    ] = Path("seeds"),
    ipa: Annotated[bool, typer.Option("--ipa", help="Print the pronunciation in IPA instead of playing.")] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show the words that the base lexicon does not decide, and which step decided."),
    ] = False,
) -> None:
    """Play TEXT as in an episode, or write it to a file.

    Examples:
        audiocast say "The mayor of Łódź met Xi Jinping." --voice system -o mayor.wav
        audiocast say "Reykjavik" --ipa
        audiocast say "Siobhan (shiv-AWN) leads." --explain
        audiocast say --ipa - < sentences.txt
    """
    cli.console.configure_logging(verbose=False)
    if ipa and explain:
        raise typer.BadParameter("choose --explain or --ipa, not both")
    endings = render.preview.ENDINGS
    if output and output.suffix.lower() not in endings:
        raise typer.BadParameter(f"{output} must end in {config.suggestions.listed(endings)}", param_hint="--output")
    try:
        if ipa and text == "-":
            _pronounce_lines(source, voice)
            return
        utterances, speaker = render.preview.prepare(text, source=source, voice=voice)
    except UnknownVoiceError as error:
        raise typer.BadParameter(str(error), param_hint="--voice") from error
    if explain:
        _explain(text, utterances, speaker)
    elif ipa:
        for line in render.preview.pronounce(utterances, speaker):
            cli.console.line(line)
    elif output:
        milliseconds = render.preview.write(utterances, speaker, output)
        cli.console.note(f"wrote {output}, {milliseconds / 1000:.1f} s")
    else:
        with TemporaryDirectory(prefix="audiocast-") as folder:
            sound = Path(folder) / "said.wav"
            render.preview.write(utterances, speaker, sound)
            if not render.preview.play(sound):
                raise EncodeError("no program here can play sound", hint="Write a file: --output said.wav")


def _explain(text: str, script: Script, voice: Voice) -> None:
    """Print which step decided the pronunciation of each word."""
    decisions = render.preview.explain(text, script, voice)
    rows = dict.fromkeys((each.word, each.step, each.ipa) for each in decisions)
    cli.console.table(list(rows), header=("word", "decided by", "pronunciation"))


def _pronounce_lines(source: Path, voice: str) -> None:
    """Print a line of IPA for each line of standard input; an empty one when it has no words or fails."""
    failed = False
    with render.preview.Pronouncer(source=source, voice=voice) as pronouncer:
        for number, line in enumerate(sys.stdin.buffer, 1):
            pronunciation = ""
            try:
                pronunciation = pronouncer(line.decode())
            except (EngineError, NormalizeError, UnicodeDecodeError) as error:
                cli.console.error(f"line {number}: {error}")
                failed = True
            cli.console.data(pronunciation)
    if failed:
        raise typer.Exit(1)
