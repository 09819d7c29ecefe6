"""`audiocast init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocast.cli.console import say


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Made when it is not there.")] = Path(),
) -> None:
    """Begin a new show: its settings with a word on each, a voice, a lexicon and a first article.

    Nothing that is there already is changed.

    Examples:
        audiocast init my-podcast

        cd my-podcast && audiocast render
    """
    from datetime import datetime  # noqa: PLC0415 - help must not wait for the settings

    from audiocast.config import scaffold  # noqa: PLC0415

    for path in scaffold.write(folder, now=datetime.now().astimezone()):
        say(f"wrote {path}")
    place = "" if folder == Path() else f"cd {folder}, then: "
    say(f"Next: {place}audiocast render")
