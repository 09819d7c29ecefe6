"""`audiocast check`: check an output folder or a published feed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast import check, cli, engines
from audiocast.cli import options

if TYPE_CHECKING:
    from audiocast.check import Report, Verdict

_STYLES = {"pass": "green", "warn": "yellow", "fail": "bold red", "skip": "dim"}
_MOST_SHOWN = 5


def command(
    folder: options.Folder = Path("output"),
    *,
    url: Annotated[str, typer.Option(metavar="ADDRESS", help="The address of a published feed to check too.")] = "",
    fast: Annotated[bool, typer.Option("--fast", help="Do not decode the audio: skip loudness and speech.")] = False,
    as_json: options.Json = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also show rules that passed.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only print rules that failed.")] = False,
) -> None:
    """Check the feed, audio, tags, chapters, transcripts and pictures of FOLDER.

    The result of each rule is pass, warn, fail or skip. A rule is skipped when it does not apply, or when another rule
    reports that its file can't be read. The exit code is 1 when a rule failed.

    Examples:
        audiocast check
        audiocast check --fast --url https://example.org/podcast/feed.xml
    """
    options.check_verbosity(verbose=verbose, quiet=quiet)
    source = _source(folder, url)
    if url and not url.startswith(("http://", "https://")):
        raise typer.BadParameter(f"{url} is not a web address", param_hint="--url")
    address = url + check.FEED if url.endswith("/") else url
    with cli.console.ProgressBar("checking", shown=not quiet and not as_json) as bar:
        report = check.check(source, url=address, fast=fast, cache=engines.cache.default_folder(), progress=bar.update)
    if as_json:
        record = {"episodes": report.episodes, "rules": [dataclasses.asdict(each) for each in report.verdicts]}
        cli.console.data(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        shown = {"fail"} if quiet else {"fail", "warn", *(("pass", "skip") if verbose else ())}
        _print([verdict for verdict in report.verdicts if verdict.status in shown], all_problems=verbose)
        if not quiet:
            _summarize(report)
    if report.count(check.Status.FAIL):
        raise typer.Exit(1)


def _source(folder: Path, url: str) -> Path | None:
    """Return the folder, or None when only an address is given and there is no output folder here."""
    if url and folder == Path("output") and not folder.is_dir():
        return None
    options.check_folder(folder)
    return folder


def _print(verdicts: list[Verdict], *, all_problems: bool) -> None:
    """Print each rule with its problems: as a table on a terminal, or one line each when piped."""
    if cli.console.out().is_terminal:
        cli.console.table(
            [
                (
                    cli.console.styled((verdict.status.value, _STYLES[verdict.status.value])),
                    verdict.id,
                    "\n".join([_sentence(verdict), *_problems(verdict, all_problems=all_problems)]),
                )
                for verdict in verdicts
            ]
        )
        return
    for verdict in verdicts:
        cli.console.line(f"{verdict.status.value:<4}  {verdict.id}  {_sentence(verdict)}")
        for line in _problems(verdict, all_problems=all_problems):
            cli.console.line(f"      {line}")


def _sentence(verdict: Verdict) -> str:
    return f"{verdict.question} {verdict.remedy}." if verdict.problems else verdict.question


def _problems(verdict: Verdict, *, all_problems: bool) -> list[str]:
    shown = verdict.problems if all_problems else verdict.problems[:_MOST_SHOWN]
    lines = [f"{problem.where}: {problem.what}" for problem in shown]
    left = len(verdict.problems) - len(shown)
    return [*lines, f"and {left} more. Show all with --verbose."] if left else lines


def _summarize(report: Report) -> None:
    counts = {name: sum(verdict.status.value == name for verdict in report.verdicts) for name in _STYLES}
    parts: list[str | tuple[str, str]] = [
        f"{len(report.verdicts)} rules, {cli.render_output.episodes(report.episodes)}: "
    ]
    for name, count in counts.items():
        if count:
            parts += [(f"{count} {name}", _STYLES[name]), ", "]
    cli.console.line(cli.console.styled(*parts[:-1]))
