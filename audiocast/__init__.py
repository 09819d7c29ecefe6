"""Turns written articles into a podcast."""

from importlib.metadata import version as _version

__version__ = _version("audiocast")
