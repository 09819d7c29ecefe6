"""`audiocast publish`: copy the output folder to where listeners find it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from audiocast import cli, publishing
from audiocast.cli import options

if TYPE_CHECKING:
    from audiocast.publishing.upload import Report, Sent


def command(
    destination: Annotated[
        str,
        typer.Argument(metavar="DEST", help="A folder, or s3://bucket/path, sftp://host/path, gs://bucket/path."),
    ],
    *,
    output: options.Output = Path("output"),
    delete: Annotated[
        bool, typer.Option("--delete", help="Remove old files at the destination that are no longer in the show.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Overwrite another show, other files, or a public address at the destination."),
    ] = False,
    dry_run: options.DryRun = False,
    quiet: options.Quiet = False,
) -> None:
    """Copy the output folder to DEST.

    Sends only new and changed files: media first and the feed last, so that the published feed never names a missing
    file. After an interruption, the same command continues. Files of withdrawn episodes are removed at once.
    Credentials come from the environment.

    Examples:
        audiocast publish s3://my-bucket/podcast
        audiocast publish sftp://me@example.org/srv/www/podcast --dry-run
    """
    cli.console.configure_logging(verbose=False)
    with _Reporter(quiet=quiet) as reporter:
        report = publishing.upload.publish(
            output, destination, delete=delete, dry_run=dry_run, force=force, listen=reporter
        )
    if not quiet:
        _print(report, dry_run=dry_run)


class _Reporter:
    """Receives each file that was sent: a progress bar on a terminal, one line for each file elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar = cli.console.ProgressBar("publishing", shown=not quiet)

    def __enter__(self) -> Self:
        """Wait for the first file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the progress bar."""
        self._bar.__exit__()

    def __call__(self, news: Sent, /) -> None:
        """Update the bar, or print the name of the file."""
        self._bar.update(news.number, news.total)
        if not self._quiet and not cli.console.err().is_terminal:
            cli.console.line(f"sent {news.file.name}")


def _print(report: Report, *, dry_run: bool) -> None:
    line, note, megabytes = cli.console.line, cli.console.note, cli.render_output.megabytes
    if dry_run:
        for file in report.sent:
            line(f"would send {file.name} ({megabytes(file.length)})")
        for name in report.withdrawn:
            line(f"would remove {name} (withdrawn episode)")
        for name in report.gone if report.deleted else ():
            line(f"would remove {name}")
    total = megabytes(sum(file.length for file in report.sent))
    verb = "would be sent" if dry_run else "sent"
    line(f"{_files(len(report.sent))} {verb} to {report.destination} ({total}), {report.unchanged} already there")
    if report.withdrawn and not dry_run:
        line(f"{_files(len(report.withdrawn))} of withdrawn episodes removed at the destination")
    if report.gone and not report.deleted:
        verb, them = ("remains", "it") if len(report.gone) == 1 else ("remain", "them")
        old = f"{len(report.gone)} old file{'' if len(report.gone) == 1 else 's'}"
        note(f"{old} {verb} at the destination. Remove {them} with `publish --delete`.")
    if report.private:
        note(
            f"The feed has the address {report.address}, which others can't reach. "
            "Write the public address as base_url in show.toml, then render and publish again."
        )


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"
