"""Print the progress and the results of a render.

On a terminal: a progress bar, then a table. Piped: one line for each article as soon as it is done, and no table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from audiocast.cli import console
from audiocast.render.outcome import Outcome, Progress

if TYPE_CHECKING:
    from audiocast.model.article import Cut
    from audiocast.render.estimate import Estimate
    from audiocast.render.run import Report

STYLES = {
    "rendered": "green",
    "unchanged": "dim",
    "skipped": "yellow",
    "failed": "bold red",
    "to render": "cyan",
    "withdrawn": "yellow",
}
_TAKEN = frozenset(("to render", "unchanged"))
_LONGEST_CUT = 100
_SHORT_S = 10  # below it, a duration has tenths of a second


class Reporter:
    """Receives the outcomes and the progress of a render, and prints them."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._bar = console.ProgressBar("rendering", shown=not quiet)

    def __enter__(self) -> Self:
        """Wait for the first outcome."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the progress bar."""
        self._bar.__exit__()

    def __call__(self, news: Outcome | Progress, /) -> None:
        """Print an outcome, or update the progress bar."""
        if isinstance(news, Progress):
            self._bar.update(news.done, news.total)
        else:
            self._print(news)

    def _print(self, outcome: Outcome) -> None:
        if outcome.status == "failed":
            console.error(failure(outcome))
        elif not self._quiet and not console.out().is_terminal:
            console.line(_plain(outcome))
        if self._verbose:
            for cut in outcome.cuts:
                place = f"{outcome.origin}:{cut.line}" if cut.line else outcome.origin
                console.line(f"  not spoken ({cut.rule}), {place}: {_short(cut)}")


def failure(outcome: Outcome) -> str:
    """Return the error message of a failed article, which names its document."""
    return outcome.reason if outcome.origin in outcome.reason else f"{outcome.origin}: {outcome.reason}"


def print_list(report: Report) -> None:
    """Print each article: taken or not and why, its title, its categories, and its document."""
    rows = []
    for outcome in report.outcomes:
        status = "taken" if outcome.status.value in _TAKEN else outcome.status.value
        rows.append(
            (
                console.styled((status, "green" if status == "taken" else STYLES[status])),
                outcome.title,
                "; ".join(outcome.categories),
                outcome.origin,
                outcome.reason,
            )
        )
    console.table(rows, header=("", "article", "categories", "document", "reason"))


def print_summary(report: Report, *, dry_run: bool) -> None:
    """Print the table of all articles on a terminal, then the totals."""
    if console.out().is_terminal:
        console.table(
            [_row(outcome) for outcome in report.outcomes],
            header=("", "article", "length", "size", ""),
            right=(2, 3),
        )
    _print_estimate(report)
    number = sum(outcome.outdated for outcome in report.outcomes)
    if number:
        console.line(
            f"{episodes(number)} {'was' if number == 1 else 'were'} made by an older version of audiocast. "
            "Use --refresh to make them again, with --dry-run to see the work first.",
            style="dim",
        )
    if not dry_run:
        console.line(f"{episodes(report.published)} in {report.feed}")


def _row(outcome: Outcome) -> tuple[console.Cell, ...]:
    return (
        console.styled((outcome.status.value, STYLES[outcome.status.value])),
        outcome.title or outcome.origin,
        clock(outcome.duration_ms) if outcome.duration_ms else "",
        megabytes(outcome.length) if outcome.length else "",
        outcome.reason,
    )


def _plain(outcome: Outcome) -> str:
    """Return the line of an article for a pipe."""
    details = (
        clock(outcome.duration_ms) if outcome.duration_ms else "",
        megabytes(outcome.length) if outcome.length else "",
        outcome.reason,
    )
    detail = ", ".join(filter(None, details))
    return f"{outcome.status.value:<10} {outcome.title or outcome.origin}" + (f" ({detail})" if detail else "")


def _print_estimate(report: Report) -> None:
    """Print the work to do, or the work that was done beside what was expected."""
    expected, actual = report.estimate, report.actual
    if expected is None:
        return
    if actual is not None:
        rough = "rough estimate" if expected.guessed else "expected"
        console.line(f"{_amount(actual)} ({rough}: {_amount(expected)})", style="dim")
        return
    for part in expected.voices:
        rough = ": a rough estimate, because this voice has not been used on this computer yet" if part.guessed else ""
        console.line(f"{part.voice}: {clock(part.sound_ms)} of speech, {_seconds(part.seconds)} of work{rough}")
    planned = sum(outcome.status == "to render" for outcome in report.outcomes)
    console.line(f"Total for {episodes(planned)}: about {_amount(expected)}.")


def _amount(estimate: Estimate) -> str:
    return f"{clock(estimate.duration_ms)} of audio, {megabytes(estimate.length)}, {_seconds(estimate.seconds)} of work"


def _short(cut: Cut) -> str:
    return cut.text if len(cut.text) <= _LONGEST_CUT else cut.text[: _LONGEST_CUT - 1] + "…"


def episodes(number: int) -> str:
    """Return a number of episodes in words."""
    return f"{number} episode{'' if number == 1 else 's'}"


def clock(milliseconds: float) -> str:
    """Return a length of sound as minutes and seconds."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}:{seconds:02} min"


def megabytes(length: float) -> str:
    """Return a number of bytes in MB."""
    return f"{length / 1e6:.1f} MB"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < _SHORT_S else f"{seconds:.0f} s"
