"""`audiocast init`: start a new show."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from audiocast import cli, config


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder of the show. It is created when missing.")
    ] = Path(),
) -> None:
    """Start a new show: write commented settings, a voice, a lexicon and a first article.

    Existing files are not changed.

    Examples:
        audiocast init my-podcast
        cd my-podcast && audiocast render
    """
    for path in config.scaffold.write(folder, now=datetime.now().astimezone()):
        cli.console.line(f"wrote {path}")
    place = "" if folder == Path() else f"cd {folder} && "
    cli.console.line(f"Next: {place}audiocast render")
