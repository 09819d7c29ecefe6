"""`audiocast add`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocast.cli.console import complain, configure_logging, say


def add(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The address of a page or a feed, or a file.")],
    *,
    folder: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="The show's articles.")] = Path("seeds"),
    category: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Its category; if not said, the show's is added where it is not wanted yet."),
    ] = None,
    date: Annotated[str, typer.Option(metavar="DATE", help="Its date, such as 2024-05-01, instead of its own.")] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from machines that are not public.")
    ] = False,
) -> None:
    """Save an article into the show, as Markdown that you can read and correct.

    It stays when its page vanishes. Nothing that is there already is changed.

    Examples:
        audiocast add https://example.org/2024/05/ferry

        audiocast add newsletter.eml --category "Audio Sources"
    """
    configure_logging(verbose=False)
    from audiocast.engines import cache  # noqa: PLC0415 - help must not wait for it
    from audiocast.errors import AudiocastError  # noqa: PLC0415
    from audiocast.sources import importing  # noqa: PLC0415 - help must not wait for it

    request = importing.Request(
        source=source,
        folder=folder,
        cache=cache.default_folder(),
        category=category,
        date=date,
        allow_private=allow_private,
    )
    failed = False
    for result in importing.add(request):
        if isinstance(result, AudiocastError):
            complain(str(result))
            failed = True
        else:
            say(f"wrote {result}")
    if failed:
        raise typer.Exit(1)
