"""Join the commands, and decide on exit codes.

Exit codes: 0 when all is done, 1 when something failed, 2 for wrong usage or when something would be lost, 75 when
another render is running, 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.
"""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from audiocast import __version__, cli
from audiocast.cli import (
    add,
    cache,
    check,
    doctor,
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

_REFUSED = 2
_BUSY = 75  # EX_TEMPFAIL of sysexits.h: the same command works later
_STOPPED = 130  # what Typer makes of KeyboardInterrupt

# In the order of the help.
_COMMANDS: dict[str, Callable[..., None]] = {
    "render": render.command,
    "add": add.command,
    "watch": watch.command,
    "check": check.command,
    "serve": serve.command,
    "read": read.command,
    "voices": voices.command,
    "say": say.command,
    "names": names.command,
    "normalize": normalize.command,
    "publish": publish.command,
    "init": init.command,
    "cache": cache.command,
    "doctor": doctor.command,
}

app = typer.Typer(
    name="audiocast",
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


def _help(function: Callable[..., None]) -> str:
    """Return the docstring of a command with each paragraph on one line, so that only the terminal wraps it."""
    paragraphs = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    # Typer would remove the indent of the examples where no other paragraph follows the first. An empty style keeps it.
    return "\n\n".join(
        each.replace("\n    ", "\n[b][/b]    ") if "\n    " in each else each.replace("\n", " ") for each in paragraphs
    )


for _name, _function in _COMMANDS.items():
    app.command(_name, help=_help(_function))(_function)


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
