"""`audiocast add`: save an article into the show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocast import cli, engines, sources
from audiocast.cli import options
from audiocast.errors import AudiocastError


def command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The address of a page or a feed, or a file.")],
    *,
    folder: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="The folder of the articles.")] = Path("seeds"),
    category: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="The article's category. By default, it gets the show's category if it has no matching one.",
        ),
    ] = None,
    date: Annotated[
        str, typer.Option(metavar="DATE", help="The article's date, such as 2024-05-01, instead of its own.")
    ] = "",
    allow_private: options.AllowPrivate = False,
) -> None:
    """Save an article to the show as a Markdown file.

    You can read and correct the file, and it stays if the page is deleted. Existing files are not changed.

    Examples:
        audiocast add https://example.org/2024/05/ferry
        audiocast add newsletter.eml --category "Audio Sources"
    """
    cli.console.configure_logging(verbose=False)
    request = sources.importing.Request(
        source=source,
        folder=folder,
        cache=engines.cache.default_folder(),
        category=category,
        date=date,
        allow_private=allow_private,
    )
    failed = False
    for result in sources.importing.add(request):
        if isinstance(result, AudiocastError):
            cli.console.error(str(result))
            failed = True
        else:
            cli.console.line(f"wrote {result}")
    if failed:
        raise typer.Exit(1)
