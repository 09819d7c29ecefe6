"""How does the program talk to people: the only place that prints."""

from __future__ import annotations

import functools
import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

# Rich is imported when there is something to print: a quiet render has nothing.


@functools.cache
def out() -> Console:
    """Where answers are printed; what is piped is not folded at the width of a terminal that is not there."""
    from rich.console import Console  # noqa: PLC0415 - see above

    return Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else 160)


@functools.cache
def err() -> Console:
    """Where remarks and errors are printed."""
    from rich.console import Console  # noqa: PLC0415 - see above

    return Console(stderr=True, highlight=False, emoji=False)


def escape(text: str) -> str:
    """Text that stands for itself where Rich looks for markup."""
    from rich.markup import escape as escaped  # noqa: PLC0415 - see above

    return escaped(text)


def say(text: str) -> None:
    """Print a line of the answer."""
    out().print(escape(text), soft_wrap=True)


def note(text: str) -> None:
    """Print a remark beside the answer."""
    err().print(escape(text), soft_wrap=True)


def complain(text: str) -> None:
    """Print what went wrong."""
    err().print(f"audiocast: {escape(text)}", style="red", soft_wrap=True)


def configure_logging(*, verbose: bool) -> None:
    """Show what rooms log: warnings, and with `verbose` what they do."""
    logger = logging.getLogger("audiocast")
    logger.handlers = [_Handler()]
    logger.setLevel(logging.INFO if verbose else logging.WARNING)
    logger.propagate = False


class _Handler(logging.Handler):
    """Prints on the same console as a progress bar, so that neither tears the other."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        err().print(f"audiocast: {escape(self.format(record))}", style="dim", soft_wrap=True)
