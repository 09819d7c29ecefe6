"""Print lines, errors, tables and progress bars. Only this module uses rich.

On a terminal, text is wrapped between words at the width of the terminal. Piped text is not wrapped: a line stays a
line.
"""

from __future__ import annotations

import functools
import logging
import sys
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rich.console import JustifyMethod

    Cell = str | Text

_NARROW = 12
_MOST_OF_A_LINE = 0.4  # for a column of names


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
    fitted = Table(box=None, pad_edge=False, show_edge=False, show_header=bool(header), header_style="dim")
    for number, column in enumerate(zip(*rows, strict=True)):
        name = header[number] if header else ""
        justify: JustifyMethod = "right" if number in right else "left"
        fitted.add_column(name, justify=justify, overflow="fold", no_wrap=_stays_whole([name, *map(str, column)]))
    for number, row in enumerate(rows):
        fitted.add_row(
            *(Text(cell) if isinstance(cell, str) else cell for cell in row), style="dim" if number in dim else ""
        )
    out().print(fitted)


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


def _stays_whole(cells: Sequence[str]) -> bool:
    """Return whether a column is not wrapped: it is narrow, or has names that would break inside a word."""
    width = max(map(len, cells))
    return width <= _NARROW or (not any(" " in cell for cell in cells) and width <= out().width * _MOST_OF_A_LINE)


def _print_padded(rows: Sequence[Sequence[Cell]], right: Collection[int]) -> None:
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        cells = (
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        line("  ".join(cells).rstrip())
