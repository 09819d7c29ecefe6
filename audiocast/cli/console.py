"""Print lines, errors, tables and progress bars. Only this module uses rich.

On a terminal, text is wrapped between words at the width of the terminal. Piped text is not wrapped: a line stays a
line.
"""

from __future__ import annotations

import functools
import logging
import os
import sys
from typing import TYPE_CHECKING, Self

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    Cell = str | Text

_GAP = 2  # between columns
_READABLE = 16  # a column of text is not made narrower


def fit_dumb_terminal() -> None:
    """Wrap at the width of a terminal that can't move its cursor, where rich and Typer always wrap at 80 columns."""
    if os.environ.get("TERM", "").lower() in {"dumb", "unknown"} and sys.stdout.isatty():
        size = os.get_terminal_size(sys.stdout.fileno())
        os.environ.setdefault("COLUMNS", str(size.columns))
        os.environ.setdefault("LINES", str(size.lines))  # rich reads both, or neither


@functools.cache
def out() -> Console:
    """Return the console of standard output."""
    return Console(highlight=False, emoji=False)


@functools.cache
def err() -> Console:
    """Return the console of standard error."""
    return Console(stderr=True, highlight=False, emoji=False)


def line(text: Cell, *, style: str = "") -> None:
    """Print a line of the result."""
    _print(out(), text, style)


def styled(*parts: str | tuple[str, str]) -> Text:
    """Join texts; a pair is a text and its style."""
    return Text.assemble(*parts)


def data(text: str) -> None:
    """Print text for programs, such as JSON, exactly as it is."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Print a remark on standard error."""
    _print(err(), text, "")


def error(text: str) -> None:
    """Print an error on standard error."""
    _print(err(), f"audiocast: {text}", "red")


def table(
    rows: Sequence[Sequence[Cell]],
    *,
    header: Sequence[str] = (),
    right: Collection[int] = (),
    dim: Collection[int] = (),
) -> None:
    """Print a table: fitted to the width of a terminal, or with padded columns when piped.

    No word is broken. Where the columns are too wide for the terminal even so, the cells of the last ones are printed
    below their row.

    Args:
        rows: The rows, each with as many cells as there are columns.
        header: The names of the columns, or () for no header.
        right: The numbers of the columns that are aligned to the right.
        dim: The numbers of the rows that are shown dim.
    """
    if not rows:
        return
    if not out().is_terminal:
        _print_padded([header, *rows] if header else rows, right)
        return
    widths = _fitted_widths(
        [list(map(str, column)) for column in zip(*([header] if header else []), *rows, strict=True)]
    )
    if header:
        _print_fitted([styled((name, "dim")) for name in header], widths, right, below=False)
    for number, row in enumerate(rows):
        _print_fitted(row, widths, right, style="dim" if number in dim else "")


class ProgressBar:
    """A bar with the time left, on a terminal. Elsewhere nothing is shown."""

    def __init__(self, label: str, *, shown: bool = True) -> None:
        self._label = label
        self._shown = shown and err().is_interactive
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        """Wait for the first update."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()

    def update(self, done: int, total: int) -> None:
        """Show how much is done."""
        if not self._shown:
            return
        if self._bar is None:
            columns = (
                TextColumn(self._label),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f} %"),
                TimeRemainingColumn(),
            )
            self._bar = Progress(*columns, console=err(), transient=True)
            self._bar.start()
            self._bar.add_task(self._label)
        self._bar.update(self._bar.task_ids[0], completed=done, total=max(total, 1))


def configure_logging(*, verbose: bool) -> None:
    """Print the warnings of all modules, and with `verbose` what they do."""
    logger = logging.getLogger("audiocast")
    logger.handlers = [_Handler()]
    logger.setLevel(logging.INFO if verbose else logging.WARNING)
    logger.propagate = False


class _Handler(logging.Handler):
    """Prints on the console of the progress bar, so that a message does not destroy the bar."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        _print(err(), f"audiocast: {self.format(record)}", "dim")


def _print(console: Console, text: Cell, style: str) -> None:
    shown = Text(text) if isinstance(text, str) else text
    console.print(shown, style=style, soft_wrap=not console.is_terminal)


def _fitted_widths(columns: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths of the first columns, as many as the terminal has room for. At least one."""
    widths = [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns]
    words = [max(cell_len(word) for cell in column for word in ["", *cell.split()]) for column in columns]
    least = [max(word, min(width, _READABLE)) for word, width in zip(words, widths, strict=True)]
    while len(least) > 1 and sum(least) + _GAP * (len(least) - 1) > out().width:
        least.pop()
    left = max(out().width - _GAP * (len(least) - 1) - sum(least), 0)
    fitted = [min(width, out().width) for width in least]
    # The narrowest columns first: a wide column gets what the others leave.
    for rank, number in enumerate(order := sorted(range(len(least)), key=lambda at: widths[at])):
        more = min(widths[number] - least[number], left // (len(order) - rank))
        fitted[number] += more
        left -= more
    return fitted


def _print_fitted(
    row: Sequence[Cell], widths: Sequence[int], right: Collection[int], *, style: str = "", below: bool = True
) -> None:
    """Print a row of a table, and below it the cells of the columns without a width."""
    cells = [Text(cell) if isinstance(cell, str) else cell for cell in row]
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for number, width in enumerate(widths):
        grid.add_column(justify="right" if number in right else "left", overflow="fold", width=width)
    grid.add_row(*cells[: len(widths)], style=style)
    out().print(grid)
    for cell in cells[len(widths) :]:
        if below and cell:
            out().print(Padding(cell, (0, 0, 0, _GAP)), style=style)


def _print_padded(rows: Sequence[Sequence[Cell]], right: Collection[int]) -> None:
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        cells = (
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        line("  ".join(cells).rstrip())
