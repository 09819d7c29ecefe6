"""Make the help of a command from the docstring of its function."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def of(function: Callable[..., None]) -> str:
    """Return the docstring of a command with each paragraph on one line, so that only the terminal wraps it."""
    paragraphs = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    # Typer would remove the indent of the examples where no other paragraph follows the first. An empty style keeps it.
    return "\n\n".join(
        each.replace("\n    ", "\n[b][/b]    ") if "\n    " in each else each.replace("\n", " ") for each in paragraphs
    )
