"""`audiocast render`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from audiocast.cli.console import complain, configure_logging, err, escape, note, out
from audiocast.cli.options import Category, Jobs, Output, Quiet, Voice  # noqa: TC001 - typer reads them
from audiocast.errors import UnknownVoiceError

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from audiocast.model.article import Cut
    from audiocast.render.estimate import Estimate
    from audiocast.render.outcome import Outcome, Progress
    from audiocast.render.run import Report

_STYLES = {
    "rendered": "green",
    "unchanged": "dim",
    "skipped": "yellow",
    "failed": "bold red",
    "to render": "cyan",
    "withdrawn": "yellow",
}
_TAKEN = frozenset(("to render", "unchanged"))
_LONGEST_CUT = 100
_SEEDS = Path("seeds")


def render(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="A folder of articles, with its show.toml; one article; or an address."),
    ] = "seeds",
    *,
    voice: Voice = "",
    category: Category = None,
    output: Output = Path("output"),
    jobs: Jobs = None,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Work on the machines of this Dask scheduler: tcp://host:8786.")
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Make every episode again, from the sentences spoken before.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Make again what this version of audiocast would make differently.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare every byte that is published, and make again what differs.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would be done, and do nothing.")] = False,
    listing: Annotated[
        bool,
        typer.Option("--list", "-l", help="Show every article, its categories and whether it is taken; do nothing."),
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take episodes whose articles are gone out of the show.")
    ] = False,
    replace_show: Annotated[
        bool, typer.Option("--replace-show", help="Put this show in the place of another one in the output folder.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from machines that are not public.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for another render of the same folder instead of leaving.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also show what was cut from each article.")] = False,
    quiet: Quiet = False,
) -> None:
    """Turn the articles of [bold]SOURCE[/bold] into episodes, and publish the feed.

    Takes the articles in the show's category ("Audio Sources"), speaks what is new or changed, and writes MP3 files,
    transcripts, chapters, a cover and feed.xml to the output folder. Run it again whenever articles are new or changed.
    A new version of audiocast makes no episode again until you ask for it: --refresh, with --dry-run to see the cost.

    An article or a folder without a show.toml joins the show that is in the output folder. Another show is refused.

    An address, of a page or of a feed, is read with the settings of seeds/, and what is there is wanted whatever its
    category, unless you name one.

    Examples:
        audiocast render

        audiocast render https://example.org/feed.xml

        audiocast render articles --voice system --output /srv/podcast
    """
    if verbose and quiet:
        raise typer.BadParameter("choose --verbose or --quiet, not both")
    configure_logging(verbose=verbose)
    from audiocast.engines import cache  # noqa: PLC0415 - help and version must not wait for it
    from audiocast.render import run as house  # noqa: PLC0415
    from audiocast.render.context import Request  # noqa: PLC0415
    from audiocast.sources import is_address  # noqa: PLC0415

    request = Request(
        source=_source(source),
        addresses=(source,) if is_address(source) else (),
        output=output,
        cache=cache.default_folder(),
        voice=voice,
        category=category,
        jobs=jobs or cores(),
        cluster=cluster,
        force=force,
        refresh=refresh,
        dry_run=dry_run or listing,
        prune=prune,
        allow_private=allow_private,
        wait=wait,
        verify=verify,
        replace_show=replace_show,
    )
    news = _News(quiet=quiet or listing, verbose=verbose)
    try:
        with news:
            report = house.render(request, listen=news)
    except UnknownVoiceError as error:
        if not voice:
            raise
        raise typer.BadParameter(str(error), param_hint="--voice") from error
    if listing:
        _list(report)
    elif not quiet:
        _summarize(report, dry_run=dry_run)
    if any(outcome.status == "failed" for outcome in report.outcomes):
        raise typer.Exit(1)


def _source(named: str) -> Path:
    """The source, or the example show when nobody named one and there is none here; for an address, the settings'."""
    from audiocast.sources import is_address  # noqa: PLC0415

    if is_address(named):
        return _SEEDS
    source = Path(named)
    if source == _SEEDS and not source.exists():
        from audiocast.config.load import shipped  # noqa: PLC0415

        example = shipped("seeds")
        note(f"There is no seeds/ here: this is the example show that comes with audiocast, from {example}.")
        return example
    if not source.exists():
        raise typer.BadParameter(f"{source} does not exist. Give a folder of articles, or one.", param_hint="SOURCE")
    return source


