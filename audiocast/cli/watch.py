"""`audiocast watch`."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast import signals
from audiocast.cli.console import complain, configure_logging, note, say
from audiocast.cli.options import Category, Jobs, Output, Quiet, Voice  # noqa: TC001 - typer reads them
from audiocast.cli.render import cores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.render.outcome import Outcome
    from audiocast.render.run import Report
    from audiocast.render.watch import News

# Of changed files, and of articles that were skipped or withdrawn at once.
_MOST_NAMES = 3
_MOST_LINES = 10


def watch(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A folder of articles, with its show.toml; or one article.")
    ] = Path("seeds"),
    *,
    voice: Voice = "",
    category: Category = None,
    output: Output = Path("output"),
    jobs: Jobs = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take an episode out of the show as soon as its article is gone.")
    ] = False,
    poll: Annotated[
        float,
        typer.Option(
            min=0.1,
            metavar="SECONDS",
            help="Look so often even when the system tells of no change; 5 suits a network drive.",
        ),
    ] = 60,
    settle: Annotated[
        float,
        typer.Option(min=0, metavar="SECONDS", help="Begin when nothing has changed for so long: files may be slow."),
    ] = 1,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also show what is done meanwhile.")] = False,
    quiet: Quiet = False,
) -> None:
    """Render [bold]SOURCE[/bold] now, and again whenever an article, a setting, a voice or the lexicon has changed.

    It goes on until Ctrl-C or SIGTERM, whatever fails: a broken article or show.toml is named, and read again once it
    has changed. One line is printed for each event, errors on standard error; nothing for what is as it was.

    Examples:
        audiocast watch

        audiocast watch /mnt/share/articles --poll 5 --output /srv/podcast
    """
    if verbose and quiet:
        raise typer.BadParameter("choose --verbose or --quiet, not both")
    if not source.exists():
        raise typer.BadParameter(
            f"{source} does not exist. Give a folder of articles, or one; `audiocast init` begins a show.",
            param_hint="SOURCE",
        )
    configure_logging(verbose=verbose)
    from audiocast.engines import cache  # noqa: PLC0415 - help and version must not wait for it
    from audiocast.render import watch as room  # noqa: PLC0415
    from audiocast.render.context import Request  # noqa: PLC0415

    request = Request(
        source=source,
        output=output,
        cache=cache.default_folder(),
        voice=voice,
        category=category,
        jobs=jobs or cores(),
        prune=prune,
    )
    journal = _Journal(quiet=quiet)
    journal.line("watching", f"{source}, to publish in {output}")
    try:
        room.watch(request, pace=room.Pace(poll_s=poll, settle_s=settle), listen=journal)
    except KeyboardInterrupt:
        # By SIGTERM a service is told to end, which is no error.
        if signals.received() != signal.SIGTERM:
            raise
    note("audiocast: stopped. Nothing is half done.")


class _Journal:
    """One line an event, the same on a terminal and in a log; what was told of the render before is not told again."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._before: set[tuple[str, str, str]] = set()
        self._now: dict[tuple[str, str, str], Outcome] = {}
        self._error = ""

    def line(self, event: str, text: str) -> None:
        """Print an event, unless only failures are wanted."""
        if not self._quiet:
            say(f"{event:<10} {text}")

    def __call__(self, news: News, /) -> None:
        from audiocast.render import watch as room  # noqa: PLC0415 - as above
        from audiocast.render.outcome import Outcome  # noqa: PLC0415

        if isinstance(news, Outcome):
            self._tell(news)
        elif isinstance(news, room.Noticed):
            self._error = ""
            self.line("changed", _listed(news.names))
        elif isinstance(news, room.Waiting):
            self.line("waiting", news.reason)
        elif isinstance(news, room.Failed):
            if str(news.error) != self._error:
                complain(str(news.error))
            self._error = str(news.error)
        elif isinstance(news, room.Finished):
            self._finish(news.report, news.seconds)

    def _tell(self, outcome: Outcome) -> None:
        key = (outcome.status.value, outcome.origin, outcome.reason)
        if key in self._now:
            return
        self._now[key] = outcome
        if outcome.status == "failed" and key not in self._before:
            place = "" if outcome.origin in outcome.reason else f"{outcome.origin}: "
            complain(f"{place}{outcome.reason}")
        elif outcome.status == "rendered":
            minutes, seconds = divmod(round(outcome.duration_ms / 1000), 60)
            self.line("rendered", f"{outcome.title} ({minutes}:{seconds:02}, {outcome.length / 1e6:.1f} MB)")

    def _finish(self, report: Report, seconds: float) -> None:
        for status in ("skipped", "withdrawn"):
            fresh = [each for key, each in self._now.items() if key[0] == status and key not in self._before]
            for outcome in fresh[:_MOST_LINES]:
                self.line(status, f"{outcome.title or outcome.origin} ({outcome.reason})")
            if fresh[_MOST_LINES:]:
                self.line(status, f"and {len(fresh) - _MOST_LINES} more")
        self._before, self._now, self._error = set(self._now), {}, ""
        counts = ", ".join(_counts(report))
        self.line("published", f"{report.published} in {report.feed}: {counts or 'no articles'} ({seconds:.1f} s)")


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _counts(report: Report) -> Iterator[str]:
    statuses = [outcome.status.value for outcome in report.outcomes]
    for status in dict.fromkeys(("rendered", "unchanged", *statuses)):
        if status in statuses:
            yield f"{statuses.count(status)} {status}"
