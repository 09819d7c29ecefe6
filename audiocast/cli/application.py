"""Join the commands, and decide on exit codes.

Exit codes: 0 when all is done, 1 when something failed, 2 for wrong usage or when something would be lost, 75 when
another render is running, 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.core import TyperGroup

from audiocast import __version__, cli
from audiocast.cli import (
    add,
    cache,
    check,
    doctor,
    help_texts,
    init,
    names,
    normalize,
    publish,
    read,
    render,
    say,
    serve,
    voices,
    watch,
)
from audiocast.errors import AudiocastError, BusyError, RefusedError
from audiocast.render import signals

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer._click import Context  # it has its own copy of click

_REFUSED = 2
_BUSY = 75  # EX_TEMPFAIL of sysexits.h: the same command works later
_STOPPED = 130  # what Typer makes of KeyboardInterrupt

# In the order of the help.
_COMMANDS: dict[str, Callable[..., None] | typer.Typer] = {
    "render": render.command,
    "add": add.command,
    "watch": watch.command,
    "check": check.command,
    "serve": serve.command,
    "read": read.command,
    "voices": voices.app,
    "say": say.command,
    "names": names.command,
    "normalize": normalize.command,
    "publish": publish.command,
    "init": init.command,
    "cache": cache.command,
    "doctor": doctor.command,
}


class _InOrder(TyperGroup):
    """The commands, in the order of the table above."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(super().list_commands(ctx), key=list(_COMMANDS).index)


app = typer.Typer(
    name="audiocast",
    cls=_InOrder,
    help="Turn written articles into a podcast with natural speech, chapters, transcripts and a feed, all offline.",
    epilog="Start with: audiocast render",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line, and exit with its code."""
    try:
        signals.interrupt()
        cli.console.fit_dumb_terminal()
        app()
    except KeyboardInterrupt:
        _stop()
    except AudiocastError as error:
        cli.console.error(str(error))
        sys.exit(_BUSY if isinstance(error, BusyError) else _REFUSED if isinstance(error, RefusedError) else 1)
    except SystemExit as end:
        if end.code == _STOPPED:
            _stop()
        raise


def _stop() -> NoReturn:
    cli.console.error("stopped. All finished work is saved. Run the same command to continue.")
    sys.exit(128 + signals.received())


for _name, _command in _COMMANDS.items():
    if isinstance(_command, typer.Typer):
        app.add_typer(_command, name=_name)
    else:
        app.command(_name, help=help_texts.of(_command))(_command)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"audiocast {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass
