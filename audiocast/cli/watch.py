"""`audiocast watch`: render again whenever something changes."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audiocast import cli, engines, render
from audiocast.cli import options
from audiocast.render import signals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.render.outcome import Outcome
    from audiocast.render.run import Report
    from audiocast.render.watch import News

_MOST_NAMES = 3  # of changed files in one line
_MOST_LINES = 10  # of articles that were skipped or withdrawn at the same time


def command(
    source: options.Source = Path("seeds"),
    *,
    voice: options.Voice = "",
    category: options.Category = None,
    output: options.Output = Path("output"),
    jobs: options.Jobs = None,
    prune: options.Prune = False,
    poll: options.Poll = 60,
    settle: options.Settle = 1,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> None:
    """Render SOURCE now, and again whenever an article, a setting, a voice or the lexicon changes.

    Runs until Ctrl-C or SIGTERM, also when something fails: a broken article or show.toml is reported, and read again
    after its next change. Each event is one line. Errors go to standard error.

    Examples:
        audiocast watch
        audiocast watch /mnt/share/articles --poll 5 --output /srv/podcast
    """
    options.check_verbosity(verbose=verbose, quiet=quiet)
    if not source.exists():
        raise typer.BadParameter(
            f"{source} does not exist. Give a folder of articles, or one article. Start a show with `audiocast init`.",
            param_hint="SOURCE",
        )
    request = render.context.Request(
        source=source,
        output=output,
        cache=engines.cache.default_folder(),
        voice=voice,
        category=category,
        jobs=jobs or render.context.available_cores(),
        prune=prune,
    )
    events = _Events(quiet=quiet)
    events.line("watching", f"{source}, publishing to {output}")
    try:
        render.watch.watch(request, pace=render.watch.Pace(poll_s=poll, settle_s=settle), listen=events)
    except KeyboardInterrupt:
        # SIGTERM is how a service manager stops a service, so it is no error.
        if signals.received() != signal.SIGTERM:
            raise
    cli.console.note("audiocast: stopped. All finished work is saved.")


class _Events:
    """Receives events and prints one line for each. Lines of the render before are not repeated."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._before: set[tuple[str, str, str]] = set()
        self._now: dict[tuple[str, str, str], Outcome] = {}
        self._error = ""

    def line(self, event: str, text: str) -> None:
        """Print an event, unless only errors are printed."""
        if not self._quiet:
            cli.console.line(f"{event:<10} {text}")

    def __call__(self, news: News, /) -> None:
        """Print an event."""
        if isinstance(news, render.outcome.Outcome):
            self._article(news)
        elif isinstance(news, render.watch.Noticed):
            self._error = ""
            self.line("changed", _listed(news.names))
        elif isinstance(news, render.watch.Waiting):
            self.line("waiting", news.reason)
        elif isinstance(news, render.watch.Failed):
            if str(news.error) != self._error:
                cli.console.error(str(news.error))
            self._error = str(news.error)
        elif isinstance(news, render.watch.Finished):
            self._finished(news.report, news.seconds)

    def _article(self, outcome: Outcome) -> None:
        key = (outcome.status.value, outcome.origin, outcome.reason)
        if key in self._now:
            return
        self._now[key] = outcome
        if outcome.status == "failed" and key not in self._before:
            cli.console.error(cli.render_output.failure(outcome))
        elif outcome.status == "rendered":
            length, size = cli.render_output.clock(outcome.duration_ms), cli.render_output.megabytes(outcome.length)
            self.line("rendered", f"{outcome.title} ({length}, {size})")

    def _finished(self, report: Report, seconds: float) -> None:
        for status in ("skipped", "withdrawn"):
            fresh = [each for key, each in self._now.items() if key[0] == status and key not in self._before]
            for outcome in fresh[:_MOST_LINES]:
                self.line(status, f"{outcome.title or outcome.origin} ({outcome.reason})")
            if fresh[_MOST_LINES:]:
                self.line(status, f"and {len(fresh) - _MOST_LINES} more")
        self._before, self._now, self._error = set(self._now), {}, ""
        counts = ", ".join(_counts(report)) or "no articles"
        published = cli.render_output.episodes(report.published)
        self.line("published", f"{published} in {report.feed}: {counts} ({seconds:.1f} s)")


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _counts(report: Report) -> Iterator[str]:
    statuses = [outcome.status.value for outcome in report.outcomes]
    for status in dict.fromkeys(("rendered", "unchanged", *statuses)):
        if status in statuses:
            yield f"{statuses.count(status)} {status}"
