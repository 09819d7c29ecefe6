"""`audiocast check`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from audiocast.cli.console import configure_logging, err, escape, out, say

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from audiocast.check import Report, Verdict

_STYLES = {"pass": "green", "warn": "yellow", "fail": "bold red", "skip": "dim"}
_MOST_SHOWN = 5


def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `audiocast render` published.")] = Path(
        "output"
    ),
    *,
    url: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Also check what is published: the address of the feed.")
    ] = "",
    fast: Annotated[bool, typer.Option("--fast", help="Do not decode the sound: no loudness, no speech.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also show the rules that are kept.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what fails.")] = False,
) -> None:
    """Check [bold]FOLDER[/bold] before listeners do: feed, files, sound, tags, chapters, transcripts, pictures.

    Every rule ends as pass, warn or fail. A rule is skipped when what it looks at can't be read, which another rule
    says, or when it does not apply. The exit code is 1 when a rule failed.

    Examples:
        audiocast check

        audiocast check --fast --url https://example.org/podcast/feed.xml
    """
    if verbose and quiet:
        raise typer.BadParameter("choose --verbose or --quiet, not both")
    source = _source(folder, url)
    if url and not url.startswith(("http://", "https://")):
        raise typer.BadParameter(f"{url} is no web address", param_hint="--url")
    configure_logging(verbose=verbose)
    from audiocast import check as room  # noqa: PLC0415 - help and version must not wait for it
    from audiocast.engines.cache import default_folder  # noqa: PLC0415 - as above

    address = url + room.FEED if url.endswith("/") else url
    with _Progress(shown=not quiet and not as_json) as progress:
        report = room.check(source, url=address, fast=fast, cache=default_folder(), progress=progress)
    if as_json:
        say(json.dumps(_plain(report), ensure_ascii=False, indent=1))
    else:
        wanted = {"fail"} if quiet else {"fail", "warn", *(("pass", "skip") if verbose else ())}
        _tell([verdict for verdict in report.verdicts if verdict.status in wanted], all_problems=verbose)
        if not quiet:
            _summarize(report)
    if report.count(room.Status.FAIL):
        raise typer.Exit(1)


def _source(folder: Path, url: str) -> Path | None:
    """The folder, or nothing when nobody named one, there is none, and an address is to be looked at."""
    if folder.is_dir():
        return folder
    if url and folder == Path("output"):
        return None
    raise typer.BadParameter(
        f"{folder} is no folder. Run `audiocast render` first, or name the folder it published.", param_hint="FOLDER"
    )


class _Progress:
    """A bar on a terminal, nothing elsewhere."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and err().is_terminal
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        if not self._shown:
            return
        if self._bar is None:
            from rich.progress import Progress as Bar  # noqa: PLC0415

            self._bar = Bar(console=err(), transient=True)
            self._bar.start()
            self._bar.add_task("listening", total=max(total, 1))
        self._bar.update(self._bar.task_ids[0], completed=done)


def _tell(verdicts: list[Verdict], *, all_problems: bool) -> None:
    if not out().is_terminal:
        for verdict in verdicts:
            out().print(
                f"{verdict.status.value:<4}  {escape(verdict.id)}  {escape(_sentence(verdict))}", soft_wrap=True
            )
            for line in _problems(verdict, all_problems=all_problems):
                out().print(f"      {escape(line)}", soft_wrap=True)
        return
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, show_edge=False, show_header=False)
    table.add_column("status")
    table.add_column("rule", no_wrap=True)
    table.add_column("what", overflow="fold")
    for verdict in verdicts:
        style = _STYLES[verdict.status.value]
        lines = [_sentence(verdict), *_problems(verdict, all_problems=all_problems)]
        table.add_row(f"[{style}]{verdict.status.value}[/]", escape(verdict.id), escape("\n".join(lines)))
    if verdicts:
        out().print(table)


def _sentence(verdict: Verdict) -> str:
    return f"{verdict.question} {verdict.remedy}." if verdict.problems else verdict.question


def _problems(verdict: Verdict, *, all_problems: bool) -> list[str]:
    shown = verdict.problems if all_problems else verdict.problems[:_MOST_SHOWN]
    lines = [f"{problem.where}: {problem.what}" for problem in shown]
    left = len(verdict.problems) - len(shown)
    return [*lines, f"and {left} more; --verbose shows them"] if left else lines


def _summarize(report: Report) -> None:
    counts = {status: report.count(status) for status in dict.fromkeys(v.status for v in report.verdicts)}
    told = ", ".join(
        f"[{_STYLES[name]}]{count} {name}[/]"
        for name in ("pass", "warn", "fail", "skip")
        for status, count in counts.items()
        if status.value == name
    )
    out().print(f"{len(report.verdicts)} rules, {report.episodes} episodes: {told}")


def _plain(report: Report) -> dict[str, object]:
    return {"episodes": report.episodes, "rules": [asdict(verdict) for verdict in report.verdicts]}
