"""`audiocast publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from audiocast.cli.console import configure_logging, err, note, say
from audiocast.cli.options import Quiet  # noqa: TC001 - typer reads it

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from audiocast.publishing.upload import Report, Sent


def publish(
    destination: Annotated[
        str, typer.Argument(metavar="DEST", help="A folder, or s3://bucket/path, sftp://host/path, gs://bucket/path.")
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="What audiocast render made.")
    ] = Path("output"),
    delete: Annotated[
        bool, typer.Option("--delete", help="Remove what was published before and is not any more.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Write over another show, other files or a public address that are there."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would be done, and do nothing.")] = False,
    quiet: Quiet = False,
) -> None:
    """Copy the output folder to [bold]DEST[/bold], where listeners find it.

    Sends only what is new or has changed: media first, the feed last, so that the feed there never names a missing
    file. When it is stopped, the same command goes on from there. Files of withdrawn episodes are removed at once.
    Credentials come from the environment.

    Examples:
        audiocast publish s3://my-bucket/podcast

        audiocast publish sftp://me@example.org/srv/www/podcast --dry-run
    """
    configure_logging(verbose=False)
    from audiocast.publishing import upload as house  # noqa: PLC0415 - help must not wait for it

    with _News(quiet=quiet) as news:
        report = house.publish(output, destination, delete=delete, dry_run=dry_run, force=force, listen=news)
    if not quiet:
        _summarize(report, dry_run=dry_run)


def _summarize(report: Report, *, dry_run: bool) -> None:
    if dry_run:
        for file in report.sent:
            say(f"would send {file.name} ({_size(file.length)})")
        for name in report.withdrawn:
            say(f"would remove {name}, of a withdrawn episode")
        for name in report.gone if report.deleted else ():
            say(f"would remove {name}")
    total = _size(sum(file.length for file in report.sent))
    verb = "would be sent" if dry_run else "sent"
    say(f"{_files(len(report.sent))} {verb} to {report.destination} ({total}), {report.unchanged} there already")
    if report.withdrawn and not dry_run:
        say(f"{_files(len(report.withdrawn))} of withdrawn episodes removed there")
    if report.gone and not report.deleted:
        note(f"{_files(len(report.gone))} there no longer published; --delete removes them.")
    if report.private:
        note(
            f"The feed says that it is at {report.address}, where nobody else can reach it. "
            "Write the public address as base_url in show.toml, render, and publish again."
        )


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _size(length: int) -> str:
    return f"{length / 1e6:.1f} MB"


class _News:
    """Tells how it goes: a bar on a terminal, a line for each file elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, news: Sent, /) -> None:
        if self._quiet:
            return
        if not err().is_terminal:
            say(f"sent {news.file.name}")
            return
        if self._bar is None:
            from rich.progress import Progress as Bar  # noqa: PLC0415

            self._bar = Bar(console=err(), transient=True)
            self._bar.start()
            self._bar.add_task("publishing", total=news.total)
        self._bar.update(self._bar.task_ids[0], completed=news.number)