def cores() -> int:
    """How many processes work when nobody says."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _News:
    """Tells how a render goes: a bar with the time left on a terminal, a line for each article elsewhere."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, news: Outcome | Progress, /) -> None:
        from audiocast.render.outcome import Progress  # noqa: PLC0415

        if isinstance(news, Progress):
            self._advance(news)
        else:
            self._tell(news)

    def _advance(self, progress: Progress) -> None:
        if self._quiet or not err().is_terminal:
            return
        if self._bar is None:
            from rich.progress import BarColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
            from rich.progress import Progress as Bar  # noqa: PLC0415

            self._bar = Bar(
                TextColumn("speaking"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f} %"),
                TimeRemainingColumn(),
                console=err(),
                transient=True,
            )
            self._bar.start()
            self._bar.add_task("speaking", total=max(progress.total, 1))
        self._bar.update(self._bar.task_ids[0], completed=progress.done, total=max(progress.total, 1))

    def _tell(self, outcome: Outcome) -> None:
        name = outcome.title or outcome.origin
        if outcome.status == "failed":
            place = "" if outcome.origin in outcome.reason else f"{outcome.origin}: "
            complain(f"{place}{outcome.reason}")
        elif not self._quiet and not out().is_terminal:
            detail = f" ({outcome.reason})" if outcome.reason else ""
            out().print(f"{outcome.status.value:<10} {escape(name)}{escape(detail)}", soft_wrap=True)
        if self._verbose:
            for cut in outcome.cuts:
                line = f" line {cut.line}" if cut.line else ""
                out().print(
                    f"  not spoken, {cut.rule}, {escape(outcome.origin)}{line}: {escape(_short(cut))}", soft_wrap=True
                )


def _short(cut: Cut) -> str:
    return cut.text if len(cut.text) <= _LONGEST_CUT else cut.text[: _LONGEST_CUT - 1] + "…"


def _list(report: Report) -> None:
    """Every article on a line: taken or why not, its categories, and where it is."""
    from rich.table import Table  # noqa: PLC0415

    from audiocast.config import categories  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, show_edge=False)
    for name in ("", "article", "categories", "where", ""):
        table.add_column(name, overflow="fold")
    for outcome in report.outcomes:
        wanted = categories.first_match(outcome.categories, report.show.category)
        taken = outcome.status.value in _TAKEN
        reason = outcome.reason or (f'"{wanted}" is wanted' if wanted else "")
        table.add_row(
            "[green]taken[/]" if taken else f"[{_STYLES[outcome.status.value]}]{outcome.status.value}[/]",
            escape(outcome.title),
            escape("; ".join(outcome.categories)),
            escape(outcome.origin),
            escape(reason),
        )
    out().print(table)


def _summarize(report: Report, *, dry_run: bool) -> None:
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("")
    table.add_column("article", overflow="fold")
    table.add_column("minutes", justify="right")
    table.add_column("MB", justify="right")
    table.add_column("", overflow="fold")
    for outcome in report.outcomes:
        minutes, seconds = divmod(round(outcome.duration_ms / 1000), 60)
        style = _STYLES[outcome.status.value]
        table.add_row(
            f"[{style}]{outcome.status.value}[/]",
            escape(outcome.title or outcome.origin),
            f"{minutes}:{seconds:02}" if outcome.duration_ms else "",
            f"{outcome.length / 1e6:.1f}" if outcome.length else "",
            escape(outcome.reason),
        )
    out().print(table)
    _tell_estimate(report)
    _tell_outdated(report)
    if not dry_run:
        out().print(f"{_episodes(report.published)} in {report.feed}", soft_wrap=True)


def _tell_estimate(report: Report) -> None:
    """What is to be made and what it takes; after it was made, beside what it was expected to be."""
    expected, actual = report.estimate, report.actual
    if expected is None:
        return
    if actual is not None:
        guess = ", a guess" if expected.guessed else ""
        out().print(f"{_amount(actual)} (expected{guess}: {_amount(expected)})", soft_wrap=True, style="dim")
        return
    for part in expected.voices:
        guess = ": a guess, for this voice was not heard here yet" if part.guessed else ""
        out().print(f"{part.voice}: {_minutes(part.sound_ms)} of speech, {_seconds(part.seconds)} of work{guess}")
    planned = sum(outcome.status == "to render" for outcome in report.outcomes)
    out().print(f"In all about {_amount(expected)} for {_episodes(planned)}.", soft_wrap=True)


def _tell_outdated(report: Report) -> None:
    """Say in a line how many episodes an older version made, if there are any."""
    number = sum(outcome.outdated for outcome in report.outcomes)
    if number:
        out().print(
            f"An older version of audiocast made {_episodes(number)}. --refresh makes again what this version makes "
            "differently; with --dry-run it says what that costs.",
            soft_wrap=True,
            style="dim",
        )


def _episodes(number: int) -> str:
    return f"{number} episode{'' if number == 1 else 's'}"


def _amount(estimate: Estimate) -> str:
    megabytes = f"{estimate.length / 1e6:.1f} MB"
    return f"{_minutes(estimate.duration_ms)} of audio, {megabytes}, {_seconds(estimate.seconds)} of work"


def _minutes(milliseconds: float) -> str:
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}:{seconds:02} minutes"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004 - more is not known
