"""Join the commands, and decide on exit codes.

Exit codes: 0 when all is done, 1 when something failed, 2 for wrong usage or when something would be lost, 75 when
another render is running, 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.
"""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from audiocast import __version__, signals
from audiocast.cli.add import add
from audiocast.cli.cache import cache
from audiocast.cli.check import check
from audiocast.cli.console import complain
from audiocast.cli.doctor import doctor
from audiocast.cli.init import init
from audiocast.cli.names import names
from audiocast.cli.normalize import normalize
from audiocast.cli.publish import publish
from audiocast.cli.read import read
from audiocast.cli.render import render
from audiocast.cli.say import say
from audiocast.cli.serve import serve
from audiocast.cli.voices import voices
from audiocast.cli.watch import watch
from audiocast.errors import AudiocastError, BusyError, RefusedError

_REFUSED = 2
_BUSY = 75  # what sysexits.h calls a temporary failure: the same command works later
_STOPPED = 130  # what Typer makes of KeyboardInterrupt

app = typer.Typer(
    name="audiocast",
    help="Turn written articles into a podcast: natural speech, chapters, transcripts and a feed, all offline.",
    epilog="Start with: audiocast render",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# In the order of the help. A command's module imports what is slow only when it is run.
app.command()(render)
app.command()(add)
app.command()(watch)
app.command()(check)
app.command()(serve)
app.command()(read)
app.command()(voices)
app.command()(say)
app.command()(names)
app.command()(normalize)
app.command()(publish)
app.command()(init)
app.command()(cache)
app.command()(doctor)


def main() -> None:
    """Run the command line."""
    try:
        signals.interrupt()
        app()
    except KeyboardInterrupt:
        _stop()
    except AudiocastError as error:
        complain(str(error))
        sys.exit(_BUSY if isinstance(error, BusyError) else _REFUSED if isinstance(error, RefusedError) else 1)
    except SystemExit as end:
        if end.code == _STOPPED:
            _stop()
        raise


def _stop() -> NoReturn:
    complain("stopped. Nothing is half done; the same command goes on from here.")
    sys.exit(128 + signals.received())


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"audiocast {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is, and stop.")
    ] = False,
) -> None:
    pass
