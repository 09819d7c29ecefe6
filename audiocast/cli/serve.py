"""`audiocast serve`: serve the output folder to podcast apps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocast import cli, publishing
from audiocast.cli import options

_LOCAL = "127.0.0.1"
_ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - what --lan is for


def command(
    folder: options.Folder = Path("output"),
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Listen on this address of this computer.")] = _LOCAL,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Listen on this port; 0 takes any free port.")
    ] = 8000,
    lan: Annotated[
        bool, typer.Option("--lan", help="Serve the local network, and show a QR code for a phone.")
    ] = False,
    secret: Annotated[bool, typer.Option("--secret", help="Serve under a secret path, which stays the same.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also show each request.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only print the address of the feed.")] = False,
) -> None:
    """Serve FOLDER to podcast apps until Ctrl-C.

    The addresses in the feed and the pages are adapted to the address of the request; the files are not changed.
    Without --lan or --host, only this computer is served.

    Examples:
        audiocast serve
        audiocast serve /srv/podcast --lan --secret
    """
    options.check_verbosity(verbose=verbose, quiet=quiet)
    if lan and host != _LOCAL:
        raise typer.BadParameter("choose --lan or --host, not both")
    options.check_folder(folder)
    server = publishing.serve
    path = server.keep_secret(folder) if secret else ""
    shown = server.local_address() if lan else ""
    sock = server.listen(_ALL_ADDRESSES if lan else host, port)
    page = server.url_of(sock, host=shown, secret=path)
    feed = f"{page}feed.xml"
    if quiet:
        cli.console.data(feed)
    else:
        _print(folder, feed=feed, page=page)
        if lan:
            _print_qr_code(feed)
        cli.console.note("Press Ctrl-C to stop.")
    server.run(folder, sock, secret=path)


def _print(folder: Path, *, feed: str, page: str) -> None:
    cli.console.line(f"feed  {feed}")
    if (folder / "index.html").is_file():
        cli.console.line(f"page  {page}")
    if not (folder / "feed.xml").is_file():
        cli.console.note(f"There is no feed.xml in {folder} yet. Run `audiocast render`.")


def _print_qr_code(url: str) -> None:
    """Print a QR code in half-height blocks, dark on light on any terminal with colors."""
    dark = publishing.artwork.qr.squares(url)
    for upper, lower in zip(dark[::2], [*dark[1::2], [False] * len(dark)][: (len(dark) + 1) // 2], strict=True):
        blocks = "".join(" ▄▀█"[2 * above + below] for above, below in zip(upper, lower, strict=True))
        cli.console.line(blocks, style="black on white")
