"""Read the style sheets and programs of the pages, which are files of this package."""

from __future__ import annotations

from importlib import resources


def asset(name: str) -> bytes:
    """Return the content of a file of this package."""
    return resources.files(__package__).joinpath("assets", name).read_bytes()
