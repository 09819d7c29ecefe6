"""`audiocast serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocast.cli.console import configure_logging, note, out, say


def serve(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `audiocast render` published.")] = Path(
        "output"
    ),
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Listen at this address of this machine.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Listen at this port; 0 for any.")] = 8000,
    lan: Annotated[
        bool, typer.Option("--lan", help="Serve to the local network, and show a QR code for a phone.")
    ] = False,
    secret: Annotated[
        bool, typer.Option("--secret", help="Serve under a path that nobody can guess, the same each time.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also show what is asked for.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the feed's address.")] = False,
) -> None:
    """Serve [bold]FOLDER[/bold] to podcast applications, until Ctrl-C.

    Addresses in the feed and in the pages are made to fit the address they are asked for at; the files stay as they
    are. Without --lan or --host only this machine is served.

    Examples:
        audiocast serve

        audiocast serve /srv/podcast --lan --secret
    """
    if verbose and quiet:
        raise typer.BadParameter("choose --verbose or --quiet, not both")
    if lan and host != "127.0.0.1":
        raise typer.BadParameter("choose --lan or --host, not both")
    if not folder.is_dir():
        raise typer.BadParameter(
            f"{folder} is no folder. Run `audiocast render` first, or name the folder it published.",
            param_hint="FOLDER",
        )
    configure_logging(verbose=verbose)
    from audiocast.publishing import serve as room  # noqa: PLC0415 - help and version must not wait for it

    path = room.keep_secret(folder) if secret else ""
    shown = room.local_address() if lan else ""
    sock = room.listen("0.0.0.0" if lan else host, port)  # noqa: S104 - asked for
    page = room.url_of(sock, host=shown, secret=path)
    feed = f"{page}feed.xml"
    if quiet:
        say(feed)
    else:
        _tell(folder, feed=feed, page=page)
        if lan:
            _show_code(feed)
        note("Ctrl-C stops it.")
    room.run(folder, sock, secret=path)


def _tell(folder: Path, *, feed: str, page: str) -> None:
    out().print(f"feed  {feed}", soft_wrap=True, markup=False)
    if (folder / "index.html").is_file():
        out().print(f"page  {page}", soft_wrap=True, markup=False)
    if not (folder / "feed.xml").is_file():
        note(f"There is no feed.xml in {folder} yet: run `audiocast render`.")


def _show_code(url: str) -> None:
    """A QR code in half-height blocks, dark on light on any terminal that has colors."""
    from audiocast.publishing.artwork.qr import squares  # noqa: PLC0415

    dark = squares(url)
    for upper, lower in zip(dark[::2], [*dark[1::2], [False] * len(dark)][: (len(dark) + 1) // 2], strict=True):
        line = "".join(" ▄▀█"[2 * above + below] for above, below in zip(upper, lower, strict=True))
        out().print(line, style="black on white", markup=False)
