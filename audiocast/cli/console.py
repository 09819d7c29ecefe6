"""How does the program talk to people: the only place that prints."""

from __future__ import annotations

import logging
import sys

from rich.console import Console
from rich.markup import escape

# What is piped is not folded at the width of a terminal that is not there.
out = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a line of the answer."""
    out.print(escape(text), soft_wrap=True)


def note(text: str) -> None:
    """Print a remark beside the answer."""
    err.print(escape(text), soft_wrap=True)


def complain(text: str) -> None:
    """Print what went wrong."""
    err.print(f"audiocast: {escape(text)}", style="red", soft_wrap=True)


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
        err.print(f"audiocast: {escape(self.format(record))}", style="dim", soft_wrap=True)
