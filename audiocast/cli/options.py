"""The options of the commands: their names, types and help texts.

A command's parameters are annotated with the names of this module. A help text begins with a capital letter, says what
the option does, and ends with a full stop.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from audiocast import cli

# Several commands.
Source: TypeAlias = Annotated[
    Path, typer.Argument(metavar="SOURCE", help="A folder of articles with its show.toml, or one article.")
]
Folder: TypeAlias = Annotated[Path, typer.Argument(metavar="FOLDER", help="The output folder of `audiocast render`.")]
Voice: TypeAlias = Annotated[
    str, typer.Option(metavar="NAME", help="Use voices/NAME.toml instead of the show's voice.")
]
Category: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help='Use this category instead of the show\'s. "" selects all articles.'),
]
Output: TypeAlias = Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="The output folder.")]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help="The number of worker processes. The default is the number of CPU cores.",
    ),
]
AllowPrivate: TypeAlias = Annotated[
    bool, typer.Option("--allow-private", help="Also fetch from hosts in private networks.")
]
DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be done; change nothing.")]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Verbose: TypeAlias = Annotated[bool, typer.Option("--verbose", "-v", help="Also log each step.")]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Only print errors.")]

# render
SourceOrAddress: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="SOURCE", help="A folder of articles with its show.toml, one article, or a web address."),
]
Cluster: TypeAlias = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Use the workers of this Dask scheduler, such as tcp://host:8786.")
]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Make every episode again; cached sentences are reused.")
]
Refresh: TypeAlias = Annotated[
    bool,
    typer.Option("--refresh", help="Make episodes of an older version again if this version makes them differently."),
]
Verify: TypeAlias = Annotated[
    bool, typer.Option("--verify", help="Compare every published byte, and repair damaged episodes.")
]
List: TypeAlias = Annotated[
    bool,
    typer.Option("--list", "-l", help="List all articles with their categories, and why each is taken or not."),
]
Prune: TypeAlias = Annotated[bool, typer.Option("--prune", help="Remove episodes whose articles are gone.")]
ReplaceShow: TypeAlias = Annotated[
    bool, typer.Option("--replace-show", help="Replace another show in the output folder.")
]
Wait: TypeAlias = Annotated[bool, typer.Option("--wait", help="If another render uses the folder, wait until it ends.")]
VerboseRender: TypeAlias = Annotated[
    bool, typer.Option("--verbose", "-v", help="Also show the text that is not spoken, and log each step.")
]

# watch
Poll: TypeAlias = Annotated[
    float,
    typer.Option(
        min=0.1,
        metavar="SECONDS",
        help="Check the files every SECONDS, even if the system reports no change. Use 5 on a network drive.",
    ),
]
Settle: TypeAlias = Annotated[
    float,
    typer.Option(min=0, metavar="SECONDS", help="Render only after no file has changed for this long."),
]


def check_verbosity(*, verbose: bool, quiet: bool) -> None:
    """Refuse --verbose with --quiet, and set up the log."""
    if verbose and quiet:
        raise typer.BadParameter("choose --verbose or --quiet, not both")
    cli.console.configure_logging(verbose=verbose)


def check_exclusive(*, explain: bool, as_json: bool) -> None:
    """Refuse --explain with --json."""
    if explain and as_json:
        raise typer.BadParameter("choose --explain or --json, not both")


def check_folder(folder: Path) -> None:
    """Refuse an output folder that does not exist."""
    if not folder.is_dir():
        raise typer.BadParameter(
            f"{folder} is not a folder. Run `audiocast render` first, or give its output folder.", param_hint="FOLDER"
        )
